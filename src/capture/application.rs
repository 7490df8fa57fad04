//! What runs over a flow?
//!
//! The list is fixed, so that the same application has the same code, name and colour in every
//! capture. How it is told from packets is in [`super::applications`].

/// Declares the applications once: code, key, label, family.
macro_rules! applications {
    ($($variant:ident, $key:literal, $label:literal, $family:ident;)*) => {
        /// An application protocol. The discriminant is the code in the flow table.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Application {
            /// Neither payload nor ports say.
            #[default]
            Unknown,
            $(#[doc = $label] $variant,)*
        }

        impl Application {
            /// Every application, in code order, [`Application::Unknown`] first.
            pub const ALL: &'static [Self] = &[Self::Unknown, $(Self::$variant,)*];

            /// Lower-case key, as in the filter language and in `info --json`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { Self::Unknown => "unknown", $(Self::$variant => $key,)* }
            }

            /// Name as people write it.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { Self::Unknown => "Unknown", $(Self::$variant => $label,)* }
            }

            /// The family that gives it its hue.
            #[must_use]
            pub fn family(self) -> Family {
                match self { Self::Unknown => Family::Unknown, $(Self::$variant => Family::$family,)* }
            }
        }
    };
}

/// Applications that share a hue: web blues, names greens, mail yellows and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Not known.
    Unknown,
    /// Web.
    Web,
    /// Names.
    Names,
    /// Mail.
    Mail,
    /// Remote access.
    Remote,
    /// File sharing and directories.
    Files,
    /// Chat, voice and control channels.
    Chat,
    /// Peer-to-peer.
    Peer,
    /// Databases.
    Data,
    /// Plant and building control.
    Industrial,
    /// Tunnels and virtual private networks.
    Tunnel,
    /// What keeps a network running.
    Infrastructure,
}

applications! {
    Tls, "tls", "TLS", Web;
    Quic, "quic", "QUIC", Web;
    Http, "http", "HTTP", Web;
    Dns, "dns", "DNS", Names;
    Mdns, "mdns", "mDNS", Names;
    Llmnr, "llmnr", "LLMNR", Names;
    Nbns, "nbns", "NetBIOS names", Names;
    Smtp, "smtp", "SMTP", Mail;
    Imap, "imap", "IMAP", Mail;
    Pop3, "pop3", "POP3", Mail;
    Ssh, "ssh", "SSH", Remote;
    Telnet, "telnet", "Telnet", Remote;
    Rdp, "rdp", "RDP", Remote;
    Vnc, "vnc", "VNC", Remote;
    Smb, "smb", "SMB", Files;
    NbSession, "nbss", "NetBIOS sessions", Files;
    NbDatagram, "nbdgm", "NetBIOS datagrams", Files;
    Nfs, "nfs", "NFS", Files;
    Ftp, "ftp", "FTP", Files;
    Tftp, "tftp", "TFTP", Files;
    Ldap, "ldap", "LDAP", Files;
    Kerberos, "kerberos", "Kerberos", Files;
    DceRpc, "dcerpc", "DCE/RPC", Files;
    Irc, "irc", "IRC", Chat;
    Xmpp, "xmpp", "XMPP", Chat;
    Sip, "sip", "SIP", Chat;
    Rtp, "rtp", "RTP", Chat;
    Stun, "stun", "STUN", Chat;
    Mqtt, "mqtt", "MQTT", Chat;
    BitTorrent, "bittorrent", "BitTorrent", Peer;
    Gnutella, "gnutella", "Gnutella", Peer;
    Edonkey, "edonkey", "eDonkey", Peer;
    Ethereum, "ethereum", "Ethereum", Peer;
    Bitcoin, "bitcoin", "Bitcoin", Peer;
    MySql, "mysql", "MySQL", Data;
    Postgres, "postgres", "PostgreSQL", Data;
    MsSql, "mssql", "SQL Server", Data;
    Redis, "redis", "Redis", Data;
    MongoDb, "mongodb", "MongoDB", Data;
    Modbus, "modbus", "Modbus", Industrial;
    Dnp3, "dnp3", "DNP3", Industrial;
    Bacnet, "bacnet", "BACnet", Industrial;
    EtherNetIp, "enip", "EtherNet/IP", Industrial;
    S7, "s7comm", "S7", Industrial;
    Melsec, "melsec", "MELSEC", Industrial;
    Coap, "coap", "CoAP", Industrial;
    WireGuard, "wireguard", "WireGuard", Tunnel;
    OpenVpn, "openvpn", "OpenVPN", Tunnel;
    Isakmp, "isakmp", "IKE", Tunnel;
    L2tp, "l2tp", "L2TP", Tunnel;
    Pptp, "pptp", "PPTP", Tunnel;
    Vxlan, "vxlan", "VXLAN", Tunnel;
    Geneve, "geneve", "Geneve", Tunnel;
    Gtp, "gtp", "GTP", Tunnel;
    Teredo, "teredo", "Teredo", Tunnel;
    Socks, "socks", "SOCKS", Tunnel;
    Dhcp, "dhcp", "DHCP", Infrastructure;
    Dhcpv6, "dhcpv6", "DHCPv6", Infrastructure;
    Ntp, "ntp", "NTP", Infrastructure;
    Snmp, "snmp", "SNMP", Infrastructure;
    Syslog, "syslog", "Syslog", Infrastructure;
    Ssdp, "ssdp", "SSDP", Infrastructure;
    Slp, "slp", "SLP", Infrastructure;
    WsDiscovery, "wsd", "WS-Discovery", Infrastructure;
    Radius, "radius", "RADIUS", Infrastructure;
    Bgp, "bgp", "BGP", Infrastructure;
    Rip, "rip", "RIP", Infrastructure;
    Hsrp, "hsrp", "HSRP", Infrastructure;
    NetFlow, "netflow", "NetFlow", Infrastructure;
    SFlow, "sflow", "sFlow", Infrastructure;
    SunRpc, "sunrpc", "Sun RPC", Files;
    Rtsp, "rtsp", "RTSP", Chat;
}

