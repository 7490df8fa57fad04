//! Do parallel axes count every flow, and does a brush's text mean exactly what was brushed?

#[path = "support/packets.rs"]
mod packets;
#[path = "filter/tables.rs"]
mod tables;
#[path = "filter/trees.rs"]
#[allow(dead_code, reason = "random tables use a part")]
mod trees;

use std::sync::Arc;

use flowloom::capture::Input;
use flowloom::flow::{FlowTable, ReadOptions, Wish, read};
use flowloom::query::{
    AxisColumn, AxisScale, Filter, FilterContext, FlowClasses, FlowSet, PairTally, ProtocolTally,
};
use flowloom::units::Totals;
use proptest::prelude::*;

fn scales(table: &FlowTable) -> impl Iterator<Item = AxisScale> + '_ {
    AxisColumn::ALL
        .into_iter()
        .flat_map(move |column| [false, true].map(|log| AxisScale::new(table, column, log)))
}

fn classes(table: &FlowTable) -> Arc<FlowClasses> {
    let mut tallies: Vec<ProtocolTally> = Vec::new();
    for flow in 0..table.len() {
        let protocol = table.flow(flow).protocol;
        let place = match tallies.iter().position(|tally| tally.protocol == protocol) {
            Some(place) => place,
            None => {
                tallies.push(ProtocolTally {
                    protocol,
                    total: Totals::default(),
                    visible: Totals::default(),
                });
                tallies.len() - 1
            }
        };
        tallies[place].total.flows += 1;
    }
    Arc::new(FlowClasses::by_protocol(&tallies))
}

/// The text of a brush, read again, passes the flows of its bins and no others.
fn check_brush(table: &FlowTable, scale: &AxisScale, a: u8, b: u8) {
    let last = (scale.bin_count() - 1) as u8;
    let bins = a.min(b).min(last)..=a.max(b).min(last);
    let expected = FlowSet::from_fn(table.len(), |flow| bins.contains(&scale.bins()[flow]));
    let name = format!("{:?} log {} {bins:?}", scale.column(), scale.log());
    assert_eq!(scale.flows_in(&bins), expected.count(), "{name}");
    let Some(filter) = scale.filter(&bins) else {
        assert!(expected.is_empty(), "{name} has flows but no text");
        return;
    };
    let text = filter.to_string();
    let read: Filter = text
        .parse()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(read, filter, "{name}: {text}");
    let found = read.evaluate(table, &FilterContext::default());
    assert_eq!(found, expected, "{name}: {text}");
    assert!(scale.is_asked_by(&read), "{name}: {text}");
    let runs = scale.runs(&found);
    let inside = |bin: u8| runs.iter().any(|run| run.contains(&bin));
    for flow in found.iter() {
        assert!(inside(scale.bins()[flow]), "{name}: {runs:?}");
    }
}

