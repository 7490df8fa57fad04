//! What does the picture consist of?
//!
//! ```text
//! Graph + Tallies + Positions + Style ──build──▶ Drawing
//! Drawing + Camera ──place_labels, scene──▶ Scene
//! ```
//!
//! A Scene is a plain value and rendering is a function of it. A [`Drawing`] is the part of it that
//! does not depend on the camera; it is made anew when traffic, positions, style or selection
//! change, and a Scene is made from it for every frame at the cost of a few pointers.

mod build;
mod camera;
mod caption;
mod categories;
mod coloring;
mod detail;
mod drawing;
mod dump;
mod emphasis;
mod figure;
mod hulls;
mod labels;
mod lasso;
mod legend;
mod legend_shapes;
mod model;
mod picking;
mod scales;
mod shading;
mod shape;
mod sizing;
mod strokes;
mod style;
pub mod tokens;

pub use build::{BuildInput, build};
pub use camera::{Camera, Insets, PASSING_REACH, PASSING_SHARE};
pub use caption::{caption_height_pts, caption_shapes};
pub use coloring::{
    ClassKind, ColorEntry, ColorKey, Coloring, Found, MOST_CLASSES, NO_SHADE, Paint, RAMP_STEPS,
    Ramp, RampUnit, Shade, Shown, Stop, is_ramp,
};
pub use detail::{Detail, MOST_LAYERS, Marks, STRONG_ALPHA};
pub use drawing::{Drawing, DrawnCounts, MOST_RIMS};
pub use emphasis::Emphasis;
pub use figure::{Figure, compose};
pub use hulls::{OpenGroup, Outline};
pub use labels::{LabelText, Measure, place_labels};
pub use lasso::is_inside;
pub use legend::{Legend, LegendColor, LegendStep};
pub use legend_shapes::{LEGEND_PTS, legend_shapes};
pub use model::{
    EdgeStyle, LEAST_LOOP_RADIUS_PTS, LEAST_STROKE_PX, Label, NodeStyle, Scene, Stroke, bounds,
    loop_ring,
};
pub use picking::{Picker, SLOP_PTS, nearest_edge};
pub use scales::{EdgeScale, NodeScale};
pub use shading::{ClassCount, Shading, class_counts};
pub use shape::Shape;
pub use sizing::{SizeBy, Sizing};
pub use style::{Category, ColorBy, Direction, FlowColor, Style};
