//! What could stand at the cursor?
//!
//! The pieces before the cursor say what may come next: something to ask about, an operator, a
//! value, or a connective. Values are those that occur in the capture, commonest first.

use std::ops::Range;

use super::place::{Expected, Place};
use super::value::{Quoted, evidence_key, reason_key};
use super::{FIELDS, Family, Field, Kind, Occurring, Transport, Value, Word};
use crate::flow::FlowTable;
use crate::text::printable;
use crate::units::counted;

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the text that it takes the place of.
    pub replace: Range<usize>,
    /// What to write there.
    pub text: String,
    /// What it is, and how many flows have it.
    pub detail: String,
}

/// Completions at most.
const MAX_COMPLETIONS: usize = 50;

/// What could stand at the cursor (a byte offset in the text), likeliest first.
#[must_use]
pub fn complete(
    text: &str,
    cursor: usize,
    table: &FlowTable,
    occurring: &Occurring,
) -> Vec<Completion> {
    let at = Place::of(text, cursor);
    let offers = Offers { table, occurring };
    let choices = match at.expected {
        Expected::Term => offers.terms(!at.typed.is_empty()),
        Expected::Operator(field) => {
            let connectives = offers.connectives();
            offers
                .operators(field)
                .into_iter()
                .chain(connectives)
                .collect()
        }
        Expected::Set => vec![("{".to_owned(), "begin of the set".to_owned())],
        Expected::Value(field) => offers.values(field),
        Expected::Connective => offers.connectives(),
    };
    let typed = at.typed.to_lowercase();
    let key = |text: &str| text.trim_start_matches('"').to_lowercase();
    let (first, then): (Vec<_>, Vec<_>) = choices
        .into_iter()
        .filter(|(text, _)| key(text).contains(&typed))
        .partition(|(text, _)| key(text).starts_with(&typed));
    let matching = first.into_iter().chain(then).take(MAX_COMPLETIONS);
    matching
        .map(|(text, detail)| Completion {
            replace: at.replace.clone(),
            text,
            detail,
        })
        .collect()
}

/// What there is to choose from: text and detail.
type Choices = Vec<(String, String)>;

struct Offers<'a> {
    table: &'a FlowTable,
    occurring: &'a Occurring,
}