/// Counts that follow are counts made anew, and no flow is lost.
fn check_pair(table: &FlowTable, pair: [AxisColumn; 2], sets: &[FlowSet]) {
    let [left, right] = pair.map(|column| Arc::new(AxisScale::new(table, column, true)));
    let classes = classes(table);
    let mut tally = PairTally::new(table, left.clone(), right.clone(), classes);
    assert_eq!(tally.everything().flows(), table.len() as u64);
    assert_eq!(tally.visible(), tally.everything());
    assert_eq!(tally.lit().flows(), 0);
    for (step, set) in sets.iter().enumerate() {
        let lit = sets.get(step + 1);
        tally.follow(table, set, lit);
        assert_eq!(tally.visible().flows(), set.count());
        assert_eq!(tally.lit().flows(), lit.map_or(0, FlowSet::count));
        for cell in tally.visible().cells() {
            let flows = set
                .iter()
                .filter(|&flow| (left.bins()[flow], right.bins()[flow]) == (cell.left, cell.right));
            assert_eq!(flows.count() as u64, cell.flows);
        }
        let margins = tally.visible().margins();
        for (margin, scale) in margins.iter().zip([&left, &right]) {
            assert_eq!(margin.len(), scale.bin_count());
            assert_eq!(margin.iter().sum::<u64>(), set.count());
        }
        assert!(!tally.follow(table, set, lit), "nothing changed");
    }
    tally.follow(table, &FlowSet::all(table.len()), None);
    assert_eq!(tally.visible(), tally.everything());
    assert_eq!(tally.lit().flows(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_brush_is_text_that_passes_exactly_its_flows(
        tables::Table(table) in tables::table(),
        ends in proptest::collection::vec((any::<u8>(), any::<u8>()), 1..6),
        narrow in any::<bool>(),
    ) {
        // With few bins some names share one.
        let names = (3..7).map(|bins| AxisScale::with(&table, AxisColumn::Name, false, bins, None));
        for scale in scales(&table).chain(names) {
            check_brush(&table, &scale, 0, u8::MAX);
            for &(a, b) in &ends {
                // Most axes of small tables have few bins.
                let count = scale.bin_count() as u8;
                let a = if narrow && count > 0 { a % count } else { a };
                check_brush(&table, &scale, a, b);
                check_brush(&table, &scale, a, a);
            }
        }
    }

    #[test]
    fn counts_follow_and_lose_nothing(
        tables::Table(table) in tables::table(),
        seeds in proptest::collection::vec((1_usize..7, any::<usize>()), 1..5),
    ) {
        let sets: Vec<FlowSet> = seeds
            .iter()
            .map(|&(every, shift)| FlowSet::from_fn(table.len(), |flow| {
                flow.wrapping_mul(31).wrapping_add(shift % 97) % every == 0
            }))
            .collect();
        check_pair(&table, [AxisColumn::Client, AxisColumn::ServerPort], &sets);
        check_pair(&table, [AxisColumn::Application, AxisColumn::Bytes], &sets);
        check_pair(&table, [AxisColumn::First, AxisColumn::Protocol], &sets);
    }
}

#[test]
fn addresses_of_a_prefix_stand_together() {
    use packets::{assemble, udp};
    let sent: Vec<_> = [
        "10.0.0.9:1",
        "192.168.0.1:1",
        "10.0.0.1:1",
        "2001_db8",
        "10.0.1.1:1",
    ]
    .iter()
    .filter(|text| text.contains('.'))
    .map(|client| udp(client, "8.8.8.8:53").len(70))
    .collect();
    let table = assemble(&sent, &ReadOptions::default())
        .table
        .as_ref()
        .clone();
    let scale = AxisScale::new(&table, AxisColumn::Client, false);
    assert_eq!(scale.bin_count(), 4);
    let texts: Vec<String> = (0..4)
        .map(|bin| scale.describe(&(bin..=bin), &|_| 0))
        .collect();
    assert_eq!(texts, ["10.0.0.1", "10.0.0.9", "10.0.1.1", "192.168.0.1"]);
    let text = |bins| scale.filter(&bins).map(|filter| filter.to_string());
    assert_eq!(text(0..=1).as_deref(), Some("client == 10.0.0.0/28"));
    assert_eq!(
        text(1..=2).as_deref(),
        Some("client in {10.0.0.9..10.0.1.1}")
    );
    assert_eq!(text(3..=3).as_deref(), Some("client == 192.168.0.1"));
}

/// Thousands of hosts share bins, and ports and sizes are many.
#[test]
fn brushes_on_a_real_capture_are_exact() {
    let file: &[u8] = include_bytes!("../assets/samples/botnet.pcapng.zst");
    let input = Input {
        path: "botnet".into(),
        size_bytes: None,
        reader: Box::new(file),
    };
    let read = read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
        Wish::GoOn
    });
    let table = read.expect("the bundled sample is readable").table;
    for scale in scales(&table) {
        for (a, b) in [
            (0, 255),
            (0, 0),
            (0, 40),
            (9, 9),
            (31, 130),
            (200, 255),
            (255, 255),
        ] {
            check_brush(&table, &scale, a, b);
        }
    }
    let sets = [3, 2, 50].map(|every| FlowSet::from_fn(table.len(), |flow| flow % every == 0));
    let classes = classes(&table);
    let [left, right] = [AxisColumn::Client, AxisColumn::Server]
        .map(|column| Arc::new(AxisScale::new(&table, column, false)));
    let mut tally = PairTally::new(&table, left, right, classes);
    for set in &sets {
        tally.follow(&table, set, None);
        assert_eq!(tally.visible().flows(), set.count());
    }
}
