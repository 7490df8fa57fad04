//! What of a stroke or a disc lies in the picture?

use glam::DVec2;

use crate::scene::{Scene, Stroke};

/// The part of a stroke that is in the picture (Liang and Barsky 1984); none if there is none.
pub(super) fn clipped(scene: &Scene, stroke: &Stroke) -> Option<Stroke> {
    let margin = f64::from(stroke.from_width_px.max(stroke.to_width_px)) + 1.0;
    let way = stroke.to_px - stroke.from_px;
    let (min, max) = (DVec2::splat(-margin), scene.camera.size_dvec() + margin);
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        if way[axis].abs() < 1e-9 {
            if stroke.from_px[axis] < min[axis] || stroke.from_px[axis] > max[axis] {
                return None;
            }
        } else {
            let bounds = [min[axis], max[axis]].map(|at| (at - stroke.from_px[axis]) / way[axis]);
            first = first.max(bounds[0].min(bounds[1]));
            last = last.min(bounds[0].max(bounds[1]));
        }
    }
    if first >= last {
        return None;
    }
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
