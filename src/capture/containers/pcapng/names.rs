//! Which names does a name resolution block give to addresses?
//!
//! A list of records: type, length, and a value that is an address followed by names that each
//! end with a zero byte. What the writer's resolver said is kept as it is.

use crate::capture::containers::record::ByteOrder;
use crate::capture::containers::stream::Sink;
use crate::capture::{Address, NoteKind};

const RECORD_END: u16 = 0;
const RECORD_IPV4: u16 = 1;
const RECORD_IPV6: u16 = 2;
const RECORD_EUI48: u16 = 3;

/// Keeps the names of a block's body.
pub(super) fn read(body: &[u8], order: ByteOrder, offset: u64, sink: &mut Sink<'_>) {
    if !read_beginning(body, order, offset, sink) {
        sink.note(NoteKind::InvalidOption, offset);
    }
}

/// Keeps the names of a body that may be cut; `false` when a record runs past it.
pub(super) fn read_beginning(
    body: &[u8],
    order: ByteOrder,
    offset: u64,
    sink: &mut Sink<'_>,
) -> bool {
    let mut rest = body;
    while !rest.is_empty() {
        let Some((&[t0, t1, l0, l1], after)) = rest.split_first_chunk::<4>() else {
            return false;
        };
        let record_type = order.u16([t0, t1]);
        if record_type == RECORD_END {
            return true;
        }
        let value_bytes = usize::from(order.u16([l0, l1]));
        let Some(value) = after.get(..value_bytes) else {
            return false;
        };
        match address(record_type, value) {
            Some((address, names)) => keep(address, names, offset, sink),
            // The block ends with a record of another kind, or a later standard's.
            None if !matches!(record_type, RECORD_IPV4 | RECORD_IPV6 | RECORD_EUI48) => {}
            None => return false,
        }
        rest = after
            .get(value_bytes.next_multiple_of(4)..)
            .unwrap_or_default();
    }
    true
}

/// The address that a record's value begins with, and the names behind it.
fn address(record_type: u16, value: &[u8]) -> Option<(Address, &[u8])> {
    match record_type {
        RECORD_IPV4 => value
            .split_first_chunk()
            .map(|(ip, rest)| (Address::V4(*ip), rest)),
        RECORD_IPV6 => value
            .split_first_chunk()
            .map(|(ip, rest)| (Address::V6(*ip), rest)),
        RECORD_EUI48 => value
            .split_first_chunk()
            .map(|(mac, rest)| (Address::Mac(*mac), rest)),
        _ => None,
    }
}

fn keep(address: Address, names: &[u8], offset: u64, sink: &mut Sink<'_>) {
    for name in names
        .split(|&byte| byte == 0)
        .filter(|name| !name.is_empty())
    {
        if name.len() > sink.limits.name_bytes {
            sink.note(NoteKind::LimitReached("name bytes"), offset);
        } else if sink.names.kept >= sink.limits.names {
            sink.note(NoteKind::LimitReached("names"), offset);
        } else {
            sink.names.kept += 1;
            sink.names
                .pending
                .push((address, String::from_utf8_lossy(name).into_owned()));
        }
    }
}
