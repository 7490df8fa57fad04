//! What does each verb need after it?

use std::str::FromStr;

use glam::{DVec2, Vec2};

use super::items::{category, group, host, item, note_place, window};
use super::words::Line;
use super::{Resolve, ScriptError};
use crate::graph::NodeKind;
use crate::query::Filter;
use crate::session::{
    ColorBy, Command, GroupBy, Item, Join, LayoutMode, MOST_LEVELS, NodeBudget, NodeMeasure, Reach,
    Sample, SelectionStep, SizeBy, Trend, TrendColor, View,
};

/// What a switch can be.
const SWITCH: [(&str, bool); 2] = [("on", true), ("off", false)];

/// Reads what a verb needs and makes the command; none when there is no such verb.
///
/// # Errors
/// When what follows is not what the verb needs.
pub(super) fn with_arguments(
    verb: &str,
    line: &mut Line<'_>,
    resolve: &dyn Resolve,
) -> Result<Option<Command>, ScriptError> {
    Ok(Some(match verb {
        "filter" => {
            let (text, start) = line.rest();
            Command::Filter(filter(line, text, start)?)
        }
        "show-only" if takes(line, "highlight") => Command::FilterToSelection,
        "show-only" if takes(line, "within-highlight") => Command::FilterWithinSelection,
        "show-only" => Command::FilterTo(item(line, resolve)?),
        "leave-out" if takes(line, "highlight") => Command::ExcludeSelection,
        "leave-out" => Command::Exclude(item(line, resolve)?),
        "toggle" => Command::Toggle(category(line)?),
        "solo" => Command::Solo(category(line)?),
        "window" if takes(line, "all") => Command::Window(None),
        "window" => Command::Window(Some(window(line)?)),
        "compare" if takes(line, "off") => Command::Compare(None),
        "compare" => Command::Compare(Some(window(line)?)),
        "fade" => Command::Fade(line.one_of("`on` or `off`", &SWITCH)?),
        "trend" => {
            let colors = TrendColor::ALL.map(|color| (color.key(), color));
            let color = line.one_of("the colour of a trend line, such as `lime`", &colors)?;
            if takes(line, "off") {
                Command::Trend(color, None)
            } else {
                let name = line.word("a name in quotes")?.text;
                let (text, start) = line.rest();
                let filter = filter(line, text, start)?;
                Command::Trend(color, Some(Trend { name, filter }))
            }
        }
        "sequence" if takes(line, "none") => Command::Sequence(Vec::new()),
        "sequence" => Command::Sequence(sequence(line)?),
        "axes" => {
            let mut axes = Vec::new();
            while !line.is_at_end() {
                axes.push(line.value("an axis, as `source` or `bytes:linear`")?);
            }
            Command::Axes(axes)
        }
        "scatter" => Command::Scatter(words(line)?),
        "matrix" => Command::Matrix(words(line)?),
        "select" => Command::Select(item(line, resolve)?),
        "select-also" => Command::SelectAlso(item(line, resolve)?),
        "select-nodes" => {
            let mut hosts = Vec::new();
            while !line.is_at_end() {
                hosts.push(host(line, resolve)?);
            }
            Command::SelectNodes(hosts)
        }
        "select-items" => Command::SelectItems(items(line, resolve)?),
        "select-range" => {
            let measures = NodeMeasure::ALL.map(|measure| (measure.label(), measure));
            let measure = line.one_of("`degree`, `bytes`, `packets` or `flows`", &measures)?;
            let least = line.value("the least value")?;
            let most = if takes(line, "most") {
                u64::MAX
            } else {
                line.value("the greatest value, or `most`")?
            };
            Command::SelectRange(measure, least, most)
        }
        "show-items" => {
            let all = line
                .clone()
                .next_word()?
                .is_some_and(|word| word.text == "all");
            let view = if all {
                line.word("`all`")?;
                None
            } else {
                Some(view(line)?)
            };
            Command::ShowItems(items(line, resolve)?, view)
        }
        "expand" => Command::Reach(Reach::Hops(line.value("a number of hops")?)),
        "color-by" => {
            let words: Vec<(String, ColorBy)> = ColorBy::all().map(|of| (of.word(), of)).collect();
            let words: Vec<_> = words.iter().map(|(word, of)| (&**word, *of)).collect();
            Command::ColorBy(line.one_of("what colours mean, as `application`", &words)?)
        }
        "size-by" => {
            let words = SizeBy::ALL.map(|of| (of.word(), of));
            Command::SizeBy(line.one_of("what a node is large by, as `degree`", &words)?)
        }
        "layout-mode" => {
            let words = LayoutMode::ALL.map(|mode| (mode.word(), mode));
            Command::LayoutMode(line.one_of("what places stand for, as `addresses`", &words)?)
        }
        "size-log" => Command::SizeLog(line.one_of("`on` or `off`", &SWITCH)?),
        "group-by" => Command::GroupBy(line.one_of(
            "`host` or `mac`",
            &[("host", NodeKind::Host), ("mac", NodeKind::Mac)],
        )?),
        "group" if takes(line, "none") => Command::Groups(Vec::new()),
        "group" => Command::Groups(levels(line)?),
        "fold" => Command::Fold(line.one_of("`on` or `off`", &SWITCH)?),
        "begin-grouped" => {
            let most = line.value("a number of nodes, 0 for never")?;
            Command::NodeBudget(NodeBudget(most))
        }
        "open-group" => Command::OpenGroup(group(line, resolve)?),
        "close-group" => Command::CloseGroup(group(line, resolve)?),
        "non-ip" => Command::ShowNonIp(line.one_of("`on` or `off`", &SWITCH)?),
        "two-strands" => Command::TwoStrands(line.one_of("`on` or `off`", &SWITCH)?),
        "labels" => Command::Labels(line.one_of("`on` or `off`", &SWITCH)?),
        "look" if takes(line, "all") => Command::Look(None),
        "look" => Command::Look(Some(view(line)?)),
        "pin" => {
            line.one_of("`host`", &[("host", ())])?;
            let host = host(line, resolve)?;
            Command::Pin(host, place(line)?)
        }
        "pin-nodes" => {
            let mut nodes = Vec::new();
            while !line.is_at_end() {
                nodes.push((host(line, resolve)?, place(line)?));
            }
            Command::PinNodes(nodes)
        }
        "unpin" => {
            line.one_of("`host`", &[("host", ())])?;
            Command::Unpin(host(line, resolve)?)
        }
        "note" => {
            let place = note_place(line, resolve)?;
            Command::Note(place, line.word("a text in quotes")?.text)
        }
        "go-to" => Command::GoTo(line.value("the number of a step")?),
        "seed" => Command::Seed(line.value("a whole number")?),
        "open" => {
            let mut paths = vec![line.word("a file")?.text.into()];
            while let Some(word) = line.next_word()? {
                paths.push(word.text.into());
            }
            Command::Open(paths)
        }
        "open-sample" => Command::OpenSample(line.one_of(
            "`botnet` or `office`",
            &[("botnet", Sample::Botnet), ("office", Sample::Office)],
        )?),
        _ => return Ok(None),
    }))
}

