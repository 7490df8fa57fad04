//! Which text passes exactly the flows of some bins?
//!
//! A brush on an axis is a filter like any other: it can be read, edited and copied. The texts are
//! as short as exactness allows: a prefix where no other host of the axis is in it, one bound where
//! the brush reaches the end of the axis.

use std::ops::RangeInclusive;

use super::AxisScale;
use super::column::Nature;
use super::name_bins::NameBins;
use super::number_bins::{Interval, NumberBins};
use super::scale::{AXIS_BINS, Domain};
use super::span::{category_value, number_value};
use crate::capture::Address;
use crate::query::{Comparison, Expr, Filter, Member, Network, Relation, Test, Value};

impl AxisScale {
    /// The filter that passes the flows in some bins and no others of the table; none if no value
    /// can lie in them.
    #[must_use]
    pub fn filter(&self, bins: &RangeInclusive<u8>) -> Option<Filter> {
        let expr = match &self.domain {
            Domain::Hosts(all) => self.hosts(all, self.addresses_in(bins))?,
            Domain::Categories(codes) => self.categories(codes, bins)?,
            Domain::Names(names) => self.names(names, bins)?,
            Domain::Numbers(numbers) => self.numbers(numbers, bins)?,
        };
        Some(Filter::from(expr))
    }

    /// Whether a filter asks about this axis and nothing else, so that it can be shown on it.
    #[must_use]
    pub fn is_asked_by(&self, filter: &Filter) -> bool {
        filter
            .expr()
            .is_some_and(|expr| expr.asks_only(|field| field == self.column().field()))
    }

    fn test(&self, relation: Relation) -> Option<Expr> {
        Test::new(self.column().field(), relation)
            .ok()
            .map(Expr::Test)
    }

    fn compare(&self, comparison: Comparison, value: Value) -> Option<Expr> {
        self.test(Relation::Compare(comparison, value))
    }

    /// One of some values.
    fn one_of(&self, mut members: Vec<Member>) -> Option<Expr> {
        match members.as_slice() {
            [Member::One(value)] => self.compare(Comparison::Equal, value.clone()),
            _ => self.test(Relation::In(std::mem::take(&mut members))),
        }
    }

    fn hosts(&self, all: &[Address], chosen: &[Address]) -> Option<Expr> {
        let families =
            chosen.chunk_by(|a, b| std::mem::discriminant(a) == std::mem::discriminant(b));
        let members = families
            .filter_map(|family| Some(span_of(all, *family.first()?, *family.last()?)))
            .collect();
        self.one_of(members)
    }

    fn categories(&self, codes: &[u16], bins: &RangeInclusive<u8>) -> Option<Expr> {
        let (start, end) = (usize::from(*bins.start()), usize::from(*bins.end()) + 1);
        if end == AXIS_BINS && codes.len() > AXIS_BINS {
            // The last bin holds all further ones: easier to say what is not meant.
            let others = self.members(codes.get(..start)?);
            return match others.is_empty() {
                true => self.test(Relation::Present),
                false => Some(Expr::Not(Box::new(self.one_of(others)?))),
            };
        }
        let chosen = codes.get(start..end.min(codes.len()))?;
        let members = self.members(chosen);
        // A code without a value of its own says that there is none.
        let none = match members.len() < chosen.len() {
            true => Some(Expr::Not(Box::new(self.test(Relation::Present)?))),
            false => None,
        };
        let some = match members.is_empty() {
            true => None,
            false => Some(self.one_of(members)?),
        };
        either(none, some)
    }

    fn members(&self, codes: &[u16]) -> Vec<Member> {
        let values = codes
            .iter()
            .filter_map(|&code| category_value(self.column(), code));
        values.map(Member::One).collect()
    }

