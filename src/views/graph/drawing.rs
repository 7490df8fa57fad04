//! What is drawn, apart from the camera?
//!
//! A [`Drawing`] is made anew only when what it is made of changed; while the layout runs only
//! positions change, which costs no new style.

use std::sync::Arc;

use glam::Vec2;

use super::super::Look;
use super::shades::ShadesMemory;
use crate::scene::{
    Category, ColorBy, Direction, Drawing, Emphasis, Legend, Picker, SizeBy, Style, bounds,
};
use crate::session::{Data, DrawingInput, LayoutPhase, Lit, Session};

/// The last drawing and what it was made of.
#[derive(Debug, Default)]
pub struct DrawingMemory {
    current: Option<Current>,
    selected_nodes: Vec<u32>,
    selected_edges: Vec<u32>,
}

/// A drawing with what belongs to it.
#[derive(Debug)]
pub struct Current {
    key: Key,
    positions: Arc<[Vec2]>,
    /// The drawing.
    pub drawing: Drawing,
    /// World minimum and maximum of all nodes, filtered ones too: filtering moves no camera.
    pub bounds: Option<[Vec2; 2]>,
    /// Its legend.
    pub legend: Legend,
    /// Whether every node had a place when it was built.
    whole: bool,
    /// Finds nodes by place; made when it is first asked for.
    picker: Option<Picker>,
}

/// Everything but positions that a drawing depends on.
#[derive(Clone, Debug)]
struct Key {
    sums_revision: u64,
    lit: Option<Arc<Lit>>,
    color_by: ColorBy,
    size_by: SizeBy,
    size_log: bool,
    /// Which answers of threads it was made with, as they are numbered.
    shades: u64,
    two_strands: bool,
    fade: bool,
    labels: bool,
    theme: crate::scene::tokens::Theme,
    /// Opacity follows the ink of the picture, which is known when the nodes have come to rest.
    settled: bool,
    size_pts: [u32; 2],
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        let same_lit = match (&self.lit, &other.lit) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(mine, theirs),
            (None, None) => true,
            _ => false,
        };
        same_lit
            && (
                self.sums_revision,
                (self.color_by, self.size_by, self.size_log, self.shades),
                (self.two_strands, self.fade),
                self.labels,
                self.theme,
                self.settled,
                self.size_pts,
            ) == (
                other.sums_revision,
                (other.color_by, other.size_by, other.size_log, other.shades),
                (other.two_strands, other.fade),
                other.labels,
                other.theme,
                other.settled,
                other.size_pts,
            )
    }
}

impl DrawingMemory {
    /// The drawing for this frame.
    pub fn update(
        &mut self,
        session: &Session,
        data: &Data,
        look: &Look,
        size: egui::Vec2,
        shades: &ShadesMemory,
    ) -> &Current {
        let state = session.state();
        let key = Key {
            sums_revision: data.sums_revision,
            lit: data.lit.clone(),
            color_by: state.color_by,
            size_by: state.size_by,
            size_log: state.size_log,
            shades: shades.revision(),
            two_strands: state.two_strands,
            fade: state.fade,
            labels: state.labels,
            theme: look.theme,
            settled: session.layout() != LayoutPhase::Running,
            // Opacity follows the area; a few points more or less change nothing to be seen.
            size_pts: [size.x, size.y].map(|side| (side / 32.0).round() as u32 * 32),
        };
        let current = match self.current.take() {
            Some(current)
                if current.key == key
                    && (current.whole || Arc::ptr_eq(&current.positions, &data.positions)) =>
            {
                self.moved(current, data)
            }
            _ => self.built(key, data, shades),
        };
        self.current.insert(current)
    }

    /// As [`DrawingMemory::update`], at the size of the last picture; nothing before the first.
    pub fn refresh(&mut self, session: &Session, data: &Data, look: &Look, shades: &ShadesMemory) {
        let size_pts = self.current.as_ref().map(|current| current.key.size_pts);
        if let Some([width, height]) = size_pts {
            let size = egui::vec2(width as f32, height as f32);
            self.update(session, data, look, size, shades);
        }
    }

    /// The drawing of the last [`DrawingMemory::update`].
    #[must_use]
    pub fn current(&self) -> Option<&Current> {
        self.current.as_ref()
    }

    /// The application or transport that gives a node its colour.
    #[must_use]
    pub fn node_category(&self, node: u32) -> Option<Category> {
        let categories = &self.current.as_ref()?.drawing.categories;
        categories.get(node as usize).copied().flatten()
    }

    /// The legend of what is drawn.
    #[must_use]
    pub fn legend(&self) -> Option<&Legend> {
        self.current.as_ref().map(|current| &current.legend)
    }

    /// The picker of what is drawn.
    pub fn picker(&mut self) -> Option<&Picker> {
        let current = self.current.as_mut()?;
        let drawing = &current.drawing;
        Some(current.picker.get_or_insert_with(|| Picker::new(drawing)))
    }

    /// What is selected.
    #[must_use]
    pub fn emphasis(&self) -> Emphasis<'_> {
        Emphasis {
            selected_nodes: &self.selected_nodes,
            selected_edges: &self.selected_edges,
            ..Emphasis::default()
        }
    }

    /// The same drawing at other positions.
    fn moved(&self, mut current: Current, data: &Data) -> Current {
        if !Arc::ptr_eq(&current.positions, &data.positions) {
            current.positions = data.positions.clone();
            current.drawing = current.drawing.moved(data.drawn_positions().clone());
            current.bounds = bounds(data.positions.iter().copied());
            current.picker = None;
        }
        current
    }

    fn built(&mut self, key: Key, data: &Data, shades: &ShadesMemory) -> Current {
        (self.selected_nodes, self.selected_edges) = match &key.lit {
            None => (Vec::new(), Vec::new()),
            Some(lit) => data.drawn_lit(lit),
        };
        let style = Style {
            theme: key.theme,
            color_by: key.color_by,
            size_by: key.size_by,
            size_log: key.size_log,
            direction: if key.two_strands {
                Direction::TwoStrands
            } else {
                Direction::Taper
            },
            labels: key.labels,
            ..Style::default()
        };
        let drawing = data.drawing(&DrawingInput {
            style: &style,
            coloring: shades.coloring(),
            sizing: shades.sizing(),
            emphasis: self.emphasis(),
            picture_pts: key.size_pts.map(|side| side as f32),
        });
        let legend = data.legend(&drawing);
        Current {
            positions: data.positions.clone(),
            bounds: bounds(data.positions.iter().copied()),
            drawing,
            legend,
            whole: data.positions.iter().all(|place| place.is_finite()),
            picker: None,
            key,
        }
    }
}
