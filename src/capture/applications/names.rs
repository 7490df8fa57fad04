//! Is this payload a name lookup, and which names does it give to which addresses?
//!
//! DNS, multicast DNS, LLMNR and the NetBIOS name service share one message format ([`super::dns`])
//! and are told apart by their ports. On its port a message needs a sane header and a readable
//! first question; on any other port a DNS message must be consistent to its last byte.
//!
//! A name that an address got by an alias (CNAME) is the name that was asked for, not the canonical
//! one: that is what the client believed to talk to.

use std::borrow::Cow;

use super::bytes::{Segment, be16, is_text};
use super::dns::{HEADER_BYTES, Message, Name, Question, Record, kind};
use super::{Address, Application, NameOrigin, Recognised, name_text};

const DNS_PORT: u16 = 53;
const NBNS_PORT: u16 = 137;
const MDNS_PORT: u16 = 5353;
const LLMNR_PORT: u16 = 5355;
/// The class of all addresses here (RFC 1035, 3.2.4).
const CLASS_INTERNET: u16 = 1;
/// Length of an encoded NetBIOS name's first label (RFC 1001, 14.1).
const NETBIOS_LABEL_BYTES: usize = 32;
/// Aliases followed in one answer; resolvers give up at 8 to 16.
const MAX_ALIASES: usize = 16;

/// Recognises a datagram on a name service's port by a sane message; weak.
pub(super) fn on_port<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let application = if segment.on(DNS_PORT) {
        Application::Dns
    } else if segment.on(MDNS_PORT) {
        Application::Mdns
    } else if segment.on(LLMNR_PORT) {
        Application::Llmnr
    } else if segment.on(NBNS_PORT) {
        Application::Nbns
    } else {
        return None;
    };
    let message = Message::new(segment.bytes)?;
    if !is_plausible(&message, application) {
        return None;
    }
    // Multicast DNS speaks to everybody: nobody is a client.
    let from_client = (application != Application::Mdns).then_some(!message.is_response());
    Recognised::said(application, from_client)
}

/// Recognises DNS over TCP by its length prefix (RFC 7766); needs port 53 or strict consistency.
pub(super) fn stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let message = message_in_stream(segment.bytes)?;
    if segment.on(DNS_PORT) || segment.on(LLMNR_PORT) {
        let application = if segment.on(DNS_PORT) {
            Application::Dns
        } else {
            Application::Llmnr
        };
        let parsed = Message::new(message)?;
        return is_plausible(&parsed, application)
            .then(|| Recognised::said(application, Some(!parsed.is_response())))
            .flatten();
    }
    if usize::from(be16(segment.bytes, 0)?) + 2 == segment.bytes.len() {
        strict(&segment.with_bytes(message))
    } else {
        None
    }
}

/// The first message of a stream, cut where the captured bytes or the stated length end.
pub(super) fn message_in_stream(bytes: &[u8]) -> Option<&[u8]> {
    let stated = usize::from(be16(bytes, 0)?);
    let rest = bytes.get(2..)?;
    (stated >= HEADER_BYTES).then(|| rest.get(..stated).unwrap_or(rest))
}

/// Whether a message on a name service's port is one of that service.
fn is_plausible(message: &Message<'_>, application: Application) -> bool {
    let [questions, answers, _, additional] = message.counts();
    let bytes = message.bytes();
    match message.first_question() {
        Some(question) if application == Application::Nbns => {
            is_netbios_name(bytes, question.name_at)
        }
        // Opcodes: query, inverse query, status, notify, update (RFC 1035, 1996, 2136).
        Some(question) => {
            matches!(message.opcode(), 0..=2 | 4..=6)
                && matches!(question.class & 0x7fff, 1..=4 | 254 | 255)
        }
        None if questions > 0 => false,
        // No question: answers that nobody asked for or a refusal of hardly more than a header.
        // This says little by itself, so all of it has to fit.
        None => {
            message.is_response()
                && matches!(message.opcode(), 0..=6)
                && (answers > 0 || message.response_code() != 0 || additional > 0)
                && message.records().end() == Some(bytes.len())
                && (application != Application::Nbns
                    || message
                        .records()
                        .all(|record| is_netbios_name(bytes, record.name_at)))
        }
    }
}

/// Whether the name at `at` is an encoded NetBIOS name.
pub(super) fn is_netbios_name(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&32)
        && bytes
            .get(at + 1..at + 1 + NETBIOS_LABEL_BYTES)
            .is_some_and(|label| label.iter().all(|byte| matches!(byte, b'A'..=b'P')))
}

/// Recognises a DNS message on any port: one question with a readable name, and nothing missing or
/// left over.
pub(super) fn strict<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let message = Message::new(bytes)?;
    let [questions, answers, authorities, additional] = message.counts();
    if questions != 1 || message.opcode() != 0 || message.has_odd_flags() {
        return None;
    }
    if message.is_response() {
        if message.response_code() > 5 {
            return None;
        }
    } else if answers != 0 || authorities != 0 || additional > 2 || message.response_code() != 0 {
        return None;
    }
    let question = message.first_question()?;
    if !is_ordinary(bytes, &question) || message.records().end()? != bytes.len() {
        return None;
    }
    Recognised::said(Application::Dns, Some(!message.is_response()))
}

