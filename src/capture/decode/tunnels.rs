//! Is this packet a tunnel, and what is inside?
//!
//! IP in IP (RFC 2003, RFC 4213, RFC 2473), GRE (RFC 2784, RFC 2890) with transparent Ethernet,
//! NVGRE (RFC 7637) and PPTP (RFC 2637), ERSPAN types I to III (draft-foschiano-erspan), VXLAN
//! (RFC 7348) and its generic extension (draft-ietf-nvo3-vxlan-gpe), Geneve (RFC 8926), GTP-U
//! (3GPP TS 29.281), Teredo (RFC 4380). UDP tunnels are known by their ports and by a header that
//! fits; Teredo between peers uses any port and is known by its address prefix.

use super::bytes::{array, be16, be32, u8_at};
use super::{Layer, Next, Walk, ethernet, link};
use crate::capture::{NoteKind, Protocol, Tunnel};

const TEREDO_PORT: u16 = 3544;
const GTP_U_PORT: u16 = 2152;
const VXLAN_PORT: u16 = 4789;
/// What Linux used before IANA assigned a port, and still uses unless told otherwise.
const VXLAN_LINUX_PORT: u16 = 8472;
const VXLAN_GPE_PORT: u16 = 4790;
const GENEVE_PORT: u16 = 6081;

/// The next header and where it begins.
type Inner = (Layer, usize);

