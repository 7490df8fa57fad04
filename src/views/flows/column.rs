//! Which columns does the table of flows have, and what is in a cell?

use super::super::Look;
use crate::capture::Evidence;
use crate::flow::{Flow, FlowTable};
use crate::session::{Category, Clock, Item, host_address, host_title};
use crate::text::printable;
use crate::units::{Bytes, Count, Duration, TimeSpan};

/// A column, in the order in which they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// Time of the first packet.
    #[default]
    First,
    /// From the first packet to the last.
    Duration,
    /// Who opened it.
    Client,
    /// Port at the client.
    ClientPort,
    /// Who was asked.
    Server,
    /// Port at the server.
    ServerPort,
    /// Transport.
    Protocol,
    /// What ran over it.
    Application,
    /// What the client asked for.
    Name,
    /// Bytes that the client sent.
    BytesUp,
    /// Bytes that the server sent.
    BytesDown,
    /// Packets that the client sent.
    PacketsUp,
    /// Packets that the server sent.
    PacketsDown,
    /// What the application was told by.
    Evidence,
    /// How the client was decided, and how sure that is.
    Direction,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 15] = [
        Self::First,
        Self::Duration,
        Self::Client,
        Self::ClientPort,
        Self::Server,
        Self::ServerPort,
        Self::Protocol,
        Self::Application,
        Self::Name,
        Self::BytesUp,
        Self::BytesDown,
        Self::PacketsUp,
        Self::PacketsDown,
        Self::Evidence,
        Self::Direction,
    ];

    /// Its head.
    pub fn title(self) -> &'static str {
        match self {
            Self::First => "First packet",
            Self::Duration => "Duration",
            Self::Client => "Client",
            Self::ClientPort => "Port",
            Self::Server => "Server",
            Self::ServerPort => "Port",
            Self::Protocol => "Protocol",
            Self::Application => "Application",
            Self::Name => "Name",
            Self::BytesUp => "Bytes up",
            Self::BytesDown => "Bytes down",
            Self::PacketsUp => "Pkts up",
            Self::PacketsDown => "Pkts down",
            Self::Evidence => "Told by",
            Self::Direction => "Direction",
        }
    }

    /// What the head says in full, to a screen reader and on hovering.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::First => "time of the first packet (UTC)",
            Self::Duration => "duration",
            Self::Client => "client",
            Self::ClientPort => "client port",
            Self::Server => "server",
            Self::ServerPort => "server port",
            Self::Protocol => "protocol",
            Self::Application => "application",
            Self::Name => "name that the client asked for",
            Self::BytesUp => "bytes from client to server",
            Self::BytesDown => "bytes from server to client",
            Self::PacketsUp => "packets from client to server",
            Self::PacketsDown => "packets from server to client",
            Self::Evidence => "what the application was told by",
            Self::Direction => "how sure the direction is",
        }
    }

    /// Least width in points, and whether it takes a share of what is left. `with_day` is whether
    /// times are written with the day.
    pub fn width_pts(self, with_day: bool) -> (f32, bool) {
        match self {
            Self::First => (if with_day { 176.0 } else { 118.0 }, false),
            Self::Duration => (70.0, false),
            Self::Client | Self::Server => (112.0, true),
            Self::ClientPort | Self::ServerPort => (46.0, false),
            Self::Protocol => (62.0, false),
            Self::Application => (90.0, false),
            Self::Name => (120.0, true),
            Self::BytesUp | Self::BytesDown => (74.0, false),
            Self::PacketsUp | Self::PacketsDown => (66.0, false),
            Self::Evidence => (58.0, false),
            Self::Direction => (110.0, false),
        }
    }

    /// Whether its cells are numbers, which stand at the right.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Duration
                | Self::ClientPort
                | Self::ServerPort
                | Self::BytesUp
                | Self::BytesDown
                | Self::PacketsUp
                | Self::PacketsDown
        )
    }

    /// A cell's text, printable. `day` is the day that all flows have in common, if they do.
    pub fn text(self, table: &FlowTable, flow: &Flow, day: Option<&str>, clock: &Clock) -> String {
        let port = |port: u16| match port {
            0 => String::new(),
            port => port.to_string(),
        };
        let count = |packets: u32| Count(u64::from(packets)).to_string();
        match self {
            Self::First => {
                let text = clock.text(flow.span.first);
                match day {
                    Some(_) => text.get(11..).unwrap_or(&text).to_owned(),
                    None => text,
                }
            }
            Self::Duration => Duration(flow.span.nanos()).to_string(),
            Self::Client => host_title(table, flow.client),
            Self::ClientPort => port(flow.client_port),
            Self::Server => host_title(table, flow.server),
            Self::ServerPort => port(flow.server_port),
            Self::Protocol => Category::Transport(flow.protocol).label(),
            Self::Application => flow.application.label().to_owned(),
            Self::Name => flow.name.map_or(String::new(), |name| {
                printable(table.names.name(name)).into_owned()
            }),
            Self::BytesUp => Bytes(flow.bytes[0]).to_string(),
            Self::BytesDown => Bytes(flow.bytes[1]).to_string(),
            Self::PacketsUp => count(flow.packets[0]),
            Self::PacketsDown => count(flow.packets[1]),
            Self::Evidence => evidence(flow.evidence).to_owned(),
            Self::Direction => format!(
                "{}, {} %",
                flow.direction_reason.label(),
                flow.direction_confidence
            ),
        }
    }

    /// The exact value where the cell's text is rounded or shortened.
    pub fn exact(self, table: &FlowTable, flow: &Flow, clock: &Clock) -> Option<String> {
        match self {
            Self::First => Some(clock.exact(flow.span.first)),
            Self::Duration => Some(format!("{} ns", Count(flow.span.nanos().unsigned_abs()))),
            Self::BytesUp => Some(format!("{} bytes", Count(flow.bytes[0]))),
            Self::BytesDown => Some(format!("{} bytes", Count(flow.bytes[1]))),
            Self::Client => Some(host_address(table, flow.client)),
            Self::Server => Some(host_address(table, flow.server)),
            Self::Name => flow
                .name
                .map(|name| printable(table.names.name(name)).into_owned()),
            _ => None,
        }
    }

    /// What a cell's value can be pointed at as, in every view.
    pub fn item(self, flow: &Flow) -> Option<Item> {
        match self {
            Self::Client => Some(Item::Client(flow.client)),
            Self::Server => Some(Item::Server(flow.server)),
            Self::ServerPort if flow.server_port > 0 => Some(Item::Port(flow.server_port)),
            Self::Protocol => Some(Item::Category(Category::Transport(flow.protocol))),
            Self::Application => Some(Item::Category(Category::Application(flow.application))),
            Self::Name => flow.name.map(Item::Name),
            _ => None,
        }
    }

    /// A cell's colour.
    pub fn color(self, flow: &Flow, look: &Look) -> egui::Color32 {
        match self {
            Self::First | Self::ClientPort | Self::Evidence | Self::Direction => look.weak,
            // Numbers that are nothing recede.
            Self::BytesDown if flow.bytes[1] == 0 => look.weak,
            Self::PacketsDown if flow.packets[1] == 0 => look.weak,
            _ => look.text,
        }
    }
}

/// What an application was told by, in a word.
pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::None => "nothing",
        Evidence::Port => "port",
        Evidence::Payload => "payload",
    }
}

/// The day on which a whole span lies, as `2018-06-18`.
pub fn common_day(span: TimeSpan, clock: &Clock) -> Option<String> {
    let day = |text: String| text.get(..10).map(str::to_owned);
    let [first, last] = [span.first, span.last].map(|time| day(clock.text(time)));
    first.filter(|first| Some(first) == last.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;

    #[test]
    fn a_day_is_said_once_if_all_flows_share_it() {
        let check = |first: i64, last: i64, expected: Option<&str>| {
            let span = TimeSpan {
                first: Timestamp(first * 1_000_000_000),
                last: Timestamp(last * 1_000_000_000),
            };
            assert_eq!(common_day(span, &Clock::default()).as_deref(), expected);
        };
        check(0, 86_399, Some("1970-01-01"));
        check(0, 86_400, None);
        check(-1, 0, None);
    }
}