/// Whether a question is for the Internet class, a common type and a printable name.
fn is_ordinary(bytes: &[u8], question: &Question) -> bool {
    question.class == CLASS_INTERNET
        && matches!(
            question.kind,
            1 | 2 | 5 | 6 | 10 | 12 | 15 | 16 | 28 | 33 | 35 | 43 | 46 | 48 | 64 | 65 | 255 | 257
        )
        && Name::read(bytes, question.name_at)
            .is_some_and(|name| !name.as_bytes().is_empty() && is_text(name.as_bytes()))
}

/// Names in a message of DNS, multicast DNS or LLMNR.
pub(super) fn addresses(
    bytes: &[u8],
    origin: NameOrigin,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    let Some(message) = Message::new(bytes) else {
        return;
    };
    // An update (RFC 2136) states what a host registers, in the request and again in the answer.
    let is_statement = message.response_code() == 0
        && (message.opcode() == 0 && message.is_response() || message.opcode() == 5);
    if !is_statement {
        return;
    }
    // DNS names differ by case only when a resolver randomizes it; the local protocols keep the
    // spelling that the owner of the name chose.
    let spelled = |name: Name| {
        if origin == NameOrigin::Dns {
            name.lowered()
        } else {
            name
        }
    };
    let aliases = Aliases::of(&message);
    // Other classes in an update ask for a record to be absent.
    for record in message
        .records()
        .filter(|record| record.class & 0x7fff == CLASS_INTERNET)
    {
        let address = match record.kind {
            kind::A => <[u8; 4]>::try_from(record.data).ok().map(Address::V4),
            kind::AAAA => <[u8; 16]>::try_from(record.data).ok().map(Address::V6),
            kind::PTR => {
                let named =
                    Name::read(bytes, record.name_at).and_then(|owner| reversed(owner.as_bytes()));
                if let (Some(address), Some(name)) = (named, Name::read(bytes, record.data_at)) {
                    give(address, origin, &spelled(name), found);
                }
                None
            }
            _ => None,
        };
        let Some(address) = address else { continue };
        let Some(owner) = Name::read(bytes, record.name_at) else {
            continue;
        };
        let name = aliases.as_asked(&owner).unwrap_or(owner);
        give(address, origin, &spelled(name), found);
    }
}

/// Reports a name unless it is the root or the address names nobody.
fn give(
    address: Address,
    origin: NameOrigin,
    name: &Name,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    if let Some(text) = name_text(name.as_bytes()).filter(|_| !address.is_group()) {
        found(address, origin, &text);
    }
}

/// The chain of aliases from the name that was asked for.
struct Aliases {
    asked: Option<Name>,
    /// Names that the chain leads to.
    chain: Vec<Name>,
}

impl Aliases {
    /// Collects the chain; records may come in any order.
    fn of(message: &Message<'_>) -> Self {
        let bytes = message.bytes();
        let asked = message
            .first_question()
            .and_then(|question| Name::read(bytes, question.name_at));
        let mut chain = Vec::new();
        if let Some(asked) = &asked {
            let links: Vec<(Name, Name)> = message
                .records()
                .filter(|record| record.kind == kind::CNAME)
                .take(MAX_ALIASES)
                .filter_map(|record| {
                    Some((
                        Name::read(bytes, record.name_at)?,
                        Name::read(bytes, record.data_at)?,
                    ))
                })
                .collect();
            let mut last = *asked;
            while chain.len() < MAX_ALIASES {
                let Some((_, target)) = links.iter().find(|(owner, _)| owner.equals(&last)) else {
                    break;
                };
                chain.push(*target);
                last = *target;
            }
        }
        Self { asked, chain }
    }

    /// The name that was asked for, if it leads to `owner`.
    fn as_asked(&self, owner: &Name) -> Option<Name> {
        if self.chain.iter().any(|target| target.equals(owner)) {
            self.asked
        } else {
            None
        }
    }
}

/// The address of a name below `in-addr.arpa` or `ip6.arpa` (RFC 1035, RFC 3596).
fn reversed(name: &[u8]) -> Option<Address> {
    let text = std::str::from_utf8(name).ok()?;
    let digits = |suffix: &str| {
        let split = text.len().checked_sub(suffix.len())?;
        let (labels, end) = (text.get(..split)?, text.get(split..)?);
        end.eq_ignore_ascii_case(suffix).then_some(labels)
    };
    if let Some(labels) = digits(".in-addr.arpa") {
        let mut bytes = [0; 4];
        let mut parts = labels.split('.');
        for byte in bytes.iter_mut().rev() {
            *byte = parts.next()?.parse().ok()?;
        }
        return parts.next().is_none().then_some(Address::V4(bytes));
    }
    let mut bytes = [0; 16];
    let mut parts = digits(".ip6.arpa")?.split('.');
    for byte in bytes.iter_mut().rev() {
        for shift in [0, 4] {
            let part = parts.next()?;
            let nibble = u8::from_str_radix(part, 16)
                .ok()
                .filter(|_| part.len() == 1)?;
            *byte |= nibble << shift;
        }
    }
    parts.next().is_none().then_some(Address::V6(bytes))
}

/// Names in a NetBIOS name service message: registrations, positive answers and node status.
///
/// `sender` is the packet's source; a node status answer names it.
pub(super) fn netbios(
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