    fn names(&self, names: &NameBins, bins: &RangeInclusive<u8>) -> Option<Expr> {
        let chosen = names.chosen(bins);
        let all_of = |texts: &[String]| -> Vec<Member> {
            let values = texts.iter().cloned().map(Value::Text);
            values.map(Member::One).collect()
        };
        let none = || Some(Expr::Not(Box::new(self.test(Relation::Present)?)));
        if !chosen.others {
            let is_all = chosen.inside.len() == names.texts.len() && names.others == 0;
            let some = match chosen.inside {
                [] => None,
                _ if is_all => Some(self.test(Relation::Present)?),
                inside => Some(self.one_of(all_of(inside))?),
            };
            let none = match chosen.none {
                true => Some(none()?),
                false => None,
            };
            return either(none, some);
        }
        // The other names are those that are none of the rest.
        let left_out = all_of(&chosen.outside.concat());
        let left_out = match left_out.is_empty() {
            true => None,
            false => Some(Expr::Not(Box::new(self.one_of(left_out)?))),
        };
        match (chosen.none, left_out) {
            (true, Some(left_out)) => Some(left_out),
            (true, None) => either(Some(none()?), Some(self.test(Relation::Present)?)),
            (false, Some(left_out)) => {
                Some(Expr::And(vec![self.test(Relation::Present)?, left_out]))
            }
            (false, None) => self.test(Relation::Present),
        }
    }

    fn numbers(&self, numbers: &NumberBins, bins: &RangeInclusive<u8>) -> Option<Expr> {
        let (start, end) = (usize::from(*bins.start()), usize::from(*bins.end()));
        let none = match numbers.has_none && start == 0 {
            true => Some(Expr::Not(Box::new(self.test(Relation::Present)?))),
            false => None,
        };
        let some = match numbers.interval(&(start..=end)) {
            Some(interval) => Some(self.interval(numbers, interval)?),
            None => None,
        };
        either(none, some)
    }

    fn interval(&self, numbers: &NumberBins, interval: Interval) -> Option<Expr> {
        let is_count = self.column().nature() == Nature::Counts;
        let value = |number: i64| self.value(number);
        match (interval.low, interval.end) {
            (Some(low), Some(end)) if low.checked_add(1) == Some(end) => {
                self.compare(Comparison::Equal, value(low))
            }
            (Some(low), Some(end)) if is_count => {
                self.one_of(vec![Member::Range(value(low), value(end - 1))])
            }
            (Some(low), Some(end)) => Some(Expr::And(vec![
                self.compare(Comparison::AtLeast, value(low))?,
                self.compare(Comparison::Less, value(end))?,
            ])),
            (Some(low), None) => self.compare(Comparison::AtLeast, value(low)),
            (None, Some(end)) => self.compare(Comparison::Less, value(end)),
            (None, None) if is_count => self.test(Relation::Present),
            (None, None) => self.compare(Comparison::AtLeast, value(numbers.least())),
        }
    }

    fn value(&self, number: i64) -> Value {
        number_value(self.column(), number)
    }
}

/// One of two, if there are two.
fn either(a: Option<Expr>, b: Option<Expr>) -> Option<Expr> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Expr::Or(vec![a, b])),
        (a, b) => a.or(b),
    }
}

/// The hosts from one address to another: as one address, as a prefix if no other host is in it, or
/// as a range.
pub(in crate::query) fn span_of(all: &[Address], first: Address, last: Address) -> Member {
    if first == last {
        return Member::One(Value::Address(Network::single(first)));
    }
    if let Some(network) = common_prefix(first, last) {
        let outside =
            |address: &Address| network.contains(*address) && !(first..=last).contains(address);
        let start = all.partition_point(|address| *address < network.first());
        let end = all.partition_point(|address| *address <= network.last());
        if !all.get(start..end).unwrap_or(&[]).iter().any(outside) {
            return Member::One(Value::Address(network));
        }
    }
    let [first, last] = [first, last].map(|address| Value::Address(Network::single(address)));
    Member::Range(first, last)
}

/// The smallest network that holds two addresses; none for MAC addresses.
fn common_prefix(a: Address, b: Address) -> Option<Network> {
    let bits = match (a, b) {
        (Address::V4(a), Address::V4(b)) => {
            (u32::from_be_bytes(a) ^ u32::from_be_bytes(b)).leading_zeros()
        }
        (Address::V6(a), Address::V6(b)) => {
            (u128::from_be_bytes(a) ^ u128::from_be_bytes(b)).leading_zeros()
        }
        _ => return None,
    };
    Network::new(a, bits as u8)
}
