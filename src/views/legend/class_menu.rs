//! What can be done with a class of colours?
//!
//! A click highlights, with Ctrl or Shift adds to the highlight, with Alt shows nothing else; a
//! right click offers the same and more. Where the filter language can say what the class is, that
//! text is used; otherwise its hosts or edges are named, as long as a person could still read them.

use egui::{Response, Ui};

use super::super::Actions;
use crate::query::Filter;
use crate::session::{Command, Data, Item, Session, narrowing};
use crate::units::Count;

/// Hosts or edges that are written into a filter at most.
const MOST_NAMED: u64 = 2_000;

/// Some things that have a colour in common.
pub struct Class<'a> {
    /// Its name.
    pub label: &'a str,
    /// Number of its members.
    pub size: u64,
    /// The text that passes its flows and no others, if there is one.
    pub filter: Option<&'a Filter>,
    /// The texts of all classes of the same colours.
    pub kin: &'a [&'a Filter],
    /// What else can be shown alone: what the entry is called, and its text.
    pub further: Option<(&'a str, &'a Filter)>,
    /// Whether its members are nodes, between which the flows of the class run.
    pub is_group: bool,
    /// Its nodes, or edges.
    pub members: &'a dyn Fn() -> Vec<Item>,
}

impl Class<'_> {
    /// Does what clicks and the menu ask for.
    pub fn gestures(
        &self,
        response: &Response,
        session: &Session,
        data: &Data,
        actions: &mut Actions,
    ) {
        if response.clicked() {
            let keys = response.ctx.input(|input| input.modifiers);
            if keys.alt {
                actions.extend(self.alone(session, data));
            } else if keys.command || keys.shift {
                actions.push(self.added(session));
            } else {
                actions.push(Command::SelectItems((self.members)()));
            }
        }
        response.context_menu(|ui| self.menu_ui(ui, session, data, actions));
    }

    /// What clicks do, for a tooltip.
    pub fn hint(&self) -> &'static str {
        if self.can_narrow() {
            "Click to highlight, Alt-click to show only this"
        } else {
            "Click to highlight"
        }
    }

    fn menu_ui(&self, ui: &mut Ui, session: &Session, data: &Data, actions: &mut Actions) {
        if ui.button("Highlight").clicked() {
            actions.push(Command::SelectItems((self.members)()));
        }
        if ui.button("Add to highlight").clicked() {
            actions.push(self.added(session));
        }
        let can = self.can_narrow();
        let too_many = format!(
            "Too many to name in a filter: {} of at most {}",
            Count(self.size),
            Count(MOST_NAMED)
        );
        let mut entry = |label: &str| {
            let button = ui.add_enabled(can, egui::Button::new(label));
            button.on_disabled_hover_text(&too_many).clicked()
        };
        if entry("Show only this") {
            actions.extend(self.alone(session, data));
        }
        if entry("Leave this out") {
            actions.extend(self.left_out(session, data));
        }
        if let Some((label, filter)) = self.further
            && ui.button(label).clicked()
        {
            let present = session.state().filter.clone();
            actions.push(Command::Filter(present.and(filter.clone())));
        }
        if ui.button("Show all").clicked() {
            actions.push(Command::ShowAll);
        }
        ui.separator();
        if ui.button("Copy name").clicked() {
            ui.copy_text(self.label.to_owned());
        }
        if let Some(filter) = self.filter.or(self.further.map(|(_, filter)| filter))
            && ui.button("Copy as filter").clicked()
        {
            ui.copy_text(filter.to_string());
        }
    }

    fn can_narrow(&self) -> bool {
        self.filter.is_some() || self.size <= MOST_NAMED
    }

    fn added(&self, session: &Session) -> Command {
        let before = session.state().selection.iter().copied();
        Command::SelectItems(before.chain((self.members)()).collect())
    }

    fn alone(&self, session: &Session, data: &Data) -> Option<Command> {
        let present = &session.state().filter;
        self.can_narrow().then(|| {
            Command::Filter(match self.filter {
                Some(only) => narrowing::only_one(present, only, self.kin),
                None => self.by_name(present, data, false),
            })
        })
    }

    fn left_out(&self, session: &Session, data: &Data) -> Option<Command> {
        let present = &session.state().filter;
        self.can_narrow().then(|| {
            Command::Filter(match self.filter {
                Some(only) => narrowing::narrowed_to(present.clone(), only.clone(), true),
                None => self.by_name(present, data, true),
            })
        })
    }

    fn by_name(&self, present: &Filter, data: &Data, leave_out: bool) -> Filter {
        let (members, table) = ((self.members)(), &data.traffic.table);
        if self.is_group && !leave_out {
            let hosts = members.iter().filter_map(|item| match item {
                Item::Node(host) => Some(*host),
                _ => None,
            });
            return narrowing::within(present.clone(), &hosts.collect::<Vec<_>>(), table);
        }
        let items = members.into_iter().collect();
        narrowing::narrowed(present.clone(), &items, leave_out, table)
    }
}
