//! Where is the picture painted?
//!
//! A canvas turns a Scene into a texture that egui can show. The window's canvas draws only when
//! the Scene changed, and may show the last picture while the next one is made; tests may use
//! another one.

use egui::{Color32, Painter, Rect, TextureId};
use glam::Vec2;

use crate::scene::{Marks, Scene};

/// What there is to show of a Scene.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Painted {
    /// The texture; none before the first picture is made.
    pub texture: Option<TextureId>,
    /// Its top left and bottom right corner in physical pixels from the view's, if it is an earlier
    /// picture moved to where its world now is; none if it fills the view.
    pub at_px: Option<[Vec2; 2]>,
    /// What it was drawn with, if fewer marks than the Scene has stand for all of them.
    pub marks: Option<Marks>,
}

impl Painted {
    /// A picture that fills the view.
    #[must_use]
    pub fn whole(texture: TextureId) -> Self {
        Self {
            texture: Some(texture),
            at_px: None,
            marks: None,
        }
    }

    /// Shows it in a view, over `ground` where it leaves some of the view free.
    pub fn show(&self, painter: &Painter, view: Rect, pixels_per_point: f32, ground: Color32) {
        let place = self.at_px.map_or(view, |corners| {
            let [min, max] = corners.map(|at| {
                // Far beyond any screen rounding would fold the rectangle.
                let at = at.clamp(Vec2::splat(-1e6), Vec2::splat(1e6)) / pixels_per_point;
                view.min + egui::vec2(at.x, at.y)
            });
            Rect::from_min_max(min, max)
        });
        let painter = painter.with_clip_rect(painter.clip_rect().intersect(view));
        if self.texture.is_none() || self.at_px.is_some() {
            painter.rect_filled(view, 0.0, ground);
        }
        if let Some(texture) = self.texture {
            let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(texture, place, uv, Color32::WHITE);
        }
    }
}

/// Paints Scenes for egui.
pub trait Canvas {
    /// The texture that shows this Scene, drawn now if it is not drawn yet, or an earlier picture
    /// while this one is made; the window is then repainted when it is there.
    ///
    /// # Errors
    /// If there is no graphics device; the text is shown in the place of the picture.
    fn paint(&mut self, scene: &Scene) -> Result<Painted, String>;
}
