//! Is this payload chat, voice or messaging: IRC, XMPP, STUN, RTP, MQTT?
//!
//! SIP and RTSP have HTTP's first line and are recognised with it.

use super::bytes::{Segment, be16, be32, contains_any_case, first_line, is_text, u8_at};
use super::{Application, Recognised};

const IRC_PORTS: [u16; 12] = [
    194, 6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 7000,
];
const STUN_PORTS: [u16; 3] = [3478, 3479, 19302];
const STUN_COOKIE: u32 = 0x2112_a442;
const RTP_PORTS: [u16; 2] = [5004, 5005];
const MQTT_PORT: u16 = 1883;

/// IRC by its lines (RFC 2812). Numeric replies, prefixed messages, a registration and messages to
/// channels are strong; single words are weak.
pub(super) fn irc<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let (line, is_whole) = first_line(segment.bytes);
    if !is_whole || line.len() > 512 || line.contains(&0) {
        return None;
    }
    let mut words = line
        .split(|&byte| byte == b' ')
        .filter(|word| !word.is_empty());
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return None;
    };
    let third = words.next();
    if let [b':', sender @ ..] = first {
        let is_numeric =
            second.len() == 3 && second.iter().all(u8::is_ascii_digit) && third.is_some();
        let is_message = is_irc_command(second);
        return if !sender.is_empty() && is_text(sender) && (is_numeric || is_message) {
            Recognised::server(Application::Irc)
        } else {
            None
        };
    }
    let rest = segment.bytes.get(line.len()..)?;
    let rest = rest.get(..256).unwrap_or(rest);
    let on_port = segment.on_any(&IRC_PORTS);
    let says = |word: &[u8]| first.eq_ignore_ascii_case(word);
    if says(b"NICK") || says(b"PASS") {
        let registers = contains_any_case(rest, b"\nUSER ") || contains_any_case(rest, b"\nNICK ");
        return if registers || on_port {
            Recognised::client(Application::Irc)
        } else {
            None
        };
    }
    if says(b"USER") {
        // Four parameters, the last one free text.
        let is_registration = words.count() >= 1 && contains_any_case(line, b" :");
        return if is_registration || on_port {
            Recognised::client(Application::Irc)
        } else {
            None
        };
    }
    let to_channel = matches!(second, [b'#' | b'&', _, ..]);
    if (says(b"JOIN") || says(b"PART") || says(b"MODE")) && (to_channel || on_port)
        || says(b"PRIVMSG") && third.is_some_and(|text| text.starts_with(b":"))
        || (says(b"CAP") && second == b"LS")
        || (on_port && (says(b"WHO") || says(b"USERHOST") || says(b"PONG") || says(b"ISON")))
    {
        return Recognised::client(Application::Irc);
    }
    let is_notice = says(b"NOTICE") && (second == b"AUTH" || second == b"*") && third.is_some();
    let is_ping = on_port && (says(b"PING") || says(b"ERROR"));
    if is_notice || is_ping {
        Recognised::said(Application::Irc, is_notice.then_some(false))
    } else {
        None
    }
}

/// Commands that servers relay with the sender in front.
fn is_irc_command(word: &[u8]) -> bool {
    let known: [&[u8]; 9] = [
        b"PRIVMSG", b"NOTICE", b"JOIN", b"PART", b"QUIT", b"MODE", b"NICK", b"TOPIC", b"KICK",
    ];
    known.contains(&word)
}

/// XMPP by the opening of its stream (RFC 6120, 4.7); strong.
pub(super) fn xmpp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if !bytes.starts_with(b"<") {
        return None;
    }
    let start = bytes.get(..256).unwrap_or(bytes);
    let is_stream = start.starts_with(b"<stream:")
        || start.starts_with(b"<?xml") && contains_any_case(start, b"<stream:stream");
    if is_stream {
        Recognised::plain(Application::Xmpp)
    } else {
        None
    }
}

/// STUN by its cookie (RFC 8489), strong; the older form without one (RFC 3489), weak.
pub(super) fn stun<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let kind = be16(bytes, 0)?;
    let length = be16(bytes, 2)?;
    let has_cookie = be32(bytes, 4)? == STUN_COOKIE;
    let is_exact = usize::from(length) + 20 == bytes.len();
    let is_message = kind & 0xc000 == 0 && length.is_multiple_of(4);
    // Binding is method 1, and the only one that the older form has.
    let is_old = is_exact && segment.on_any(&STUN_PORTS) && kind & 0x3eef == 1;
    if !is_message || !(has_cookie || is_old) {
        return None;
    }
    // Class bits: request, indication, success, error.
    let from_client = match kind & 0x0110 {
        0x0000 => Some(true),
        0x0010 => None,
        _ => Some(false),
    };
    Recognised::said(Application::Stun, from_client)
}

