//! What is a protocol called?
//!
//! IP protocols have IANA's keyword in lower case (registry "Assigned Internet Protocol Numbers"),
//! EtherTypes and 802.2 service access points the name in common use, and whatever has no name
//! its number. No two protocols share a name, so that a name can be typed in a filter; three IP
//! protocols that nobody uses (118, 123, 124) step back for the link protocols known by theirs.

use std::borrow::Cow;

use super::Protocol;

/// First number that is an EtherType.
const FIRST_ETHERTYPE: u16 = 1536;

/// IP protocol numbers from 0 on; empty where IANA has no keyword.
const IP: [&str; 148] = [
    "hopopt",
    "icmp",
    "igmp",
    "ggp",
    "ipv4",
    "st",
    "tcp",
    "cbt",
    "egp",
    "igp",
    "bbn-rcc-mon",
    "nvp-ii",
    "pup",
    "argus",
    "emcon",
    "xnet",
    "chaos",
    "udp",
    "mux",
    "dcn-meas",
    "hmp",
    "prm",
    "xns-idp",
    "trunk-1",
    "trunk-2",
    "leaf-1",
    "leaf-2",
    "rdp",
    "irtp",
    "iso-tp4",
    "netblt",
    "mfe-nsp",
    "merit-inp",
    "dccp",
    "3pc",
    "idpr",
    "xtp",
    "ddp",
    "idpr-cmtp",
    "tp++",
    "il",
    "ipv6",
    "sdrp",
    "ipv6-route",
    "ipv6-frag",
    "idrp",
    "rsvp",
    "gre",
    "dsr",
    "bna",
    "esp",
    "ah",
    "i-nlsp",
    "swipe",
    "narp",
    "min-ipv4",
    "tlsp",
    "skip",
    "icmpv6",
    "ipv6-nonxt",
    "ipv6-opts",
    "",
    "cftp",
    "",
    "sat-expak",
    "kryptolan",
    "rvd",
    "ippc",
    "",
    "sat-mon",
    "visa",
    "ipcv",
    "cpnx",
    "cphb",
    "wsn",
    "pvp",
    "br-sat-mon",
    "sun-nd",
    "wb-mon",
    "wb-expak",
    "iso-ip",
    "vmtp",
    "secure-vmtp",
    "vines",
    "iptm",
    "nsfnet-igp",
    "dgp",
    "tcf",
    "eigrp",
    "ospf",
    "sprite-rpc",
    "larp",
    "mtp",
    "ax.25",
    "ipip",
    "micp",
    "scc-sp",
    "etherip",
    "encap",
    "",
    "gmtp",
    "ifmp",
    "pnni",
    "pim",
    "aris",
    "scps",
    "qnx",
    "a/n",
    "ipcomp",
    "snp",
    "compaq-peer",
    "ipx-in-ip",
    "vrrp",
    "pgm",
    "",
    "l2tp",
    "ddx",
    "iatp",
    "ip-stp",
    "srp",
    "uti",
    "smp",
    "sm",
    "ip-ptp",
    "ip-isis",
    "fire",
    "crtp",
    "crudp",
    "sscopmce",
    "iplt",
    "sps",
    "pipe",
    "sctp",
    "fc",
    "rsvp-e2e-ignore",
    "mobility-header",
    "udplite",
    "mpls-in-ip",
    "manet",
    "hip",
    "shim6",
    "wesp",
    "rohc",
    "ethernet",
    "aggfrag",
    "nsh",
    "homa",
    "bit-emu",
];

