//! Pictures beside that of the forces: where a node stands says something by itself.
//!
//! Each is a pure function of ids, weights and keys, and gives every node a place of its own.

mod addresses;
mod bands;
mod circle;
mod concentric;
mod hilbert;
mod order;
mod round;
mod sides;
mod spaced;

use std::sync::Arc;

use glam::Vec2;

pub use addresses::AddressKey;

use super::picture::Picture;
use super::request::LayoutRequest;

/// What a node's place stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Mode {
    /// Nodes that talk to each other are near each other.
    #[default]
    Force,
    /// The address, `[node]`.
    Addresses(Arc<[AddressKey]>),
    /// The number of hops to these nodes; without any, to the one with most neighbours.
    Hops(Arc<[u32]>),
    /// Whether it rather asks or answers: the share of its flows that it answers, 0 to 1, `[node]`.
    Sides(Arc<[f32]>),
    /// What it hangs together with: all nodes are around one circle.
    Circle,
}

/// Places of all nodes, `[node]`, world units; none for [`Mode::Force`], which takes a run.
#[must_use]
pub fn arrange(request: &LayoutRequest) -> Option<Vec<Vec2>> {
    let places = match &request.mode {
        Mode::Force => return None,
        Mode::Addresses(keys) => {
            // A node without an address is as one of the link layer: it gets a place there.
            let mut keys = keys.to_vec();
            keys.resize(request.node_count, AddressKey::Mac(0));
            addresses::arrange(&keys)
        }
        Mode::Hops(_) | Mode::Sides(_) | Mode::Circle => {
            let picture = Picture::sorted(request);
            let order = order::kinship(&picture, request.params.spacing, request.seed);
            match &request.mode {
                Mode::Hops(chosen) => concentric::arrange(&picture.graph, chosen, &order),
                Mode::Sides(answered) => sides::arrange(&picture.graph, answered, &order),
                _ => circle::arrange(&order),
            }
        }
    };
    Some(places)
}
