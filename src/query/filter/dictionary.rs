//! Which hosts and names does a text, pattern or network mean?
//!
//! Asked once for every entry of the dictionaries, on all cores, so that a text filter over ten
//! million flows is a pass over columns of codes. The case of letters never counts: names of the
//! Domain Name System have none (RFC 4343).

use std::borrow::Cow;
use std::fmt::Write as _;

use memchr::memmem::Finder;

use super::sets::{CodeSet, Intervals};
use super::{Comparison, Member, Network, Pattern, Relation, Value};
use crate::capture::Address;
use crate::flow::FlowTable;

/// What a text has to be like.
pub(super) enum TextTest {
    /// One of these, in lower case.
    OneOf(Vec<String>),
    /// With this in it, in lower case.
    Contains(String, Box<Finder<'static>>),
    /// As the pattern says.
    Matches(Pattern),
}

impl TextTest {
    /// What a relation asks of a text, `!=` read as `==`; nothing if it does not ask for text.
    pub fn new(relation: &Relation) -> Option<Self> {
        let text = |value: &Value| match value {
            Value::Text(text) => Some(text.to_lowercase()),
            _ => None,
        };
        match relation {
            Relation::Compare(_, value) => Some(Self::OneOf(vec![text(value)?])),
            Relation::In(members) => {
                let texts = members.iter().filter_map(|member| match member {
                    Member::One(value) => text(value),
                    Member::Range(..) => None,
                });
                Some(Self::OneOf(texts.collect()))
            }
            Relation::Contains(text) => Some(Self::contains(text)),
            Relation::Matches(pattern) => Some(Self::Matches(pattern.clone())),
            Relation::Present => None,
        }
    }

    /// Texts with this in them.
    pub fn contains(text: &str) -> Self {
        let text = text.to_lowercase();
        let finder = Finder::new(text.as_bytes()).into_owned();
        Self::Contains(text, Box::new(finder))
    }

    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Matches(pattern) => pattern.is_match(text),
            _ => self.is_match_in_lower_case(&lower(text)),
        }
    }

    /// As [`TextTest::is_match`] of a text without capital letters, as addresses are.
    fn is_match_in_lower_case(&self, text: &str) -> bool {
        match self {
            Self::OneOf(all) => all.iter().any(|one| one == text),
            Self::Contains(_, finder) => finder.find(text.as_bytes()).is_some(),
            Self::Matches(pattern) => pattern.is_match(text),
        }
    }

    /// Whether the text of an address could be like this; saves writing out a million of them.
    fn can_be_address(&self) -> bool {
        match self {
            // A text that is a whole address was read as an address.
            Self::OneOf(_) => false,
            Self::Contains(text, _) => {
                let is_part = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
                text.bytes().all(is_part)
            }
            Self::Matches(_) => true,
        }
    }
}

/// The text in lower case; most names already are.
fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_lower) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// Name codes whose text passes, `[name code]`.
pub(super) fn names(table: &FlowTable, test: &TextTest) -> CodeSet {
    CodeSet::from_fn(table.names.len(), |code| {
        test.is_match(table.names.name(code))
    })
}

/// Host codes with a name in the set, or whose address as text passes, `[host code]`.
pub(super) fn hosts_by_text(table: &FlowTable, test: &TextTest, names: &CodeSet) -> CodeSet {
    let hosts = &table.hosts;
    let has_names = !names.is_empty();
    let can_be_address = test.can_be_address();
    if !has_names && !can_be_address {
        return CodeSet::from_codes(hosts.len(), std::iter::empty());
    }
    CodeSet::from_fn(hosts.len(), |code| {
        let is_named = has_names
            && hosts
                .names(code)
                .iter()
                .any(|name| names.contains(name.name));
        let is_match = |text: &str| test.is_match_in_lower_case(text);
        is_named || (can_be_address && with_text(hosts.address(code), is_match))
    })
}

/// Host codes whose address is in the set, `[host code]`.
pub(super) fn hosts_by_address(table: &FlowTable, set: &Intervals<Address>) -> CodeSet {
    let hosts = &table.hosts;
    match set.singles() {
        Some(singles) => {
            let codes = singles.filter_map(|address| hosts.code(address));
            CodeSet::from_codes(hosts.len(), codes)
        }
        None => CodeSet::from_fn(hosts.len(), |code| set.contains(hosts.address(code))),
    }
}

/// Host codes for which a question about their address holds, `[host code]`.
pub(super) fn hosts_where(table: &FlowTable, pass: impl Fn(Address) -> bool + Sync) -> CodeSet {
    let hosts = &table.hosts;
    CodeSet::from_fn(hosts.len(), |code| pass(hosts.address(code)))
}