/// EtherTypes, our own codes and 802.2 service access points, by code.
///
/// A frame is counted by the EtherType of IPv4 or IPv6 only when its IP header is damaged.
const OTHERS: &[(u16, &str)] = &[
    (Protocol::LLC_BASE, "llc-null"),
    (Protocol::LLC_BASE | 0x02, "llc-management"),
    (Protocol::LLC_BASE | 0x04, "sna"),
    (Protocol::LLC_BASE | 0x06, "llc-ip"),
    (Protocol::LLC_BASE | 0x42, "stp"),
    (Protocol::LLC_BASE | 0x7e, "llc-x25"),
    (Protocol::LLC_BASE | 0x80, "llc-xns"),
    (Protocol::LLC_BASE | 0x82, "bacnet"),
    (Protocol::LLC_BASE | 0x98, "llc-arp"),
    (Protocol::LLC_BASE | 0xaa, "snap"),
    (Protocol::LLC_BASE | 0xbc, "llc-vines"),
    (Protocol::LLC_BASE | 0xe0, "ipx"),
    (Protocol::LLC_BASE | 0xf0, "netbios"),
    (Protocol::LLC_BASE | 0xf4, "lan-management"),
    (Protocol::LLC_BASE | 0xfe, "isis"),
    (Protocol::LLC_BASE | 0xff, "ipx-raw"),
    (Protocol::WLAN.0, "wlan"),
    (Protocol::PPP_CONTROL.0, "ppp-control"),
    (Protocol::UNSUPPORTED_LINK.0, "unsupported-link"),
    (Protocol::UNKNOWN.0, "unknown"),
    (Protocol::SLARP.0, "slarp"),
    (0x0600, "xns"),
    (0x0800, "ipv4-damaged"),
    (0x0806, "arp"),
    (0x0842, "wake-on-lan"),
    (0x0bad, "banyan-vines"),
    (0x2000, "cdp"),
    (0x22ea, "msrp"),
    (0x22eb, "erspan-iii"),
    (0x22f0, "avtp"),
    (0x22f3, "trill"),
    (0x22f4, "l2-isis"),
    (0x4305, "batman"),
    (0x6001, "dec-mop-load"),
    (0x6002, "dec-mop-console"),
    (0x6003, "decnet"),
    (0x6004, "dec-lat"),
    (0x6007, "dec-lavc"),
    (0x6558, "transparent-ethernet"),
    (0x8035, "rarp"),
    (0x809b, "appletalk"),
    (0x80f3, "aarp"),
    (0x8100, "vlan"),
    (0x8137, "novell-ipx"),
    (0x86dd, "ipv6-damaged"),
    (0x8808, "ethernet-flow-control"),
    (0x8809, "slow-protocols"),
    (0x880b, "ppp"),
    (0x8819, "cobranet"),
    (0x883e, "wccp"),
    (0x8847, "mpls"),
    (0x8848, "mpls-multicast"),
    (0x8863, "pppoe-discovery"),
    (0x8864, "pppoe-session"),
    (0x886d, "intel-ans"),
    (0x886f, "ms-nlb"),
    (0x8870, "jumbo-llc"),
    (0x887b, "homeplug"),
    (0x888e, "eapol"),
    (0x8892, "profinet"),
    (0x8899, "realtek"),
    (0x889a, "hyperscsi"),
    (0x88a2, "aoe"),
    (0x88a4, "ethercat"),
    (0x88a8, "vlan-service"),
    (0x88ab, "powerlink"),
    (0x88b4, "wapi"),
    (0x88b7, "oui-extended"),
    (0x88b8, "goose"),
    (0x88b9, "gse"),
    (0x88ba, "sampled-values"),
    (0x88be, "erspan"),
    (0x88c7, "preauthentication"),
    (0x88ca, "tipc"),
    (0x88cc, "lldp"),
    (0x88cd, "sercos"),
    (0x88d9, "lltd"),
    (0x88dc, "wsmp"),
    (0x88e1, "homeplug-av"),
    (0x88e3, "mrp"),
    (0x88e5, "macsec"),
    (0x88e7, "backbone-service"),
    (0x88f5, "mvrp"),
    (0x88f6, "mmrp"),
    (0x88f7, "ptp"),
    (0x88f8, "nc-si"),
    (0x88fb, "prp"),
    (0x8902, "cfm"),
    (0x8903, "fabricpath"),
    (0x8906, "fcoe"),
    (0x8909, "cisco-metadata"),
    (0x890d, "tdls"),
    (0x8914, "fip"),
    (0x8915, "roce"),
    (0x891d, "tte"),
    (0x8926, "vn-tag"),
    (0x892f, "hsr"),
    (0x893a, "ieee1905"),
    (0x893f, "e-tag"),
    (0x8940, "ecp"),
    (0x894f, "ethernet-nsh"),
    (0x9000, "loopback-test"),
    (0x9100, "vlan-9100"),
    (0x9200, "vlan-9200"),
    (0x9300, "vlan-9300"),
    (0xf1c1, "redundancy-tag"),
];

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