/// RTP and RTCP (RFC 3550). An RTCP packet whose chain of lengths ends with the datagram is strong;
/// RTP shows two bits, so it must have the size that its payload type prescribes (RFC 3551) and
/// even ports, or one of the ports registered for it.
pub(super) fn rtp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if u8_at(bytes, 0)? & 0xc0 != 0x80 {
        return None;
    }
    if is_rtcp(bytes) || is_rtp(segment) {
        Recognised::plain(Application::Rtp)
    } else {
        None
    }
}

/// Whether a datagram is a compound RTCP packet: first a report, then any kinds, lengths exact.
fn is_rtcp(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut is_first = true;
    // A compound packet has rarely more than three parts.
    for _ in 0..8 {
        let (Some(head), Some(kind), Some(words)) = (u8_at(rest, 0), u8_at(rest, 1), be16(rest, 2))
        else {
            return false;
        };
        let reports = usize::from(head & 0x1f);
        let length = 4 + 4 * usize::from(words);
        let is_kind = match (is_first, kind) {
            (true, 200) => length >= 28 + 24 * reports,
            (true, 201) => length >= 8 + 24 * reports,
            (false, 200..=207) => true,
            _ => false,
        };
        let Some(after) = rest.get(length..) else {
            return false;
        };
        if head & 0xc0 != 0x80 || !is_kind {
            return false;
        }
        if after.is_empty() {
            // One report alone is too little evidence unless it is whole and more than a header.
            return bytes.len() > 8;
        }
        rest = after;
        is_first = false;
    }
    false
}

/// Whether a datagram is RTP with a payload type whose frames have a fixed size.
fn is_rtp(segment: &Segment<'_>) -> bool {
    let bytes = segment.bytes;
    let (Some(head), Some(kind)) = (u8_at(bytes, 0), u8_at(bytes, 1)) else {
        return false;
    };
    let kind = kind & 0x7f;
    let Some(media) = bytes.get(12..).filter(|media| !media.is_empty()) else {
        return false;
    };
    if segment.on_any(&RTP_PORTS) {
        // No contributing sources: mixers are rare, and the four bits are needed.
        return head & 0x0f == 0 && matches!(kind, 0..=34 | 96..=127);
    }
    let even = segment.source.is_multiple_of(2) && segment.destination.is_multiple_of(2);
    let high = segment.source >= 1024 && segment.destination >= 1024;
    if head != 0x80 || !even || !high {
        return false;
    }
    match kind {
        // G.711: whole multiples of ten milliseconds, up to sixty.
        0 | 8 => matches!(media.len(), 80 | 160 | 240 | 320 | 480),
        // MPEG transport stream: packets of 188 bytes that begin with 0x47.
        33 => media.len().is_multiple_of(188) && media.first() == Some(&0x47),
        _ => false,
    }
}

/// MQTT by its connection request (version 3.1.1, 3.1; version 5), strong; other packets whose
/// length is exact, weak.
pub(super) fn mqtt<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let head = u8_at(bytes, 0)?;
    let (length, at) = variable_length(bytes)?;
    if head == 0x10 {
        let body = bytes.get(at..)?;
        let is_connect = body.starts_with(b"\x00\x04MQTT") || body.starts_with(b"\x00\x06MQIsdp");
        return if is_connect {
            Recognised::client(Application::Mqtt)
        } else {
            None
        };
    }
    let is_packet = match head >> 4 {
        2 | 4 | 5 | 7 | 9 | 11..=14 => head & 0xf == 0,
        // A publication: the topic has to fit.
        3 => {
            head & 0x6 != 0x6
                && be16(bytes, at).is_some_and(|topic| usize::from(topic) + 2 <= length)
        }
        6 | 8 | 10 => head & 0xf == 2,
        _ => false,
    };
    if is_packet && segment.on(MQTT_PORT) && at + length == bytes.len() {
        return Recognised::said(Application::Mqtt, segment.client_of(MQTT_PORT));
    }
    None
}

/// MQTT's remaining length after the first byte, and the offset after it.
fn variable_length(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut length = 0;
    for index in 0..4 {
        let byte = u8_at(bytes, 1 + index)?;
        length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((length, 2 + index));
        }
    }
    None
}
