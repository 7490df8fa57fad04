//! Where are all commands?
//!
//! The menu bar: every command that needs no argument is in it, with its key.

use egui::{Button, Ui};

use super::{Actions, Look};
use crate::graph::NodeKind;
use crate::session::{
    ColorBy, Command, GroupBy, LayoutMode, NodeBudget, Reach, Sample, Session, SizeBy,
};

/// Room that the name of what is open needs, in points.
const NAME_PTS: f32 = 320.0;

/// Draws the bar.
pub fn menu_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    egui::MenuBar::new().ui(ui, |ui| {
        ui.label(egui::RichText::new("Flowloom").strong().color(look.text));
        let open = session.data().is_some();
        ui.menu_button("File", |ui| file_menu(ui, session, open, actions));
        ui.menu_button("Edit", |ui| edit_menu(ui, session, open, actions));
        ui.menu_button("View", |ui| view_menu(ui, session, open, actions));
        ui.menu_button("Select", |ui| select_menu(ui, session, open, actions));
        ui.menu_button("Group", |ui| group_menu(ui, session, open, actions));
        ui.menu_button("Layout", |ui| {
            for command in [
                Command::ToggleLayout,
                Command::RestartLayout,
                Command::LayOutVisible,
            ] {
                entry(ui, command, open, actions);
            }
            ui.separator();
            let arrangement = &session.state().arrangement;
            for mode in LayoutMode::ALL {
                let chosen = arrangement.mode == mode;
                choice(ui, chosen, Command::LayoutMode(mode), actions);
            }
            ui.separator();
            entry(
                ui,
                Command::UnpinAll,
                !session.state().pins.is_empty(),
                actions,
            );
        });
        ui.menu_button("Help", |ui| {
            for command in [
                Command::TogglePalette,
                Command::ToggleShortcuts,
                Command::ToggleAbout,
            ] {
                entry(ui, command, true, actions);
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let hint = egui::RichText::new("Find a command   Ctrl K").color(look.weak);
            if ui
                .add(Button::new(hint).min_size(egui::vec2(180.0, 0.0)))
                .clicked()
            {
                actions.push(Command::TogglePalette);
            }
            // Menus come first in a narrow window.
            if ui.available_width() < NAME_PTS {
                return;
            }
            if let [name] = session.names() {
                ui.label(egui::RichText::new(crate::text::shortened(name, 60)).color(look.weak));
            } else if !session.names().is_empty() {
                ui.label(
                    egui::RichText::new(format!("{} files", session.names().len()))
                        .color(look.weak),
                );
            }
        });
    });
}

/// One entry with its key.
fn entry(ui: &mut Ui, command: Command, enabled: bool, actions: &mut Actions) {
    let label = command.label();
    named_entry(ui, label, command, enabled, actions);
}

