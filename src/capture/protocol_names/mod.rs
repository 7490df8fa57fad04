//! What is a protocol called?
//!
//! IP protocols have IANA's keyword in lower case (registry "Assigned Internet Protocol Numbers"),
//! EtherTypes and 802.2 service access points the name in common use, and whatever has no name
//! its number. No two protocols share a name, so that a name can be typed in a filter; three IP
//! protocols that nobody uses (118, 123, 124) step back for the link protocols known by theirs.

mod registry;

use std::borrow::Cow;

use super::Protocol;
use registry::{IP, OTHERS};

/// First number that is an EtherType.
const FIRST_ETHERTYPE: u16 = 1536;

/// The name of a protocol; see [`Protocol::name`].
pub(super) fn name(protocol: Protocol) -> Cow<'static, str> {
    let code = protocol.0;
    if let Some(&keyword) = IP
        .get(usize::from(code))
        .filter(|keyword| !keyword.is_empty())
    {
        return Cow::Borrowed(keyword);
    }
    if let Ok(index) = OTHERS.binary_search_by_key(&code, |entry| entry.0)
        && let Some((_, known)) = OTHERS.get(index)
    {
        return Cow::Borrowed(known);
    }
    Cow::Owned(match code {
        0..=0xff => format!("ip-{code}"),
        0x100..=0x1ff => format!("llc-0x{:02x}", code & 0xff),
        FIRST_ETHERTYPE.. => format!("ethertype-0x{code:04x}"),
        _ => format!("protocol-0x{code:04x}"),
    })
}

/// The protocol of a name, as [`name`] gives it or as IANA writes it, in any case of letters; and
/// by number in each of the forms for protocols without a name.
pub(super) fn from_name(text: &str) -> Option<Protocol> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return None;
    }
    if let Some(number) = IP.iter().position(|&keyword| keyword == text) {
        return u16::try_from(number).ok().map(Protocol);
    }
    if let Some((code, _)) = OTHERS.iter().find(|entry| entry.1 == text) {
        return Some(Protocol(*code));
    }
    match text.as_str() {
        "ipv6-icmp" | "icmp6" => return Some(Protocol::ICMPV6),
        "ospfigp" => return Some(Protocol(89)),
        "802.11" | "wifi" => return Some(Protocol::WLAN),
        _ => {}
    }
    let hexadecimal = |prefix: &str| {
        text.strip_prefix(prefix)
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
    };
    if let Some(number) = text.strip_prefix("ip-") {
        return number
            .parse::<u8>()
            .ok()
            .map(|number| Protocol(u16::from(number)));
    }
    if let Some(sap) = hexadecimal("llc-0x") {
        return (sap <= 0xff).then_some(Protocol(Protocol::LLC_BASE | sap));
    }
    if let Some(ethertype) = hexadecimal("ethertype-0x") {
        return (ethertype >= FIRST_ETHERTYPE).then_some(Protocol(ethertype));
    }
    hexadecimal("protocol-0x").map(Protocol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: u16, expected: &str) {
        assert_eq!(name(Protocol(code)), expected);
        assert_eq!(from_name(expected), Some(Protocol(code)), "{expected}");
    }

    #[test]
    fn names_are_those_people_know() {
        check(1, "icmp");
        check(2, "igmp");
        check(6, "tcp");
        check(17, "udp");
        check(47, "gre");
        check(50, "esp");
        check(51, "ah");
        check(58, "icmpv6");
        check(61, "ip-61");
        check(88, "eigrp");
        check(89, "ospf");
        check(103, "pim");
        check(112, "vrrp");
        check(132, "sctp");
        check(136, "udplite");
        check(253, "ip-253");
        check(0x0806, "arp");
        check(0x88cc, "lldp");
        check(0x888e, "eapol");
        check(0x9999, "ethertype-0x9999");
        check(0x0142, "stp");
        check(0x0110, "llc-0x10");
        check(0x0200, "wlan");
        check(0x0300, "protocol-0x0300");
    }

    #[test]
    fn every_code_has_a_name_of_its_own() {
        for code in 0..=u16::MAX {
            let protocol = Protocol(code);
            assert_eq!(from_name(&name(protocol)), Some(protocol), "{code:#06x}");
        }
    }

    #[test]
    fn other_spellings_are_understood() {
        assert_eq!(from_name("IPv6-ICMP"), Some(Protocol::ICMPV6));
        assert_eq!(from_name(" TCP "), Some(Protocol::TCP));
        assert_eq!(from_name("OSPFIGP"), Some(Protocol(89)));
        assert_eq!(from_name(""), None);
        assert_eq!(from_name("ip-256"), None);
        assert_eq!(from_name("ethertype-0x05ff"), None);
        assert_eq!(from_name("no such thing"), None);
    }
}