impl<'a> Walk<'a> {
    /// Recognises a tunnel that is an IP protocol of its own.
    pub(super) fn tunnel_over_ip(&mut self, protocol: Protocol, data: &'a [u8]) -> Next<'a> {
        const IPV4: Protocol = Protocol(4);
        const IPV6: Protocol = Protocol(41);
        const GRE: Protocol = Protocol(47);
        const IPIP: Protocol = Protocol(94);
        match protocol {
            IPV4 | IPV6 | IPIP => self.enter(Tunnel::IpInIp, Layer::Ip, data),
            GRE => self.gre(data),
            _ => None,
        }
    }

    /// Recognises a tunnel inside UDP; ports are those of the packet.
    #[inline]
    pub(super) fn tunnel_over_udp(&mut self, data: &'a [u8]) -> Next<'a> {
        let (source, destination) = (self.packet.source_port, self.packet.destination_port);
        let found = match (destination, source) {
            (VXLAN_PORT | VXLAN_LINUX_PORT, _) => vxlan(data).map(|inner| (Tunnel::Vxlan, inner)),
            (VXLAN_GPE_PORT, _) => vxlan_gpe(data).map(|inner| (Tunnel::Vxlan, inner)),
            (GENEVE_PORT, _) => return self.geneve(data),
            (GTP_U_PORT, _) | (_, GTP_U_PORT) => gtp_u(data).map(|inner| (Tunnel::GtpU, inner)),
            (TEREDO_PORT, _) | (_, TEREDO_PORT) => {
                teredo(data).map(|offset| (Tunnel::Teredo, (Layer::Ip, offset)))
            }
            _ if is_teredo_packet(data) => Some((Tunnel::Teredo, (Layer::Ip, 0))),
            _ => None,
        };
        let (tunnel, (layer, offset)) = found?;
        self.enter(tunnel, layer, data.get(offset..)?)
    }

    /// Notes the outermost tunnel, and goes inside if the innermost addresses are wanted.
    fn enter(&mut self, tunnel: Tunnel, layer: Layer, inner: &'a [u8]) -> Next<'a> {
        self.packet.tunnel.get_or_insert(tunnel);
        self.innermost.then_some((layer, inner))
    }

    /// The same for a payload that is named by an EtherType.
    fn enter_ethertype(&mut self, tunnel: Tunnel, ethertype: u16, inner: &'a [u8]) -> Next<'a> {
        self.packet.tunnel.get_or_insert(tunnel);
        if self.innermost {
            self.next_ethertype(ethertype, inner)
        } else {
            None
        }
    }

    fn gre(&mut self, data: &'a [u8]) -> Next<'a> {
        const HAS_CHECKSUM: u16 = 0x8000;
        const HAS_ROUTING: u16 = 0x4000;
        const HAS_KEY: u16 = 0x2000;
        const HAS_SEQUENCE: u16 = 0x1000;
        const HAS_ACKNOWLEDGEMENT: u16 = 0x0080;
        const VERSION: u16 = 0x0007;
        const ERSPAN_I_OR_II: u16 = 0x88be;
        const ERSPAN_III: u16 = 0x22eb;
        const WEB_CACHE: u16 = 0x883e;
        let (Some(flags), Some(ethertype)) = (be16(data, 0), be16(data, 2)) else {
            return self.truncated();
        };
        let has = |flag| flags & flag != 0;
        let mut header_len = 4;
        if has(HAS_CHECKSUM) || has(HAS_ROUTING) {
            header_len += 4;
        }
        if has(HAS_KEY) {
            header_len += 4;
        }
        if has(HAS_SEQUENCE) {
            header_len += 4;
        }
        let version = flags & VERSION;
        if version == 1 && has(HAS_ACKNOWLEDGEMENT) {
            header_len += 4;
        }
        if version > 1 {
            return self.damaged(NoteKind::InvalidHeader);
        }
        let Some(inner) = data.get(header_len..) else {
            return self.truncated();
        };
        // PPTP's acknowledgements carry no packet. Source routes (RFC 1701) would stand before it;
        // nobody sends them any more.
        if has(HAS_ROUTING) || (version == 1 && !has(HAS_SEQUENCE)) {
            self.packet.tunnel.get_or_insert(Tunnel::Gre);
            return None;
        }
        match ethertype {
            ERSPAN_I_OR_II => {
                let erspan_len = if has(HAS_SEQUENCE) { 8 } else { 0 };
                self.erspan(inner, erspan_len)
            }
            ERSPAN_III => match erspan_iii_len(inner) {
                Some(len) => self.erspan(inner, len),
                None => self.truncated(),
            },
            // The second version of WCCP has a header of four bytes before IP, the first none.
            WEB_CACHE if inner.first().is_some_and(|byte| byte >> 4 != 4) => {
                self.enter(Tunnel::Gre, Layer::Ip, inner.get(4..).unwrap_or_default())
            }
            WEB_CACHE => self.enter(Tunnel::Gre, Layer::Ip, inner),
            _ => self.enter_ethertype(Tunnel::Gre, ethertype, inner),
        }
    }

    fn erspan(&mut self, data: &'a [u8], header_len: usize) -> Next<'a> {
        match data.get(header_len..) {
            Some(inner) => self.enter(Tunnel::Erspan, Layer::Link(link::ETHERNET), inner),
            None => self.truncated(),
        }
    }

    fn geneve(&mut self, data: &'a [u8]) -> Next<'a> {
        let (Some(first), Some(ethertype)) = (u8_at(data, 0), be16(data, 2)) else {
            return None;
        };
        let (version, options_len) = (first >> 6, usize::from(first & 0x3f) * 4);
        let inner = data.get(8 + options_len..)?;
        if version != 0 {
            return None;
        }
        self.enter_ethertype(Tunnel::Geneve, ethertype, inner)
    }
}

/// Length of an ERSPAN III header: 12 bytes, and 8 more when its last bit says so.
fn erspan_iii_len(data: &[u8]) -> Option<usize> {
    let has_platform_header = u8_at(data, 11)? & 1 != 0;
    Some(if has_platform_header { 20 } else { 12 })
}

fn vxlan(data: &[u8]) -> Option<Inner> {
    const HAS_NETWORK: u8 = 0x08;
    let [flags, .., reserved] = array::<8>(data, 0)?;
    (flags & HAS_NETWORK != 0 && reserved == 0).then_some((Layer::Link(link::ETHERNET), 8))
}

fn vxlan_gpe(data: &[u8]) -> Option<Inner> {
    const HAS_NEXT_PROTOCOL: u8 = 0x04;
    let [flags, _, _, next_protocol, ..] = array::<8>(data, 0)?;
    if flags & HAS_NEXT_PROTOCOL == 0 {
        return vxlan(data);
    }
    match next_protocol {
        1 | 2 => Some((Layer::Ip, 8)),
        3 => Some((Layer::Link(link::ETHERNET), 8)),
        5 => Some((Layer::EtherType(ethernet::MPLS), 8)),
        _ => None,
    }
}

/// Where the user's packet begins in a GTP-U message, if the message carries one.
fn gtp_u(data: &[u8]) -> Option<Inner> {
    const VERSION_1: u8 = 0x30;
    const HAS_OPTIONAL_PART: u8 = 0x07;
    const HAS_EXTENSIONS: u8 = 0x04;
    const USER_PACKET: u8 = 255;
    const MAX_EXTENSIONS: usize = 8;
    let [flags, message, ..] = array::<8>(data, 0)?;
    if flags & 0xf0 != VERSION_1 || message != USER_PACKET {
        return None;
    }
    let mut offset = 8;
    if flags & HAS_OPTIONAL_PART != 0 {
        let mut next_extension = u8_at(data, 11)?;
        offset = 12;
        for _ in 0..MAX_EXTENSIONS {
            if flags & HAS_EXTENSIONS == 0 || next_extension == 0 {
                break;
            }
            let len = usize::from(u8_at(data, offset)?) * 4;
            if len == 0 {
                return None;
            }
            offset += len;
            next_extension = u8_at(data, offset - 1)?;
        }
    }
    matches!(u8_at(data, offset)? >> 4, 4 | 6).then_some((Layer::Ip, offset))
}

/// Where the IPv6 packet begins after Teredo's authentication and origin indications.
fn teredo(data: &[u8]) -> Option<usize> {
    const AUTHENTICATION: u16 = 1;
    const ORIGIN: u16 = 0;
    let mut offset = 0;
    if be16(data, offset) == Some(AUTHENTICATION) {
        let [client_len, value_len] = array(data, 2)?;
        offset += 13 + usize::from(client_len) + usize::from(value_len);
    }
    if be16(data, offset) == Some(ORIGIN) {
        offset += 8;
    }
    is_whole_ipv6(data.get(offset..)?).then_some(offset)
}

/// Whether a UDP payload is an IPv6 packet of which one end has a Teredo address.
#[inline]
fn is_teredo_packet(data: &[u8]) -> bool {
    const PREFIX: Option<u32> = Some(0x2001_0000);
    // The first test fails for nearly all packets and costs one byte.
    data.first().is_some_and(|byte| byte >> 4 == 6)
        && is_whole_ipv6(data)
        && (be32(data, 8) == PREFIX || be32(data, 24) == PREFIX)
}

/// Whether bytes begin with an IPv6 header whose length fits them.
fn is_whole_ipv6(data: &[u8]) -> bool {
    const HEADER_LEN: usize = 40;
    let payload_len = be16(data, 4).map(usize::from);
    data.first().is_some_and(|byte| byte >> 4 == 6)
        && payload_len.is_some_and(|len| HEADER_LEN + len <= data.len())
}
