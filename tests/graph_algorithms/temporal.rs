//! Time-respecting paths.

use flowloom::graph::paths::{Contact, Hop, earliest_arrivals, earliest_path};
use proptest::prelude::*;

fn contact(client: u32, server: u32, first_nanos: i64, last_nanos: i64, flow: u32) -> Contact {
    Contact {
        client,
        server,
        first_nanos,
        last_nanos,
        flow,
    }
}

/// Flows of the path, or none.
fn flows(contacts: &[Contact], from: u32, to: u32, not_before: i64) -> Option<Vec<u32>> {
    let path = earliest_path(10, contacts, from, to, not_before)?;
    Some(path.iter().map(|hop| hop.flow).collect())
}

#[test]
fn a_hop_cannot_precede_the_one_before_it() {
    let row = [
        contact(0, 1, 10, 20, 7),
        contact(2, 1, 15, 30, 8),
        contact(2, 3, 0, 14, 9),
    ];
    assert_eq!(flows(&row, 0, 2, i64::MIN), Some(vec![7, 8]));
    assert_eq!(
        flows(&row, 0, 3, i64::MIN),
        None,
        "over before it could begin"
    );
    assert_eq!(
        flows(&row, 3, 0, i64::MIN),
        Some(vec![9, 8, 7]),
        "later ones the other way"
    );
    assert_eq!(flows(&row, 0, 2, 20), Some(vec![7, 8]), "just in time");
    assert_eq!(flows(&row, 0, 2, 21), None, "too late");
    assert_eq!(flows(&row, 0, 0, 99), Some(vec![]));
    assert_eq!(flows(&row, 0, 10, 0), None);
    assert_eq!(flows(&row, 10, 0, 0), None);

    let path = earliest_path(10, &row, 3, 0, 5).expect("there is one");
    let hop = |flow, from, to, nanos| Hop {
        flow,
        from,
        to,
        nanos,
    };
    assert_eq!(path, [hop(9, 3, 2, 5), hop(8, 2, 1, 15), hop(7, 1, 0, 15)]);
}

#[test]
fn the_earliest_path_wins_then_the_one_with_fewest_hops_then_the_smallest_flow() {
    let direct = contact(0, 2, 50, 60, 1);
    let around = [contact(0, 1, 5, 5, 2), contact(1, 2, 5, 6, 3)];
    assert_eq!(
        flows(&[direct, around[0], around[1]], 0, 2, 0),
        Some(vec![2, 3])
    );
    let direct = contact(2, 0, 5, 60, 4);
    assert_eq!(
        flows(&[around[0], around[1], direct], 0, 2, 0),
        Some(vec![4])
    );
    let twins = [
        contact(0, 1, 1, 9, 12),
        contact(1, 0, 0, 9, 11),
        contact(0, 1, 0, 1, 10),
    ];
    assert_eq!(flows(&twins, 0, 1, 1), Some(vec![10]));
}

#[test]
fn what_cannot_be_used_is_passed_over() {
    let useless = [
        contact(0, 1, 9, 8, 1),
        contact(0, 0, 0, 9, 2),
        contact(0, 77, 0, 9, 3),
    ];
    let arrivals = earliest_arrivals(4, &useless, 0, 3).expect("node 0 exists");
    assert_eq!(arrivals.nodes().collect::<Vec<_>>(), [0]);
    assert_eq!(arrivals.nanos(0), Some(3));
    assert_eq!((arrivals.nanos(1), arrivals.nanos(77)), (None, None));
    assert_eq!(earliest_arrivals(0, &[], 0, 0), None);
}

/// Earliest arrival and the smallest number of hops, over every walk that visits no node twice;
/// with `at_best`, only walks that are at each node at its earliest time.
fn by_trying_all(
    contacts: &[Contact],
    (from, to): (u32, u32),
    not_before: i64,
    at_best: Option<&dyn Fn(u32) -> Option<i64>>,
) -> Option<(i64, usize)> {
    let mut best: Option<(i64, usize)> = None;
    let mut open = vec![(not_before, vec![from])];
    while let Some((now, nodes)) = open.pop() {
        let here = *nodes.last().expect("a walk has a node");
        if at_best.is_some_and(|earliest| earliest(here) != Some(now)) {
            continue;
        }
        if here == to {
            let found = (now, nodes.len() - 1);
            best = Some(best.map_or(found, |known| known.min(found)));
            continue;
        }
        for contact in contacts {
            let next = match here {
                here if here == contact.client => contact.server,
                here if here == contact.server => contact.client,
                _ => continue,
            };
            let then = now.max(contact.first_nanos);
            if then <= contact.last_nanos && !nodes.contains(&next) {
                let mut nodes = nodes.clone();
                nodes.push(next);
                open.push((then, nodes));
            }
        }
    }
    best
}

proptest! {
    #[test]
    fn arrivals_are_the_earliest_of_all_walks(
        raw in prop::collection::vec((0_u32..6, 0_u32..6, 0_i64..12, -1_i64..8), 0..10),
        from in 0_u32..6,
        not_before in 0_i64..8,
    ) {
        let contacts: Vec<Contact> = (100..)
            .zip(&raw)
            .map(|(flow, &(a, b, first, length))| contact(a, b, first, first + length, flow))
            .collect();
        let arrivals = earliest_arrivals(6, &contacts, from, not_before).expect("a node");
        let nanos = |node| arrivals.nanos(node);
        for to in 0..6 {
            let expected = by_trying_all(&contacts, (from, to), not_before, None);
            prop_assert_eq!(nanos(to), expected.map(|(time, _)| time));
            let path = earliest_path(6, &contacts, from, to, not_before);
            prop_assert_eq!(&path, &arrivals.path(to));
            let Some(path) = path else { continue };
            let fewest = by_trying_all(&contacts, (from, to), not_before, Some(&nanos));
            prop_assert_eq!(Some(path.len()), fewest.map(|(_, hops)| hops));
            let (mut node, mut now) = (from, not_before);
            for hop in path {
                let used = contacts[hop.flow as usize - 100];
                prop_assert!([used.client, used.server].contains(&hop.from));
                prop_assert!([used.client, used.server].contains(&hop.to));
                prop_assert_eq!(hop.from, node);
                prop_assert_eq!(hop.nanos, now.max(used.first_nanos));
                prop_assert!(hop.nanos <= used.last_nanos);
                (node, now) = (hop.to, hop.nanos);
            }
            prop_assert_eq!(node, to);
        }
    }
}
