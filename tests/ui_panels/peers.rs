//! Are bars as long as distinct hosts are many, whatever they stand for?

use std::collections::BTreeSet;

use crate::window::{office, wait_for};
use egui_kittest::kittest::Queryable;
use flowloom::flow::NO_CODE;
use flowloom::query::{FlowSet, PeersOf, distinct_peers};

const EVERY: [PeersOf; 6] = [
    PeersOf::Clients,
    PeersOf::Servers,
    PeersOf::Ports,
    PeersOf::Names,
    PeersOf::Applications,
    PeersOf::Protocols,
];

#[test]
fn distinct_peers_equal_a_naive_count() {
    let harness = office();
    let data = harness.state().session().data().expect("open");
    let table = &data.traffic.table;
    let columns = &table.columns;
    for set in [
        FlowSet::all(table.len()),
        FlowSet::from_fn(table.len(), |flow| flow % 3 == 1),
        FlowSet::none(table.len()),
    ] {
        for of in EVERY {
            let counts = distinct_peers(table, &set, of, || false).expect("not stopped");
            let mut naive = vec![BTreeSet::new(); counts.len()];
            for flow in set.iter() {
                let (client, server) = (columns.client[flow], columns.server[flow]);
                let code = match of {
                    PeersOf::Clients => {
                        naive[client as usize].insert(server);
                        continue;
                    }
                    PeersOf::Servers => {
                        naive[server as usize].insert(client);
                        continue;
                    }
                    PeersOf::Ports => u32::from(columns.server_port[flow]),
                    PeersOf::Names => columns.name[flow],
                    PeersOf::Applications => u32::from(columns.application[flow]),
                    PeersOf::Protocols => u32::from(columns.protocol[flow]),
                };
                if code != NO_CODE {
                    naive[code as usize].extend([client, server]);
                }
            }
            let naive: Vec<u32> = naive.iter().map(|hosts| hosts.len() as u32).collect();
            assert_eq!(counts, naive, "{of:?}");
        }
        assert!(distinct_peers(table, &set, PeersOf::Ports, || true).is_none());
    }
}

#[test]
fn ports_are_ranked_by_peers_and_follow_the_filter() {
    let mut harness = office();
    harness.get_by_label("Measure of ports").click();
    harness.run_steps(3);
    harness.get_by_label("by peers").click();
    let bar = |set: &dyn Fn(&flowloom::session::Data) -> FlowSet,
               harness: &egui_kittest::Harness<'_, flowloom::app::Shell>| {
        let data = harness.state().session().data().expect("open");
        let table = &data.traffic.table;
        let peers = distinct_peers(table, &set(data), PeersOf::Ports, || false).expect("counts");
        let most = *peers.iter().max().expect("ports");
        (most, peers[443])
    };
    let all = bar(&|data| FlowSet::all(data.traffic.table.len()), &harness);
    assert!(all.0 >= all.1 && all.1 > 1);
    let label = format!("443 TLS, {}", all.1);
    wait_for(&mut harness, |harness| {
        harness.query_by_label(&label).is_some()
    });
    // Fewer flows have fewer peers, once they were counted again.
    harness
        .get_by_role_and_label(egui::Role::CheckBox, "DNS")
        .click();
    wait_for(&mut harness, |harness| {
        let now = bar(&|data| data.visible().clone(), harness);
        harness
            .query_by_label(&format!("443 TLS, {}", now.1))
            .is_some()
            && harness.query_by_label_contains("counting peers").is_none()
    });
}