impl Application {
    /// The application of a code from the flow table; unknown codes are [`Application::Unknown`].
    #[must_use]
    pub fn from_code(code: u8) -> Self {
        Self::ALL
            .get(usize::from(code))
            .copied()
            .unwrap_or_default()
    }

    /// The application that a server port stands for, over TCP if that and UDP differ.
    #[must_use]
    pub fn of_port(port: u16) -> Option<Self> {
        use super::{Protocol, applications::by_port};
        by_port(Protocol::TCP, port).or_else(|| by_port(Protocol::UDP, port))
    }

    /// The code in the flow table.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The application with this lower-case key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|application| application.key() == key)
    }
}

/// What an application was told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Evidence {
    /// Nothing.
    #[default]
    None,
    /// A well-known port only.
    Port,
    /// Bytes of the payload.
    Payload,
}

/// Where a name of a host or flow was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum NameOrigin {
    /// An answer of the Domain Name System.
    Dns,
    /// An answer of multicast DNS.
    Mdns,
    /// An answer of Link-Local Multicast Name Resolution.
    Llmnr,
    /// A NetBIOS name registration or answer.
    Nbns,
    /// A DHCP client's own name for itself.
    Dhcp,
    /// The server name that a TLS or QUIC client asked for.
    Sni,
    /// The Host field of an HTTP request.
    HttpHost,
    /// A name record of the capture file itself.
    CaptureFile,
}

impl NameOrigin {
    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Dns => "DNS",
            Self::Mdns => "mDNS",
            Self::Llmnr => "LLMNR",
            Self::Nbns => "NetBIOS",
            Self::Dhcp => "DHCP",
            Self::Sni => "SNI",
            Self::HttpHost => "HTTP Host",
            Self::CaptureFile => "capture file",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_keys_round_trip() {
        for (code, &application) in Application::ALL.iter().enumerate() {
            assert_eq!(usize::from(application.code()), code);
            assert_eq!(Application::from_code(application.code()), application);
            assert_eq!(Application::from_key(application.key()), Some(application));
        }
        assert_eq!(Application::from_code(255), Application::Unknown);
    }
}
