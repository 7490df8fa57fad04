//! What lies between an Ethernet header and IP?
//!
//! EtherTypes (IEEE 802.3 clause 3.2.6), 802.2 LLC with SNAP (RFC 1042), and the headers that can
//! be stacked below IP: VLAN tags and other tags, MPLS labels (RFC 3032) with Ethernet
//! pseudowires (RFC 4448), PPPoE sessions (RFC 2516), provider backbone bridges (802.1ah), MACsec
//! (802.1AE) and Cisco FabricPath. Where the payload has to be guessed (MPLS names none), the
//! guess is by its first nibble (RFC 4928).

use super::bytes::{array, at_most, be16, be32, u8_at};
use super::{Layer, Next, Walk, link};
use crate::capture::{Address, NoteKind, Protocol};

pub(super) const IPV4: u16 = 0x0800;
pub(super) const ARP: u16 = 0x0806;
const CISCO_DISCOVERY: u16 = 0x2000;
pub(super) const TRANSPARENT_ETHERNET: u16 = 0x6558;
const REVERSE_ARP: u16 = 0x8035;
const VLAN: u16 = 0x8100;
pub(super) const IPV6: u16 = 0x86dd;
pub(super) const PPP: u16 = 0x880b;
pub(super) const MPLS: u16 = 0x8847;
pub(super) const MPLS_MULTICAST: u16 = 0x8848;
const PPPOE_SESSION: u16 = 0x8864;
const VLAN_SERVICE: u16 = 0x88a8;
const MACSEC: u16 = 0x88e5;
const BACKBONE_SERVICE: u16 = 0x88e7;
const FABRICPATH: u16 = 0x8903;
const CISCO_METADATA: u16 = 0x8909;
const VN_TAG: u16 = 0x8926;
const HSR: u16 = 0x892f;
const E_TAG: u16 = 0x893f;
/// Q-in-Q tags as written before 802.1ad.
const VLAN_OLD: [u16; 3] = [0x9100, 0x9200, 0x9300];
const REDUNDANCY_TAG: u16 = 0xf1c1;

/// Smallest number that is an EtherType; smaller ones are lengths (IEEE 802.3).
const FIRST_ETHERTYPE: u16 = 1536;

