//! What was the layout thread asked for?
//!
//! The session says what it wants: which graph, how it is arranged, seed, pins, and whether to hold
//! still. What differs from the last wish is asked for, so undo and redo need no code of their own.

use std::sync::Arc;

use super::inbox::Outbox;
use super::layouter::{Layouter, Task};
use crate::graph::Graph;
use crate::session::{Data, PlaceKey, Placement, Session};

/// The last wishes.
#[derive(Debug, Default)]
pub struct LayoutWishes {
    layouter: Option<Layouter>,
    graph: Option<Arc<Graph>>,
    key: PlaceKey,
    placings: u64,
    held: bool,
}

impl LayoutWishes {
    /// Asks for what has changed.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn ask(&mut self, session: &Session, outbox: Outbox) -> std::io::Result<()> {
        let Some(data) = session.data() else {
            return Ok(());
        };
        let layouter = match self.layouter.take() {
            Some(layouter) => layouter,
            None => Layouter::start(outbox)?,
        };
        let layouter = self.layouter.insert(layouter);
        let held = session.layout_held();
        if held != self.held {
            self.held = held;
            layouter.hold(held);
        }
        let key = PlaceKey::of(session.state());
        let is_new_graph = !super::shell::same(&self.graph, &data.graph);
        let placings = session.placings();
        if is_new_graph || placings != self.placings {
            let before = (!is_new_graph).then_some(&self.key);
            layouter.place(Task {
                graph: data.graph.clone(),
                placement: placement(session, data, before),
                rest: data.recalled.clone(),
                pins: key.pins.clone(),
                glide_from: (!is_new_graph && !session.settings().reduce_motion)
                    .then(|| data.positions.clone()),
            });
            self.graph = Some(data.graph.clone());
        } else if key.pins != self.key.pins {
            layouter.pin(key.pins.clone());
        }
        self.key = key;
        self.placings = placings;
        Ok(())
    }
}

/// What is laid out: what the state wants, from where nodes are now if they were laid out `before`.
fn placement(session: &Session, data: &Data, before: Option<&PlaceKey>) -> Placement {
    let state = session.state();
    if let Some(places) = &data.recalled {
        // From known places, everything rests.
        let key = PlaceKey::of(state);
        let mut placement = data.placement(state, Some(&key));
        placement.start_from(places);
        return placement;
    }
    // A growing capture goes on from the last picture, and so does another choice of what is in
    // the graph; a finished one is laid out from nothing, so that the same seed gives the same
    // picture as on the command line.
    let is_placed = data.positions.iter().any(|place| place.is_finite());
    let goes_on = before.is_none() && is_placed && (!data.traffic.complete || data.carried);
    let same = goes_on.then(|| PlaceKey::of(state));
    data.placement(state, before.or(same.as_ref()))
}
