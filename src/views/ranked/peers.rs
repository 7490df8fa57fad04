//! With how many distinct hosts has each value to do?
//!
//! Counted by a thread when a panel asks for it and again after every change; until the new counts
//! are there the panel shows the last ones and says so.

use std::sync::Arc;

use crate::flow::Traffic;
use crate::query::{PeersOf, distinct_peers};
use crate::session::{Data, ShownRevision};
use crate::views::errand::{Answer, Errand, Errands};

/// Distinct peers, `[code]`.
#[derive(Clone, Debug)]
pub struct Peers {
    /// Over all flows.
    pub total: Arc<[u32]>,
    /// Over the visible ones.
    pub visible: Vec<u32>,
    /// Over the highlighted ones; none if nothing was highlighted.
    pub lit: Option<Vec<u32>>,
}

/// What was counted: the table, and the revisions of visible and highlighted flows.
type Counted = (Arc<Traffic>, ShownRevision);

/// Counts and what is being counted.
#[derive(Debug, Default)]
pub struct PeersMemory {
    known: Option<(Counted, Peers)>,
    asked: Option<(Counted, Errand<Peers>)>,
    revision: u64,
}

fn wanted(data: &Data) -> Counted {
    (data.traffic.clone(), data.shown_revision())
}

fn same(a: &Counted, b: &Counted) -> bool {
    Arc::ptr_eq(&a.0, &b.0) && a.1 == b.1
}

impl PeersMemory {
    /// Counts anew if something changed and nothing is being counted; whether the counts are those
    /// of what is visible now.
    pub fn follow(&mut self, of: PeersOf, data: &Data, errands: &mut Errands) -> bool {
        if let Some((counted, errand)) = self.asked.take() {
            match errand.answer() {
                Answer::Waiting => self.asked = Some((counted, errand)),
                Answer::Ready(peers) => {
                    self.known = Some((counted, peers));
                    self.revision += 1;
                }
                Answer::Lost => {}
            }
        }
        let wanted = wanted(data);
        let is_current = self
            .known
            .as_ref()
            .is_some_and(|(counted, _)| same(counted, &wanted));
        // What is counted for another table is not wanted any more; for this one it is better than
        // what is known, and begun again it might never end.
        let is_other = |counted: &Counted| !Arc::ptr_eq(&counted.0, &wanted.0);
        if self
            .asked
            .as_ref()
            .is_some_and(|(counted, _)| is_other(counted))
        {
            self.asked = None;
        }
        if !is_current && self.asked.is_none() {
            let total = self.known(data).map(|peers| peers.total.clone());
            let traffic = data.traffic.clone();
            let visible = data.visible().clone();
            let lit = data.lit.clone();
            let errand = errands.send(move |stop| {
                let table = &traffic.table;
                let count = |set: &_| distinct_peers(table, set, of, || stop.is_wanted());
                let total = match total {
                    Some(total) => total,
                    None => {
                        let all = crate::query::FlowSet::all(table.len());
                        count(&all)?.into()
                    }
                };
                Some(Peers {
                    total,
                    visible: count(&visible)?,
                    lit: match &lit {
                        Some(lit) => Some(count(&lit.flows)?),
                        None => None,
                    },
                })
            });
            self.asked = Some((wanted, errand));
        }
        is_current
    }

    /// Nobody asks for them any more.
    pub fn forget(&mut self) {
        (self.known, self.asked) = (None, None);
    }

    /// The last counts of this table.
    pub fn known(&self, data: &Data) -> Option<&Peers> {
        let (counted, peers) = self.known.as_ref()?;
        Arc::ptr_eq(&counted.0, &data.traffic).then_some(peers)
    }

    /// Tells counts apart.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}
