//! Which names does the NetBIOS name service give to which addresses?

use std::borrow::Cow;

use crate::capture::applications::dns::{Message, Name, Record, kind};
use crate::capture::applications::name_text;
use crate::capture::{Address, NameOrigin};

/// Length of an encoded NetBIOS name's first label (RFC 1001, 14.1).
const NETBIOS_LABEL_BYTES: usize = 32;

/// Names in a NetBIOS name service message: registrations, positive answers and node status.
///
/// `sender` is the packet's source; a node status answer names it.
pub(in super::super) fn netbios(
    bytes: &[u8],
    sender: Option<Address>,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    let Some(message) = Message::new(bytes) else {
        return;
    };
    if message.response_code() != 0 {
        return;
    }
    for record in message.records() {
        match record.kind {
            // A registration request states the name as much as the answer to a query does.
            kind::NB => {
                if let Some(name) = netbios_name(bytes, record.name_at) {
                    netbios_addresses(&record, &name, found);
                }
            }
            kind::NBSTAT if message.is_response() => {
                if let Some(sender) = sender {
                    node_status(&record, sender, found);
                }
            }
            _ => {}
        }
    }
}

/// The addresses of one NetBIOS name record: two bytes of flags and an IPv4 address each.
fn netbios_addresses(
    record: &Record<'_>,
    name: &str,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    for entry in record.data.as_chunks::<6>().0 {
        let [flags, _, a, b, c, d] = *entry;
        let address = Address::V4([a, b, c, d]);
        if flags & 0x80 == 0 && !address.is_group() {
            found(address, NameOrigin::Nbns, name);
        }
    }
}

/// The unique names in a node status answer (RFC 1002, 4.2.18).
fn node_status(
    record: &Record<'_>,
    sender: Address,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    let Some((&count, names)) = record.data.split_first() else {
        return;
    };
    for entry in names.as_chunks::<18>().0.iter().take(usize::from(count)) {
        let Some((name, [flags, _])) = entry.split_last_chunk::<2>() else {
            continue;
        };
        let Some(name) = name.first_chunk().filter(|_| flags & 0x80 == 0) else {
            continue;
        };
        if let Some(name) = host_of(name) {
            found(sender, NameOrigin::Nbns, &name);
        }
    }
}

/// The host that an encoded NetBIOS name names.
fn netbios_name(bytes: &[u8], at: usize) -> Option<String> {
    let name = Name::read(bytes, at)?;
    let encoded = name.as_bytes().get(..NETBIOS_LABEL_BYTES)?;
    let mut decoded = [0; 16];
    for (byte, pair) in decoded.iter_mut().zip(encoded.as_chunks::<2>().0) {
        let [high, low] = pair.map(|letter| letter.wrapping_sub(b'A'));
        if high > 15 || low > 15 {
            return None;
        }
        *byte = high << 4 | low;
    }
    host_of(&decoded)
}

/// The host of 15 padded characters and a type: only workstation (0x00) and server (0x20) names
/// are hosts, the others are workgroups, users and services.
fn host_of(name: &[u8; 16]) -> Option<String> {
    let [text @ .., suffix] = name;
    if !matches!(suffix, 0x00 | 0x20) {
        return None;
    }
    let end = text.iter().rposition(|&byte| byte != b' ' && byte != 0)? + 1;
    let text = text.get(..end)?;
    let is_name = text != b"*" && text.iter().all(|&byte| byte >= b' ');
    name_text(text).filter(|_| is_name).map(Cow::into_owned)
}

/// Whether the name at `at` is an encoded NetBIOS name.
pub(in super::super) fn is_netbios_name(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&32)
        && bytes
            .get(at + 1..at + 1 + NETBIOS_LABEL_BYTES)
            .is_some_and(|label| label.iter().all(|byte| matches!(byte, b'A'..=b'P')))
}
