//! What do flows sum to by the values of any column?
//!
//! [`ColumnValues`] gives each flow a place: its host, name, port, VLAN or kind, a bin where the
//! column has many numbers, or "no value". [`ColumnTally`] keeps bytes, packets and flows of each
//! place over everything, the visible flows and the highlight; when a set changes, the flows that
//! changed side are added and subtracted. Every flow is in one place, so places add up.

use super::column::Nature;
use super::span::ColumnSpan;
use super::{AxisColumn, AxisScale};
use crate::capture::{Application, Protocol};
use crate::flow::FlowTable;
use crate::query::FlowSet;
use crate::query::change::{Accumulate, Change, totals};
use crate::units::Totals;

/// Bins that numbers are put into: few enough to be read as a list.
const BINS: usize = 64;
/// Ports, protocols and VLANs that a number of 16 bits can be.
const CODES: usize = 1 << 16;

/// What a place stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnValue {
    /// A host, by code.
    Host(u32),
    /// A name, by code.
    Name(u32),
    /// An application or protocol, by code.
    Kind(u16),
    /// A number or a bin of numbers, another kind, or no value.
    Span(ColumnSpan),
}

/// The places of a column.
#[derive(Clone, Debug)]
pub struct ColumnValues {
    column: AxisColumn,
    /// Bins, where numbers have them.
    bins: Option<AxisScale>,
    /// Number of places.
    len: usize,
}

impl ColumnValues {
    /// The places of a column over all flows of a table, and the neighbours of each host,
    /// `[host code]`.
    #[must_use]
    pub fn new(table: &FlowTable, column: AxisColumn, degrees: &[u32]) -> Self {
        use AxisColumn as C;
        let mut bins = None;
        let len = match column {
            C::Client | C::Server => table.hosts.len(),
            C::Name => table.names.len() + 1,
            C::Application | C::Tunnel | C::Evidence | C::DirectionReason => 1 << 8,
            C::Protocol => CODES,
            C::ClientPort | C::ServerPort | C::Vlan => CODES + 1,
            _ => {
                let scale = AxisScale::with(table, column, true, BINS, Some(degrees));
                let len = scale.bin_count();
                bins = Some(scale);
                len
            }
        };
        Self { column, bins, len }
    }

    /// The column.
    #[must_use]
    pub fn column(&self) -> AxisColumn {
        self.column
    }

    /// Number of places, those without flows included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no places.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether places are in an order of their own: numbers and points in time.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.bins.is_some()
    }

    /// The place of a flow.
    #[must_use]
    #[inline]
    pub fn place(&self, table: &FlowTable, flow: usize) -> usize {
        use AxisColumn as C;
        let columns = &table.columns;
        let port = |port: u16| match Protocol(columns.protocol[flow]).has_ports() {
            true => usize::from(port),
            false => CODES,
        };
        match self.column {
            C::Client => columns.client[flow] as usize,
            C::Server => columns.server[flow] as usize,
            // "None" is the largest code.
            C::Name => (columns.name[flow] as usize).min(self.len - 1),
            C::ClientPort => port(columns.client_port[flow]),
            C::ServerPort => port(columns.server_port[flow]),
            C::Application => usize::from(Application::from_code(columns.application[flow]).code()),
            C::Protocol => usize::from(columns.protocol[flow]),
            C::Vlan => match columns.vlan[flow] {
                crate::flow::NO_VLAN => CODES,
                vlan => usize::from(vlan),
            },
            C::Tunnel => usize::from(columns.tunnel[flow]),
            C::Evidence => usize::from(columns.evidence[flow]),
            C::DirectionReason => usize::from(columns.direction_reason[flow]),
            _ => {
                let bins = self.bins.as_ref().map(AxisScale::bins);
                let bin = bins.and_then(|bins| bins.get(flow));
                bin.map_or(0, |&bin| usize::from(bin))
            }
        }
    }

    /// What a place stands for.
    #[must_use]
    pub fn value(&self, place: usize) -> ColumnValue {
        use AxisColumn as C;
        let column = self.column;
        let none = ColumnValue::Span(ColumnSpan::none(column));
        match column {
            C::Client | C::Server => ColumnValue::Host(place as u32),
            C::Name if place + 1 == self.len => none,
            C::Name => ColumnValue::Name(place as u32),
            C::Application | C::Protocol => ColumnValue::Kind(place as u16),
            C::ClientPort | C::ServerPort | C::Vlan if place == CODES => none,
            C::Tunnel if place == 0 => none,
            _ => match &self.bins {
                Some(scale) => ColumnValue::Span(scale.span_of(place)),
                None => ColumnValue::Span(ColumnSpan::one(column, place as i64)),
            },
        }
    }
}

