//! Are groups made, opened and undone by their names in the window?

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::Shell;
use flowloom::session::Shares;

use crate::window::{key, office};

fn choose(harness: &mut Harness<'static, Shell>, label: &str) {
    harness.get_by_label("Group").click();
    harness.run_steps(3);
    harness.get_by_label_contains(label).click();
    harness.run_steps(3);
}

fn shares(harness: &Harness<'_, Shell>) -> Shares {
    harness.state().session().data().expect("open").shares
}

#[test]
fn the_menu_groups_opens_and_ungroups() {
    let mut harness = office();
    let before = shares(&harness);
    choose(&mut harness, "Group by subnet /24");
    let closed = shares(&harness);
    assert!(closed.groups > 0 && closed.hosts.drawn < before.hosts.drawn);
    let told = format!(
        "group{} that hold",
        if closed.groups == 1 { "" } else { "s" }
    );
    harness.get_by_label_contains(&told);
    choose(&mut harness, "Open all groups");
    assert_eq!(shares(&harness).hosts, before.hosts);
    choose(&mut harness, "Close all groups");
    assert_eq!(shares(&harness), closed);
    choose(&mut harness, "Do not group nodes");
    assert_eq!(shares(&harness), before);
    choose(&mut harness, "Fold scans and leaves");
    assert!(shares(&harness).groups > 0);
    for _ in 0..5 {
        key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    }
    assert_eq!(shares(&harness), before);
}
