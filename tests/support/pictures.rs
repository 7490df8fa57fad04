//! How do tests say what a picture shows?
//!
//! A [`Network`] is edges with application and bytes, and a place for each node; it becomes a
//! drawing without packets, layout or fonts.

#![allow(dead_code, reason = "each test file uses a part")]

use std::path::PathBuf;
use std::sync::Arc;

use flowloom::capture::{Application, Protocol};
use flowloom::query::{ApplicationTally, EdgeTally, NodeTally, ProtocolTally, Tallies};
use flowloom::scene::{BuildInput, Camera, Drawing, Emphasis, LabelText, Shading, Style, build};
use flowloom::units::Totals;
use glam::Vec2;

/// Edges with application and bytes, and a place for each node.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub places: Vec<Vec2>,
    pub edges: Vec<[u32; 2]>,
    pub traffic: Vec<(Application, u64)>,
}

impl Network {
    pub fn new(places: &[[f32; 2]]) -> Self {
        Self {
            places: places.iter().map(|&place| place.into()).collect(),
            ..Self::default()
        }
    }

    /// One flow that the first end opened; a quarter of the bytes is the client's.
    pub fn edge(mut self, ends: [u32; 2], application: Application, bytes: u64) -> Self {
        self.edges.push(ends);
        self.traffic.push((application, bytes));
        self
    }

    pub fn tallies(&self) -> Tallies {
        let mut applications = vec![ApplicationTally::default(); Application::ALL.len()];
        let mut nodes = vec![NodeTally::default(); self.places.len()];
        let mut visible = Totals::default();
        let edges: Vec<EdgeTally> = self
            .traffic
            .iter()
            .zip(&self.edges)
            .map(|(&(application, bytes), &ends)| {
                let tally = EdgeTally {
                    bytes: [bytes / 4, bytes - bytes / 4],
                    packets: [1, 2],
                    flows: 1,
                    opened: [1, 0],
                    application,
                    protocol: Protocol::TCP,
                };
                visible += tally.totals();
                let sum = &mut applications[usize::from(application.code())];
                sum.total += tally.totals();
                sum.visible += tally.totals();
                let is_loop = ends[0] == ends[1];
                for &end in ends.iter().take(if is_loop { 1 } else { 2 }) {
                    nodes[end as usize].degree += u32::from(!is_loop);
                    nodes[end as usize].totals += tally.totals();
                }
                tally
            })
            .collect();
        let protocols = vec![ProtocolTally {
            protocol: Protocol::TCP,
            total: visible,
            visible,
        }];
        let mut tallies = Tallies::default();
        tallies.visible = visible;
        tallies.drawn_edges = edges.len() as u64;
        tallies.edges = edges;
        tallies.nodes = nodes;
        tallies.applications = applications;
        tallies.protocols = protocols;
        tallies
    }

    pub fn drawing(&self, style: &Style, emphasis: Emphasis<'_>) -> Drawing {
        build(&BuildInput {
            positions: &Arc::from(self.places.as_slice()),
            edge_nodes: &self.edges,
            tallies: &self.tallies(),
            style,
            coloring: None,
            sizing: None,
            emphasis,
            shading: Shading::default(),
            picture_pts: [256.0, 160.0],
        })
    }
}

/// An office of six: a server with four clients, one of which resolves names; nobody else.
pub fn office() -> Network {
    Network::new(&[
        [0.0, 0.0],
        [3.0, -1.0],
        [2.0, 2.0],
        [-2.5, 1.5],
        [-2.0, -2.0],
        [5.0, 1.0],
    ])
    .edge([1, 0], Application::Tls, 2_000_000)
    .edge([2, 0], Application::Smb, 50_000)
    .edge([3, 0], Application::Tls, 900)
    .edge([4, 0], Application::Ssh, 64)
    .edge([1, 5], Application::Dns, 4_000)
    .edge([0, 0], Application::Http, 10_000)
}

/// A picture of 256 × 160 pixels that shows everything.
pub fn small_camera(drawing: &Drawing) -> Camera {
    Camera::fit(drawing.bounds, [256, 160], 1.0)
}

/// Text without a font: every character is 0.55 em wide.
pub fn measure(text: &str, font_pts: f32) -> Vec2 {
    Vec2::new(text.chars().count() as f32 * 0.55, 1.25) * font_pts
}

/// Every fourth node has a name.
pub fn name(node: u32) -> LabelText {
    if node.is_multiple_of(4) {
        LabelText {
            text: format!("host-{node}"),
            is_name: true,
        }
    } else {
        LabelText {
            text: format!("10.0.0.{node}"),
            is_name: false,
        }
    }
}

/// A stored text or picture.
pub fn snapshot(file_name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(file_name)
}

/// Whether stored texts and pictures are written instead of compared.
pub fn updates_goldens() -> bool {
    std::env::var_os("FLOWLOOM_UPDATE_GOLDENS").is_some_and(|value| value == "1")
}
