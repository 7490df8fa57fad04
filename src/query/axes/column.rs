//! What can be an axis?
//!
//! A column of the flow table, or a number worked out from columns. Each one has a field in the
//! filter language, so that a brush on it can be written as text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::query::{End, Field, NameSource, Transport, Way};

/// A property of flows that an axis can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AxisColumn {
    /// Who opened the flow, by address.
    Client,
    /// The client's port.
    ClientPort,
    /// Who was asked, by address.
    Server,
    /// The server's port.
    ServerPort,
    /// Application, the most frequent first.
    Application,
    /// Protocol, the most frequent first.
    Protocol,
    /// Bytes in both directions.
    Bytes,
    /// Bytes from client to server.
    BytesUp,
    /// Bytes from server to client.
    BytesDown,
    /// Packets in both directions.
    Packets,
    /// Packets from client to server.
    PacketsUp,
    /// Packets from server to client.
    PacketsDown,
    /// From first to last packet.
    Duration,
    /// Time of the first packet.
    First,
    /// Time of the last packet.
    Last,
    /// VLAN.
    Vlan,
    /// What the client asked for, the most frequent first.
    Name,
    /// Distinct neighbours of the client over the whole table.
    ClientDegree,
    /// Distinct neighbours of the server over the whole table.
    ServerDegree,
    /// Kind of tunnel, the most frequent first.
    Tunnel,
    /// What told the application, the most frequent first.
    Evidence,
    /// How it was decided who opened the flow, the most frequent first.
    DirectionReason,
}

/// What kind of positions a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Addresses in numeric order.
    Hosts,
    /// Categories by number of flows.
    Categories,
    /// Names by number of flows.
    Names,
    /// Counts that are written with ranges, as ports.
    Counts,
    /// Bytes.
    Bytes,
    /// Nanoseconds.
    Duration,
    /// Points in time.
    Time,
}

impl AxisColumn {
    /// Every column, in the order in which they are offered.
    pub const ALL: [Self; 22] = [
        Self::Client,
        Self::ClientPort,
        Self::Server,
        Self::ServerPort,
        Self::Application,
        Self::Protocol,
        Self::Bytes,
        Self::BytesUp,
        Self::BytesDown,
        Self::Packets,
        Self::PacketsUp,
        Self::PacketsDown,
        Self::Duration,
        Self::First,
        Self::Last,
        Self::Vlan,
        Self::Name,
        Self::ClientDegree,
        Self::ServerDegree,
        Self::Tunnel,
        Self::Evidence,
        Self::DirectionReason,
    ];

