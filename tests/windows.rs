//! Does a panel work in a window of its own?
//!
//! Without a screen there is one window, in which the panel floats; the way there and back, what it
//! shows and what is remembered are the same.

#[path = "support/window.rs"]
mod window;

use egui_kittest::kittest::Queryable;
use flowloom::views::{Dock, Pane};
use window::{office, wait_for};

#[test]
fn a_panel_goes_into_its_own_window_and_back() {
    let mut harness = office();
    let out = "Open Ports in its own window";
    let back = "Put Ports back into the main window";
    harness.get_by_label(out).click();
    wait_for(&mut harness, |harness| {
        harness.query_by_label(back).is_some()
    });
    assert!(harness.query_by_label(out).is_none(), "it is there once");
    assert!(
        harness
            .query_by_label("Open Names in its own window")
            .is_some(),
        "the next tab comes to the front"
    );
    // It is the same panel: a click in it leaves a bar out everywhere.
    let before = harness.state().session().data().expect("open").shares;
    harness
        .get_by_label_contains("445 SMB, ")
        .click_modifiers(egui::Modifiers::ALT);
    wait_for(&mut harness, |harness| {
        harness.state().session().data().expect("open").shares != before
    });
    harness.get_by_label(back).click();
    wait_for(&mut harness, |harness| {
        harness.query_by_label(out).is_some() && harness.query_by_label(back).is_none()
    });
}

#[test]
fn graph_and_axes_are_drawn_in_windows_of_their_own() {
    let mut harness = office();
    for panel in ["Graph", "Axes"] {
        let out = format!("Open {panel} in its own window");
        harness.get_by_label(&out).click();
        let back = format!("Put {panel} back into the main window");
        wait_for(&mut harness, |harness| {
            harness.query_by_label(&back).is_some()
        });
    }
    harness.run_steps(4);
    let picture = harness.render().expect("a picture");
    picture.save("target/ui-windows.png").expect("written");
    // The one that lies on top first.
    for panel in ["Axes", "Graph"] {
        let back = format!("Put {panel} back into the main window");
        harness.get_by_label(&back).click();
        wait_for(&mut harness, |harness| {
            harness.query_by_label(&back).is_none()
        });
    }
}

#[test]
fn which_panels_have_windows_is_remembered() {
    let mut dock = Dock::default();
    let plain = serde_json::to_value(&dock).expect("stored");
    dock.detach(Pane::Time);
    dock.detach(Pane::Time);
    let stored = serde_json::to_value(&dock).expect("stored");
    assert_eq!(stored["detached"].as_array().map(Vec::len), Some(1));
    let mut read: Dock = serde_json::from_value(stored.clone()).expect("read");
    assert!(read.is_whole() && read.is_detached(Pane::Time) && !read.is_detached(Pane::Graph));
    assert_eq!(
        serde_json::to_value(read.clone().tidy()).expect("stored"),
        stored
    );
    read.attach(Pane::Time);
    assert!(!read.is_detached(Pane::Time));

    // Said twice, it is once; and a dock from before there were windows has none.
    let mut twice = stored;
    let window = twice["detached"][0].clone();
    twice["detached"] = vec![window.clone(), window].into();
    let read: Dock = serde_json::from_value(twice).expect("read");
    let read = serde_json::to_value(read.tidy()).expect("stored");
    assert_eq!(read["detached"].as_array().map(Vec::len), Some(1));
    let mut old = plain;
    old.as_object_mut().expect("an object").remove("detached");
    assert!(serde_json::from_value::<Dock>(old).is_ok());
}
