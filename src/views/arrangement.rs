//! Where are the panels before anybody moves them?
//!
//! The graph gets the space, the rest frames it: one arrangement for a wide window, and one for a
//! narrow window in which the bars fold into tabs beside the legend.

use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles, Tree};

use super::Pane;

/// Tabs of panels; the first one is in front.
fn tabs(tiles: &mut Tiles<Pane>, panes: &[Pane]) -> TileId {
    let panes: Vec<TileId> = panes.iter().map(|&pane| tiles.insert_pane(pane)).collect();
    match panes.as_slice() {
        [pane] => *pane,
        _ => tiles.insert_tab_tile(panes),
    }
}

/// The panels that need the room of a picture.
pub(super) const PICTURES: [Pane; 5] = [
    Pane::Graph,
    Pane::Axes,
    Pane::Scatter,
    Pane::Matrix,
    Pane::Flows,
];
/// Panels about what is chosen and what was done. More tabs than three do not fit beside each other
/// in the left column of a window of 1280 points.
const DETAILS: [Pane; 3] = [Pane::Inspector, Pane::History, Pane::Notes];

/// Legend and inspector at the left, bars at the right, the graph between them, time below.
pub(super) fn wide() -> Tree<Pane> {
    use Pane as P;
    let mut tiles = Tiles::default();
    let legend = tabs(&mut tiles, &[P::Legend]);
    let details = tabs(&mut tiles, &DETAILS);
    let picture = tabs(&mut tiles, &PICTURES);
    let applications = tabs(&mut tiles, &[P::Applications, P::Numbers]);
    let who = tabs(&mut tiles, &[P::Hosts, P::Sources, P::Destinations]);
    let what = tabs(&mut tiles, &[P::Ports, P::Names, P::Column]);
    let time = tabs(&mut tiles, &[P::Time]);
    let left = vertical(&mut tiles, [(legend, 0.45), (details, 0.55)]);
    let right = vertical(&mut tiles, [(applications, 0.3), (who, 0.4), (what, 0.3)]);
    let above = horizontal(&mut tiles, [(left, 0.19), (picture, 0.62), (right, 0.19)]);
    let root = vertical(&mut tiles, [(above, 0.82), (time, 0.18)]);
    Tree::new(egui::Id::unique("dock"), root, tiles)
}

/// Everything but the pictures in one column of tabs.
pub(super) fn narrow() -> Tree<Pane> {
    use Pane as P;
    let mut tiles = Tiles::default();
    let charts = tabs(
        &mut tiles,
        &[
            P::Legend,
            P::Applications,
            P::Hosts,
            P::Sources,
            P::Destinations,
            P::Ports,
            P::Names,
            P::Column,
        ],
    );
    let details = tabs(&mut tiles, &[&DETAILS[..], &[P::Numbers]].concat());
    let picture = tabs(&mut tiles, &PICTURES);
    let time = tabs(&mut tiles, &[P::Time]);
    let left = vertical(&mut tiles, [(charts, 0.5), (details, 0.5)]);
    let above = horizontal(&mut tiles, [(left, 0.3), (picture, 0.7)]);
    let root = vertical(&mut tiles, [(above, 0.82), (time, 0.18)]);
    Tree::new(egui::Id::unique("narrow dock"), root, tiles)
}

fn vertical<const N: usize>(tiles: &mut Tiles<Pane>, parts: [(TileId, f32); N]) -> TileId {
    linear(tiles, LinearDir::Vertical, parts)
}

fn horizontal<const N: usize>(tiles: &mut Tiles<Pane>, parts: [(TileId, f32); N]) -> TileId {
    linear(tiles, LinearDir::Horizontal, parts)
}

fn linear<const N: usize>(
    tiles: &mut Tiles<Pane>,
    dir: LinearDir,
    parts: [(TileId, f32); N],
) -> TileId {
    let mut linear = Linear::new(dir, parts.iter().map(|(tile, _)| *tile).collect());
    for (tile, share) in parts {
        linear.shares.set_share(tile, share);
    }
    tiles.insert_new(Tile::Container(Container::Linear(linear)))
}
