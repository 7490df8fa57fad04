//! How is something that can be pointed at written as text?
//!
//! `host 10.0.0.1`, `edge 10.0.0.1 10.0.0.2`, `app dns`, `protocol udp`, `client 10.0.0.1`,
//! `server 10.0.0.1`, `port 53`, `name "example.org"`, `values bytes 100 2000` (from and to, `any`
//! without a bound) or `values vlan none`, `group 10.0.0.1 0` (a host in it and its level), `between
//! host 10.0.0.1 group 10.0.0.2 0` (an edge with a closed group at an end); a note may also be about `time A .. B`.

use super::words::{Line, Word, quoted};
use super::{Resolve, ScriptError};
use crate::capture::{Address, Application, Protocol};
use crate::flow::FlowTable;
use crate::query::{AxisColumn, ColumnSpan, moment, nearest};
use crate::session::{Category, GroupEnd, GroupRef, Item, NotePlace, TimeWindow};
use crate::units::Timestamp;

/// Kinds of items.
#[derive(Clone, Copy)]
enum Kind {
    Host,
    Edge,
    Application,
    Protocol,
    Client,
    Server,
    Port,
    Name,
    Values,
    Group,
    Between,
    Time,
}

/// Their words; time is the last one, because only a note can be about it.
const KINDS: [(&str, Kind); 12] = [
    ("host", Kind::Host),
    ("edge", Kind::Edge),
    ("app", Kind::Application),
    ("protocol", Kind::Protocol),
    ("client", Kind::Client),
    ("server", Kind::Server),
    ("port", Kind::Port),
    ("name", Kind::Name),
    ("values", Kind::Values),
    ("group", Kind::Group),
    ("between", Kind::Between),
    ("time", Kind::Time),
];

