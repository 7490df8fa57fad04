//! Does a Scene read as it did before?
//!
//! `FLOWLOOM_UPDATE_GOLDENS=1` writes the texts anew.

use flowloom::scene::tokens::Theme;
use flowloom::scene::{ColorBy, Direction, Emphasis, Figure, Legend, Style, compose};

use super::pictures::{measure, name, office, snapshot, updates_goldens};

fn check(file_name: &str, style: &Style, emphasis: Emphasis<'_>, figure: bool) {
    let network = office();
    let drawing = network.drawing(style, emphasis);
    let legend = Legend::new(&network.tallies(), &drawing);
    let scene = compose(
        &drawing,
        &Figure {
            size_px: if figure { [640, 400] } else { [256, 160] },
            pixels_per_point: 1.0,
            view: None,
            legend: figure.then_some(&legend),
            caption: if figure { "An office of six." } else { "" },
            transparent: false,
            emphasis,
        },
        &name,
        &measure,
    );
    let found = scene.to_string();
    let path = snapshot(file_name);
    if updates_goldens() {
        std::fs::write(&path, &found).expect("the snapshot can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the snapshot is there");
    assert_eq!(found, expected, "{}", path.display());
}

#[test]
fn the_default_look() {
    check(
        "scene_default.txt",
        &Style::default(),
        Emphasis::default(),
        false,
    );
}

#[test]
fn two_strands_by_transport_on_light() {
    let style = Style {
        theme: Theme::Light,
        color_by: ColorBy::Transport,
        direction: Direction::TwoStrands,
        ..Style::default()
    };
    check("scene_strands.txt", &style, Emphasis::default(), false);
}

#[test]
fn a_selected_node_lights_its_neighbours() {
    let emphasis = Emphasis {
        selected_nodes: &[1],
        hovered_node: Some(3),
        ..Emphasis::default()
    };
    check("scene_selected.txt", &Style::default(), emphasis, false);
}

#[test]
fn a_figure_has_legend_and_caption() {
    check(
        "scene_figure.txt",
        &Style::default(),
        Emphasis::default(),
        true,
    );
}
