//! What are the fields called?
//!
//! [`FIELDS`] is the whole list, in the order in which a person is offered them; aliases are further
//! names that are understood.

use super::{End, Family, Field, FieldInfo, NameSource, Transport, Way};

/// Every field under its own name.
pub const FIELDS: &[FieldInfo] = {
    use Field as F;
    &[
        entry("host", F::Host(End::Either), "either end: address or name"),
        entry("client", F::Host(End::Client), "who opened the flow"),
        entry("server", F::Host(End::Server), "who was asked"),
        entry("port", F::Port(Transport::Any, End::Either), "either port"),
        entry(
            "client.port",
            F::Port(Transport::Any, End::Client),
            "the client's port",
        ),
        entry(
            "server.port",
            F::Port(Transport::Any, End::Server),
            "the server's port",
        ),
        entry("app", F::Application, "application"),
        entry("protocol", F::Protocol, "what the network layer carries"),
        entry(
            "name",
            F::Name(NameSource::Any),
            "name that the client asked for",
        ),
        entry("bytes", F::Bytes(Way::Both), "bytes in both directions"),
        entry("bytes.up", F::Bytes(Way::Up), "bytes from client to server"),
        entry(
            "bytes.down",
            F::Bytes(Way::Down),
            "bytes from server to client",
        ),
        entry(
            "packets",
            F::Packets(Way::Both),
            "packets in both directions",
        ),
        entry(
            "packets.up",
            F::Packets(Way::Up),
            "packets from client to server",
        ),
        entry(
            "packets.down",
            F::Packets(Way::Down),
            "packets from server to client",
        ),
        entry("duration", F::Duration, "time from first to last packet"),
        entry("first", F::First, "time of the first packet"),
        entry("last", F::Last, "time of the last packet"),
        entry(
            "degree",
            F::Degree(End::Either),
            "distinct neighbours of either end",
        ),
        entry(
            "client.degree",
            F::Degree(End::Client),
            "distinct neighbours of the client",
        ),
        entry(
            "server.degree",
            F::Degree(End::Server),
            "distinct neighbours of the server",
        ),
        entry("evidence", F::Evidence, "what told the application"),
        entry(
            "direction.confidence",
            F::DirectionConfidence,
            "how sure the client is, 0 to 1",
        ),
        entry(
            "direction.reason",
            F::DirectionReason,
            "how the client was decided",
        ),
        entry("tunnel", F::Tunnel, "kind of tunnel"),
        entry(
            "note",
            F::Note,
            "what you wrote about its hosts, its edge, its time",
        ),
        entry(
            "ip.addr",
            F::Address(Family::V4, End::Either),
            "either IPv4 address",
        ),
        entry(
            "ip.src",
            F::Address(Family::V4, End::Source),
            "IPv4 address that sent",
        ),
        entry(
            "ip.dst",
            F::Address(Family::V4, End::Destination),
            "IPv4 address sent to",
        ),
        entry(
            "ip.proto",
            F::IpProtocol(Family::V4),
            "protocol number of IPv4",
        ),
        entry(
            "ipv6.addr",
            F::Address(Family::V6, End::Either),
            "either IPv6 address",
        ),
        entry(
            "ipv6.src",
            F::Address(Family::V6, End::Source),
            "IPv6 address that sent",
        ),
        entry(
            "ipv6.dst",
            F::Address(Family::V6, End::Destination),
            "IPv6 address sent to",
        ),
        entry(
            "ipv6.nxt",
            F::IpProtocol(Family::V6),
            "protocol number of IPv6",
        ),
        entry(
            "eth.addr",
            F::Address(Family::Mac, End::Either),
            "either MAC address",
        ),
        entry(
            "eth.src",
            F::Address(Family::Mac, End::Source),
            "MAC address that sent",
        ),
        entry(
            "eth.dst",
            F::Address(Family::Mac, End::Destination),
            "MAC address sent to",
        ),
        entry("vlan.id", F::Vlan, "VLAN"),
        entry(
            "tcp.port",
            F::Port(Transport::Tcp, End::Either),
            "either TCP port",
        ),
        entry(
            "tcp.srcport",
            F::Port(Transport::Tcp, End::Source),
            "TCP port that sent",
        ),
        entry(
            "tcp.dstport",
            F::Port(Transport::Tcp, End::Destination),
            "TCP port sent to",
        ),
        entry(
            "udp.port",
            F::Port(Transport::Udp, End::Either),
            "either UDP port",
        ),
        entry(
            "udp.srcport",
            F::Port(Transport::Udp, End::Source),
            "UDP port that sent",
        ),
        entry(
            "udp.dstport",
            F::Port(Transport::Udp, End::Destination),
            "UDP port sent to",
        ),
        entry(
            "sctp.port",
            F::Port(Transport::Sctp, End::Either),
            "either SCTP port",
        ),
        entry(
            "sctp.srcport",
            F::Port(Transport::Sctp, End::Source),
            "SCTP port that sent",
        ),
        entry(
            "sctp.dstport",
            F::Port(Transport::Sctp, End::Destination),
            "SCTP port sent to",
        ),
        entry("tcp.flags.fin", F::Flag(0), "whether FIN was ever sent"),
        entry("tcp.flags.syn", F::Flag(1), "whether SYN was ever sent"),
        entry("tcp.flags.reset", F::Flag(2), "whether RST was ever sent"),
        entry("tcp.flags.push", F::Flag(3), "whether PSH was ever sent"),
        entry("tcp.flags.ack", F::Flag(4), "whether ACK was ever sent"),
        entry("tcp.flags.urg", F::Flag(5), "whether URG was ever sent"),
        entry("tcp.flags.ece", F::Flag(6), "whether ECE was ever sent"),
        entry("tcp.flags.cwr", F::Flag(7), "whether CWR was ever sent"),
        entry("frame.time", F::Time, "any time from first to last packet"),
        entry(
            "dns.qry.name",
            F::Name(NameSource::DnsQuery),
            "name asked of DNS",
        ),
        entry("tls.sni", F::Name(NameSource::Sni), "server name of TLS"),
        entry("http.host", F::Name(NameSource::HttpHost), "Host of HTTP"),
    ]
};