/// Reads an item.
pub fn item(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<Item, ScriptError> {
    let kind = line.one_of(
        "what it is about, such as `host 10.0.0.1`",
        &KINDS[..KINDS.len() - 1],
    )?;
    item_of(line, kind, resolve)
}

fn item_of(line: &mut Line<'_>, kind: Kind, resolve: &dyn Resolve) -> Result<Item, ScriptError> {
    Ok(match kind {
        Kind::Host => Item::Node(host(line, resolve)?),
        Kind::Edge => Item::edge(host(line, resolve)?, host(line, resolve)?),
        Kind::Application => Item::Category(Category::Application(application(line)?)),
        Kind::Protocol => Item::Category(Category::Transport(protocol(line)?)),
        Kind::Client => Item::Client(host(line, resolve)?),
        Kind::Server => Item::Server(host(line, resolve)?),
        Kind::Port => Item::Port(line.value("a port from 0 to 65535")?),
        Kind::Values => Item::Values(span(line)?),
        Kind::Group => Item::Group(group(line, resolve)?),
        Kind::Between => Item::between([end(line, resolve)?, end(line, resolve)?]),
        Kind::Name | Kind::Time => {
            let word = line.word("a name")?;
            match resolve.name(&word.text) {
                Some(name) => Item::Name(name),
                None => return Err(line.error(word.span, "no flow asked for this name")),
            }
        }
    })
}

/// Reads values of a column.
fn span(line: &mut Line<'_>) -> Result<ColumnSpan, ScriptError> {
    let word = line.word("a column, as in `bytes`")?;
    let Some(column) = AxisColumn::from_word(&word.text) else {
        let words: Vec<String> = AxisColumn::ALL.iter().map(|column| column.word()).collect();
        let mut error = line.error(word.span, "there is no column of this name");
        let words = words.iter().map(String::as_str);
        error.suggestion = nearest(&word.text, words).map(|word| format!("`{word}`"));
        return Err(error);
    };
    let what = "a number, `any` without a bound, or `none` for flows without a value";
    let first = line.word(what)?;
    if first.text == "none" {
        return Ok(ColumnSpan::none(column));
    }
    let last = line.word("the greatest number, or `any`")?;
    let bound = |word: &Word, unbounded| match word.text.as_str() {
        "any" => Ok(unbounded),
        text => {
            let number = text.parse::<i64>();
            number.map_err(|_| line.error(word.span.clone(), format!("expected {what}")))
        }
    };
    let values = Some([bound(&first, i64::MIN)?, bound(&last, i64::MAX)?]);
    let span = ColumnSpan { column, values };
    if span.filter().is_empty() {
        return Err(line.error(last.span, "this column has no such values"));
    }
    Ok(span)
}

/// Reads the colour of an application or a transport.
pub fn category(line: &mut Line<'_>) -> Result<Category, ScriptError> {
    let kinds = [("app", true), ("protocol", false)];
    Ok(if line.one_of("`app` or `protocol`", &kinds)? {
        Category::Application(application(line)?)
    } else {
        Category::Transport(protocol(line)?)
    })
}

fn application(line: &mut Line<'_>) -> Result<Application, ScriptError> {
    let word = line.word("an application")?;
    if let Some(application) = Application::from_key(&word.text) {
        return Ok(application);
    }
    let keys = Application::ALL.iter().map(|application| application.key());
    let mut error = line.error(word.span, "there is no application of this name");
    error.suggestion = nearest(&word.text, keys).map(|key| format!("`{key}`"));
    Err(error)
}

fn protocol(line: &mut Line<'_>) -> Result<Protocol, ScriptError> {
    let word = line.word("a protocol")?;
    if let Some(protocol) = Protocol::from_name(&word.text) {
        return Ok(protocol);
    }
    let common = ["tcp", "udp", "icmp", "icmpv6", "arp", "sctp", "igmp"];
    let mut error = line.error(word.span, "there is no protocol of this name");
    error.suggestion = nearest(&word.text, common.into_iter()).map(|name| format!("`{name}`"));
    Err(error)
}

/// Reads an address and looks up its host.
pub fn host(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<u32, ScriptError> {
    let word = line.word("an address")?;
    let Ok(address) = word.text.parse::<Address>() else {
        return Err(line.error(word.span, "this is neither an IP address nor a MAC address"));
    };
    resolve
        .host(address)
        .ok_or_else(|| line.error(word.span, "this address is not in what is open"))
}

/// Reads a group: a host in it, and its level, the outermost is 0.
pub fn group(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<GroupRef, ScriptError> {
    let host = host(line, resolve)?;
    let level = line.value("the level of the group, 0 is the outermost")?;
    Ok(GroupRef { host, level })
}

/// Reads an end of an edge of the picture.
fn end(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<GroupEnd, ScriptError> {
    let is_group = line.one_of("`host` or `group`", &[("host", false), ("group", true)])?;
    if is_group {
        group(line, resolve).map(GroupEnd::Group)
    } else {
        host(line, resolve).map(GroupEnd::Host)
    }
}

/// Writes a group.
pub fn group_words(of: GroupRef, table: &FlowTable) -> String {
    format!("{} {}", table.hosts.address(of.host), of.level)
}

/// Reads two moments with `..` between them, up to the end of the line or to a text in quotes.
pub fn window(line: &mut Line<'_>) -> Result<TimeWindow, ScriptError> {
    let first = time(line, true)?;
    let end = time(line, false)?;
    Ok(TimeWindow::between(first, end))
}

/// A moment of one or two words; with `before_dots` the two dots that follow are taken as well.
fn time(line: &mut Line<'_>, before_dots: bool) -> Result<Timestamp, ScriptError> {
    const WHAT: &str = "a moment in UTC, as in 2025-10-14 09:00:00";
    let first = line.word(WHAT)?;
    let mut text = first.text.clone();
    let mut span = first.span;
    loop {
        let before = line.clone();
        let Some(word) = line.next_word()? else { break };
        if word.text == ".." {
            if !before_dots {
                return Err(line.error(word.span, "nothing more is expected here"));
            }
            break;
        }
        // What comes after the second moment is not part of it.
        if before.clone().rest().0.starts_with('"') {
            *line = before;
            break;
        }
        text = format!("{text} {}", word.text);
        span.end = word.span.end;
    }
    moment(&text).ok_or_else(|| line.error(span, format!("expected {WHAT}")))
}

/// Reads what a note is about.
pub fn note_place(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<NotePlace, ScriptError> {
    match line.one_of("what the note is about, such as `host 10.0.0.1`", &KINDS)? {
        Kind::Time => window(line).map(NotePlace::Time),
        kind => item_of(line, kind, resolve).map(NotePlace::Item),
    }
}

/// Writes an item.
pub fn item_words(item: Item, table: &FlowTable) -> String {
    let address = |host| table.hosts.address(host);
    match item {
        Item::Node(host) => format!("host {}", address(host)),
        Item::Edge([a, b]) => format!("edge {} {}", address(a), address(b)),
        Item::Category(category) => category_words(category),
        Item::Client(host) => format!("client {}", address(host)),
        Item::Server(host) => format!("server {}", address(host)),
        Item::Port(port) => format!("port {port}"),
        Item::Name(name) => format!("name {}", quoted(table.names.name(name))),
        Item::Values(span) => span_words(span),
        Item::Group(of) => format!("group {}", group_words(of, table)),
        Item::Between(ends) => {
            let [a, b] = ends.map(|end| match end {
                GroupEnd::Host(host) => format!("host {}", address(host)),
                GroupEnd::Group(of) => format!("group {}", group_words(of, table)),
            });
            format!("between {a} {b}")
        }
    }
}

/// Writes values of a column.
fn span_words(span: ColumnSpan) -> String {
    let column = span.column.word();
    let bound = |number: i64| match number {
        i64::MIN | i64::MAX => "any".to_owned(),
        number => number.to_string(),
    };
    match span.values {
        Some([least, most]) => format!("values {column} {} {}", bound(least), bound(most)),
        None => format!("values {column} none"),
    }
}

/// Writes a colour.
pub fn category_words(category: Category) -> String {
    match category {
        Category::Application(application) => format!("app {}", application.key()),
        Category::Transport(protocol) => format!("protocol {}", protocol.name()),
    }
}

/// Writes a window of time.
pub fn window_words(window: TimeWindow) -> String {
    let TimeWindow { first, end } = window;
    format!("{} .. {}", first.to_utc_text(), end.to_utc_text())
}

/// Writes what a note is about.
pub fn note_place_words(place: NotePlace, table: &FlowTable) -> String {
    match place {
        NotePlace::Item(item) => item_words(item, table),
        NotePlace::Time(window) => format!("time {}", window_words(window)),
    }
}
