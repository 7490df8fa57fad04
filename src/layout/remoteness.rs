//! How far is a node from all others, in hops: the mean over a sample of them.
//!
//! In a graph with hubs nearly all pairs are two to six hops apart, and how far apart two hosts
//! are is mostly how remote each of them is. Forces alone do not show it; a pull towards the
//! ring that a node's rank deserves does.
//! Sixty-four sources are searched from at once, one bit each (Then et al. 2014), which costs a
//! few passes over the edges.

use super::adjacency::Adjacency;

/// Sources of the sample: the bits of a word.
const SOURCES: u64 = 64;
/// Most hops that are searched, so that one long tail does not take longer than all the rest.
const MOST_HOPS: u32 = 24;

/// Mean hops of each node of a connected graph from a sample of all nodes, `[node]`.
///
/// Each node stands for itself and `counts[node] - 1` leaves, which are one hop further from the
/// others than it is: the mean is over all of them.
#[must_use]
pub fn remoteness(graph: &Adjacency, counts: &[u32]) -> Vec<f32> {
    let mut front = sources(counts);
    let mut seen = front.clone();
    let mut next = vec![0_u64; counts.len()];
    let mut hops = vec![0_u32; counts.len()];
    for hop in 1..=MOST_HOPS {
        let mut any = 0;
        for (node, next) in next.iter_mut().enumerate() {
            let missing = !seen[node];
            let mut reached = 0;
            if missing != 0 {
                for &other in graph.row(node) {
                    reached |= front[other as usize];
                }
            }
            *next = reached & missing;
            hops[node] += hop * next.count_ones();
            any |= *next;
        }
        if any == 0 {
            break;
        }
        for (seen, new) in seen.iter_mut().zip(&next) {
            *seen |= new;
        }
        std::mem::swap(&mut front, &mut next);
    }
    let unseen = seen.iter().map(|seen| (MOST_HOPS + 1) * seen.count_zeros());
    hops.iter()
        .zip(unseen)
        .zip(counts)
        .map(|((hops, unseen), &count)| {
            (hops + unseen) as f32 / SOURCES as f32 + (count - 1) as f32 / count as f32
        })
        .collect()
}

/// Evenly spaced members of the crowd that the nodes stand for, one bit each.
fn sources(counts: &[u32]) -> Vec<u64> {
    let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let (mut passed, mut source) = (0, 0);
    counts
        .iter()
        .map(|&count| {
            passed += u64::from(count);
            let mut bits = 0;
            while source < SOURCES && passed * SOURCES > source * total + total / 2 {
                bits |= 1 << source;
                source += 1;
            }
            bits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::request::LayoutRequest;
    use super::*;

    #[test]
    fn the_middle_of_a_path_is_the_least_remote() {
        let edges: Vec<[u32; 2]> = (1..11).map(|i| [i - 1, i]).collect();
        let graph = Adjacency::from_request(&LayoutRequest::new(11, edges));
        let hops = remoteness(&graph, &[1; 11]);
        for (node, hops) in hops.iter().enumerate() {
            // The sample holds each node about equally often.
            let exact: f32 = (0..11)
                .map(|other| (node as f32 - other as f32).abs())
                .sum::<f32>()
                / 11.0;
            assert!(
                (hops - exact).abs() < 0.3,
                "{node}: {hops} instead of {exact}"
            );
        }
        let heavy = remoteness(&graph, &[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 500]);
        assert!(heavy[0] > 9.0, "the crowd at the far end is what counts");
    }

    #[test]
    fn what_is_too_far_or_apart_is_counted_as_far() {
        let edges: Vec<[u32; 2]> = (1..200).map(|i| [i - 1, i]).collect();
        let graph = Adjacency::from_request(&LayoutRequest::new(201, edges));
        let hops = remoteness(&graph, &[1; 201]);
        assert!(hops.iter().all(|&h| h <= (MOST_HOPS + 1) as f32));
        assert!(hops[200] > hops[100]);
    }
}
