//! Which recognisers are asked, and in which order?
//!
//! By cost and by strength: the first byte chooses the strong recognisers that may apply, then come
//! the few whose first byte may be anything, then those that need their port. A payload that is
//! none of them meets some twenty comparisons and no parser.

use super::bytes::Segment;
use super::{
    Recognised, bytes, chat, databases, dhcp, files, http, industrial, infrastructure, mail,
    monitoring, names, peers, quic, remote, routing, tls, tunnels,
};

/// The first of several recognisers that answers.
macro_rules! first_of {
    ($segment:expr; $first:path $(, $rest:path)* $(,)?) => {
        $first($segment)$(.or_else(|| $rest($segment)))*
    };
}

/// Recognises a segment of TCP.
pub(super) fn stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let first = *segment.bytes.first()?;
    let by_first_byte = match first {
        0x00 => first_of!(segment;
            files::session, files::kerberos_stream, databases::postgres, tunnels::pptp,
            remote::ssh),
        0x03 => first_of!(segment; remote::rdp, industrial::s7),
        0x05 => first_of!(segment; files::dce_rpc, industrial::dnp3),
        0x0a | 0x0b | 0x1c | 0xf9 | 0xfa => peers::bitcoin(segment),
        0x10 => chat::mqtt(segment),
        0x12 => databases::tds(segment),
        0x13 => peers::bittorrent(segment),
        0x14..=0x17 => tls::stream(segment),
        0x30 => files::ldap(segment),
        0x50 | 0x54 | 0x57 | 0xd0 | 0xd7 => industrial::melsec(segment),
        0x80..=0x83 | 0x85 => {
            first_of!(segment; tls::stream, files::rpc_stream, files::session)
        }
        0xd4 | 0xe3 | 0xc5 => first_of!(segment; peers::edonkey, industrial::melsec),
        0xff => first_of!(segment; routing::bgp, remote::telnet),
        _ => None,
    };
    by_first_byte
        .or_else(|| {
            if bytes::may_be_line(segment.bytes) {
                line(segment)
            } else {
                None
            }
        })
        .or_else(|| {
            first_of!(segment;
                databases::mysql, databases::mongo, industrial::enip, peers::gnutella,
                peers::ethereum, names::stream, chat::stun)
        })
        .or_else(|| weak_stream(segment))
}

/// Recognises a segment that begins like text.
fn line<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    first_of!(segment;
        http::stream, remote::ssh, mail::line, chat::irc, peers::gnutella, remote::vnc, chat::xmpp,
        monitoring::syslog, databases::redis)
}

/// Recognisers of streams that need their port.
fn weak_stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    first_of!(segment;
        industrial::modbus, databases::tds, databases::postgres, databases::redis, chat::mqtt,
        tunnels::socks, tunnels::openvpn_stream, files::rpc_stream)
}

/// Recognises a datagram of UDP.
pub(super) fn datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let first = *segment.bytes.first()?;
    // Name services are most of what there is, and go by port.
    names::on_port(segment)
        .or_else(|| match first {
            0x00..=0x02 => first_of!(segment;
                dhcp::dhcp, monitoring::netflow, monitoring::sflow, files::tftp,
                tunnels::wireguard, peers::bittorrent_datagram, industrial::cip_io,
                infrastructure::slp),
            0x03 => tunnels::wireguard(segment),
            0x04 => first_of!(segment; tunnels::wireguard, files::dce_rpc_datagram),
            0x05 => industrial::dnp3(segment),
            0x09 | 0x0d => quic::datagram(segment),
            0x13 | 0x41 | b'd' => peers::bittorrent_datagram(segment),
            0x14..=0x19 => tls::datagram(segment),
            0x30 => first_of!(segment; monitoring::snmp, files::ldap),
            0x38 => tunnels::openvpn(segment),
            b'<' => first_of!(segment; infrastructure::ws_discovery, monitoring::syslog),
            b'G' => first_of!(segment; peers::gnutella_datagram, http::datagram),
            b'A'..=b'Z' => first_of!(segment; http::datagram, industrial::melsec),
            0x6a..=0x7e => files::kerberos(segment),
            0x80..=0xbf => first_of!(segment; quic::datagram, industrial::bacnet, chat::rtp),
            0xc0..=0xff => {
                first_of!(segment;
                    quic::datagram, tunnels::l2tp, peers::edonkey_datagram, industrial::melsec)
            }
            _ => None,
        })
        .or_else(|| {
            first_of!(segment;
                chat::stun, tunnels::isakmp, files::rpc, industrial::enip, peers::gnutella_datagram,
                peers::ethereum_discovery, names::strict)
        })
        .or_else(|| weak_datagram(segment))
}

/// Recognisers of datagrams that need their port.
fn weak_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    first_of!(segment;
        infrastructure::ntp, dhcp::dhcpv6, monitoring::snmp, routing::rip,
        routing::hsrp, infrastructure::radius, files::netbios_datagram, industrial::coap,
        tunnels::carrier, tunnels::l2tp, tunnels::openvpn, files::ldap)
}
