//! Which table do the packets make, now or at the end?

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Assembler;
use crate::capture::{Notes, Protocol};
use crate::flow::FlowTable;
use crate::flow::columns::ColumnsBuilder;
use crate::units::{TimeSpan, Totals};

/// What an [`Assembler`] made of the packets.
#[derive(Clone, Debug)]
pub struct Assembled {
    /// The flows.
    pub table: Arc<FlowTable>,
    /// What decoding and the limits noted, `[input]`; inputs past the end have no notes.
    pub notes: Vec<Notes>,
    /// Every packet, and the flows.
    pub totals: Totals,
    /// Packets that belong to no flow.
    pub unparsed: Totals,
    /// By protocol of the outermost header.
    pub protocols: BTreeMap<Protocol, Totals>,
    /// First and last packet, in a flow or not.
    pub span: Option<TimeSpan>,
}

impl Assembler {
    /// The table as it is now, copied; fragments that wait for their ports count as unparsed.
    #[must_use]
    pub fn snapshot(&self) -> Assembled {
        let mut columns = ColumnsBuilder::with_capacity(self.states.len());
        for state in self.states.iter() {
            state.write(&mut columns, &self.hosts);
        }
        let unparsed = self
            .fragments
            .still_waiting()
            .iter()
            .fold(self.unparsed, |sum, waiting| sum + waiting.arrival.totals());
        Assembled {
            table: Arc::new(FlowTable::new(
                columns.finish(),
                Arc::new(self.hosts.clone()),
                Arc::new(self.names.dictionary.clone()),
            )),
            notes: self.notes.clone(),
            totals: Totals {
                flows: self.flows(),
                ..self.totals
            },
            unparsed,
            protocols: self.protocols.to_map(),
            span: self.span,
        }
    }

    /// The finished table. Fragments whose first one never came become flows without ports.
    #[must_use]
    pub fn finish(mut self) -> Assembled {
        for waiting in self.fragments.still_waiting() {
            self.count_waiting(waiting, [0, 0]);
        }
        let flows = self.flows();
        let mut columns = ColumnsBuilder::with_capacity(self.states.len());
        drop(self.map);
        for chunk in self.states.into_chunks() {
            for state in &chunk {
                state.write(&mut columns, &self.hosts);
            }
        }
        Assembled {
            table: Arc::new(FlowTable::new(
                columns.finish(),
                Arc::new(self.hosts),
                Arc::new(self.names.dictionary),
            )),
            notes: self.notes,
            totals: Totals {
                flows,
                ..self.totals
            },
            unparsed: self.unparsed,
            protocols: self.protocols.to_map(),
            span: self.span,
        }
    }
}