/// Other names for fields, Wireshark's own where ours is shorter.
const ALIASES: &[(&str, &str)] = &[
    ("application", "app"),
    ("vlan", "vlan.id"),
    ("frame.time_epoch", "frame.time"),
    ("tls.handshake.extensions_server_name", "tls.sni"),
    ("tcp.flags.rst", "tcp.flags.reset"),
    ("tcp.flags.psh", "tcp.flags.push"),
];

const fn entry(name: &'static str, field: Field, about: &'static str) -> FieldInfo {
    FieldInfo { name, field, about }
}

impl Field {
    /// The field of a name or alias, in any case of letters.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = alias.map_or(name.as_str(), |(_, own)| own);
        let info = FIELDS.iter().find(|info| info.name == name);
        info.map(|info| info.field)
    }

    /// Its own name. A field that is not in [`FIELDS`] (a client's MAC address, say) has none.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let info = FIELDS.iter().find(|info| info.field == self);
        info.map(|info| info.name)
    }
}

/// All names and aliases of fields.
pub(super) fn field_names() -> impl Iterator<Item = &'static str> {
    let aliases = ALIASES.iter().map(|(alias, _)| *alias);
    FIELDS.iter().map(|info| info.name).chain(aliases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_field_and_back() {
        for info in FIELDS {
            assert_eq!(
                Field::from_name(info.name),
                Some(info.field),
                "{}",
                info.name
            );
            assert_eq!(info.field.name(), Some(info.name));
        }
        for name in field_names() {
            assert!(Field::from_name(&name.to_uppercase()).is_some(), "{name}");
        }
        assert_eq!(Field::from_name("tcp.prot"), None);
    }
}
