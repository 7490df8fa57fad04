//! When is the graph drawn again, and when not?

#[path = "support/window.rs"]
mod window;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::{Opening, Shell, Source};
use flowloom::render::EdgeBackEnd;
use flowloom::session::Sample;
use window::{settle, wait_for};

fn skips() -> bool {
    std::env::var_os("FLOWLOOM_NO_GPU").is_some_and(|value| value == "1")
}

/// A window whose edges are drawn in this way, read and laid out.
fn opened(sample: Sample, back_end: EdgeBackEnd) -> Harness<'static, Shell> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .allow_missing_glyphs()
        .wgpu()
        .build_eframe(move |creation| {
            Shell::new(
                creation,
                Opening {
                    source: Some(Source::Sample(sample)),
                    fresh: true,
                    edge_back_end: Some(back_end),
                    ..Opening::default()
                },
            )
        });
    settle(&mut harness);
    at_rest(&mut harness);
    harness
}

/// Closes the hint that takes a line of the window, and runs frames until no picture is under way.
fn at_rest(harness: &mut Harness<'static, Shell>) {
    if harness.state().session().message().is_some() {
        window::key(harness, egui::Modifiers::NONE, egui::Key::Escape);
    }
    for _ in 0..3 {
        harness.run_steps(2);
        wait_for(harness, |harness| !harness.state().canvas().is_painting());
    }
}

fn redraws(harness: &Harness<'static, Shell>) -> u64 {
    harness.state().canvas().redraws()
}

/// Moves the pointer over a hundred places of the graph: nodes, edges, cards that open. (A colour
/// of the legend would light flows, which is another picture.)
fn hover_everywhere(harness: &mut Harness<'static, Shell>) {
    for place in 0..100_u16 {
        let (x, y) = (f32::from(place % 10), f32::from(place / 10));
        harness.hover_at(egui::pos2(400.0 + x * 75.0, 200.0 + y * 50.0));
        harness.run_steps(2);
    }
}

#[test]
fn hovering_redraws_no_edge() {
    if skips() {
        return;
    }
    for back_end in [EdgeBackEnd::Quads, EdgeBackEnd::Tiles] {
        let mut harness = opened(Sample::Office, back_end);
        let before = redraws(&harness);
        assert!(before > 0, "{back_end:?}");
        hover_everywhere(&mut harness);
        assert_eq!(redraws(&harness), before, "{back_end:?}");
    }
}

#[test]
fn opening_a_menu_and_the_palette_redraws_no_edge() {
    if skips() {
        return;
    }
    let mut harness = opened(Sample::Office, EdgeBackEnd::Tiles);
    let before = redraws(&harness);
    window::key(&mut harness, egui::Modifiers::CTRL, egui::Key::K);
    window::key(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    at_rest(&mut harness);
    assert_eq!(redraws(&harness), before);
}

#[test]
fn a_large_graph_is_shown_in_the_end() {
    if skips() {
        return;
    }
    // Large enough for pictures to be made beside the frames.
    let mut harness = opened(Sample::Botnet, EdgeBackEnd::Tiles);
    let before = redraws(&harness);
    hover_everywhere(&mut harness);
    assert_eq!(redraws(&harness), before);
    for step in 1..4 {
        harness.get_by_label("Zoom in").click();
        at_rest(&mut harness);
        assert!(redraws(&harness) >= before + step, "step {step}");
    }
}