/// All items up to the end of the line.
fn items(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<Vec<Item>, ScriptError> {
    let mut items = Vec::new();
    while !line.is_at_end() {
        items.push(item(line, resolve)?);
    }
    Ok(items)
}

/// What groups have in common, the outermost first.
fn levels(line: &mut Line<'_>) -> Result<Vec<GroupBy>, ScriptError> {
    let mut levels = Vec::new();
    let first = line.word("`none`, or what groups have in common, as subnet/16")?;
    let mut next = Some(first);
    while let Some(word) = next {
        let by = word.text.parse();
        levels.push(by.map_err(|wanted: String| line.error(word.span.clone(), wanted))?);
        if levels.len() > MOST_LEVELS {
            let most = format!("at most {MOST_LEVELS} levels");
            return Err(line.error(word.span, most));
        }
        next = line.next_word()?;
    }
    Ok(levels)
}

/// Takes the next word if it is this one and the last.
fn takes(line: &mut Line<'_>, wanted: &str) -> bool {
    let is_it = line.clone().rest().0 == wanted;
    if is_it {
        line.rest();
    }
    is_it
}

/// Reads all that is left of the line as one value.
fn words<T: FromStr<Err = &'static str>>(line: &mut Line<'_>) -> Result<T, ScriptError> {
    let (text, start) = line.rest();
    let parsed = text.parse();
    parsed.map_err(|wanted| line.error(start..start + text.len(), format!("expected {wanted}")))
}

/// Reads a filter that stands at `start` of the line.
fn filter(line: &Line<'_>, text: &str, start: usize) -> Result<Filter, ScriptError> {
    Filter::parse(text).map_err(|error| ScriptError {
        text: line.text().to_owned(),
        span: start + error.span.start..start + error.span.end,
        ..error
    })
}

/// Brushes, parted by semicolons outside of quotes.
fn sequence(line: &mut Line<'_>) -> Result<Vec<SelectionStep>, ScriptError> {
    let (rest, start) = line.rest();
    let joins = Join::ALL.map(|join| (join.label(), join));
    let mut steps = Vec::new();
    let mut from = 0;
    for end in ends(rest) {
        let part = &rest[from..end];
        let at = start + from;
        let mut words = Line::new(part);
        let join = words
            .one_of("`and`, `or`, `xor` or `not`", &joins)
            .map_err(|error| ScriptError {
                text: line.text().to_owned(),
                span: at + error.span.start..at + error.span.end,
                ..error
            })?;
        let (text, offset) = words.rest();
        steps.push(SelectionStep {
            join,
            filter: filter(line, text, at + offset)?,
        });
        from = end + 1;
    }
    Ok(steps)
}

/// Where the parts between semicolons end, the last one included.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut in_quotes, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_quotes => escaped = true,
            b'"' => in_quotes = !in_quotes,
            b';' if !in_quotes => ends.push(at),
            _ => {}
        }
    }
    ends.push(text.len());
    ends
}

fn view(line: &mut Line<'_>) -> Result<View, ScriptError> {
    let x = line.number("the centre's x")?;
    let y = line.number("the centre's y")?;
    let before = line.clone();
    let points_per_unit = line.number("points per unit")?;
    if points_per_unit <= 0.0 {
        let span = before.clone().word("points per unit")?.span;
        return Err(line.error(span, "points per unit must be more than 0"));
    }
    Ok(View {
        center: DVec2::new(x, y),
        points_per_unit,
    })
}

fn place(line: &mut Line<'_>) -> Result<Vec2, ScriptError> {
    let before = line.clone();
    // Read as f32 at once: by way of f64 the last digit could be rounded twice.
    let place = Vec2::new(line.value("the place's x")?, line.value("the place's y")?);
    if place.is_finite() {
        return Ok(place);
    }
    let (rest, start) = before.clone().rest();
    Err(line.error(start..start + rest.len(), "a place must be finite"))
}
