//! What of a stroke or a disc lies in the picture?

use glam::DVec2;

use crate::scene::{Scene, Stroke};

/// The part of a stroke that is in the picture; none if there is none.
pub(super) fn clipped(scene: &Scene, stroke: &Stroke) -> Option<Stroke> {
    let margin = f64::from(stroke.from_width_px.max(stroke.to_width_px)) + 1.0;
    let way = stroke.to_px - stroke.from_px;
    let [first, last] = scene
        .camera
        .shares_within(stroke.from_px, stroke.to_px, margin)?;
    let change = stroke.to_width_px - stroke.from_width_px;
    Some(Stroke {
        from_px: stroke.from_px + way * first,
        to_px: stroke.from_px + way * last,
        from_width_px: stroke.from_width_px + change * first as f32,
        to_width_px: stroke.from_width_px + change * last as f32,
    })
}

/// Whether anything within `reach` pixels of a point is in the picture.
pub(super) fn in_picture(scene: &Scene, center: DVec2, reach: f64) -> bool {
    center.cmpge(DVec2::splat(-reach)).all() && center.cmple(scene.camera.size_dvec() + reach).all()
}
