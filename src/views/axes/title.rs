//! How is an axis moved, turned and replaced?
//!
//! By its title: dragged to another place, or clicked for a menu.

use egui::{Align2, CursorIcon, Role, Sense, Ui, WidgetInfo, pos2};

use super::super::{Actions, Look};
use super::axis::Axis;
use super::plot::AxesMemory;
use crate::query::AxisChoice;
use crate::session::{Command, Session};

/// The title: dragged to move the axis, clicked for its menu.
pub(super) fn title_ui(
    ui: &mut Ui,
    axis: &Axis,
    session: &Session,
    memory: &mut AxesMemory,
    places: &[f32],
    look: &Look,
    actions: &mut Actions,
) {
    let choice = axis.choice;
    let label = choice.column.label();
    let id = ui.scope_id().with(("axis title", choice.column));
    let response = ui.interact(axis.title, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{label} axis")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(axis.title, 4.0, look.line);
        ui.set_cursor_icon(CursorIcon::Grab);
    }
    let mut job = egui::text::LayoutJob::simple_singleline(
        label.to_owned(),
        egui::TextStyle::Body.resolve(ui.style()),
        look.text,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(axis.title.width());
    let galley = ui.painter().layout_job(job);
    let at = pos2(axis.x - 0.5 * galley.size().x, axis.title.top() + 1.0);
    let at = pos2(at.x.max(axis.title.left()), at.y);
    ui.painter().galley(at, galley, look.text);
    let log = choice.log && choice.column.can_be_log();
    let how = match (log, choice.inverted) {
        (true, true) => "log, inverted",
        (true, false) => "log",
        (false, true) => "inverted",
        (false, false) => "",
    };
    ui.painter().text(
        pos2(axis.x, axis.title.bottom() - 1.0),
        Align2::CENTER_BOTTOM,
        how,
        egui::TextStyle::Small.resolve(ui.style()),
        look.weak,
    );
    if response.drag_started() {
        memory.moving = Some(axis.place);
    }
    if response.drag_stopped() {
        let target = ui
            .input(|input| input.pointer.latest_pos())
            .map(|at| nearest(places, at.x));
        memory.moving = None;
        if let Some(target) = target
            && target != axis.place
        {
            actions.push(Command::Axes(moved(
                &session.state().axes,
                axis.place,
                target,
            )));
        }
    }
    egui::Popup::menu(&response).show(|ui| {
        title_menu_ui(ui, axis, session, actions);
    });
    let zone = match choice.column.is_time() {
        true => format!(", {}", session.clock().name()),
        false => String::new(),
    };
    response.on_hover_text(format!(
        "{label}: {}{zone}\nDrag to move, click for more",
        choice.column.about()
    ));
}

/// What can be done with an axis.
fn title_menu_ui(ui: &mut Ui, axis: &Axis, session: &Session, actions: &mut Actions) {
    let axes = &session.state().axes;
    let place = axis.place;
    let changed = |change: &dyn Fn(&mut AxisChoice)| {
        let mut axes = axes.clone();
        if let Some(choice) = axes.get_mut(place) {
            change(choice);
        }
        Command::Axes(axes)
    };
    let choice = axis.choice;
    if ui.button("Invert").clicked() {
        actions.push(changed(&|choice| choice.inverted = !choice.inverted));
    }
    if choice.column.can_be_log() {
        let text = if choice.log {
            "Spread evenly"
        } else {
            "Spread by logarithm"
        };
        if ui.button(text).clicked() {
            actions.push(changed(&|choice| choice.log = !choice.log));
        }
    }
    ui.menu_button("Change to", |ui| {
        for column in super::unused(axes) {
            if ui.button(column.label()).clicked() {
                actions.push(changed(&|choice| *choice = AxisChoice::new(column)));
            }
        }
    });
    ui.separator();
    let can_move = [place > 0, place + 1 < axes.len()];
    let left = egui::Button::new("Move left");
    if ui.add_enabled(can_move[0], left).clicked() {
        actions.push(Command::Axes(moved(axes, place, place.saturating_sub(1))));
    }
    let right = egui::Button::new("Move right");
    if ui.add_enabled(can_move[1], right).clicked() {
        actions.push(Command::Axes(moved(axes, place, place + 1)));
    }
    let remove = egui::Button::new("Remove axis");
    if ui.add_enabled(axes.len() > 2, remove).clicked() {
        let mut axes = axes.clone();
        axes.remove(place);
        actions.push(Command::Axes(axes));
    }
}

/// Where the axis that is being moved would go.
pub(super) fn drop_mark(
    ui: &Ui,
    from: usize,
    places: &[f32],
    [top, bottom]: [f32; 2],
    look: &Look,
) {
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    let target = nearest(places, at.x);
    ui.set_cursor_icon(CursorIcon::Grabbing);
    ui.painter().vline(
        at.x,
        top..=bottom,
        egui::Stroke::new(1.0, look.weak.gamma_multiply(0.6)),
    );
    if target != from
        && let Some(&x) = places.get(target)
    {
        ui.painter()
            .vline(x, top..=bottom, egui::Stroke::new(3.0, look.text));
    }
}

/// The axis nearest to a horizontal place.
fn nearest(places: &[f32], x: f32) -> usize {
    let distance = |place: &f32| (place - x).abs();
    let all = places.iter().enumerate();
    let nearest = all.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
    nearest.map_or(0, |(place, _)| place)
}

/// The axes with one of them elsewhere.
fn moved(axes: &[AxisChoice], from: usize, to: usize) -> Vec<AxisChoice> {
    let mut axes = axes.to_vec();
    if from < axes.len() {
        let axis = axes.remove(from);
        axes.insert(to.min(axes.len()), axis);
    }
    axes
}
