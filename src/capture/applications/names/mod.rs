//! Is this payload a name lookup?
//!
//! DNS, multicast DNS, LLMNR and the NetBIOS name service share one message format ([`super::dns`])
//! and are told apart by their ports. On its port a message needs a sane header and a readable
//! first question; on any other port a DNS message must be consistent to its last byte.
//!
//! Which names a message gives to which addresses is in `answers.rs` and `netbios.rs`.

mod answers;
mod netbios;

use super::bytes::{Segment, be16, is_text};
use super::dns::{HEADER_BYTES, Message, Name, Question};
use super::{Application, Recognised};

pub(super) use answers::addresses;
pub(super) use netbios::{is_netbios_name, netbios};

const DNS_PORT: u16 = 53;
const NBNS_PORT: u16 = 137;
const MDNS_PORT: u16 = 5353;
const LLMNR_PORT: u16 = 5355;
/// The class of all addresses here (RFC 1035, 3.2.4).
const CLASS_INTERNET: u16 = 1;

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
