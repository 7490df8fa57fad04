//! Are the axes as the user left them, and is what was typed beside them given up by Esc alone?

use crate::window::{key, office};
use egui_kittest::kittest::Queryable;
use flowloom::query::{AxisChoice, AxisColumn};
use flowloom::session::{Command, Item, Session, Settings};

const NONE: egui::Modifiers = egui::Modifiers::NONE;

#[test]
fn escape_in_the_text_of_a_step_gives_it_up_and_closes_nothing_else() {
    let mut harness = office();
    harness.get_by_label_contains("445 SMB, ").click();
    harness.get_by_label("Axes").click();
    harness.run_steps(4);
    let selection = [Item::Port(445)].into();
    let check = |harness: &egui_kittest::Harness<'_, flowloom::app::Shell>| {
        let state = harness.state().session().state();
        assert!(state.sequence.is_empty(), "what was typed was applied");
        assert_eq!(state.selection, selection, "Esc cleared the highlight");
    };
    let message = harness.state().session().message().map(str::to_owned);
    let text = harness.get_by_role_and_label(egui::Role::TextInput, "Filter of step 1");
    text.focus();
    text.type_text("dns");
    harness.run_steps(2);
    check(&harness);
    key(&mut harness, NONE, egui::Key::Escape);
    check(&harness);
    assert_eq!(harness.state().session().message(), message.as_deref());
    let text = harness.get_by_role_and_label(egui::Role::TextInput, "Filter of step 1");
    assert_eq!(text.value().as_deref().unwrap_or_default(), "");
    // Elsewhere Esc does what it always does: closes the message, then clears the highlight.
    for _ in 0..2 {
        key(&mut harness, NONE, egui::Key::Escape);
    }
    assert!(harness.state().session().state().selection.is_empty());
}

#[test]
fn the_axes_of_the_last_run_are_there_in_the_next() {
    let mut session = Session::new(Settings::default(), "none".into());
    assert_eq!(session.state().axes, AxisChoice::initial());
    let axes = vec![
        AxisChoice {
            inverted: true,
            log: false,
            ..AxisChoice::new(AxisColumn::Bytes)
        },
        AxisChoice::new(AxisColumn::Duration),
    ];
    session.apply(Command::Axes(axes.clone()));
    let mut remembered = session.settings().clone();
    assert_eq!(
        Session::new(remembered.clone(), "none".into()).state().axes,
        axes
    );
    // What is undone is not remembered, and what another version wrote is left out.
    session.apply(Command::Undo);
    let first = session.settings().first_axes();
    assert_eq!(first, AxisChoice::initial());
    let written = remembered.axes.as_mut().expect("axes");
    written.insert(0, "of-another-version".into());
    assert_eq!(remembered.first_axes(), axes);
}
