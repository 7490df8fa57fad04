//! Which link layer does a capture's frame begin with?
//!
//! Numbers are those of the LINKTYPE registry (tcpdump.org/linktypes.html).

use super::{Layer, Next, Walk};
use crate::capture::{LinkType, NoteKind, Protocol};

pub(super) const NULL: u16 = 0;
pub(super) const ETHERNET: u16 = 1;
pub(super) const PPP: u16 = 9;
pub(super) const RAW_BSD: u16 = 12;
pub(super) const RAW_OPENBSD: u16 = 14;
pub(super) const PPP_HDLC: u16 = 50;
pub(super) const PPP_ETHER: u16 = 51;
pub(super) const RAW: u16 = 101;
pub(super) const CISCO_HDLC: u16 = 104;
pub(super) const IEEE_802_11: u16 = 105;
pub(super) const FRAME_RELAY: u16 = 107;
pub(super) const LOOP: u16 = 108;
pub(super) const LINUX_SLL: u16 = 113;
pub(super) const PFLOG: u16 = 117;
pub(super) const PRISM: u16 = 119;
pub(super) const RADIOTAP: u16 = 127;
pub(super) const USER_2: u16 = 149;
pub(super) const AVS: u16 = 163;
pub(super) const PPP_PPPD: u16 = 166;
pub(super) const PPI: u16 = 192;
pub(super) const PPP_WITH_DIRECTION: u16 = 204;
pub(super) const CISCO_HDLC_WITH_DIRECTION: u16 = 205;
pub(super) const FRAME_RELAY_WITH_DIRECTION: u16 = 206;
pub(super) const IPV4: u16 = 228;
pub(super) const IPV6: u16 = 229;
pub(super) const NFLOG: u16 = 239;
pub(super) const PKTAP: u16 = 258;
pub(super) const LINUX_SLL2: u16 = 276;

impl<'a> Walk<'a> {
    /// Reads the header of a link layer.
    pub(super) fn link(&mut self, link_type: u16, data: &'a [u8]) -> Next<'a> {
        match link_type {
            ETHERNET => self.ethernet(data),
            RAW | RAW_BSD | RAW_OPENBSD | IPV4 | IPV6 => Some((Layer::Ip, data)),
            NULL | LOOP => self.null(data),
            LINUX_SLL => self.linux_sll(data),
            LINUX_SLL2 => self.linux_sll2(data),
            IEEE_802_11 => self.wlan(data, false),
            RADIOTAP => self.radiotap(data),
            PRISM => self.prism(data),
            AVS => self.avs(data),
            PPI => self.ppi(data),
            PFLOG => self.pflog(data),
            NFLOG => self.nflog(data),
            PKTAP => self.pktap(data),
            USER_2 if super::cooked::looks_like_pktap(data) => self.pktap(data),
            PPP | PPP_HDLC => Some((Layer::Ppp, data)),
            PPP_ETHER => self.pppoe_session(data),
            PPP_PPPD => self.ppp_pppd(data),
            PPP_WITH_DIRECTION => self.after_direction(Layer::Ppp, data),
            CISCO_HDLC => self.cisco_hdlc(data),
            CISCO_HDLC_WITH_DIRECTION => self.after_direction(Layer::Link(CISCO_HDLC), data),
            FRAME_RELAY => self.frame_relay(data),
            FRAME_RELAY_WITH_DIRECTION => self.after_direction(Layer::Link(FRAME_RELAY), data),
            _ => {
                self.carries(Protocol::UNSUPPORTED_LINK, &[]);
                // The container has noted a packet of an interface that nothing describes.
                if LinkType(link_type) == LinkType::UNKNOWN {
                    return None;
                }
                self.damaged(NoteKind::UnsupportedLinkType(link_type))
            }
        }
    }

    /// Skips the one byte that says whether a frame was sent or received.
    fn after_direction(&mut self, layer: Layer, data: &'a [u8]) -> Next<'a> {
        match data.split_first() {
            Some((_, frame)) => Some((layer, frame)),
            None => self.truncated(),
        }
    }
}