    /// Its title.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Client => "Source",
            Self::ClientPort => "Source port",
            Self::Server => "Destination",
            Self::ServerPort => "Destination port",
            Self::Application => "Application",
            Self::Protocol => "Protocol",
            Self::Bytes => "Bytes",
            Self::BytesUp => "Bytes sent",
            Self::BytesDown => "Bytes received",
            Self::Packets => "Packets",
            Self::PacketsUp => "Packets sent",
            Self::PacketsDown => "Packets received",
            Self::Duration => "Duration",
            Self::First => "Time",
            Self::Last => "End time",
            Self::Vlan => "VLAN",
            Self::Name => "Name",
            Self::ClientDegree => "Source degree",
            Self::ServerDegree => "Destination degree",
            Self::Tunnel => "Tunnel",
            Self::Evidence => "Evidence",
            Self::DirectionReason => "Direction reason",
        }
    }

    /// Its title as one word, as in `destination-port`.
    #[must_use]
    pub fn word(self) -> String {
        self.label().to_lowercase().replace(' ', "-")
    }

    /// The column of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }

    /// What it means, in a phrase.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Client => "who opened the flow; addresses in numeric order",
            Self::ClientPort => "the port of who opened the flow",
            Self::Server => "who was asked; addresses in numeric order",
            Self::ServerPort => "the port of who was asked",
            Self::Application => "what runs over the flow; the most frequent at the top",
            Self::Protocol => "what the network layer carries; the most frequent at the top",
            Self::Bytes => "bytes in both directions",
            Self::BytesUp => "bytes from source to destination",
            Self::BytesDown => "bytes from destination to source",
            Self::Packets => "packets in both directions",
            Self::PacketsUp => "packets from source to destination",
            Self::PacketsDown => "packets from destination to source",
            Self::Duration => "time from first to last packet",
            Self::First => "time of the first packet",
            Self::Last => "time of the last packet",
            Self::Vlan => "VLAN identifier",
            Self::Name => "what the source asked for; the most frequent at the top",
            Self::ClientDegree => "distinct neighbours of the source, over all flows",
            Self::ServerDegree => "distinct neighbours of the destination, over all flows",
            Self::Tunnel => "kind of tunnel; the most frequent at the top",
            Self::Evidence => "what told the application; the most frequent at the top",
            Self::DirectionReason => "how the source was decided; the most frequent at the top",
        }
    }

    /// The field of the filter language that asks for it.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::Client => Field::Host(End::Client),
            Self::ClientPort => Field::Port(Transport::Any, End::Client),
            Self::Server => Field::Host(End::Server),
            Self::ServerPort => Field::Port(Transport::Any, End::Server),
            Self::Application => Field::Application,
            Self::Protocol => Field::Protocol,
            Self::Bytes => Field::Bytes(Way::Both),
            Self::BytesUp => Field::Bytes(Way::Up),
            Self::BytesDown => Field::Bytes(Way::Down),
            Self::Packets => Field::Packets(Way::Both),
            Self::PacketsUp => Field::Packets(Way::Up),
            Self::PacketsDown => Field::Packets(Way::Down),
            Self::Duration => Field::Duration,
            Self::First => Field::First,
            Self::Last => Field::Last,
            Self::Vlan => Field::Vlan,
            Self::Name => Field::Name(NameSource::Any),
            Self::ClientDegree => Field::Degree(End::Client),
            Self::ServerDegree => Field::Degree(End::Server),
            Self::Tunnel => Field::Tunnel,
            Self::Evidence => Field::Evidence,
            Self::DirectionReason => Field::DirectionReason,
        }
    }

    /// Whether its values can be spread by their logarithm.
    #[must_use]
    pub fn can_be_log(self) -> bool {
        let nature = self.nature();
        matches!(nature, Nature::Counts | Nature::Bytes | Nature::Duration) && self != Self::Vlan
    }

    /// Whether they are at first: sizes span many powers of ten, and services crowd among the low
    /// ports; a client's port is any.
    #[must_use]
    pub fn log_by_default(self) -> bool {
        self.can_be_log() && self != Self::ClientPort
    }

    /// Whether its values are points in time, which are shown in a zone.
    #[must_use]
    pub fn is_time(self) -> bool {
        self.nature() == Nature::Time
    }

    pub(super) fn nature(self) -> Nature {
        match self {
            Self::Client | Self::Server => Nature::Hosts,
            Self::Application
            | Self::Protocol
            | Self::Tunnel
            | Self::Evidence
            | Self::DirectionReason => Nature::Categories,
            Self::Name => Nature::Names,
            Self::ClientPort
            | Self::ServerPort
            | Self::Packets
            | Self::PacketsUp
            | Self::PacketsDown
            | Self::ClientDegree
            | Self::ServerDegree
            | Self::Vlan => Nature::Counts,
            Self::Bytes | Self::BytesUp | Self::BytesDown => Nature::Bytes,
            Self::Duration => Nature::Duration,
            Self::First | Self::Last => Nature::Time,
        }
    }
}

/// An axis as the user has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AxisChoice {
    /// What it shows.
    pub column: AxisColumn,
    /// Whether it runs the other way than at first.
    pub inverted: bool,
    /// Whether values are spread by their logarithm; means nothing where the column has none.
    pub log: bool,
}

/// One word, as in `destination-port`, with `:inverted`, and `:log` or `:linear` where that is not
/// how the column is shown at first.
impl fmt::Display for AxisChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.column.word())?;
        if self.inverted {
            f.write_str(":inverted")?;
        }
        match (self.log, self.column.log_by_default()) {
            (true, false) => f.write_str(":log"),
            (false, true) => f.write_str(":linear"),
            _ => Ok(()),
        }
    }
}

impl FromStr for AxisChoice {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let column = AxisColumn::from_word(name).ok_or("there is no such axis")?;
        let mut choice = Self::new(column);
        for part in parts {
            match part {
                "inverted" => choice.inverted = true,
                "log" => choice.log = true,
                "linear" => choice.log = false,
                _ => return Err("an axis is only `inverted`, `log` or `linear`"),
            }
        }
        Ok(choice)
    }
}

impl AxisChoice {
    /// A column as it is shown at first.
    #[must_use]
    pub fn new(column: AxisColumn) -> Self {
        Self {
            column,
            inverted: false,
            log: column.log_by_default(),
        }
    }

    /// Whether bin 0 is at the top: numbers and addresses grow upwards, categories are read from
    /// the most frequent down, and inverted it is the other way round.
    #[must_use]
    pub fn begins_at_top(self) -> bool {
        matches!(self.column.nature(), Nature::Categories | Nature::Names) != self.inverted
    }

    /// The axes that are there at first.
    #[must_use]
    pub fn initial() -> Vec<Self> {
        use AxisColumn as C;
        [
            C::Client,
            C::Server,
            C::ServerPort,
            C::Application,
            C::Bytes,
            C::First,
        ]
        .map(Self::new)
        .into()
    }
}
