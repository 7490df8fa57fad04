//! What was read: the flows, and everything that must add up with them?

use std::collections::BTreeMap;
use std::sync::Arc;

use super::FlowTable;
use super::assembler::Assembled;
use crate::capture::{Application, FileReport, Protocol};
use crate::units::{TimeSpan, Totals};

/// Everything that came of reading some inputs.
///
/// `table.totals + unparsed` is `totals`; `protocols` sum to `totals`, `applications` to the
/// table's.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// The flows.
    pub table: Arc<FlowTable>,
    /// One report for each input: its numbers, and the notes of container and decoder together.
    pub files: Vec<FileReport>,
    /// Every packet read, and the flows.
    pub totals: Totals,
    /// Packets that belong to no flow; no flows.
    pub unparsed: Totals,
    /// By protocol of the outermost header.
    pub protocols: BTreeMap<Protocol, Totals>,
    /// Flows by application, those that occur.
    pub applications: BTreeMap<Application, Totals>,
    /// Whether the inputs were read to their end; false for a snapshot and after cancelling.
    pub complete: bool,
    /// First and last packet, whether it belongs to a flow or not.
    pub span: Option<TimeSpan>,
}

impl Traffic {
    pub(super) fn new(assembled: Assembled, mut files: Vec<FileReport>, complete: bool) -> Self {
        for (file, notes) in files.iter_mut().zip(&assembled.notes) {
            file.notes.merge(notes);
        }
        let table = assembled.table;
        let mut by_code = vec![Totals::default(); Application::ALL.len()];
        for flow in 0..table.len() {
            let application = Application::from_code(table.columns.application[flow]);
            by_code[usize::from(application.code())] += table.flow_totals(flow);
        }
        let sums = Application::ALL.iter().copied().zip(by_code);
        let applications = sums.filter(|(_, sum)| sum.flows > 0).collect();
        Self {
            table,
            files,
            totals: assembled.totals,
            unparsed: assembled.unparsed,
            protocols: assembled.protocols,
            applications,
            complete,
            span: assembled.span,
        }
    }
}
