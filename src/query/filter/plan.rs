//! How is a filter asked of ten million flows?
//!
//! A [`Plan`] is a filter compiled against one table: text and addresses have become sets of
//! dictionary codes, everything else intervals or bit sets, so that a flow costs a look at one
//! column for each test. Flows are asked 64 at a time, a word of the [`FlowSet`], and a test that
//! cannot change the word any more is not asked.

use rayon::prelude::*;

use super::sets::{CodeSet, Intervals, saturated};
use crate::flow::{Columns, FlowTable};
use crate::query::FlowSet;

/// A column of dictionary codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeColumn {
    Client,
    Server,
    ClientMac,
    ServerMac,
    Name,
}

/// A column of 8-bit or 16-bit numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SmallColumn {
    ClientPort,
    ServerPort,
    Protocol,
    Vlan,
    Application,
    Evidence,
    Tunnel,
    ClientFlags,
    ServerFlags,
    DirectionReason,
    DirectionConfidence,
}

/// A number worked out from columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Bytes,
    BytesUp,
    BytesDown,
    Packets,
    PacketsUp,
    PacketsDown,
    Duration,
    First,
    Last,
}

/// A filter compiled against one table.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    All,
    None,
    And(Vec<Plan>),
    Xor(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    /// The column's code is in the set.
    Codes(CodeColumn, CodeSet),
    /// The column's number is in the set.
    Small(SmallColumn, CodeSet),
    /// The number is in an interval.
    Number(Measure, Intervals<i64>),
    /// Some moment from the flow's first to its last packet is in an interval.
    Time(Intervals<i64>),
}

impl Plan {
    /// The flows that pass.
    pub fn run(&self, table: &FlowTable) -> FlowSet {
        let len = table.len();
        let words: Vec<u64> = (0..len.div_ceil(64))
            .into_par_iter()
            .with_min_len(256)
            .map(|word| {
                let first = word * 64;
                let count = (len - first).min(64);
                let every = u64::MAX >> (64 - count);
                self.word(&table.columns, first, count, every) & every
            })
            .collect();
        FlowSet::from_words(len, words)
    }

    /// Which of the `count` flows from `first` on pass. Only the bits in `asked` are looked at, and
    /// others may have any value.
    fn word(&self, columns: &Columns, first: usize, count: usize, asked: u64) -> u64 {
        match self {
            Self::All => u64::MAX,
            Self::None => 0,
            Self::And(parts) => parts.iter().fold(asked, |bits, part| match bits {
                0 => 0,
                _ => bits & part.word(columns, first, count, bits),
            }),
            Self::Or(parts) => {
                let open = parts.iter().fold(asked, |open, part| match open {
                    0 => 0,
                    _ => open & !part.word(columns, first, count, open),
                });
                asked & !open
            }
            Self::Xor(parts) => parts.iter().fold(0, |bits, part| {
                bits ^ part.word(columns, first, count, asked)
            }),
            Self::Not(part) => !part.word(columns, first, count, asked),
            Self::Codes(column, set) => {
                let codes: &[u32] = match column {
                    CodeColumn::Client => &columns.client,
                    CodeColumn::Server => &columns.server,
                    CodeColumn::ClientMac => &columns.client_mac,
                    CodeColumn::ServerMac => &columns.server_mac,
                    CodeColumn::Name => &columns.name,
                };
                bits(&codes[first..first + count], |code| set.contains(code))
            }
            Self::Small(column, set) => small_word(*column, set, columns, first, count),
            Self::Number(measure, set) => number_word(*measure, set, columns, first, count),
            Self::Time(set) => indexed_bits(first, count, |flow| {
                set.overlaps(first_nanos(columns, flow), last_nanos(columns, flow))
            }),
        }
    }
}

fn bits<T: Copy>(values: &[T], pass: impl Fn(T) -> bool) -> u64 {
    let passing = values.iter().map(|&value| u64::from(pass(value)));
    (0..)
        .zip(passing)
        .fold(0, |bits, (at, bit)| bits | bit << at)
}

fn indexed_bits(first: usize, count: usize, pass: impl Fn(usize) -> bool) -> u64 {
    (0..count).fold(0, |bits, at| bits | u64::from(pass(first + at)) << at)
}

fn small_word(
    column: SmallColumn,
    set: &CodeSet,
    columns: &Columns,
    first: usize,
    count: usize,
) -> u64 {
    let wide = |values: &[u16]| {
        bits(&values[first..first + count], |value| {
            set.contains(value.into())
        })
    };
    let narrow = |values: &[u8]| {
        bits(&values[first..first + count], |value| {
            set.contains(value.into())
        })
    };
    match column {
        SmallColumn::ClientPort => wide(&columns.client_port),
        SmallColumn::ServerPort => wide(&columns.server_port),
        SmallColumn::Protocol => wide(&columns.protocol),
        SmallColumn::Vlan => wide(&columns.vlan),
        SmallColumn::Application => narrow(&columns.application),
        SmallColumn::Evidence => narrow(&columns.evidence),
        SmallColumn::Tunnel => narrow(&columns.tunnel),
        SmallColumn::ClientFlags => narrow(&columns.client_flags),
        SmallColumn::ServerFlags => narrow(&columns.server_flags),
        SmallColumn::DirectionReason => narrow(&columns.direction_reason),
        SmallColumn::DirectionConfidence => narrow(&columns.direction_confidence),
    }
}

fn number_word(
    measure: Measure,
    set: &Intervals<i64>,
    columns: &Columns,
    first: usize,
    count: usize,
) -> u64 {
    // Each measure has a loop of its own, so that the choice is not made for every flow.
    let (up, down) = (&columns.client_bytes, &columns.server_bytes);
    let (sent, received) = (&columns.client_packets, &columns.server_packets);
    let pass = |number: i64| set.contains(number);
    let (from, to) = (first_nanos, last_nanos);
    match measure {
        Measure::Bytes => indexed_bits(first, count, |flow| {
            pass(saturated(up[flow].saturating_add(down[flow])))
        }),
        Measure::BytesUp => indexed_bits(first, count, |flow| pass(saturated(up[flow]))),
        Measure::BytesDown => indexed_bits(first, count, |flow| pass(saturated(down[flow]))),
        Measure::Packets => indexed_bits(first, count, |flow| {
            pass(i64::from(sent[flow]) + i64::from(received[flow]))
        }),
        Measure::PacketsUp => indexed_bits(first, count, |flow| pass(sent[flow].into())),
        Measure::PacketsDown => indexed_bits(first, count, |flow| pass(received[flow].into())),
        Measure::Duration => indexed_bits(first, count, |flow| {
            pass(to(columns, flow).saturating_sub(from(columns, flow)))
        }),
        Measure::First => indexed_bits(first, count, |flow| pass(from(columns, flow))),
        Measure::Last => indexed_bits(first, count, |flow| pass(to(columns, flow))),
    }
}

fn first_nanos(columns: &Columns, flow: usize) -> i64 {
    columns.client_first[flow].min(columns.server_first[flow])
}

fn last_nanos(columns: &Columns, flow: usize) -> i64 {
    columns.client_last[flow].max(columns.server_last[flow])
}
