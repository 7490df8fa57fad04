//! Which kind of flow carries most of an edge?
//!
//! The flows of an edge that have one application and one transport are a strand. Where an edge has
//! several, the kind with most bytes gives it its colour.

use crate::capture::{Application, Protocol};

/// The part of an edge that has one application and one transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrandKey {
    /// The edge.
    pub edge: u32,
    /// Transport.
    pub protocol: Protocol,
    /// Application.
    pub application: Application,
}

/// Sums over one strand of a mixed edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct StrandTally {
    pub bytes: u64,
    pub flows: u32,
}

/// Strands up to which looking through all of them for each is faster than sorting.
const FEW_STRANDS: usize = 16;

/// The application and the protocol with most bytes over the visible strands of one edge; the
/// smallest of several. Strands are in order of protocol, then application.
pub(super) fn dominant(keys: &[StrandKey], strands: &[StrandTally]) -> (Application, Protocol) {
    let protocol = most(protocol_sums(keys, strands));
    let application = if keys.len() <= FEW_STRANDS {
        most(application_sums(keys, strands))
    } else {
        let mut kinds: Vec<(u16, u64, u32)> = keys
            .iter()
            .zip(strands)
            .map(|(key, sums)| (u16::from(key.application.code()), sums.bytes, sums.flows))
            .collect();
        kinds.sort_unstable_by_key(|&(kind, ..)| kind);
        most(kinds.chunk_by(|a, b| a.0 == b.0).map(summed))
    };
    (
        application.map_or(Application::Unknown, |code| {
            Application::from_code(code as u8)
        }),
        protocol.map_or(Protocol::UNKNOWN, Protocol),
    )
}

/// Kind, bytes and flows of neighbours of one kind.
fn summed(same: &[(u16, u64, u32)]) -> (u16, u64, u32) {
    let add = |sum: (u16, u64, u32), next: &(u16, u64, u32)| {
        (
            sum.0,
            sum.1.wrapping_add(next.1),
            sum.2.wrapping_add(next.2),
        )
    };
    let first = same.first().map_or(0, |first| first.0);
    same.iter().fold((first, 0, 0), add)
}

/// The kind with most bytes among those with flows; the smallest of several.
fn most(kinds: impl Iterator<Item = (u16, u64, u32)>) -> Option<u16> {
    kinds
        .filter(|&(_, _, flows)| flows > 0)
        .map(|(kind, bytes, _)| (bytes, std::cmp::Reverse(kind)))
        .max()
        .map(|(_, std::cmp::Reverse(kind))| kind)
}

/// Sums by protocol: a run of strands each.
fn protocol_sums<'a>(
    keys: &'a [StrandKey],
    strands: &'a [StrandTally],
) -> impl Iterator<Item = (u16, u64, u32)> + 'a {
    let mut strands = strands.iter();
    keys.chunk_by(|a, b| a.protocol == b.protocol)
        .map(move |run| {
            let sum = (run[0].protocol.0, 0_u64, 0_u32);
            strands.by_ref().take(run.len()).fold(sum, |sum, next| {
                (
                    sum.0,
                    sum.1.wrapping_add(next.bytes),
                    sum.2.wrapping_add(next.flows),
                )
            })
        })
}

/// Sums by application: the sum of all strands like it, once for each strand.
fn application_sums<'a>(
    keys: &'a [StrandKey],
    strands: &'a [StrandTally],
) -> impl Iterator<Item = (u16, u64, u32)> + 'a {
    keys.iter().map(move |key| {
        let same = keys
            .iter()
            .zip(strands)
            .filter(|(other, _)| other.application == key.application);
        let sum = (u16::from(key.application.code()), 0_u64, 0_u32);
        same.fold(sum, |sum, (_, next)| {
            (
                sum.0,
                sum.1.wrapping_add(next.bytes),
                sum.2.wrapping_add(next.flows),
            )
        })
    })
}