/// The addresses that a relation asks for, `!=` read as `==`.
pub(super) fn addresses(relation: &Relation) -> Intervals<Address> {
    let network = |value: &Value| match value {
        Value::Address(network) => Some(*network),
        _ => None,
    };
    let span = |network: Network| (network.first(), network.last());
    let intervals = match relation {
        Relation::Compare(comparison, value) => {
            let interval = network(value).and_then(|network| compared(*comparison, network));
            interval.into_iter().collect()
        }
        Relation::In(members) => members
            .iter()
            .filter_map(|member| match member {
                Member::One(value) => network(value).map(span),
                Member::Range(low, high) => Some((network(low)?.first(), network(high)?.last())),
            })
            .collect(),
        _ => Vec::new(),
    };
    Intervals::new(intervals)
}

/// The addresses of a network's family that compare so with it, if there are any.
fn compared(comparison: Comparison, network: Network) -> Option<(Address, Address)> {
    let (least, greatest) = match network.first() {
        Address::V4(_) => (Address::V4([0; 4]), Address::V4([255; 4])),
        Address::V6(_) => (Address::V6([0; 16]), Address::V6([255; 16])),
        Address::Mac(_) => (Address::Mac([0; 6]), Address::Mac([255; 6])),
    };
    let (first, last) = (network.first(), network.last());
    match comparison {
        Comparison::Equal | Comparison::NotEqual => Some((first, last)),
        Comparison::AtMost => Some((least, last)),
        Comparison::AtLeast => Some((first, greatest)),
        Comparison::Less => Some((least, neighbour(first, false)?)),
        Comparison::Greater => Some((neighbour(last, true)?, greatest)),
    }
}

/// The address right after or before another one of its family.
fn neighbour(address: Address, is_after: bool) -> Option<Address> {
    let step = |number: u128| match is_after {
        true => number.checked_add(1),
        false => number.checked_sub(1),
    };
    match address {
        Address::V4(bytes) => {
            let number = step(u32::from_be_bytes(bytes).into())?;
            Some(Address::V4(u32::try_from(number).ok()?.to_be_bytes()))
        }
        Address::V6(bytes) => Some(Address::V6(step(u128::from_be_bytes(bytes))?.to_be_bytes())),
        Address::Mac([a, b, c, d, e, f]) => {
            let number = step(u64::from_be_bytes([0, 0, a, b, c, d, e, f]).into())?;
            let [0, 0, a, b, c, d, e, f] = u64::try_from(number).ok()?.to_be_bytes() else {
                return None;
            };
            Some(Address::Mac([a, b, c, d, e, f]))
        }
    }
}

/// Gives the address as text.
fn with_text<T>(address: Address, use_text: impl FnOnce(&str) -> T) -> T {
    // IPv4 is most of a million hosts, and formatting is most of the work.
    if let Address::V4(bytes) = address {
        let mut text = [0_u8; 15];
        let mut len = 0;
        let mut push = |byte: u8| {
            text[len] = byte;
            len += 1;
        };
        for (place, byte) in bytes.into_iter().enumerate() {
            if place > 0 {
                push(b'.');
            }
            if byte >= 100 {
                push(b'0' + byte / 100);
            }
            if byte >= 10 {
                push(b'0' + byte / 10 % 10);
            }
            push(b'0' + byte % 10);
        }
        return use_text(std::str::from_utf8(&text[..len]).unwrap_or(""));
    }
    let mut text = String::with_capacity(40);
    // Writing to a String cannot fail.
    let _ = write!(text, "{address}");
    use_text(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_everywhere() {
        for bytes in [[0, 0, 0, 0], [1, 20, 30, 255], [100, 109, 9, 10], [255; 4]] {
            let address = Address::V4(bytes);
            with_text(address, |text| assert_eq!(text, address.to_string()));
        }
        let v6 = Address::V6([0; 16]);
        with_text(v6, |text| assert_eq!(text, "::"));
    }

    #[test]
    fn neighbours_end_with_the_family() {
        let check = |address, is_after, expected| {
            assert_eq!(neighbour(address, is_after), expected);
        };
        let v4 = Address::V4;
        check(v4([10, 0, 0, 255]), true, Some(v4([10, 0, 1, 0])));
        check(v4([10, 0, 1, 0]), false, Some(v4([10, 0, 0, 255])));
        check(v4([255; 4]), true, None);
        check(v4([0; 4]), false, None);
        check(Address::V6([255; 16]), true, None);
        check(Address::Mac([255; 6]), true, None);
        check(
            Address::Mac([0; 6]),
            true,
            Some(Address::Mac([0, 0, 0, 0, 0, 1])),
        );
    }
}