impl<'a> Walk<'a> {
    /// Goes on to what an EtherType announces.
    #[inline]
    pub(super) fn next_ethertype(&mut self, ethertype: u16, data: &'a [u8]) -> Next<'a> {
        self.carries(Protocol(ethertype), data);
        match ethertype {
            IPV4 | IPV6 => Some((Layer::Ip, data)),
            other => Some((Layer::EtherType(other), data)),
        }
    }

    /// Reads an Ethernet header: destination, source, then EtherType or length.
    #[inline]
    pub(super) fn ethernet(&mut self, data: &'a [u8]) -> Next<'a> {
        if let (Some(destination), Some(source)) = (array(data, 0), array(data, 6)) {
            self.see_macs(source, destination);
        }
        match (be16(data, 12), data.get(14..)) {
            (Some(ethertype), Some(rest)) => self.ethertype_or_length(ethertype, rest),
            _ => self.truncated(),
        }
    }

    /// Goes by a field that is an EtherType if large and the length of an LLC frame if small.
    #[inline]
    fn ethertype_or_length(&mut self, field: u16, data: &'a [u8]) -> Next<'a> {
        if field >= FIRST_ETHERTYPE {
            return self.next_ethertype(field, data);
        }
        if field == 0 {
            return self.damaged(NoteKind::InvalidHeader);
        }
        Some((Layer::Llc, at_most(data, usize::from(field))))
    }

    /// Reads what an EtherType other than IP's announces.
    pub(super) fn ethertype(&mut self, ethertype: u16, data: &'a [u8]) -> Next<'a> {
        match ethertype {
            VLAN | VLAN_SERVICE => self.vlan(data),
            _ if VLAN_OLD.contains(&ethertype) => self.vlan(data),
            VN_TAG | HSR | REDUNDANCY_TAG => self.tag(4, data),
            E_TAG | CISCO_METADATA => self.tag(6, data),
            MPLS | MPLS_MULTICAST => self.mpls(data),
            PPPOE_SESSION => self.pppoe_session(data),
            PPP => Some((Layer::Ppp, data)),
            TRANSPARENT_ETHERNET => Some((Layer::Link(link::ETHERNET), data)),
            FABRICPATH => self.inner_ethernet(2, data),
            BACKBONE_SERVICE => self.inner_ethernet(4, data),
            MACSEC => self.macsec(data),
            ARP | REVERSE_ARP => self.arp(data),
            _ => None,
        }
    }

    /// Reads a VLAN tag and keeps the outermost identifier.
    fn vlan(&mut self, data: &'a [u8]) -> Next<'a> {
        let Some(control) = be16(data, 0) else {
            return self.truncated();
        };
        if self.packet.vlan.is_none() && !self.has_ip {
            self.packet.vlan = Some(control & 0x0fff);
        }
        self.tag(2, data)
    }

    /// Skips a tag of `len` bytes that is followed by an EtherType or length.
    fn tag(&mut self, len: usize, data: &'a [u8]) -> Next<'a> {
        match (be16(data, len), data.get(len + 2..)) {
            (Some(field), Some(rest)) => self.ethertype_or_length(field, rest),
            _ => self.truncated(),
        }
    }

    /// Skips a header of `len` bytes that is followed by a whole Ethernet frame.
    fn inner_ethernet(&mut self, len: usize, data: &'a [u8]) -> Next<'a> {
        match data.get(len..) {
            Some(frame) => Some((Layer::Link(link::ETHERNET), frame)),
            None => self.truncated(),
        }
    }

    /// Reads one MPLS label; under the last one the payload is guessed.
    fn mpls(&mut self, data: &'a [u8]) -> Next<'a> {
        let (Some(entry), Some(rest)) = (be32(data, 0), data.get(4..)) else {
            return self.truncated();
        };
        let is_bottom = entry & 0x100 != 0;
        if !is_bottom {
            return Some((Layer::EtherType(MPLS), rest));
        }
        match rest.first().map(|byte| byte >> 4) {
            Some(4 | 6) => Some((Layer::Ip, rest)),
            // A pseudowire's control word begins with 0, but so do most MAC addresses.
            Some(0) if ethernet_likeness(rest, 4) >= ethernet_likeness(rest, 0) => {
                self.inner_ethernet(4, rest)
            }
            // The associated channel carries the network's own upkeep (RFC 5586).
            Some(1) => None,
            Some(_) => Some((Layer::Link(link::ETHERNET), rest)),
            None => self.truncated(),
        }
    }

    /// Reads a PPPoE session header (RFC 2516 section 4).
    pub(super) fn pppoe_session(&mut self, data: &'a [u8]) -> Next<'a> {
        match (be16(data, 4), data.get(6..)) {
            (Some(len), Some(rest)) => Some((Layer::Ppp, at_most(rest, usize::from(len)))),
            _ => self.truncated(),
        }
    }

    /// Reads a MACsec tag; frames that are only authenticated can be read on (IEEE 802.1AE).
    fn macsec(&mut self, data: &'a [u8]) -> Next<'a> {
        const HAS_CHANNEL: u8 = 0x20;
        const IS_ENCRYPTED: u8 = 0x08;
        const IS_CHANGED: u8 = 0x04;
        match u8_at(data, 0) {
            Some(flags) if flags & (IS_ENCRYPTED | IS_CHANGED) != 0 => {
                self.damaged(NoteKind::Protected)
            }
            Some(flags) if flags & HAS_CHANNEL != 0 => self.tag(14, data),
            Some(_) => self.tag(6, data),
            None => self.truncated(),
        }
    }

    /// Reads ARP (RFC 826). Its own hardware addresses serve where the link layer shows none
    /// (cooked captures).
    fn arp(&mut self, data: &'a [u8]) -> Next<'a> {
        const FIXED_LEN: usize = 8;
        const ETHERNET_AND_IPV4: [u8; 6] = [0, 1, 0x08, 0, 6, 4];
        let (Some(kinds), Some([hardware_len, protocol_len])) = (array(data, 0), array(data, 4))
        else {
            return self.truncated();
        };
        let len = FIXED_LEN + 2 * (usize::from(hardware_len) + usize::from(protocol_len));
        self.carries(self.packet.protocol, at_most(data, len));
        if data.len() < len {
            return self.truncated();
        }
        if kinds == ETHERNET_AND_IPV4
            && self.packet.macs.is_none()
            && !self.has_ip
            && let (Some(sender), Some(target)) = (array(data, 8), array(data, 18))
        {
            self.packet.endpoints = Some([Address::Mac(sender), Address::Mac(target)]);
        }
        None
    }

    /// Reads an 802.2 header; SNAP with an EtherType leads on.
    pub(super) fn llc(&mut self, data: &'a [u8]) -> Next<'a> {
        const SAP_IP: u8 = 0x06;
        const SAP_SNAP: u8 = 0xaa;
        const SAP_RAW_802_3: u8 = 0xff;
        let Some([destination_sap, source_sap, control]) = array(data, 0) else {
            return self.truncated();
        };
        // Unnumbered frames have one control byte, all others two; Novell's have no header at all.
        let header_len = match control & 3 {
            _ if destination_sap == SAP_RAW_802_3 && source_sap == SAP_RAW_802_3 => 0,
            3 => 3,
            _ => 4,
        };
        let payload = data.get(header_len..).unwrap_or_default();
        self.carries(
            Protocol(Protocol::LLC_BASE | u16::from(destination_sap)),
            payload,
        );
        match destination_sap {
            SAP_SNAP if header_len == 3 => self.snap(payload),
            SAP_IP if header_len == 3 => Some((Layer::Ip, payload)),
            _ => None,
        }
    }

    /// Reads a SNAP header: an organisation, and an EtherType or a number of its own.
    pub(super) fn snap(&mut self, data: &'a [u8]) -> Next<'a> {
        const ENCAPSULATED_ETHERNET: [u8; 3] = [0, 0, 0];
        const BRIDGE_TUNNEL: [u8; 3] = [0, 0, 0xf8];
        const CISCO: [u8; 3] = [0, 0, 0x0c];
        const CISCO_SPANNING_TREE: u16 = 0x010b;
        const SPANNING_TREE: Protocol = Protocol(Protocol::LLC_BASE | 0x42);
        let (Some(organisation), Some(number), Some(payload)) =
            (array(data, 0), be16(data, 3), data.get(5..))
        else {
            return self.truncated();
        };
        match (organisation, number) {
            (ENCAPSULATED_ETHERNET | BRIDGE_TUNNEL, FIRST_ETHERTYPE..) => {
                self.next_ethertype(number, payload)
            }
            (CISCO, CISCO_DISCOVERY) => self.ends_with(Protocol(CISCO_DISCOVERY), payload),
            (CISCO, CISCO_SPANNING_TREE) => self.ends_with(SPANNING_TREE, payload),
            _ => self.ends_with(self.packet.protocol, payload),
        }
    }
}

/// How much an Ethernet header at an offset looks like one: 2 if its EtherType is a common one, 1
/// if it could be a length.
fn ethernet_likeness(data: &[u8], offset: usize) -> u8 {
    match be16(data, offset + 12) {
        Some(IPV4 | IPV6 | ARP | VLAN | VLAN_SERVICE | MPLS | MPLS_MULTICAST | PPPOE_SESSION) => 2,
        Some(3..=1500) => 1,
        _ => 0,
    }
}
