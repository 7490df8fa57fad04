//! How is density drawn as cells of colour?
//!
//! Each cell is one pixel of a small texture that is stretched over the picture without smoothing, so
//! that it is sharp at any resolution of the screen. Grey is everything, ink is what is visible, as
//! dark as the logarithm of its amount, and the highlight's share lies on top.

use egui::{Color32, ColorImage, Context, Mesh, Rect, Sense, TextureHandle, TextureOptions, Ui};

use super::Look;

/// What lies in a cell, in one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amounts {
    /// Over everything.
    pub total: u64,
    /// Of it, what is visible.
    pub visible: u64,
    /// Of it, what is highlighted.
    pub lit: u64,
}

/// How amounts become colours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ramp<'a> {
    /// The look.
    pub look: &'a Look,
    /// The amount up to which the colour is the faintest.
    pub least: u64,
    /// The amount with the strongest colour.
    pub most: u64,
    /// Whether something is highlighted: all else recedes.
    pub has_lit: bool,
}

/// Strength of the least amount: one flow among millions is still seen.
const LEAST: f32 = 0.28;
/// How strong what is visible stays beside a highlight.
const BESIDE_LIT: f32 = 0.45;

impl Ramp<'_> {
    fn strength(&self, amount: u64) -> f32 {
        let log = |amount: u64| (amount as f64).ln_1p();
        let least = log(self.least.saturating_sub(1));
        let room = (log(self.most) - least).max(f64::EPSILON);
        let share = (log(amount) - least).max(0.0) / room;
        LEAST + (1.0 - LEAST) * (share as f32).clamp(0.0, 1.0)
    }

    /// The colour of what is visible of an amount.
    fn ink(&self, amount: u64) -> Color32 {
        let ink = self.look.ink;
        self.look.canvas.lerp_to_gamma(ink, self.strength(amount))
    }

    /// The colour of a cell.
    pub fn color(&self, amounts: Amounts) -> Color32 {
        let look = self.look;
        let mut color = look.canvas;
        if amounts.total > 0 {
            color = color.lerp_to_gamma(look.context, self.strength(amounts.total));
        }
        if amounts.visible > 0 {
            let ink = self.ink(amounts.visible);
            color = match self.has_lit {
                true => look.canvas.lerp_to_gamma(ink, BESIDE_LIT),
                false => ink,
            };
        }
        if amounts.lit > 0 {
            let share = 0.4 + 0.6 * self.strength(amounts.lit);
            color = color.lerp_to_gamma(look.highlight, share);
        }
        color
    }

    /// A strip from the least to the strongest colour, with both amounts in words.
    pub fn legend_ui(&self, ui: &mut Ui, least: &str, most: &str) {
        let weak = |text: &str| egui::RichText::new(text).color(self.look.weak).small();
        ui.label(weak(least));
        let (rect, response) = ui.allocate_exact_size(egui::vec2(64.0, 8.0), Sense::hover());
        let [from, to] = [self.ink(self.least), self.ink(self.most)];
        let mut mesh = Mesh::default();
        for (x, color) in [(rect.left(), from), (rect.right(), to)] {
            mesh.colored_vertex(egui::pos2(x, rect.top()), color);
            mesh.colored_vertex(egui::pos2(x, rect.bottom()), color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(1, 2, 3);
        ui.painter().add(mesh);
        response.on_hover_text(
            "Colour is what is visible, by the logarithm of the amount in a cell; grey is the rest \
             of everything",
        );
        ui.label(weak(most));
    }
}

/// A texture of cells.
#[derive(Default)]
pub(super) struct HeatPicture {
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for HeatPicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.texture.as_ref().map(TextureHandle::size);
        f.debug_tuple("HeatPicture").field(&size).finish()
    }
}

impl HeatPicture {
    /// Draws all cells anew: columns and rows, the first row at the top.
    pub fn set(
        &mut self,
        context: &Context,
        name: &str,
        [columns, rows]: [usize; 2],
        mut color: impl FnMut(usize, usize) -> Color32,
    ) {
        let mut pixels = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            pixels.extend((0..columns).map(|column| color(column, row)));
        }
        let image = ColorImage::new([columns, rows], pixels);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::NEAREST),
            None => {
                let texture = context.load_texture(name, image, TextureOptions::NEAREST);
                self.texture = Some(texture);
            }
        }
    }

    /// Stretches the cells over a place.
    pub fn paint(&self, ui: &Ui, rect: Rect) {
        if let Some(texture) = &self.texture {
            let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            ui.painter()
                .image(texture.id(), rect, whole, Color32::WHITE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::tokens::Theme;

    #[test]
    fn what_is_visible_is_never_drawn_as_nothing() {
        for theme in [Theme::Dark, Theme::Light] {
            let look = Look::new(theme);
            let ramp = |has_lit| Ramp {
                look: &look,
                least: 1,
                most: 1_000_000,
                has_lit,
            };
            let cell = |total, visible, lit| Amounts {
                total,
                visible,
                lit,
            };
            let colors = [
                ramp(false).color(cell(0, 0, 0)),
                ramp(false).color(cell(1, 0, 0)),
                ramp(false).color(cell(1, 1, 0)),
                ramp(false).color(cell(1_000_000, 1_000_000, 0)),
                ramp(true).color(cell(1, 1, 0)),
                ramp(true).color(cell(1, 1, 1)),
            ];
            assert_eq!(colors[0], look.canvas);
            for (place, color) in colors.iter().enumerate() {
                assert!(!colors[..place].contains(color), "{place} in {theme:?}");
            }
        }
    }
}
