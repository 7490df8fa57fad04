//! What can a filter ask about a flow, and what is it called?
//!
//! Names are Wireshark's display-filter names where Wireshark has one (wireshark-filter(4)); fields
//! that only a flow has are named after the table's columns. [`FIELDS`] is the whole list, in the
//! order in which a person is offered them.

/// Which kind of address a field looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
    /// MAC addresses of the flow's first frame.
    Mac,
}

/// Which end of a flow a field looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// Both: the field has two values, and one that matches is enough.
    Either,
    /// An end that sent packets; so both where packets went both ways.
    Source,
    /// An end that packets were sent to.
    Destination,
    /// Who opened the flow.
    Client,
    /// Who was asked.
    Server,
}

/// Which way traffic goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// Both directions together.
    Both,
    /// From client to server.
    Up,
    /// From server to client.
    Down,
}

/// Whose ports a field looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Every protocol that has ports.
    Any,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

/// Where the name that a client asked for was seen. The table keeps one name for each flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameSource {
    /// Anywhere.
    Any,
    /// The question of a DNS, mDNS or LLMNR query.
    DnsQuery,
    /// The server name of TLS or QUIC.
    Sni,
    /// The Host field of HTTP.
    HttpHost,
}

/// Something that a filter can ask about a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// An address of one family.
    Address(Family, End),
    /// A host, by address or by a name that the capture showed for it.
    Host(End),
    /// A port.
    Port(Transport, End),
    /// Number of distinct neighbours of a host over the whole table.
    Degree(End),
    /// Bytes.
    Bytes(Way),
    /// Packets.
    Packets(Way),
    /// From the flow's first packet to its last.
    Duration,
    /// Time of the flow's first packet.
    First,
    /// Time of the flow's last packet.
    Last,
    /// The whole time from first to last packet.
    Time,
    /// Application.
    Application,
    /// What told the application.
    Evidence,
    /// Protocol of the network layer's payload, an EtherType where there is no IP.
    Protocol,
    /// The protocol number of IPv4 or of IPv6.
    IpProtocol(Family),
    /// What the client asked for.
    Name(NameSource),
    /// VLAN identifier.
    Vlan,
    /// Kind of tunnel.
    Tunnel,
    /// A flag of TCP, by its bit in the flag byte (RFC 9293), over all packets of the flow.
    Flag(u8),
    /// How sure it is who opened the flow.
    DirectionConfidence,
    /// How it was decided who opened the flow.
    DirectionReason,
    /// What was written about the host, the edge, the time or whatever else the flow belongs to.
    Note,
}

/// What kind of values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Addresses and networks of one family.
    Address(Family),
    /// Addresses and networks of any family, and names.
    Host,
    /// Whole numbers up to this one.
    Number(u64),
    /// A number of bytes.
    Bytes,
    /// A length of time.
    Duration,
    /// A point in time.
    Time,
    /// A share between 0 and 1.
    Share,
    /// Text.
    Text,
    /// True or false.
    Flag,
    /// An application's key.
    Application,
    /// A protocol's name or number.
    Protocol,
    /// The name or number of an IP protocol.
    IpProtocol,
    /// One of [`crate::capture::Evidence`].
    Evidence,
    /// One of [`crate::flow::DirectionReason`].
    DirectionReason,
    /// One of [`crate::capture::Tunnel`].
    Tunnel,
}

impl Kind {
    /// Whether values have an order, so that `<` and ranges make sense.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::Address(_)
                | Self::Number(_)
                | Self::Bytes
                | Self::Duration
                | Self::Time
                | Self::Share
        )
    }

    /// Whether `contains` and `matches` make sense.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Host | Self::Text)
    }
}

/// A field's entry in the list of fields.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Its name.
    pub name: &'static str,
    /// The field.
    pub field: Field,
    /// What it is, for completion.
    pub about: &'static str,
}

impl Field {
    /// What kind of values it has.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Address(family, _) => Kind::Address(family),
            Self::Host(_) => Kind::Host,
            Self::Port(..) => Kind::Number(u16::MAX as u64),
            Self::Degree(_) | Self::Packets(_) => Kind::Number(u64::MAX),
            Self::Vlan => Kind::Number(4095),
            Self::Bytes(_) => Kind::Bytes,
            Self::Duration => Kind::Duration,
            Self::First | Self::Last | Self::Time => Kind::Time,
            Self::Application => Kind::Application,
            Self::Evidence => Kind::Evidence,
            Self::Protocol => Kind::Protocol,
            Self::IpProtocol(_) => Kind::IpProtocol,
            Self::Name(_) | Self::Note => Kind::Text,
            Self::Tunnel => Kind::Tunnel,
            Self::Flag(_) => Kind::Flag,
            Self::DirectionConfidence => Kind::Share,
            Self::DirectionReason => Kind::DirectionReason,
        }
    }
}
