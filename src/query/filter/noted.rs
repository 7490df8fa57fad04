//! Which flows belong to what was written about?
//!
//! A note is about something that a filter can ask for: a host, an edge, a colour, a stretch of
//! time. A flow has the notes about everything that it belongs to.

use super::plan::Plan;
use super::{Field, Filter};
use crate::query::filter::compile::Compiler;

/// A note and the flows that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// What was written.
    pub text: String,
    /// The flows of what it is about. A filter that asks for notes itself passes none.
    pub about: Filter,
}

impl Filter {
    /// Whether it asks for notes, so that another note changes what passes.
    #[must_use]
    pub fn asks_notes(&self) -> bool {
        self.expr()
            .is_some_and(|expr| expr.asks(|field| field == Field::Note))
    }
}

impl Compiler<'_> {
    /// The flows with a note whose text passes.
    pub(super) fn noted(&self, pass: impl Fn(&str) -> bool) -> Plan {
        let notes = self.notes.iter();
        let passing = notes.filter(|note| pass(&note.text) && !note.about.asks_notes());
        let plans = passing.map(|note| match note.about.expr() {
            Some(expr) => self.plan(expr),
            None => Plan::All,
        });
        Plan::Or(plans.collect())
    }
}
