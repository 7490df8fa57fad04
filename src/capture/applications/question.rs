//! Which name does a lookup ask for?
//!
//! The first question of a DNS, multicast DNS or LLMNR message names its flow, as SNI names a TLS
//! flow. It names no host: the answer does that ([`super::host_names`]).

use super::super::{Application, Fragment, Packet, Protocol};
use super::dns::{Message, Name};
use super::{name_text, names};

/// The name that a lookup or its answer is about, in lower case for DNS; `application` is the
/// flow's. `None` for other applications and for messages without a readable question.
#[must_use]
pub fn question(packet: &Packet<'_>, application: Application) -> Option<String> {
    let is_lookup = matches!(
        application,
        Application::Dns | Application::Mdns | Application::Llmnr
    );
    if !is_lookup || matches!(packet.fragment, Fragment::Later(_)) {
        return None;
    }
    let bytes = match packet.protocol {
        Protocol::TCP => names::message_in_stream(packet.payload)?,
        _ => packet.payload,
    };
    let asked = Message::new(bytes)?.first_question()?;
    let name = Name::read(bytes, asked.name_at)?;
    let name = if application == Application::Dns {
        name.lowered()
    } else {
        name
    };
    name_text(name.as_bytes()).map(|text| text.into_owned())
}
