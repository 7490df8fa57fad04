//! How large is a node of this value, how wide an edge of so many bytes, and how opaque?
//!
//! Node area is proportional to the value, or its diameter to the logarithm, and edge width grows
//! with the logarithm of bytes, between the limits of the style; the legend reads the same two
//! scales. Opacity falls with the ink per pixel of the whole picture, so that twenty thousand edges
//! still show structure.

use super::{SizeBy, Style};

/// Values above this are as large as this: their roots stay within single floats.
const MOST_VALUE: f64 = 1e30;

/// Value to node size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeScale {
    /// What the values are.
    pub size_by: SizeBy,
    /// Diameter of a node of value 1 before the limits, in points.
    pub unit_pts: f32,
    /// Least and largest diameter in points.
    pub limits_pts: [f32; 2],
    /// On a logarithmic scale, the values at which they are reached.
    pub log: Option<[f64; 2]>,
}

impl NodeScale {
    /// The scale for a picture of so many nodes with this smallest value above 0, and this largest.
    #[must_use]
    pub fn new(style: &Style, node_count: usize, values: [f64; 2]) -> Self {
        let [least, most] = style.node_diameter_pts;
        let nodes = node_count.max(1) as f32;
        // A handful of nodes may be large even when nobody has many neighbours: 14 points for 10
        // nodes, 6 for 1,000. Judged by eye on captures of 5 to 5,000 hosts.
        let unit_for_few = (23.0 / nodes.powf(0.2)).clamp(least, 14.0);
        // Beyond 10,000 nodes the smallest ones would cover the canvas: half the diameter at
        // 160,000.
        let crowd = (10_000.0 / nodes).sqrt().sqrt().clamp(0.5, 1.0);
        let largest = match style.size_by {
            SizeBy::Degree => values[1].max(1.0) as f32,
            // A value may be anything; none at all is drawn small.
            _ => values[1].clamp(f64::from(f32::MIN_POSITIVE), MOST_VALUE) as f32,
        };
        let unit_pts = match style.size_by {
            SizeBy::Degree => (most / largest.sqrt()).min(unit_for_few),
            _ => most / largest.sqrt(),
        };
        let limits_pts = [least * crowd, most];
        Self {
            size_by: style.size_by,
            unit_pts,
            limits_pts: if style.size_log {
                [limits_pts[0], most.min(unit_pts * largest.sqrt())]
            } else {
                limits_pts
            },
            log: style.size_log.then_some(values),
        }
    }

    /// Diameter in points at fit.
    #[must_use]
    pub fn diameter_pts(&self, value: f64) -> f32 {
        let [least, most] = self.limits_pts;
        let Some([least_value, most_value]) = self.log else {
            return (self.unit_pts * (value.min(MOST_VALUE) as f32).sqrt()).clamp(least, most);
        };
        if value <= least_value && least_value < most_value {
            return least;
        }
        let span = most_value.ln() - least_value.ln();
        let share = if span > 0.0 {
            ((value.ln() - least_value.ln()) / span).clamp(0.0, 1.0)
        } else {
            1.0
        };
        least + (most - least).max(0.0) * share as f32
    }
}

/// Bytes to edge width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeScale {
    /// Bytes at which the least and the largest width are reached.
    pub limits_bytes: [f32; 2],
    /// Least and largest width in points.
    pub limits_pts: [f32; 2],
}

impl EdgeScale {
    /// Bytes of the thinnest edge: one small packet.
    const LEAST_BYTES: f32 = 64.0;
    /// The largest width is never reached below this, so that a capture of a few pings is not
    /// drawn in fat strokes.
    const MOST_BYTES_AT_LEAST: f32 = 1e6;

    /// The scale for a picture whose largest edge has so many bytes.
    #[must_use]
    pub fn new(style: &Style, max_bytes: u64) -> Self {
        Self {
            limits_bytes: [
                Self::LEAST_BYTES,
                (max_bytes as f32).max(Self::MOST_BYTES_AT_LEAST),
            ],
            limits_pts: style.edge_width_pts,
        }
    }

