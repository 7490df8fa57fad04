//! What can be tuned, with unit, default and effect of each parameter.

/// How forces and spacing are tuned.
///
/// The world unit is 1.0 = the ideal length of an ordinary edge; y grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutParams {
    /// Power of distance in an edge's pull, 0 to 2 in halves, default none: by the graph.
    ///
    /// Smaller draws clusters tighter and further apart, which suits graphs with hubs; larger
    /// makes edges equally long, which suits meshes.
    pub attraction_power: Option<f32>,
    /// Power of `1 + degree` in a node's push, 0 to 1 in eighths, default 3/8.
    ///
    /// Larger keeps hubs further apart and gives their neighbours more room; 1, which
    /// ForceAtlas2 uses, sends hubs with few ties so far out that the rest becomes a ball.
    pub degree_power: f32,
    /// Power of the smaller degree of an edge's ends by which its pull is divided, 0 to 1 in
    /// eighths, default 0.
    ///
    /// Larger lets edges between hubs stretch, so that hubs do not all meet in the middle.
    pub hub_division: f32,
    /// Pull towards the component's centre, per node and unit of distance, relative to the
    /// mean pull of its edges, default 0.01.
    ///
    /// Larger makes pictures rounder and keeps long arms nearer.
    pub gravity: f32,
    /// Coarseness of the far push, 0.3 to 1.5, default 1.2.
    ///
    /// A group of nodes counts as one when its size is below `theta` times its distance.
    pub theta: f32,
    /// Median distance of a node to the nearest other one, world units, default 0.7.
    pub spacing: f32,
    /// Least distance of two nodes, world units, default 0.4; 0 lets them overlap.
    pub min_distance: f32,
    /// Distance between two components' boxes, world units, default 1.0.
    pub component_gap: f32,
    /// Width to height of the packed components, default 1.4 (a window beside a panel).
    pub aspect: f32,
    /// Most iterations on the finest level, default 80; it stops earlier when nothing moves.
    pub max_iterations: u32,
    /// Mean move of a node in one iteration below which a level is finished, in units of the
    /// local spacing, default 0.01.
    pub tolerance: f32,
}

impl Default for LayoutParams {
    fn default() -> Self {
        Self {
            attraction_power: None,
            degree_power: 0.375,
            hub_division: 0.0,
            gravity: 0.01,
            theta: 1.2,
            spacing: 0.7,
            min_distance: 0.4,
            component_gap: 1.0,
            aspect: 1.4,
            max_iterations: 80,
            tolerance: 0.01,
        }
    }
}
