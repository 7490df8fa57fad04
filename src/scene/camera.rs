//! Where on the screen is a point of the world?
//!
//! World units are those of the layout (1.0 = the length of an ordinary edge), y grows downwards in
//! both spaces. Screen positions are physical pixels from the top left corner of the picture;
//! sizes that a person chose (radii, widths, text) are in points and multiplied by
//! `pixels_per_point`.

use glam::{DVec2, Vec2};

/// Share of its layers that a stroke keeps when both ends are far outside the picture.
pub const PASSING_SHARE: f32 = 0.25;
/// How far outside that is, as a share of the picture's shorter side.
pub const PASSING_REACH: f32 = 0.25;

/// The view on the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// World point at the centre of the picture; f64, so that deep zoom does not shake.
    pub center: DVec2,
    /// Physical pixels per world unit.
    pub pixels_per_unit: f64,
    /// Size of the picture in physical pixels.
    pub size_px: [u32; 2],
    /// Physical pixels per point: 1.0, 1.5, 2.0 …
    pub pixels_per_point: f32,
    /// `pixels_per_unit` at which the whole picture fits; node sizes grow gently from there.
    pub fit_pixels_per_unit: f64,
}

impl Camera {
    /// Share of the picture left free around a fitted graph, on each side.
    const FIT_MARGIN: f64 = 0.06;
    /// Zoom limits relative to fit: from a thumbnail to single nodes of a million.
    const ZOOM_RANGE: [f64; 2] = [0.2, 20_000.0];

    /// The camera that shows `bounds` (world minimum and maximum) whole.
    #[must_use]
    pub fn fit(bounds: Option<[Vec2; 2]>, size_px: [u32; 2], pixels_per_point: f32) -> Self {
        let size = DVec2::new(f64::from(size_px[0].max(1)), f64::from(size_px[1].max(1)));
        let (center, extent) = match bounds {
            Some([min, max]) => {
                let (min, max) = (min.as_dvec2(), max.as_dvec2());
                ((min + max) / 2.0, (max - min).max(DVec2::splat(1.0)))
            }
            None => (DVec2::ZERO, DVec2::splat(1.0)),
        };
        let room = size * (1.0 - 2.0 * Self::FIT_MARGIN);
        let pixels_per_unit = (room / extent).min_element();
        Self {
            center,
            pixels_per_unit,
            size_px,
            pixels_per_point,
            fit_pixels_per_unit: pixels_per_unit,
        }
    }

    /// The camera that shows `bounds` whole beside furniture that takes `insets` of the picture.
    #[must_use]
    pub fn fit_beside(
        bounds: Option<[Vec2; 2]>,
        size_px: [u32; 2],
        pixels_per_point: f32,
        insets: Insets,
    ) -> Self {
        let pixels = |points: f32| (points * pixels_per_point).max(0.0).round() as u32;
        let [left, right] = [insets.left_pts, insets.right_pts].map(pixels);
        let [top, bottom] = [insets.top_pts, insets.bottom_pts].map(pixels);
        let free_px = [
            size_px[0].saturating_sub(left + right).max(1),
            size_px[1].saturating_sub(top + bottom).max(1),
        ];
        let mut camera = Self::fit(bounds, free_px, pixels_per_point);
        camera.size_px = size_px;
        let shift = DVec2::new(
            f64::from(left) - f64::from(right),
            f64::from(top) - f64::from(bottom),
        ) / 2.0;
        camera.center -= shift / camera.pixels_per_unit;
        camera
    }

    /// The same view in a picture of another size and scale: what was in view stays in view.
    #[must_use]
    pub fn resized(mut self, size_px: [u32; 2], pixels_per_point: f32) -> Self {
        let ratio = DVec2::new(f64::from(size_px[0]), f64::from(size_px[1]))
            / self.size_dvec().max(DVec2::ONE);
        let factor = ratio.min_element();
        self.size_px = size_px;
        self.pixels_per_unit *= factor;
        self.fit_pixels_per_unit *= factor;
        self.pixels_per_point = pixels_per_point;
        self
    }

    /// Screen position in physical pixels of a world point.
    #[must_use]
    pub fn screen_from_world(&self, world: Vec2) -> Vec2 {
        ((world.as_dvec2() - self.center) * self.pixels_per_unit + self.half_size()).as_vec2()
    }

    /// World point under a screen position in physical pixels.
    #[must_use]
    pub fn world_from_screen(&self, screen_px: Vec2) -> Vec2 {
        ((screen_px.as_dvec2() - self.half_size()) / self.pixels_per_unit + self.center).as_vec2()
    }

    /// Zooms by `factor` so that the world point under `screen_px` stays where it is.
    #[must_use]
    pub fn zoomed(mut self, factor: f64, screen_px: Vec2) -> Self {
        let offset = screen_px.as_dvec2() - self.half_size();
        let anchor = self.center + offset / self.pixels_per_unit;
        let [least, most] = Self::ZOOM_RANGE.map(|zoom| zoom * self.fit_pixels_per_unit);
        self.pixels_per_unit = (self.pixels_per_unit * factor).clamp(least, most);
        self.center = anchor - offset / self.pixels_per_unit;
        self
    }

    /// Moves the picture by a drag of so many physical pixels.
    #[must_use]
    pub fn panned(mut self, delta_px: Vec2) -> Self {
        self.center -= delta_px.as_dvec2() / self.pixels_per_unit;
        self
    }