fn named_entry(ui: &mut Ui, label: String, command: Command, enabled: bool, actions: &mut Actions) {
    let mut button = Button::new(label);
    if let Some(shortcut) = command.shortcut() {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    if ui
        .add_enabled(enabled, button)
        .on_hover_text(command.tooltip())
        .clicked()
    {
        actions.push(command);
        ui.close();
    }
}

/// An entry that is on or off.
fn switch(ui: &mut Ui, on: bool, label: &str, command: Command, actions: &mut Actions) {
    let mut on = on;
    if ui
        .checkbox(&mut on, label)
        .on_hover_text(command.tooltip())
        .changed()
    {
        actions.push(command);
        ui.close();
    }
}

/// An entry that is one of several.
fn choice(ui: &mut Ui, chosen: bool, command: Command, actions: &mut Actions) {
    let response = ui.radio(chosen, command.label());
    if response.on_hover_text(command.tooltip()).clicked() {
        actions.push(command);
        ui.close();
    }
}

fn file_menu(ui: &mut Ui, session: &Session, open: bool, actions: &mut Actions) {
    entry(ui, Command::OpenDialog, true, actions);
    ui.menu_button("Samples", |ui| {
        for sample in Sample::ALL {
            let label = sample.title().to_owned();
            named_entry(ui, label, Command::OpenSample(sample), true, actions);
        }
    });
    ui.menu_button("Recent", |ui| {
        if session.settings().recent.is_empty() {
            ui.weak("Nothing yet");
        }
        for path in &session.settings().recent {
            let label = crate::text::printable(&path.to_string_lossy()).into_owned();
            named_entry(ui, label, Command::Open(vec![path.clone()]), true, actions);
        }
    });
    ui.separator();
    entry(ui, Command::SaveSession, open, actions);
    entry(ui, Command::SaveSessionAs, open, actions);
    ui.separator();
    entry(ui, Command::ToggleExport, open, actions);
    ui.separator();
    entry(ui, Command::Close, open, actions);
    entry(ui, Command::Quit, true, actions);
}

fn edit_menu(ui: &mut Ui, session: &Session, open: bool, actions: &mut Actions) {
    let history = session.history();
    let named = |verb: &str, label: Option<&str>| match label {
        Some(label) => format!("{verb}: {label}"),
        None => verb.to_owned(),
    };
    let undo = named("Undo", history.undo_label());
    named_entry(
        ui,
        undo,
        Command::Undo,
        history.undo_label().is_some(),
        actions,
    );
    let redo = named("Redo", history.redo_label());
    named_entry(
        ui,
        redo,
        Command::Redo,
        history.redo_label().is_some(),
        actions,
    );
    ui.separator();
    entry(ui, Command::ToggleFind, open, actions);
    entry(
        ui,
        Command::ShowAll,
        open && !session.state().filter.is_empty(),
        actions,
    );
}

fn select_menu(ui: &mut Ui, session: &Session, open: bool, actions: &mut Actions) {
    let selected = open && !session.state().selection.is_empty();
    for reach in [
        Reach::Hops(1),
        Reach::Hops(2),
        Reach::Hops(3),
        Reach::OtherEnds,
        Reach::Component,
    ] {
        entry(ui, Command::Reach(reach), selected, actions);
    }
    entry(ui, Command::Reach(Reach::Others), open, actions);
    ui.separator();
    for reach in [Reach::ShortestPaths, Reach::EarliestPath] {
        entry(ui, Command::Reach(reach), selected, actions);
    }
    ui.separator();
    for command in [
        Command::FilterToSelection,
        Command::FilterWithinSelection,
        Command::ExcludeSelection,
        Command::ClearSelection,
    ] {
        entry(ui, command, selected, actions);
    }
}

fn group_menu(ui: &mut Ui, session: &Session, open: bool, actions: &mut Actions) {
    let groups = &session.state().groups;
    let by = |ui: &mut Ui, levels: Vec<GroupBy>, actions: &mut Actions| {
        choice(ui, groups.by == levels, Command::Groups(levels), actions);
    };
    ui.add_enabled_ui(open, |ui| {
        by(ui, Vec::new(), actions);
        for of in GroupBy::offered() {
            if !matches!(of, GroupBy::Color(ColorBy::Column(_))) {
                by(ui, vec![of], actions);
            }
        }
        by(ui, GroupBy::nested_subnets(), actions);
        ui.menu_button("By a column", |ui| {
            for of in GroupBy::offered() {
                if matches!(of, GroupBy::Color(ColorBy::Column(_))) {
                    by(ui, vec![of], actions);
                }
            }
        });
        prefixes_ui(ui, actions);
    });
    ui.separator();
    let fold = groups.fold;
    switch(
        ui,
        fold,
        "Fold scans and leaves",
        Command::Fold(!fold),
        actions,
    );
    ui.menu_button("Large captures", |ui| {
        for budget in NodeBudget::OFFERED {
            let chosen = session.settings().node_budget == budget;
            choice(ui, chosen, Command::NodeBudget(budget), actions);
        }
    });
    ui.separator();
    for open in [true, false] {
        entry(ui, Command::OpenGroups(open), !groups.is_none(), actions);
    }
}

/// A list of networks to group by, typed.
fn prefixes_ui(ui: &mut Ui, actions: &mut Actions) {
    ui.menu_button("By prefixes", |ui| {
        let id = egui::Id::unique("typed prefixes");
        let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let label = ui.label("Networks, parted by commas");
        let edit = egui::TextEdit::singleline(&mut text).hint_text("10.0.0.0/8, 192.168.0.0/16");
        let response = ui.add(edit.desired_width(260.0)).labelled_by(label.id);
        let entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let parsed = format!("prefixes:{}", text.replace(' ', "")).parse::<GroupBy>();
        match parsed {
            Ok(by) => {
                if ui.button("Group").clicked() || entered {
                    actions.push(Command::Groups(vec![by]));
                    ui.close();
                }
            }
            Err(problem) if !text.is_empty() => {
                ui.weak(problem);
            }
            Err(_) => {}
        }
        ui.data_mut(|data| data.insert_temp(id, text));
    });
}

fn view_menu(ui: &mut Ui, session: &Session, open: bool, actions: &mut Actions) {
    for command in [Command::Fit, Command::ZoomIn, Command::ZoomOut] {
        entry(ui, command, open, actions);
    }
    ui.separator();
    let state = session.state();
    ui.menu_button("Colours", |ui| {
        for color_by in ColorBy::all() {
            let chosen = state.color_by == color_by;
            choice(ui, chosen, Command::ColorBy(color_by), actions);
        }
    });
    ui.menu_button("Sizes", |ui| {
        for size_by in SizeBy::ALL {
            let chosen = state.size_by == size_by;
            choice(ui, chosen, Command::SizeBy(size_by), actions);
        }
        ui.separator();
        let log = state.size_log;
        switch(ui, log, "Logarithmic", Command::SizeLog(!log), actions);
    });
    ui.separator();
    for node in [NodeKind::Host, NodeKind::Mac] {
        let command = Command::GroupBy(node);
        if ui
            .radio(state.grouping.node == node, command.label())
            .clicked()
        {
            actions.push(command);
            ui.close();
        }
    }
    let non_ip = state.grouping.non_ip;
    switch(
        ui,
        non_ip,
        "Non-IP flows",
        Command::ShowNonIp(!non_ip),
        actions,
    );
    ui.separator();
    switch(
        ui,
        state.labels,
        "Labels",
        Command::Labels(!state.labels),
        actions,
    );
    switch(
        ui,
        state.fade,
        "Fade edges by age",
        Command::Fade(!state.fade),
        actions,
    );
    let strands = state.two_strands;
    switch(
        ui,
        strands,
        "Direction as two strands",
        Command::TwoStrands(!strands),
        actions,
    );
    ui.separator();
    for command in [
        Command::ToggleTheme,
        Command::TogglePanels,
        Command::ResetPanels,
        Command::ToggleFullScreen,
    ] {
        entry(ui, command, true, actions);
    }
    let local = session.settings().local_time;
    switch(ui, local, "Local time", Command::ToggleLocalTime, actions);
    let reduced = session.settings().reduce_motion;
    switch(
        ui,
        reduced,
        "Reduce motion",
        Command::ToggleReduceMotion,
        actions,
    );
}
