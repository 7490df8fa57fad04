//! What is a filter made of?
//!
//! An [`Expr`] is the syntax tree. A [`Test`] exists only if its field and values fit together, so
//! that everything after parsing can rely on it.

use super::sets::number;
use super::{Field, Kind, Meaning, Network, Pattern, Value, Word};

/// Which flows?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Those that pass all of these.
    And(Vec<Expr>),
    /// Those that pass an odd number of these.
    Xor(Vec<Expr>),
    /// Those that pass any of these.
    Or(Vec<Expr>),
    /// Those that do not pass.
    Not(Box<Expr>),
    /// Those of a kind, by a word on its own.
    Is(Word),
    /// Those that show something in an address or name.
    Search(Search),
    /// Those whose field is so.
    Test(Test),
}

impl Expr {
    /// Whether some test is about fields of a kind.
    #[must_use]
    pub fn asks(&self, is_asked: impl Fn(Field) -> bool + Copy) -> bool {
        match self {
            Self::And(parts) | Self::Xor(parts) | Self::Or(parts) => {
                parts.iter().any(|part| part.asks(is_asked))
            }
            Self::Not(part) => part.asks(is_asked),
            Self::Is(_) | Self::Search(_) => false,
            Self::Test(test) => is_asked(test.field()),
        }
    }

    /// Whether it asks about fields of a kind and nothing else.
    #[must_use]
    pub fn asks_only(&self, is_asked: impl Fn(Field) -> bool + Copy) -> bool {
        match self {
            Self::And(parts) | Self::Xor(parts) | Self::Or(parts) => {
                parts.iter().all(|part| part.asks_only(is_asked))
            }
            Self::Not(part) => part.asks_only(is_asked),
            Self::Is(word) => match word.meaning() {
                Meaning::Application(_) => is_asked(Field::Application),
                Meaning::Protocol(_) => is_asked(Field::Protocol),
                Meaning::Layer(_) => false,
            },
            Self::Search(_) => false,
            Self::Test(test) => is_asked(test.field()),
        }
    }
}

/// What is looked for in addresses and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Hosts and MAC addresses in a network.
    Network(Network),
    /// A part of an address as it is written, or of a name of a host or flow.
    Text(String),
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`: some value of the field is.
    Equal,
    /// `!=`: the field has values and none of them is, as in Wireshark 4.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] = [
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
    ];

    /// Its symbol.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// An element of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// A value.
    One(Value),
    /// From one value to another, both included.
    Range(Value, Value),
}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Whether it has a value.
    Present,
    /// How it compares.
    Compare(Comparison, Value),
    /// Whether some value is in a set.
    In(Vec<Member>),
    /// Whether some value has this in it, whatever the case of letters.
    Contains(String),
    /// Whether a pattern is found in some value.
    Matches(Pattern),
}

/// A question about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    field: Field,
    relation: Relation,
}

impl Test {
    /// A question, if it makes sense for the field.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn new(field: Field, relation: Relation) -> Result<Self, String> {
        let Some(name) = field.name() else {
            return Err("there is no such field".into());
        };
        let kind = field.kind();
        let check = |value: &Value| match fits(kind, value) {
            true => Ok(()),
            false => Err(format!("`{name}` cannot be compared with {value}")),
        };
        match &relation {
            Relation::Present if kind == Kind::Flag => {
                return Err(format!(
                    "write `{name} == 1`: every TCP packet has this flag"
                ));
            }
            Relation::Present => {}
            Relation::Compare(comparison, value) => {
                check(value)?;
                let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
                if !is_equality && !kind.is_ordered() {
                    return Err(format!("`{name}` has no order: only == and != make sense"));
                }
                if !is_equality && matches!(value, Value::Address(network) if !network.is_single())
                {
                    return Err("a network has no order: compare with one address".into());
                }
            }
            Relation::In(members) if members.is_empty() => {
                return Err("a set needs at least one value".into());
            }
            Relation::In(members) => {
                for member in members {
                    match member {
                        Member::One(value) => check(value)?,
                        Member::Range(low, high) => {
                            check(low)?;
                            check(high)?;
                            check_range(name, kind, low, high)?;
                        }
                    }
                }
            }
            Relation::Contains(_) | Relation::Matches(_) if !kind.is_text() => {
                return Err(format!("`{name}` is not text"));
            }
            Relation::Contains(_) | Relation::Matches(_) => {}
        }
        Ok(Self { field, relation })
    }

    /// The field.
    #[must_use]
    pub fn field(&self) -> Field {
        self.field
    }

    /// What is asked of it.
    #[must_use]
    pub fn relation(&self) -> &Relation {
        &self.relation
    }
}

/// Whether a value is of a kind.
fn fits(kind: Kind, value: &Value) -> bool {
    use crate::capture::Address;
    match (kind, value) {
        (Kind::Address(family), Value::Address(network)) => matches!(
            (family, network.first()),
            (super::Family::V4, Address::V4(_))
                | (super::Family::V6, Address::V6(_))
                | (super::Family::Mac, Address::Mac(_))
        ),
        (Kind::Number(largest), Value::Number(number)) => *number <= largest,
        (Kind::Duration, Value::Duration(nanos)) => *nanos >= 0,
        (Kind::Share, Value::Share(share)) => *share <= super::value::SHARE_ONE,
        (Kind::IpProtocol, Value::Protocol(protocol)) => protocol.is_ip(),
        (Kind::Host, Value::Address(_) | Value::Text(_))
        | (Kind::Text, Value::Text(_))
        | (Kind::Bytes, Value::Bytes(_))
        | (Kind::Time, Value::Time(_))
        | (Kind::Flag, Value::Flag(_))
        | (Kind::Application, Value::Application(_))
        | (Kind::Protocol, Value::Protocol(_))
        | (Kind::Evidence, Value::Evidence(_))
        | (Kind::DirectionReason, Value::DirectionReason(_))
        | (Kind::Tunnel, Value::Tunnel(_)) => true,
        _ => false,
    }
}

fn check_range(name: &str, kind: Kind, low: &Value, high: &Value) -> Result<(), String> {
    let is_of_addresses = |low: &Value, high: &Value| match (low, high) {
        (Value::Address(low), Value::Address(high)) => same_family(*low, *high),
        _ => false,
    };
    if kind == Kind::Host && !is_of_addresses(low, high) {
        return Err(format!(
            "a range of `{name}` goes from one address to another of the same family"
        ));
    }
    if !kind.is_ordered() && kind != Kind::Host {
        return Err(format!(
            "`{name}` has no order, so there are no ranges of it"
        ));
    }
    for value in [low, high] {
        if matches!(value, Value::Address(network) if !network.is_single()) {
            return Err("a range goes from one address to another, not from a network".into());
        }
    }
    let is_empty = match (low, high) {
        (Value::Address(low), Value::Address(high)) => low.first() > high.first(),
        _ => number(low) > number(high),
    };
    if is_empty {
        return Err(format!("the range is empty: {low} comes after {high}"));
    }
    Ok(())
}

fn same_family(a: Network, b: Network) -> bool {
    std::mem::discriminant(&a.first()) == std::mem::discriminant(&b.first())
}
