//! What was the layout thread asked for?
//!
//! The session says what it wants: which graph, seed, pins, and whether to hold still. What differs
//! from the last wish is asked for, so undo and redo need no code of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use glam::Vec2;

use super::inbox::Outbox;
use super::layouter::Layouter;
use crate::graph::Graph;
use crate::session::Session;

/// The last wishes.
#[derive(Debug, Default)]
pub struct LayoutWishes {
    layouter: Option<Layouter>,
    graph: Option<Arc<Graph>>,
    seed: u64,
    pins: BTreeMap<u32, Vec2>,
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
        let state = session.state();
        let held = session.layout_held();
        if held != self.held {
            self.held = held;
            layouter.hold(held);
        }
        let new_graph = !super::shell::same(&self.graph, &data.graph);
        if new_graph || state.seed != self.seed {
            // A growing capture goes on from the last picture; a finished one is laid out from
            // nothing, so that the same seed gives the same picture as on the command line.
            let carried = !data.traffic.complete && new_graph;
            let placed = data.positions.iter().any(|place| place.is_finite());
            let initial = (carried && placed).then(|| data.positions.clone());
            if new_graph && data.placed {
                let request = data.layout_request(state.seed, Some(data.positions.clone()));
                layouter.rest(data.graph.clone(), request, state.pins.clone());
            } else {
                layouter.lay_out(
                    data.graph.clone(),
                    data.layout_request(state.seed, initial),
                    state.pins.clone(),
                );
            }
            self.graph = Some(data.graph.clone());
            self.seed = state.seed;
            self.pins = state.pins.clone();
        } else if state.pins != self.pins {
            self.pins = state.pins.clone();
            layouter.pin(state.pins.clone());
        }
        Ok(())
    }
}