/// Sums over the places of a column: everything, the visible flows and the highlight.
#[derive(Clone, Debug)]
pub struct ColumnTally {
    values: ColumnValues,
    /// `[place]`.
    everything: Vec<Totals>,
    visible: Vec<Totals>,
    lit: Vec<Totals>,
    /// What `visible` and `lit` were made of.
    sets: [FlowSet; 2],
}

struct Adding<'a> {
    table: &'a FlowTable,
    values: &'a ColumnValues,
    into: &'a mut [Totals],
}

impl Accumulate for Adding<'_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let place = self.values.place(self.table, flow);
        if let Some(sums) = self.into.get_mut(place) {
            totals::<ENTERED>(sums, self.table.flow_totals(flow));
        }
    }
}

impl ColumnTally {
    /// Sums up everything; all flows are visible, none is highlighted.
    #[must_use]
    pub fn new(table: &FlowTable, values: ColumnValues) -> Self {
        let nothing = vec![Totals::default(); values.len()];
        let sets = [FlowSet::all(table.len()), FlowSet::none(table.len())];
        let mut everything = nothing.clone();
        let mut adding = Adding {
            table,
            values: &values,
            into: &mut everything,
        };
        Change::between(&sets[1], &sets[0]).replay(&mut adding);
        Self {
            visible: everything.clone(),
            everything,
            lit: nothing,
            values,
            sets,
        }
    }

    /// What is summed by.
    #[must_use]
    pub fn values(&self) -> &ColumnValues {
        &self.values
    }

    /// Over all flows of the table, `[place]`.
    #[must_use]
    pub fn everything(&self) -> &[Totals] {
        &self.everything
    }

    /// Over the visible flows, `[place]`.
    #[must_use]
    pub fn visible(&self) -> &[Totals] {
        &self.visible
    }

    /// Over the highlighted flows, `[place]`.
    #[must_use]
    pub fn lit(&self) -> &[Totals] {
        &self.lit
    }

    /// Brings the sums to other sets of flows (no highlight is no flow); whether any changed.
    ///
    /// # Panics
    /// If the sets are of another table.
    pub fn follow(&mut self, table: &FlowTable, visible: &FlowSet, lit: Option<&FlowSet>) -> bool {
        let nothing = FlowSet::none(table.len());
        let sums = [&mut self.visible, &mut self.lit];
        let after = [visible, lit.unwrap_or(&nothing)];
        let mut changed = false;
        for ((into, before), after) in sums.into_iter().zip(&mut self.sets).zip(after) {
            assert_eq!(after.table_len(), table.len(), "set of another table");
            let mut change = Change::between(before, after);
            if change.len() == 0 {
                continue;
            }
            changed = true;
            let inside = after.count() as usize;
            if inside < change.len() {
                // Nothing is nearer than what there was.
                into.fill(Totals::default());
                change = Change::between(&nothing, after);
            } else if table.len() - inside < change.len() {
                into.copy_from_slice(&self.everything);
                change = Change::between(&FlowSet::all(table.len()), after);
            }
            change.replay(&mut Adding {
                table,
                values: &self.values,
                into,
            });
            before.clone_from(after);
        }
        changed
    }
}

impl AxisScale {
    /// The values of a bin of numbers; no value where none can lie in it.
    fn span_of(&self, bin: usize) -> ColumnSpan {
        let values = self.interval_of(bin).map(|(low, end)| {
            let most = end.map_or(i64::MAX, |end| end - 1);
            [low.unwrap_or(i64::MIN), most]
        });
        ColumnSpan {
            column: self.column(),
            values,
        }
    }
}

impl AxisColumn {
    /// Whether its bars are bins of numbers rather than single values.
    #[must_use]
    pub fn has_bins(self) -> bool {
        let is_value = matches!(self, Self::ClientPort | Self::ServerPort | Self::Vlan);
        let is_number = !matches!(
            self.nature(),
            Nature::Hosts | Nature::Names | Nature::Categories
        );
        is_number && !is_value
    }
}
