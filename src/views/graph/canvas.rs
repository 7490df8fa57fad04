//! Where is the picture painted?
//!
//! A canvas turns a Scene into a texture that egui can show. The window's canvas draws with wgpu
//! and only when the Scene changed; tests may use another one.

use egui::TextureId;

use crate::scene::Scene;

/// Paints Scenes for egui.
pub trait Canvas {
    /// The texture that shows this Scene, drawn now if it is not drawn yet.
    ///
    /// # Errors
    /// If there is no graphics device; the text is shown in the place of the picture.
    fn paint(&mut self, scene: &Scene) -> Result<TextureId, String>;
}
