//! Which plans do questions about a column need?
//!
//! The ends of a flow that a field means, sets of small numbers, and the few questions that need
//! more than one column.

use super::plan::{CodeColumn, Measure, Plan, SmallColumn};
use super::sets::{CodeSet, Intervals, numbers};
use super::{End, Family, NameSource, Relation, Transport};
use crate::capture::{Application, Protocol};

/// Bits for every number of a 16-bit column.
const SMALL_NUMBERS: usize = 1 << 16;

#[derive(Clone, Copy)]
pub(super) enum Side {
    Client,
    Server,
}

impl Side {
    pub(super) fn host_column(self) -> CodeColumn {
        match self {
            Self::Client => CodeColumn::Client,
            Self::Server => CodeColumn::Server,
        }
    }

    pub(super) fn address_column(self, family: Family) -> CodeColumn {
        match (family, self) {
            (Family::Mac, Self::Client) => CodeColumn::ClientMac,
            (Family::Mac, Self::Server) => CodeColumn::ServerMac,
            (_, side) => side.host_column(),
        }
    }

    pub(super) fn port_column(self) -> SmallColumn {
        match self {
            Self::Client => SmallColumn::ClientPort,
            Self::Server => SmallColumn::ServerPort,
        }
    }
}

/// A question holds at one of the ends that are meant.
pub(super) fn at_ends(end: End, question: impl Fn(Side) -> Plan) -> Plan {
    let some = Intervals::new(vec![(1, i64::MAX)]);
    let up = Plan::Number(Measure::PacketsUp, some.clone());
    let down = Plan::Number(Measure::PacketsDown, some);
    let (client, server) = match end {
        End::Client => return question(Side::Client),
        End::Server => return question(Side::Server),
        End::Either => {
            return Plan::Or(vec![question(Side::Client), question(Side::Server)]);
        }
        End::Source => (up, down),
        End::Destination => (down, up),
    };
    Plan::Or(vec![
        Plan::And(vec![question(Side::Client), client]),
        Plan::And(vec![question(Side::Server), server]),
    ])
}

pub(super) fn any_code(columns: &[CodeColumn], set: &CodeSet) -> Plan {
    let parts = columns
        .iter()
        .map(|&column| Plan::Codes(column, set.clone()));
    Plan::Or(parts.collect())
}

pub(super) fn small(column: SmallColumn, pass: impl Fn(u16) -> bool) -> Plan {
    let passing = (0..=u16::MAX).filter(|&number| pass(number)).map(u32::from);
    Plan::Small(column, CodeSet::from_codes(SMALL_NUMBERS, passing))
}

pub(super) fn one_of(column: SmallColumn, relation: &Relation) -> Plan {
    let set = numbers(relation);
    small(column, |number| set.contains(number.into()))
}

pub(super) fn is_application(all: &[Application]) -> Plan {
    small(SmallColumn::Application, |code| {
        all.iter()
            .any(|application| u16::from(application.code()) == code)
    })
}

pub(super) fn is_protocol(all: &[Protocol]) -> Plan {
    small(SmallColumn::Protocol, |code| all.contains(&Protocol(code)))
}

pub(super) fn has_ports(transport: Transport) -> Plan {
    is_protocol(match transport {
        Transport::Any => &[Protocol::TCP, Protocol::UDP, Protocol::SCTP],
        Transport::Tcp => &[Protocol::TCP],
        Transport::Udp => &[Protocol::UDP],
        Transport::Sctp => &[Protocol::SCTP],
    })
}

/// The name passes, and it was seen where it should be.
pub(super) fn named(source: NameSource, name: Plan) -> Plan {
    let application = is_application(match source {
        NameSource::Any => return name,
        NameSource::DnsQuery => &[Application::Dns, Application::Mdns, Application::Llmnr],
        NameSource::Sni => &[Application::Tls, Application::Quic],
        NameSource::HttpHost => &[Application::Http],
    });
    Plan::And(vec![application, name])
}

/// Over all packets of the flow, both ways, the flag was set (1) or never set (0).
pub(super) fn flag(bit: u8, wanted: &Intervals<i64>) -> Plan {
    let has = |flags: u16| flags >> bit & 1 == 1;
    let was_set = Plan::Or(vec![
        small(SmallColumn::ClientFlags, has),
        small(SmallColumn::ServerFlags, has),
    ]);
    let state = match (wanted.contains(1), wanted.contains(0)) {
        (true, true) => Plan::All,
        (true, false) => was_set,
        (false, true) => Plan::Not(Box::new(was_set)),
        (false, false) => Plan::None,
    };
    Plan::And(vec![is_protocol(&[Protocol::TCP]), state])
}