    /// Width in points at fit.
    #[must_use]
    pub fn width_pts(&self, bytes: u64) -> f32 {
        let [least_bytes, most_bytes] = self.limits_bytes;
        let [least, most] = self.limits_pts;
        let span = (most_bytes / least_bytes).ln();
        let share = ((bytes.max(1) as f32 / least_bytes).ln() / span).clamp(0.0, 1.0);
        // Squared: most edges are small, and the few large ones are what one should see.
        least + (most - least) * share * share
    }
}

/// Opacity of an ordinary edge at fit, 0 to 1, for a picture in which strokes cover each pixel
/// `ink` times on average.
#[must_use]
pub fn edge_alpha(style: &Style, ink: f32) -> f32 {
    // Nearly opaque for a handful of edges, about a third at one layer of ink (5,000 hosts in a
    // window) and a twentieth at ten layers; judged by eye on both canvases.
    let alpha = 0.8 / (1.0 + 1.6 * ink.max(0.0)).powf(0.9);
    (alpha * style.edge_opacity).clamp(0.02, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_is_proportional_to_degree_between_the_limits() {
        let scale = NodeScale::new(&Style::default(), 5_000, [1.0, 1_110.0]);
        let check = |degree: u32, expected: f32| {
            assert!(
                (scale.diameter_pts(f64::from(degree)) - expected).abs() < 0.05,
                "{degree}"
            );
        };
        check(1, 3.0);
        check(1_110, 40.0);
        check(1_110 / 4, 19.97);
        check(u32::MAX, 40.0);
        assert!(NodeScale::new(&Style::default(), 5, [1.0, 4.0]).diameter_pts(1.0) > 10.0);
    }

    #[test]
    fn diameters_are_logarithmic_on_request_and_finite_for_any_values() {
        let style = Style {
            size_by: SizeBy::Bytes,
            size_log: true,
            ..Style::default()
        };
        let scale = NodeScale::new(&style, 100, [10.0, 1e7]);
        let sizes = [0.0, 10.0, 1e4, 1e7, 1e9].map(|value| scale.diameter_pts(value));
        assert_eq!(sizes, [3.0, 3.0, 21.5, 40.0, 40.0]);
        for values in [[0.0, 0.0], [1.0, 1.0], [1e-9, 1e-9], [1e-300, 1e300]] {
            for size_by in SizeBy::ALL {
                for size_log in [false, true] {
                    let style = Style {
                        size_by,
                        size_log,
                        ..Style::default()
                    };
                    let scale = NodeScale::new(&style, 3, values);
                    for value in values {
                        let size = scale.diameter_pts(value);
                        assert!((1.0..=40.0).contains(&size), "{style:?} {values:?} {size}");
                    }
                }
            }
        }
    }

    #[test]
    fn width_grows_with_the_logarithm_of_bytes() {
        let scale = EdgeScale::new(&Style::default(), 1_000_000_000);
        let widths = [0, 64, 1_000, 1_000_000, 1_000_000_000, u64::MAX].map(|b| scale.width_pts(b));
        assert!(widths.is_sorted());
        assert_eq!(
            [widths[0], widths[1], widths[4], widths[5]],
            [0.5, 0.5, 6.0, 6.0]
        );
        assert!(EdgeScale::new(&Style::default(), 60).width_pts(60) < 0.6);
    }

    #[test]
    fn dense_pictures_are_fainter() {
        let style = Style::default();
        let alphas = [0.0, 0.1, 1.0, 10.0, 1e6].map(|ink| edge_alpha(&style, ink));
        assert!(alphas.is_sorted_by(|a, b| a > b || *b == 0.02));
        assert!(alphas[0] > 0.7 && alphas[4] >= 0.02);
    }
}
