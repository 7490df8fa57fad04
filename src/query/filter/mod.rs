//! Which flows does a text ask for?
//!
//! ```text
//! text ──parse──▶ Expr ──compile against a table──▶ Plan ──run──▶ FlowSet
//!                   └──print──▶ text                └ Wireshark, BPF, Zeek
//! ```
//!
//! The language is Wireshark's display filters where Wireshark has a name or an operator, so that a
//! text that both understand means the same; flows have some fields of their own ([`FIELDS`]).
//! What to know:
//!
//! - A test asks about a whole flow. `ip.src == A` passes flows in which A sent a packet, to whoever
//!   opened the flow; `client` and `server` tell the ends apart. `frame.time` is every moment from
//!   first to last packet. `tcp.flags.syn == 1` passes when any packet had the flag.
//! - A field with two values (`ip.addr`, `port`, `degree` …) passes when one does. `!=` passes when
//!   the field is there and none of its values is equal, as in Wireshark 4.
//! - The case of letters counts nowhere.
//! - A word that is no field, protocol or application is searched for in addresses and names; so
//!   are text in quotes, addresses and networks on their own.
//! - Bytes have units of 1000 (`kB`) or 1024 (`KiB`); times are UTC; a duration without a unit is
//!   in seconds.

mod compile;
mod complete;
mod degrees;
mod dictionary;
mod error;
mod expr;
mod field;
mod fields;
mod lexer;
mod literal;
mod network;
mod noted;
mod numbers;
mod occurring;
mod parser;
mod pattern;
mod place;
mod plan;
mod print;
mod questions;
mod relations;
mod sets;
mod terms;
mod time_text;
mod translate;
mod value;
mod word;

use std::fmt;
use std::str::FromStr;

pub use complete::{Completion, complete};
pub use degrees::host_degrees;
pub use error::{FilterError, nearest};
pub use expr::{Comparison, Expr, Member, Relation, Search, Test};
pub use field::{End, Family, Field, FieldInfo, Kind, NameSource, Transport, Way};
pub use fields::FIELDS;
pub use network::Network;
pub use noted::Noted;
pub use occurring::Occurring;
pub use pattern::Pattern;
pub use time_text::time as moment;
pub use translate::{Language, Remark, Translation, translate};
pub use value::{SHARE_ONE, Value};
pub use word::{Meaning, Word};

use super::FlowSet;
use crate::flow::FlowTable;

/// A question that each flow answers with yes or no. The default is the filter that all flows pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    expr: Option<Expr>,
}

/// What a filter may ask that the table does not hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilterContext<'a> {
    /// [`host_degrees`] of the table, `[host code]`, if they are at hand. Otherwise a filter that
    /// asks for `degree` counts them first.
    pub degrees: Option<&'a [u32]>,
    /// What was written about what, for filters that ask for `note`.
    pub notes: &'a [Noted],
}

impl Filter {
    /// Reads a filter; a text without content is the filter that all flows pass.
    ///
    /// # Errors
    /// Where the text is not a filter, and why.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        parser::parse(text).map(|expr| Self { expr })
    }

    /// The syntax tree; none for the filter that all flows pass.
    #[must_use]
    pub fn expr(&self) -> Option<&Expr> {
        self.expr.as_ref()
    }

    /// Whether every flow passes because nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expr.is_none()
    }

    /// The flows that pass, found by one pass over the columns on all cores.
    #[must_use]
    pub fn evaluate(&self, table: &FlowTable, context: &FilterContext<'_>) -> FlowSet {
        let Some(expr) = &self.expr else {
            return FlowSet::all(table.len());
        };
        let counted = match context.degrees {
            None if expr.asks(|field| matches!(field, Field::Degree(_))) => host_degrees(table),
            _ => Vec::new(),
        };
        let degrees = context.degrees.unwrap_or(&counted);
        let compiler = compile::Compiler {
            table,
            degrees,
            notes: context.notes,
        };
        compiler.plan(expr).run(table)
    }

    /// The flows that pass both. Parts that are joined already do not nest deeper.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let parts = |filter: Self| match filter.expr {
            None => Vec::new(),
            Some(Expr::And(parts)) => parts,
            Some(expr) => vec![expr],
        };
        let mut all = parts(self);
        all.extend(parts(other));
        let expr = match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Expr::And(all)),
        };
        Self { expr }
    }

    /// The parts that must all hold, as far as they are joined at the top.
    #[must_use]
    pub fn parts(&self) -> &[Expr] {
        match &self.expr {
            None => &[],
            Some(Expr::And(parts)) => parts,
            Some(expr) => std::slice::from_ref(expr),
        }
    }

    /// The same without the parts for which `leave_out` says yes.
    #[must_use]
    pub fn without(&self, leave_out: impl Fn(&Expr) -> bool) -> Self {
        let parts = self.parts().iter();
        parts
            .filter(|part| !leave_out(part))
            .map(|part| Self::from(part.clone()))
            .fold(Self::default(), Self::and)
    }

    /// The flows that do not pass; asking nothing becomes asking nothing.
    #[must_use]
    pub fn negated(self) -> Self {
        let expr = self.expr.map(|expr| match expr {
            Expr::Not(inner) => *inner,
            other => Expr::Not(Box::new(other)),
        });
        Self { expr }
    }
}

impl From<Expr> for Filter {
    fn from(expr: Expr) -> Self {
        Self { expr: Some(expr) }
    }
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

/// Writes text from which [`Filter::parse`] makes the same filter.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expr {
            Some(expr) => expr.fmt(f),
            None => Ok(()),
        }
    }
}
