//! Which application does a port number suggest?
//!
//! A choice from IANA's registry and from common use, only ports whose owner is clear; it is asked
//! when no payload was recognised. Ports from the ephemeral range are here only where the protocol
//! has no other.

use crate::capture::{Application, Protocol};

/// The application whose servers listen at this port; `None` if the port says nothing.
#[must_use]
pub fn by_port(protocol: Protocol, port: u16) -> Option<Application> {
    match protocol {
        Protocol::TCP => tcp(port),
        Protocol::UDP => udp(port),
        _ => None,
    }
}

/// Ports of TCP.
fn tcp(port: u16) -> Option<Application> {
    use Application as A;
    Some(match port {
        443 | 853 | 4433 | 5061 | 5223 | 5671 | 6514 | 8443 | 8883 | 9443 => A::Tls,
        465 | 636 | 989 | 990 | 992..=995 | 3269 => A::Tls,
        80 | 280 | 591 | 631 | 3128 | 5985 | 8000 | 8008 | 8080 | 8081 | 8088 | 8888 => A::Http,
        53 => A::Dns,
        5355 => A::Llmnr,
        25 | 587 | 2525 => A::Smtp,
        143 | 220 => A::Imap,
        110 => A::Pop3,
        22 => A::Ssh,
        23 | 2323 => A::Telnet,
        3389 => A::Rdp,
        5900..=5906 => A::Vnc,
        445 => A::Smb,
        137 => A::Nbns,
        139 => A::NbSession,
        2049 => A::Nfs,
        111 => A::SunRpc,
        20 | 21 => A::Ftp,
        389 | 3268 => A::Ldap,
        88 | 464 | 749 => A::Kerberos,
        135 | 593 => A::DceRpc,
        194 | 6660..=6669 | 6697 => A::Irc,
        5222 | 5269 => A::Xmpp,
        5060 => A::Sip,
        554 | 8554 => A::Rtsp,
        3478 => A::Stun,
        1883 => A::Mqtt,
        6881..=6889 => A::BitTorrent,
        6346 | 6347 => A::Gnutella,
        4661 | 4662 => A::Edonkey,
        30303 => A::Ethereum,
        8333 | 18333 => A::Bitcoin,
        3306 => A::MySql,
        5432 => A::Postgres,
        1433 => A::MsSql,
        6379 => A::Redis,
        27017..=27019 => A::MongoDb,
        502 => A::Modbus,
        20000 => A::Dnp3,
        44818 => A::EtherNetIp,
        102 => A::S7,
        5006 | 5007 => A::Melsec,
        1723 => A::Pptp,
        1194 => A::OpenVpn,
        1080 => A::Socks,
        514 => A::Syslog,
        427 => A::Slp,
        179 => A::Bgp,
        _ => return None,
    })
}

/// Ports of UDP.
fn udp(port: u16) -> Option<Application> {
    use Application as A;
    Some(match port {
        443 | 853 => A::Quic,
        53 => A::Dns,
        5353 => A::Mdns,
        5355 => A::Llmnr,
        137 => A::Nbns,
        138 => A::NbDatagram,
        2049 => A::Nfs,
        111 => A::SunRpc,
        69 => A::Tftp,
        389 => A::Ldap,
        88 | 464 => A::Kerberos,
        3389 => A::Rdp,
        5060 => A::Sip,
        5004 | 5005 => A::Rtp,
        3478 | 3479 | 19302 => A::Stun,
        6881 => A::BitTorrent,
        6346 | 6347 => A::Gnutella,
        4665 | 4672 => A::Edonkey,
        30303 | 30301 => A::Ethereum,
        1434 => A::MsSql,
        20000 => A::Dnp3,
        47808..=47823 => A::Bacnet,
        2222 | 44818 => A::EtherNetIp,
        5683 | 5684 => A::Coap,
        51820 => A::WireGuard,
        1194 => A::OpenVpn,
        500 | 4500 => A::Isakmp,
        1701 => A::L2tp,
        4789 | 8472 => A::Vxlan,
        6081 => A::Geneve,
        2123 | 2152 | 3386 => A::Gtp,
        3544 => A::Teredo,
        67 | 68 => A::Dhcp,
        546 | 547 => A::Dhcpv6,
        123 => A::Ntp,
        161 | 162 => A::Snmp,
        514 => A::Syslog,
        1900 => A::Ssdp,
        427 => A::Slp,
        3702 => A::WsDiscovery,
        1645 | 1646 | 1812 | 1813 | 3799 => A::Radius,
        520 | 521 => A::Rip,
        1985 | 2029 => A::Hsrp,
        2055 | 4739 | 9995 | 9996 => A::NetFlow,
        6343 => A::SFlow,
        _ => return None,
    })
}
