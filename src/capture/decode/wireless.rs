//! What does an 802.11 frame carry, and between whom?
//!
//! IEEE 802.11 clause 9.3: which of up to four addresses is source and destination depends on two
//! bits. Captures put the radio's header first: radiotap (radiotap.org), Prism, AVS or PPI.
//! Only unprotected data frames show a network layer; protected ones stay flows between MAC
//! addresses, and so do management frames and the control frames that name both ends.

use super::bytes::{array, at_most, be16, be32, le16, le32, u8_at};
use super::{Layer, Next, Walk, link};
use crate::capture::{NoteKind, Protocol};

/// Length of the check sequence that some drivers leave at a frame's end.
const CHECK_LEN: usize = 4;
/// First four bytes of an AVS header; the last digit is its version.
const AVS_MAGIC: u32 = 0x8021_1000;

impl<'a> Walk<'a> {
    /// Reads a radiotap header: how long it is, and whether the frame is padded or has a checksum.
    pub(super) fn radiotap(&mut self, data: &'a [u8]) -> Next<'a> {
        const HAS_CHECK: u8 = 0x10;
        const IS_PADDED: u8 = 0x20;
        let Some(len) = le16(data, 2).map(usize::from) else {
            return self.truncated();
        };
        if len < 8 {
            return self.damaged(NoteKind::InvalidHeader);
        }
        let Some(frame) = data.get(len..) else {
            return self.truncated();
        };
        let flags = radiotap_flags(at_most(data, len)).unwrap_or(0);
        let frame = self.without_check(flags & HAS_CHECK != 0, frame);
        self.wlan(frame, flags & IS_PADDED != 0)
    }

    /// Skips a Prism header, or the AVS header that newer drivers write under its link type.
    pub(super) fn prism(&mut self, data: &'a [u8]) -> Next<'a> {
        const PRISM_LEN: u32 = 144;
        if be32(data, 0).is_some_and(|magic| magic & 0xffff_fff0 == AVS_MAGIC) {
            return self.avs(data);
        }
        // The length is in the byte order of the machine that captured.
        let is_little = le32(data, 4) == Some(PRISM_LEN);
        if !is_little && be32(data, 4) != Some(PRISM_LEN) {
            return self.damaged(NoteKind::InvalidHeader);
        }
        self.wlan_after(144, data)
    }

    /// Skips an AVS header.
    pub(super) fn avs(&mut self, data: &'a [u8]) -> Next<'a> {
        match be32(data, 4).map(usize::try_from) {
            Some(Ok(len)) if len >= 8 => self.wlan_after(len, data),
            Some(_) => self.damaged(NoteKind::InvalidHeader),
            None => self.truncated(),
        }
    }

    fn wlan_after(&mut self, header_len: usize, data: &'a [u8]) -> Next<'a> {
        match data.get(header_len..) {
            Some(frame) => self.wlan(frame, false),
            None => self.truncated(),
        }
    }

    /// Reads a per-packet information header, which names the real link layer.
    pub(super) fn ppi(&mut self, data: &'a [u8]) -> Next<'a> {
        const COMMON: u16 = 2;
        const HAS_CHECK: u16 = 1;
        let (Some(len), Some(link_type)) = (le16(data, 2), le32(data, 4)) else {
            return self.truncated();
        };
        let (len, Ok(link_type)) = (usize::from(len), u16::try_from(link_type)) else {
            return self.damaged(NoteKind::InvalidHeader);
        };
        if len < 8 {
            return self.damaged(NoteKind::InvalidHeader);
        }
        let Some(frame) = data.get(len..) else {
            return self.truncated();
        };
        if link_type != link::IEEE_802_11 {
            return Some((Layer::Link(link_type), frame));
        }
        // The field with the flags comes first if it is there at all.
        let has_check = le16(data, 8) == Some(COMMON)
            && len >= 22
            && le16(data, 20).is_some_and(|flags| flags & HAS_CHECK != 0);
        let frame = self.without_check(has_check, frame);
        self.wlan(frame, false)
    }

    /// Takes the check sequence off a frame that was captured whole.
    fn without_check(&self, has_check: bool, frame: &'a [u8]) -> &'a [u8] {
        match frame.len().checked_sub(CHECK_LEN) {
            Some(len) if has_check && self.is_whole => at_most(frame, len),
            _ => frame,
        }
    }

    /// Reads an 802.11 header; `is_padded` says that it is filled up to a multiple of four bytes.
    pub(super) fn wlan(&mut self, data: &'a [u8], is_padded: bool) -> Next<'a> {
        const MANAGEMENT: u8 = 0;
        const CONTROL: u8 = 1;
        const DATA: u8 = 2;
        const IS_PROTECTED: u8 = 0x40;
        const HAS_HT_CONTROL: u8 = 0x80;
        const HAS_QOS: u8 = 0x08;
        const IS_WITHOUT_DATA: u8 = 0x04;
        const IS_AGGREGATE: u8 = 0x80;
        self.carries(Protocol::WLAN, &[]);
        let Some([control, flags]) = array(data, 0) else {
            return self.truncated();
        };
        let (kind, subtype) = (control >> 2 & 3, control >> 4);
        let (first, second) = (array(data, 4), array(data, 10));
        match kind {
            MANAGEMENT => {
                return match (first, second) {
                    (Some(destination), Some(source)) => {
                        self.see_macs(source, destination);
                        None
                    }
                    _ => self.truncated(),
                };
            }
            CONTROL => {
                if let (true, Some(receiver), Some(sender)) =
                    (names_both_ends(subtype), first, second)
                {
                    self.see_macs(sender, receiver);
                }
                return None;
            }
            DATA => {}
            _ => return None,
        }

        let third = array(data, 16);
        let (is_to_ds, is_from_ds) = (flags & 1 != 0, flags & 2 != 0);
        let mut header_len = 24;
        let (source, destination) = match (is_to_ds, is_from_ds) {
            (false, false) => (second, first),
            (true, false) => (second, third),
            (false, true) => (third, first),
            (true, true) => {
                header_len += 6;
                (array(data, 24), third)
            }
        };
        match (source, destination) {
            (Some(source), Some(destination)) => self.see_macs(source, destination),
            _ => return self.truncated(),
        }
        let mut is_aggregate = false;
        if subtype & HAS_QOS != 0 {
            is_aggregate = u8_at(data, header_len).is_some_and(|byte| byte & IS_AGGREGATE != 0);
            header_len += 2;
            if flags & HAS_HT_CONTROL != 0 {
                header_len += 4;
            }
        }
        if is_padded {
            header_len = header_len.next_multiple_of(4);
        }
        if subtype & IS_WITHOUT_DATA != 0 {
            return None;
        }
        if flags & IS_PROTECTED != 0 {
            return self.damaged(NoteKind::Protected);
        }
        match data.get(header_len..) {
            Some(rest) if is_aggregate => self.first_of_aggregate(rest),
            Some(rest) => Some((Layer::Llc, rest)),
            None => self.truncated(),
        }
    }

    /// Reads the first of several frames sent as one (A-MSDU); the others share its ends.
    fn first_of_aggregate(&mut self, data: &'a [u8]) -> Next<'a> {
        match (be16(data, 12), data.get(14..)) {
            (Some(len), Some(rest)) => Some((Layer::Llc, at_most(rest, usize::from(len)))),
            _ => self.truncated(),
        }
    }
}

/// Whether a control frame of a subtype has a sender's address after the receiver's: trigger,
/// beamforming poll and announcement, block acknowledgements, PS-Poll, RTS, CF-End.
fn names_both_ends(subtype: u8) -> bool {
    matches!(subtype, 2 | 4 | 5 | 8 | 9 | 10 | 11 | 14 | 15)
}

/// The flags field of a radiotap header, found behind its bitmaps of present fields.
fn radiotap_flags(header: &[u8]) -> Option<u8> {
    const HAS_TIME: u32 = 1;
    const HAS_FLAGS: u32 = 2;
    const HAS_MORE: u32 = 0x8000_0000;
    let first = le32(header, 4)?;
    if first & HAS_FLAGS == 0 {
        return None;
    }
    let mut offset = 8;
    let mut bitmap = first;
    while bitmap & HAS_MORE != 0 {
        bitmap = le32(header, offset)?;
        offset += 4;
    }
    if first & HAS_TIME != 0 {
        offset = offset.next_multiple_of(8) + 8;
    }
    u8_at(header, offset)
}
