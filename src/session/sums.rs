//! How do the sums follow what the user chose?
//!
//! ```text
//! filter, window, brushes ──refilter──▶ visible, tallies
//! selection, visible ──reselect──▶ selected
//! hovered colour, selected ──relight──▶ lit
//! ```
//!
//! Each step leads to the next and counts the revision up, by which views know what to draw anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::narrowing::noted;
use super::{Item, Lit, Session, Shares};
use crate::query::FilterContext;

impl Session {
    /// Says what is under the pointer, once a frame, after all views were drawn.
    /// Views see it in the next frame, so all of them agree.
    pub fn set_hovered(&mut self, item: Option<Item>) {
        if self.hovered == item {
            return;
        }
        // Only colours light flows by hovering; nodes and edges get a rim and a card, which
        // costs no redraw of the picture.
        let lights = |item: Option<Item>| matches!(item, Some(Item::Category(_)));
        let relight = lights(self.hovered) || lights(item);
        self.hovered = item;
        if relight {
            self.relight();
        }
    }

    /// Sums anew after filter or brushes changed.
    pub(super) fn refilter(&mut self) {
        if let Some(data) = &mut self.data {
            let (table, graph) = (&data.traffic.table, &data.graph);
            let context = FilterContext {
                degrees: Some(&data.ground.degrees),
                notes: &data.notes,
            };
            data.narrowed
                .follow(&self.state, table, graph, &data.ground, &context);
            data.follow_aside(&self.state);
            data.follow_drawn();
            data.shares = Shares::of(data);
            // One more than any revision before, whichever data it belonged to.
            self.revision += 1;
            data.sums_revision = self.revision;
        }
        self.reselect();
    }

    /// Finds out what notes are about after they changed.
    pub(super) fn renote(&mut self) {
        if let Some(data) = &mut self.data {
            data.notes = noted(&self.state.notes, &data.traffic.table);
        }
    }

    /// Fades edges or lets them be, while the visible flows stay.
    pub(super) fn refade(&mut self) {
        if let Some(data) = &mut self.data {
            data.follow_fade(&self.state);
            data.follow_drawn();
            self.revision += 1;
        }
    }

    /// Sums the selection anew after it or the filter changed.
    pub(super) fn reselect(&mut self) {
        if let Some(data) = &mut self.data {
            self.revision += 1;
            data.lit = None;
            let earlier = data.selected.take().and_then(Arc::into_inner);
            data.selected =
                Lit::of(&self.state.selection, data, earlier, self.revision).map(Arc::new);
        }
        self.relight();
    }

    /// Says anew what is highlighted: a colour under the pointer is looked at now, whatever was
    /// selected before.
    fn relight(&mut self) {
        self.revision += 1;
        let Some(data) = &mut self.data else { return };
        // A highlight that is the selection too stays there.
        let earlier = data.lit.take().and_then(Arc::into_inner);
        data.spare = earlier.or(data.spare.take());
        data.lit = match self.hovered {
            Some(item @ Item::Category(_)) => {
                let earlier = data.spare.take();
                Lit::of(&BTreeSet::from([item]), data, earlier, self.revision).map(Arc::new)
            }
            _ => data.selected.clone(),
        };
    }
}
