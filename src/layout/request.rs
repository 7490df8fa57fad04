//! What is to be laid out: the whole input of a layout as one comparable value.
//!
//! Two equal requests give the same picture, bit for bit, on any number of threads; the window
//! decides whether its positions are fresh by comparing requests.

use std::sync::Arc;

use glam::Vec2;

use super::modes::Mode;
use super::params::LayoutParams;

/// A graph as dense ids, and how to draw it.
///
/// Anything is accepted: loops and edges with an end outside `0..node_count` are ignored,
/// repeated edges count once with their largest weight, and weights that are not finite and
/// positive count as 1.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutRequest {
    /// Number of nodes; their ids are `0..node_count`.
    pub node_count: usize,
    /// Undirected edges as pairs of node ids, `[edge]`.
    pub edges: Arc<[[u32; 2]]>,
    /// Pull of each edge, `[edge]`, 1.0 = ordinary; missing ones count as 1.
    pub weights: Arc<[f32]>,
    /// Chooses one of the many equally good pictures.
    pub seed: u64,
    /// How forces and spacing are tuned.
    pub params: LayoutParams,
    /// The picture before this one, `[node]`, world units; an entry that is not finite is
    /// unplaced.
    pub initial: Option<Arc<[Vec2]>>,
    /// Nodes that are to find another place although they have one, because what they are tied
    /// to has changed. Ids out of range are ignored.
    pub freed: Arc<[u32]>,
    /// What becomes of the picture before.
    pub start: Start,
    /// What a node's place stands for; all but the forces need neither start nor picture before.
    pub mode: Mode,
}

/// What becomes of the places that a request brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// A component most of whose nodes have a place stays where it is, and only what is new or
    /// freed moves, with what is around it; the others are drawn anew, as with [`Start::Anew`].
    #[default]
    Gently,
    /// Everything is drawn from nothing, and each component is turned and mirrored to lie as it
    /// did before.
    Anew,
}

impl LayoutRequest {
    /// A request with ordinary weights, seed 1 and default parameters.
    #[must_use]
    pub fn new(node_count: usize, edges: impl Into<Arc<[[u32; 2]]>>) -> Self {
        Self {
            node_count,
            edges: edges.into(),
            weights: Arc::from([]),
            seed: 1,
            params: LayoutParams::default(),
            initial: None,
            freed: Arc::from([]),
            start: Start::default(),
            mode: Mode::default(),
        }
    }
}
