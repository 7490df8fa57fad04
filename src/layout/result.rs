//! The finished picture, and the call that draws one from start to end.

use std::ops::ControlFlow;

use glam::Vec2;

use super::request::LayoutRequest;
use super::run::{LayoutRun, LayoutStatus};

/// Where every node is.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Finite places, `[node]`, world units, centred at the origin, y downwards.
    pub positions: Vec<Vec2>,
    /// Iterations on all levels.
    pub iterations: u64,
    /// True when the run stopped by itself, false when it was cancelled.
    pub converged: bool,
    /// How often a place came out not finite and was kept as it was.
    pub quarantined: usize,
}

/// Lays out a graph until it has converged.
///
/// ```
/// use flowloom::layout::{LayoutRequest, layout};
///
/// let triangle = LayoutRequest::new(3, [[0, 1], [1, 2], [2, 0]]);
/// let picture = layout(&triangle);
/// assert!(picture.converged);
/// assert_eq!(picture.positions.len(), 3);
/// ```
#[must_use]
pub fn layout(request: &LayoutRequest) -> Layout {
    layout_with(request, |_| ControlFlow::Continue(()))
}

/// Lays out a graph, asking after each slice of work whether to go on.
///
/// A cancelled layout is the picture as far as it got: every node has a place.
pub fn layout_with(
    request: &LayoutRequest,
    mut go_on: impl FnMut(&LayoutStatus) -> ControlFlow<()>,
) -> Layout {
    let mut run = LayoutRun::new(request.clone());
    let mut status = run.status();
    while !status.converged && go_on(&status).is_continue() {
        status = run.step();
    }
    Layout {
        positions: run.positions(),
        iterations: status.iterations,
        converged: status.converged,
        quarantined: status.quarantined,
    }
}
