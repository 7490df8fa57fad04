//! Where does the camera look in this frame?
//!
//! The session says where it should; a jump (fit, undo, a double click) glides there in 200 ms
//! unless the user asked for less motion. What a gesture sets is shown at once.

use egui::{Rect, Ui};
use glam::{DVec2, Vec2};

use crate::scene::Camera;
use crate::session::{Session, View};

/// Length of a glide in seconds.
const GLIDE_SECONDS: f64 = 0.2;

/// The camera as shown.
#[derive(Debug, Default)]
pub struct CameraMemory {
    /// What the session asked for in the last frame; gestures set it so that they do not glide.
    expected: Option<View>,
    /// A glide that goes on: from where, since when.
    glide: Option<(View, f64)>,
    /// The last camera shown.
    shown: Option<Camera>,
}

impl CameraMemory {
    /// The camera for this frame.
    pub fn update(
        &mut self,
        ui: &Ui,
        session: &Session,
        bounds: Option<[Vec2; 2]>,
        rect: Rect,
        pixels_per_point: f32,
    ) -> Camera {
        let size_px = [rect.width(), rect.height()]
            .map(|side| (side * pixels_per_point).round().max(1.0) as u32);
        let fit = Camera::fit(bounds, size_px, pixels_per_point);
        let wanted = session.state().view;
        let now = ui.input(|input| input.time);
        if wanted != self.expected {
            if let Some(shown) = self.shown
                && !session.settings().reduce_motion
            {
                self.glide = Some((view_of(&shown), now));
            }
            self.expected = wanted;
        }
        let mut camera = wanted.map_or(fit, |view| with_view(fit, view));
        if let Some((from, since)) = self.glide {
            let share = (now - since) / GLIDE_SECONDS;
            if share < 1.0 {
                camera = with_view(fit, between(from, view_of(&camera), ease_out(share)));
                ui.ctx().request_repaint();
            } else {
                self.glide = None;
            }
        }
        self.shown = Some(camera);
        camera
    }

    /// Says that a gesture has set this view, which is then shown without a glide.
    pub fn expect(&mut self, view: View) {
        self.expected = Some(view);
        self.glide = None;
    }

    /// The view that shows the last frame's picture larger or smaller about its centre.
    #[must_use]
    pub fn zoomed(&self, factor: f64) -> Option<View> {
        let camera = self.shown?;
        let center = camera.size_dvec().as_vec2() / 2.0;
        Some(view_of(&camera.zoomed(factor, center)))
    }
}

/// The view of a camera.
#[must_use]
pub fn view_of(camera: &Camera) -> View {
    View {
        center: camera.center,
        points_per_unit: camera.pixels_per_unit / f64::from(camera.pixels_per_point),
    }
}

/// The view that shows these world points, with room around them.
#[must_use]
pub fn view_of_bounds(camera: &Camera, bounds: [Vec2; 2]) -> View {
    let mut fitted = Camera::fit(Some(bounds), camera.size_px, camera.pixels_per_point);
    // Two nodes side by side would fill the window; keep some context.
    let most = camera.fit_pixels_per_unit * 40.0;
    fitted.pixels_per_unit = fitted.pixels_per_unit.min(most.max(camera.pixels_per_unit));
    view_of(&fitted)
}

fn with_view(mut camera: Camera, view: View) -> Camera {
    camera.center = view.center;
    camera.pixels_per_unit = view.points_per_unit * f64::from(camera.pixels_per_point);
    camera
}

/// A view on the way from one to the other; zoom runs evenly by factor.
fn between(from: View, to: View, share: f64) -> View {
    let log = |view: View| view.points_per_unit.max(1e-12).ln();
    View {
        center: DVec2::lerp(from.center, to.center, share),
        points_per_unit: (log(from) + (log(to) - log(from)) * share).exp(),
    }
}

fn ease_out(share: f64) -> f64 {
    1.0 - (1.0 - share.clamp(0.0, 1.0)).powi(3)
}
