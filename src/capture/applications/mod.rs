//! Which application do a packet's payload and ports show, and which hosts does it name?
//!
//! Payload beats port. [`recognise`] looks at the bytes of one packet without any memory of its
//! flow; [`by_port`] is for flows in which nothing was recognised; [`host_names`] reads the names
//! that a recognised packet states for addresses.
//!
//! A wrong answer is worse than none, because the port is still there to ask. So each recogniser is
//! one of two kinds, and its documentation says which:
//! - *strong*: it needs no port. A magic of four bytes or more, an exact length together with a
//!   fixed pattern, or a line in the protocol's own words.
//! - *weak*: a shorter pattern that counts only on the protocol's port.

mod bytes;
mod chat;
mod databases;
mod dhcp;
mod dns;
mod files;
mod http;
mod industrial;
mod infrastructure;
mod mail;
mod monitoring;
mod names;
mod order;
mod peers;
mod ports;
mod question;
mod quic;
mod remote;
mod routing;
mod tls;
mod tunnels;

use std::borrow::Cow;

use super::{Address, Application, Fragment, NameOrigin, Packet, Protocol};
use bytes::Segment;

pub use ports::by_port;
pub use question::question;

/// What a payload shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised<'a> {
    /// The application.
    pub application: Application,
    /// The server name that a client asked for (SNI or HTTP Host): it names the packet's
    /// destination.
    pub name: Option<(NameOrigin, Cow<'a, str>)>,
    /// Application protocols offered or chosen within TLS (RFC 7301), separated by commas.
    pub alpn: Option<Cow<'a, str>>,
    /// Whether the sender is the client: by the bytes, or by the protocol's own port once the bytes
    /// have shown the protocol.
    pub from_client: Option<bool>,
}

/// Longest name kept, in bytes (RFC 1035, 2.3.4).
const MAX_NAME_BYTES: usize = 255;

/// Tells the application from one packet's payload; `None` if the bytes do not say.
#[must_use]
pub fn recognise<'a>(packet: &Packet<'a>) -> Option<Recognised<'a>> {
    // A later fragment begins in the middle of something.
    if packet.payload.is_empty() || matches!(packet.fragment, Fragment::Later(_)) {
        return None;
    }
    let segment = Segment {
        bytes: packet.payload,
        source: packet.source_port,
        destination: packet.destination_port,
    };
    match packet.protocol {
        Protocol::TCP => order::stream(&segment),
        Protocol::UDP => order::datagram(&segment),
        _ => None,
    }
}

/// Reports each name that the packet states for an address; `application` is the flow's.
///
/// Answers of DNS, multicast DNS and LLMNR (an alias's address is named as it was asked for, and
/// reverse lookups count), NetBIOS registrations and answers, and the host name in a DHCP exchange.
pub fn host_names(
    packet: &Packet<'_>,
    application: Application,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    let Some(payload) = Some(packet.payload).filter(|payload| !payload.is_empty()) else {
        return;
    };
    if matches!(packet.fragment, Fragment::Later(_)) {
        return;
    }
    let message = match packet.protocol {
        Protocol::TCP => names::message_in_stream(payload),
        _ => Some(payload),
    };
    let Some(message) = message else { return };
    match application {
        Application::Dns => names::addresses(message, NameOrigin::Dns, found),
        Application::Mdns => names::addresses(message, NameOrigin::Mdns, found),
        Application::Llmnr => names::addresses(message, NameOrigin::Llmnr, found),
        Application::Nbns => {
            names::netbios(message, packet.endpoints.map(|[source, _]| source), found);
        }
        Application::Dhcp => {
            if let Some((address, name)) = dhcp::dhcp_name(message) {
                let address = Address::V4(address);
                if let Some(name) = name_text(name).filter(|_| !address.is_group()) {
                    found(address, NameOrigin::Dhcp, &name);
                }
            }
        }
        _ => {}
    }
}

/// A name as text; bytes that are not UTF-8 become U+FFFD. None if it is empty or longer than a
/// name may be.
fn name_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = bytes.get(..=MAX_NAME_BYTES).unwrap_or(bytes);
    Some(String::from_utf8_lossy(bytes)).filter(|text| (1..=MAX_NAME_BYTES).contains(&text.len()))
}

/// A host name as a client gave it: lower case, without a final dot; none if it is an address.
fn host_name(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = name_text(bytes.strip_suffix(b".").unwrap_or(bytes))?;
    let is_address = text.parse::<std::net::IpAddr>().is_ok() || text.starts_with('[');
    if is_address {
        return None;
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(Cow::Owned(text.to_ascii_lowercase()));
    }
    Some(text)
}