    /// Where the picture of an earlier camera lies in this one's: its top left and bottom right
    /// corner in physical pixels.
    #[must_use]
    pub fn place_of(&self, earlier: &Self) -> [Vec2; 2] {
        let scale = self.pixels_per_unit / earlier.pixels_per_unit;
        let middle = (earlier.center - self.center) * self.pixels_per_unit + self.half_size();
        let half = earlier.half_size() * scale;
        [middle - half, middle + half].map(|corner| corner.as_vec2())
    }

    /// How far zoomed in from fit: 1.0 at fit.
    #[must_use]
    pub fn zoom(&self) -> f64 {
        self.pixels_per_unit / self.fit_pixels_per_unit
    }

    /// Factor for node radii and edge widths: they grow with the square root of the square root of
    /// the zoom, so that zooming in separates nodes rather than magnifying them.
    #[must_use]
    pub fn size_factor(&self) -> f32 {
        (self.zoom().max(0.05).sqrt().sqrt() as f32).clamp(0.6, 4.0)
    }

    /// How many layers of an edge's colour its stroke counts as: opacity becomes
    /// `1 - (1 - alpha)^layers`, so that opaque strokes stay opaque.
    ///
    /// Zooming in spreads the strokes out, so each may show more. Ink per pixel falls with about
    /// the power 3/4 of the zoom on average, but one zooms into what is dense; 1/4 was judged by
    /// eye on 5,000 hosts at 1 to 20 times fit.
    #[must_use]
    pub fn ink_layers(&self) -> f32 {
        (self.zoom().max(1e-3) as f32).powf(0.25).clamp(0.6, 6.0)
    }

    /// Share of [`Camera::ink_layers`] that a stroke between two points in physical pixels keeps.
    ///
    /// One that only passes through, with neither end in view, says nothing about what is in view
    /// and recedes: to [`PASSING_SHARE`] when both ends are outside by [`PASSING_REACH`] of the
    /// picture's shorter side.
    #[must_use]
    pub fn share_in_view(&self, from_px: DVec2, to_px: DVec2) -> f32 {
        let half = self.half_size();
        let outside = |at: DVec2| ((at - half).abs() - half).max_element();
        let nearest = outside(from_px).min(outside(to_px));
        let reach = 2.0 * half.min_element() * f64::from(PASSING_REACH);
        let gone = (nearest / reach).clamp(0.0, 1.0) as f32;
        1.0 + (PASSING_SHARE - 1.0) * gone
    }

    /// First and last share of the way between two points that lies in the picture or within
    /// `margin_px` of it (Liang and Barsky 1984); none if nothing does.
    #[must_use]
    pub fn shares_within(&self, from_px: DVec2, to_px: DVec2, margin_px: f64) -> Option<[f64; 2]> {
        let way = to_px - from_px;
        let (min, max) = (DVec2::splat(-margin_px), self.size_dvec() + margin_px);
        let (mut first, mut last) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            if way[axis].abs() < 1e-9 {
                if !(min[axis]..=max[axis]).contains(&from_px[axis]) {
                    return None;
                }
                continue;
            }
            let ends = [min[axis], max[axis]].map(|at| (at - from_px[axis]) / way[axis]);
            first = first.max(ends[0].min(ends[1]));
            last = last.min(ends[0].max(ends[1]));
        }
        (first < last).then_some([first, last])
    }

    /// The picture's width and height in physical pixels.
    #[must_use]
    pub fn size_dvec(&self) -> DVec2 {
        DVec2::new(f64::from(self.size_px[0]), f64::from(self.size_px[1]))
    }

    fn half_size(&self) -> DVec2 {
        self.size_dvec() / 2.0
    }
}

/// Room that furniture takes at the sides of a picture, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Insets {
    /// At the left.
    pub left_pts: f32,
    /// At the right.
    pub right_pts: f32,
    /// At the top.
    pub top_pts: f32,
    /// At the bottom.
    pub bottom_pts: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        Camera::fit(
            Some([Vec2::new(-10.0, -5.0), Vec2::new(10.0, 5.0)]),
            [1000, 800],
            2.0,
        )
    }

    #[test]
    fn fit_shows_everything_inside_the_margin() {
        let camera = camera();
        for corner in [Vec2::new(-10.0, -5.0), Vec2::new(10.0, 5.0)] {
            let screen = camera.screen_from_world(corner);
            assert!(screen.x >= 59.0 && screen.x <= 941.0 && screen.y > 0.0 && screen.y < 800.0);
        }
        assert_eq!(camera.zoom(), 1.0);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_cursor() {
        let cursor = Vec2::new(123.0, 456.0);
        let before = camera().world_from_screen(cursor);
        let zoomed = camera().zoomed(8.0, cursor);
        assert!((zoomed.world_from_screen(cursor) - before).length() < 1e-4);
        assert!((zoomed.zoom() - 8.0).abs() < 1e-9);
        assert!(
            (camera()
                .panned(Vec2::new(10.0, 0.0))
                .screen_from_world(before)
                .x
                - 133.0)
                .abs()
                < 1e-2
        );
    }

    #[test]
    fn an_empty_world_has_a_camera() {
        let camera = Camera::fit(None, [0, 0], 1.0);
        assert!(camera.pixels_per_unit > 0.0 && camera.pixels_per_unit.is_finite());
    }
}
