//! By when could something that left one node have arrived at another?
//!
//! A contact is a time during which two nodes exchange packets. Whatever a node has, it can pass
//! on in either direction at any moment of a contact, and it keeps what it has: a hop happens at
//! the later of the contact's first packet and the arrival at the node that passes it on, provided
//! that this is no later than the contact's last packet. A hop takes no time. So times never
//! decrease along a path, and hops at one and the same moment may follow each other.
//!
//! Such a path says that something *could* have travelled, by the times alone; and where it is
//! missing, that nothing seen in the capture carried it.
//!
//! This is the earliest-arrival path of Wu, Cheng, Huang, Ke, Lu and Xu, "Path Problems in
//! Temporal Graphs" (VLDB 2014). Their single pass over contacts in order of departure needs
//! contacts that are moments; one that lasts can be entered late, after others that began later.
//! Arriving earlier is never worse, however, because waiting is allowed, so that the nodes can be
//! settled in order of arrival, as Dijkstra does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A time during which two nodes can pass things on to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// One end; may equal the other, and then leads nowhere.
    pub client: u32,
    /// The other end.
    pub server: u32,
    /// Time of the first packet, nanoseconds since the Unix epoch.
    pub first_nanos: i64,
    /// Time of the last packet; a contact that ends before it begins cannot be used.
    pub last_nanos: i64,
    /// What the path reports.
    pub flow: u32,
}

/// One step of a time-respecting path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The flow of the contact.
    pub flow: u32,
    /// Where it comes from: the client of the contact or its server.
    pub from: u32,
    /// Where it goes to.
    pub to: u32,
    /// Earliest time of the hop, nanoseconds since the Unix epoch; no earlier than the one before.
    pub nanos: i64,
}

/// Earliest arrivals from one node at all nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrivals {
    from: u32,
    not_before_nanos: i64,
    /// `[node]`: the hop by which something arrives first; none at the start and where nothing
    /// arrives.
    last_hops: Vec<Option<Hop>>,
}

/// Contacts by node.
struct ContactRows {
    /// `[node + 1]`: where each node's row begins in `contacts`.
    starts: Vec<usize>,
    /// Places in the slice of contacts, each in the rows of both its ends.
    contacts: Vec<u32>,
}

/// An arrival that may turn out to be the earliest: time, hops, flow, place of the contact, node.
/// What follows the time decides between equal times.
type Candidate = Reverse<(i64, u32, u32, u32, u32)>;

/// Finds out when something that is at `from` at `not_before_nanos` arrives at each node at the
/// earliest; `i64::MIN` asks from the beginning of the capture. `None` if `from` is not below
/// `node_count`.
///
/// Of several ways to arrive first, the one with the fewest hops counts, among the paths that are
/// earliest at every node on their way; of these the one with the smallest flow. Contacts with an
/// end that is not below `node_count` are passed over. Takes O((nodes + contacts) · log contacts)
/// time and O(nodes + contacts) memory.
#[must_use]
pub fn earliest_arrivals(
    node_count: usize,
    contacts: &[Contact],
    from: u32,
    not_before_nanos: i64,
) -> Option<Arrivals> {
    if from as usize >= node_count {
        return None;
    }
    let rows = ContactRows::build(node_count, contacts);
    let mut last_hops: Vec<Option<Hop>> = vec![None; node_count];
    let mut is_settled = vec![false; node_count];
    let mut candidates = BinaryHeap::<Candidate>::new();
    let mut settled = Some((from, not_before_nanos, 0));
    while let Some((node, now, hops)) = settled {
        is_settled[node as usize] = true;
        for &place in rows.at(node) {
            let contact = &contacts[place as usize];
            let to = contact.other_end(node);
            let nanos = now.max(contact.first_nanos);
            if nanos <= contact.last_nanos && !is_settled[to as usize] {
                candidates.push(Reverse((nanos, hops + 1, contact.flow, place, to)));
            }
        }
        settled = None;
        while let Some(Reverse((nanos, hops, flow, place, to))) = candidates.pop() {
            if !is_settled[to as usize] {
                last_hops[to as usize] = Some(Hop {
                    flow,
                    from: contacts[place as usize].other_end(to),
                    to,
                    nanos,
                });
                settled = Some((to, nanos, hops));
                break;
            }
        }
    }
    Some(Arrivals {
        from,
        not_before_nanos,
        last_hops,
    })
}

/// The time-respecting path from `from` to `to` that arrives earliest, as flows in order: empty if
/// the two are the same, `None` if there is none or one of them is not below `node_count`.
///
/// As [`earliest_arrivals`], which answers for all goals in the same time.
#[must_use]
pub fn earliest_path(
    node_count: usize,
    contacts: &[Contact],
    from: u32,
    to: u32,
    not_before_nanos: i64,
) -> Option<Vec<Hop>> {
    earliest_arrivals(node_count, contacts, from, not_before_nanos)?.path(to)
}

impl Arrivals {
    /// Earliest arrival at a node, nanoseconds since the Unix epoch; at the start, the time from
    /// which the search asked. `None` if nothing arrives there.
    #[must_use]
    pub fn nanos(&self, node: u32) -> Option<i64> {
        if node == self.from {
            Some(self.not_before_nanos)
        } else {
            Some(self.last_hops.get(node as usize)?.as_ref()?.nanos)
        }
    }

    /// Nodes at which something arrives, ascending, the start included.
    pub fn nodes(&self) -> impl Iterator<Item = u32> + '_ {
        (0..=u32::MAX)
            .zip(&self.last_hops)
            .filter(|&(node, hop)| hop.is_some() || node == self.from)
            .map(|(node, _)| node)
    }

    /// The path by which something arrives first, hop by hop; empty for the start, `None` if
    /// nothing arrives there. It visits no node twice.
    #[must_use]
    pub fn path(&self, to: u32) -> Option<Vec<Hop>> {
        let mut hops = Vec::new();
        let mut node = to;
        while node != self.from {
            // Each hop comes from a node that was settled before, so this ends at the start.
            let hop = *self.last_hops.get(node as usize)?.as_ref()?;
            hops.push(hop);
            node = hop.from;
        }
        hops.reverse();
        Some(hops)
    }
}

impl Contact {
    fn other_end(&self, node: u32) -> u32 {
        if node == self.client {
            self.server
        } else {
            self.client
        }
    }
}

impl ContactRows {
    fn build(node_count: usize, contacts: &[Contact]) -> Self {
        let usable = || {
            (0..=u32::MAX).zip(contacts).filter(|(_, contact)| {
                let ends = [contact.client, contact.server];
                contact.client != contact.server
                    && contact.first_nanos <= contact.last_nanos
                    && ends.iter().all(|&node| (node as usize) < node_count)
            })
        };
        let mut starts = vec![0_usize; node_count + 1];
        for (_, contact) in usable() {
            starts[contact.client as usize + 1] += 1;
            starts[contact.server as usize + 1] += 1;
        }
        for node in 0..node_count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; starts[node_count]];
        for (place, contact) in usable() {
            for node in [contact.client as usize, contact.server as usize] {
                rows[next[node]] = place;
                next[node] += 1;
            }
        }
        Self {
            starts,
            contacts: rows,
        }
    }

    fn at(&self, node: u32) -> &[u32] {
        &self.contacts[self.starts[node as usize]..self.starts[node as usize + 1]]
    }
}
