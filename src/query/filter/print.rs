//! How is a syntax tree written as text?
//!
//! Parsing the text gives the same tree. Parentheses stand where the grammar needs them, and around
//! what `!` negates.

use std::fmt::{self, Display, Formatter};

use super::value::Quoted;
use super::{Comparison, Expr, Member, Relation, Search, Test};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => joined(f, parts, " && ", self),
            Self::Xor(parts) => joined(f, parts, " ^^ ", self),
            Self::Or(parts) => joined(f, parts, " || ", self),
            Self::Not(inner) if matches!(**inner, Self::Is(_)) => write!(f, "!{inner}"),
            Self::Not(inner) => write!(f, "!({inner})"),
            Self::Is(word) => f.write_str(&word.text()),
            Self::Search(Search::Network(network)) => network.fmt(f),
            Self::Search(Search::Text(text)) => Quoted(text).fmt(f),
            Self::Test(test) => test.fmt(f),
        }
    }
}

/// How tightly an expression holds together; what holds less tightly stands in parentheses.
fn tightness(expr: &Expr) -> u8 {
    match expr {
        Expr::Or(_) => 0,
        Expr::Xor(_) => 1,
        Expr::And(_) => 2,
        _ => 3,
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Expr], symbol: &str, whole: &Expr) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(symbol)?;
        }
        if tightness(part) <= tightness(whole) {
            write!(f, "({part})")?;
        } else {
            part.fmt(f)?;
        }
    }
    Ok(())
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name = self.field().name().unwrap_or_default();
        match self.relation() {
            Relation::Present => f.write_str(name),
            Relation::Compare(comparison, value) => write!(f, "{name} {comparison} {value}"),
            Relation::In(members) => {
                write!(f, "{name} in {{")?;
                for (index, member) in members.iter().enumerate() {
                    let separator = if index > 0 { ", " } else { "" };
                    write!(f, "{separator}{member}")?;
                }
                f.write_str("}")
            }
            Relation::Contains(text) => write!(f, "{name} contains {}", Quoted(text)),
            Relation::Matches(pattern) => write!(f, "{name} matches {}", Quoted(pattern.text())),
        }
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol())
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => value.fmt(f),
            Self::Range(low, high) => write!(f, "{low}..{high}"),
        }
    }
}
