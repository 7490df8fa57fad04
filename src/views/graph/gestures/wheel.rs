//! How does the wheel zoom?
//!
//! At the cursor; a run of turns without a pause is one step of undo.

use egui::{Pos2, Response, Ui};
use glam::Vec2;

use super::super::super::Actions;
use super::super::{GraphMemory, camera};
use crate::scene::Scene;
use crate::session::Command;

/// A wheel that stood still so long ends the step that undo takes back, in seconds.
const WHEEL_PAUSE: f64 = 0.6;
/// Zoom per point of wheel movement: a notch of 50 points zooms by a quarter.
const ZOOM_PER_POINT: f64 = 0.0045;

/// Zooms.
pub(super) fn wheel(
    ui: &Ui,
    memory: &mut GraphMemory,
    scene: &Scene,
    response: &Response,
    px: &dyn Fn(Pos2) -> Vec2,
    actions: &mut Actions,
) {
    let (now, scroll, pinch) = ui.input(|input| {
        (
            input.time,
            input.smooth_scroll_delta().y,
            input.zoom_delta(),
        )
    });
    if let Some(at) = response.hover_pos() {
        let factor = (f64::from(scroll) * ZOOM_PER_POINT).exp() * f64::from(pinch);
        if (factor - 1.0).abs() > 1e-4 {
            let view = camera::view_of(&scene.camera.zoomed(factor, px(at)));
            memory.camera.expect(view);
            memory.gesture.last_wheel = Some(now);
            actions.push(Command::Look(Some(view)));
        }
    }
    if memory
        .gesture
        .last_wheel
        .is_some_and(|last| now - last > WHEEL_PAUSE)
    {
        memory.gesture.last_wheel = None;
        actions.push(Command::EndGesture);
    }
}
