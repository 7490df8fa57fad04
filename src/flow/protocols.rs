//! How many packets were there of each protocol, by their outermost header?

use std::collections::BTreeMap;

use crate::capture::Protocol;
use crate::units::Totals;

/// Totals by protocol. IP protocol numbers are counted in an array, as every packet is.
#[derive(Clone, Debug)]
pub(super) struct ProtocolTotals {
    by_number: Vec<Totals>,
    others: BTreeMap<Protocol, Totals>,
}

impl Default for ProtocolTotals {
    fn default() -> Self {
        Self {
            by_number: vec![Totals::default(); 256],
            others: BTreeMap::new(),
        }
    }
}

impl ProtocolTotals {
    pub fn add(&mut self, protocol: Protocol, totals: Totals) {
        match self.by_number.get_mut(usize::from(protocol.0)) {
            Some(sum) => *sum += totals,
            None => *self.others.entry(protocol).or_default() += totals,
        }
    }

    /// The protocols that occurred.
    pub fn to_map(&self) -> BTreeMap<Protocol, Totals> {
        let numbers = (0..).map(Protocol).zip(self.by_number.iter().copied());
        numbers
            .filter(|(_, sum)| *sum != Totals::default())
            .chain(self.others.iter().map(|(&protocol, &sum)| (protocol, sum)))
            .collect()
    }
}