impl Offers<'_> {
    /// What a test can begin with. Hosts and names, which one can search for, only when something
    /// is typed: there are many.
    fn terms(&self, with_values: bool) -> Choices {
        let fields = FIELDS
            .iter()
            .map(|info| (info.name.to_owned(), info.about.to_owned()));
        let applications = self.occurring.applications.iter();
        let applications = applications.map(|&(application, count)| {
            let detail = format!("{} · {}", application.label(), counted(count, "flow"));
            (application.key().to_owned(), detail)
        });
        let protocols = self.occurring.protocols.iter();
        let protocols = protocols
            .map(|&(protocol, count)| (protocol.name().into_owned(), counted(count, "flow")));
        let is_word = |choice: &(String, String)| Word::from_text(&choice.0).is_some();
        let mut all: Choices = applications.chain(protocols).filter(is_word).collect();
        all.extend(fields);
        all.extend([("not".to_owned(), "the flows that do not pass".to_owned())]);
        if with_values {
            all.extend(self.values(Some(Field::Host(super::End::Either))));
        }
        all
    }

    fn operators(&self, field: Option<Field>) -> Choices {
        let Some(kind) = field.map(Field::kind) else {
            return Vec::new();
        };
        let mut all = vec![("==", "equal"), ("!=", "there, and not equal")];
        if kind.is_ordered() {
            all.extend([
                (">", "greater"),
                (">=", "at least"),
                ("<", "less"),
                ("<=", "at most"),
            ]);
        }
        if kind.is_text() {
            all.extend([("contains", "has in it"), ("matches", "regular expression")]);
        }
        all.push(("in", "one of a set"));
        owned(&all)
    }

    fn connectives(&self) -> Choices {
        owned(&[
            ("&&", "both"),
            ("||", "either"),
            ("and", "both"),
            ("or", "either"),
            ("^^", "one of both"),
        ])
    }

    fn values(&self, field: Option<Field>) -> Choices {
        let occurring = self.occurring;
        let Some(field) = field else {
            return Vec::new();
        };
        match field.kind() {
            Kind::Application => listed(&occurring.applications, |application| {
                application.key().to_owned()
            }),
            Kind::Protocol => listed(&occurring.protocols, |protocol| {
                protocol.name().into_owned()
            }),
            Kind::IpProtocol => {
                let all = occurring.protocols.iter().copied();
                let of_ip: Vec<_> = all.filter(|(protocol, _)| protocol.is_ip()).collect();
                listed(&of_ip, |protocol| protocol.name().into_owned())
            }
            Kind::Evidence => listed(&occurring.evidence, |evidence| {
                evidence_key(evidence).to_owned()
            }),
            Kind::DirectionReason => {
                listed(&occurring.reasons, |reason| reason_key(reason).to_owned())
            }
            Kind::Tunnel => listed(&occurring.tunnels, |tunnel| {
                Value::Tunnel(tunnel).to_string()
            }),
            Kind::Flag => owned(&[("1", "set"), ("0", "never set")]),
            Kind::Number(_) => match field {
                Field::Port(transport, _) => self.ports(transport),
                Field::Vlan => listed(&occurring.vlans, |vlan| vlan.to_string()),
                _ => Vec::new(),
            },
            Kind::Address(family) => self.addresses(family),
            Kind::Host => {
                let mut all = self.addresses(Family::V4);
                all.extend(self.addresses(Family::V6));
                all.extend(self.host_names());
                all
            }
            Kind::Text => match field {
                Field::Name(source) => {
                    listed(occurring.names(source), |code| self.quoted_name(code))
                }
                _ => Vec::new(),
            },
            Kind::Time => self.table.span.map_or_else(Vec::new, |span| {
                [(span.first, "first packet"), (span.last, "last packet")]
                    .map(|(time, what)| (Value::Time(time).to_string(), what.to_owned()))
                    .into()
            }),
            Kind::Bytes | Kind::Duration | Kind::Share => Vec::new(),
        }
    }

    fn ports(&self, transport: Transport) -> Choices {
        listed(&self.occurring.ports(transport), |port| port.to_string())
    }

    fn addresses(&self, family: Family) -> Choices {
        let hosts = &self.table.hosts;
        let detail = |code: u32, count| match hosts.names(code).first() {
            Some(name) => {
                let name = printable(self.table.names.name(name.name)).into_owned();
                format!("{name} · {}", counted(count, "flow"))
            }
            None => counted(count, "flow"),
        };
        let all = self.occurring.hosts(family).iter();
        all.map(|&(code, count)| (hosts.address(code).to_string(), detail(code, count)))
            .collect()
    }

    /// Names of the commonest hosts.
    fn host_names(&self) -> Choices {
        let hosts = &self.table.hosts;
        let families = [Family::V4, Family::V6].map(|family| self.occurring.hosts(family));
        let all = families.into_iter().flatten();
        all.flat_map(|&(code, count)| {
            let detail = format!("{} · {}", hosts.address(code), counted(count, "flow"));
            let names = hosts.names(code).iter();
            names.map(move |name| (self.quoted_name(name.name), detail.clone()))
        })
        .collect()
    }

    fn quoted_name(&self, code: u32) -> String {
        Quoted(self.table.names.name(code)).to_string()
    }
}

fn listed<T: Copy>(all: &[(T, u64)], text: impl Fn(T) -> String) -> Choices {
    all.iter()
        .map(|&(value, count)| (text(value), counted(count, "flow")))
        .collect()
}

fn owned(all: &[(&str, &str)]) -> Choices {
    all.iter()
        .map(|&(text, detail)| (text.to_owned(), detail.to_owned()))
        .collect()
}
