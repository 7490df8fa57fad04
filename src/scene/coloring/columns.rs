//! Which value of a column has each node and edge?
//!
//! Numbers are summed (bytes, packets), or the longest or latest of the visible flows; categories
//! are the one with most bytes. First seen is that of the whole capture, so that a node keeps its
//! colour while time is brushed.

use rayon::prelude::*;

use super::classes::{ClassKind, Classes, ColorEntry, NO_CLASS, Order};
use super::ramp::{Ramp, RampUnit};
use super::{ColorKey, Coloring, Found, Shown};
use crate::capture::{Application, Protocol};
use crate::flow::{NO_CODE, NO_VLAN};
use crate::query::{
    AxisColumn, ColumnSpan, Comparison, Expr, Field, Filter, NameSource, Network, Relation, Test,
    Value,
};
use crate::scene::ColorBy;

/// Whether a column is shown as a ramp.
pub(super) fn is_number(column: AxisColumn) -> bool {
    use AxisColumn as C;
    match column {
        C::Bytes
        | C::BytesUp
        | C::BytesDown
        | C::Packets
        | C::PacketsUp
        | C::PacketsDown
        | C::Duration
        | C::First
        | C::Last
        | C::ClientDegree
        | C::ServerDegree => true,
        C::Client
        | C::Server
        | C::ClientPort
        | C::ServerPort
        | C::Application
        | C::Protocol
        | C::Vlan
        | C::Name
        | C::Tunnel
        | C::Evidence
        | C::DirectionReason => false,
    }
}

/// The first flow of each edge and node, whatever is visible.
pub(super) fn first_seen(shown: &Shown<'_>) -> Coloring {
    let graph = shown.graph;
    let earliest = |flows: &mut dyn Iterator<Item = u32>| {
        flows
            .map(|flow| shown.table.first(flow as usize).0)
            .min()
            .map(|time| time as f64)
    };
    let edges: Vec<Option<f64>> = (0..graph.edge_count() as u32)
        .into_par_iter()
        .map(|edge| earliest(&mut graph.edge_flows(edge).iter().copied()))
        .collect();
    let nodes = of_nodes(shown, &edges, f64::min);
    ramp(ColorBy::FirstSeen, nodes, edges, RampUnit::Time, false)
}

/// A number of the visible flows of each edge, and of each node over its edges.
pub(super) fn number(shown: &Shown<'_>, column: AxisColumn) -> Coloring {
    use AxisColumn as C;
    let columns = &shown.table.columns;
    let degree = |host: u32| f64::from(shown.degrees.get(host as usize).copied().unwrap_or(0));
    let value = |flow: usize| match column {
        C::ClientDegree => degree(columns.client[flow]),
        C::ServerDegree => degree(columns.server[flow]),
        C::Bytes => (columns.client_bytes[flow] + columns.server_bytes[flow]) as f64,
        C::BytesUp => columns.client_bytes[flow] as f64,
        C::BytesDown => columns.server_bytes[flow] as f64,
        C::Packets => shown.table.flow_totals(flow).packets as f64,
        C::PacketsUp => f64::from(columns.client_packets[flow]),
        C::PacketsDown => f64::from(columns.server_packets[flow]),
        C::Duration => {
            let (first, last) = (shown.table.first(flow), shown.table.last(flow));
            last.0.saturating_sub(first.0) as f64
        }
        C::First => shown.table.first(flow).0 as f64,
        _ => shown.table.last(flow).0 as f64,
    };
    let join: fn(f64, f64) -> f64 = match column {
        C::Duration | C::Last | C::ClientDegree | C::ServerDegree => f64::max,
        C::First => f64::min,
        _ => |a, b| a + b,
    };
    let graph = shown.graph;
    let edges: Vec<Option<f64>> = (0..graph.edge_count() as u32)
        .into_par_iter()
        .map(|edge| {
            let flows = graph.edge_flows(edge).iter().map(|&flow| flow as usize);
            let visible = flows.filter(|&flow| shown.visible.contains(flow));
            visible.map(value).reduce(join)
        })
        .collect();
    let nodes = of_nodes(shown, &edges, join);
    let (unit, log) = match column {
        C::Bytes | C::BytesUp | C::BytesDown => (RampUnit::Bytes, true),
        C::Duration => (RampUnit::Duration, true),
        C::First | C::Last => (RampUnit::Time, false),
        _ => (RampUnit::Count, true),
    };
    ramp(ColorBy::Column(column), nodes, edges, unit, log)
}

/// The value of each node over its edges.
fn of_nodes(
    shown: &Shown<'_>,
    edges: &[Option<f64>],
    join: impl Fn(f64, f64) -> f64,
) -> Vec<Option<f64>> {
    let mut nodes: Vec<Option<f64>> = vec![None; shown.graph.node_count()];
    for (ends, &value) in shown.graph.edge_nodes().iter().zip(edges) {
        let Some(value) = value else { continue };
        let is_loop = ends[0] == ends[1];
        for &node in ends.iter().take(if is_loop { 1 } else { 2 }) {
            let slot = &mut nodes[node as usize];
            *slot = Some(slot.map_or(value, |before| join(before, value)));
        }
    }
    nodes
}

fn ramp(
    color_by: ColorBy,
    nodes: Vec<Option<f64>>,
    edges: Vec<Option<f64>>,
    unit: RampUnit,
    log: bool,
) -> Coloring {
    let ramp = Ramp::over(nodes.iter().chain(&edges).flatten().copied(), unit, log);
    let shades = |values: &[Option<f64>]| values.iter().map(|value| ramp.shade(*value)).collect();
    Coloring {
        color_by,
        nodes: shades(&nodes),
        edges: shades(&edges),
        key: ColorKey::Ramp(ramp),
        found: Found::Values { nodes, edges },
    }
}

/// The category with most bytes among the visible flows of each edge, and of each node.
pub(super) fn category(shown: &Shown<'_>, column: AxisColumn) -> Coloring {
    use AxisColumn as C;
    let columns = &shown.table.columns;
    let class = |flow: usize| match column {
        C::Client => u64::from(columns.client[flow]),
        C::Server => u64::from(columns.server[flow]),
        C::ClientPort | C::ServerPort if !Protocol(columns.protocol[flow]).has_ports() => NO_CLASS,
        C::ClientPort => u64::from(columns.client_port[flow]),
        C::ServerPort => u64::from(columns.server_port[flow]),
        C::Application => u64::from(columns.application[flow]),
        C::Protocol => u64::from(columns.protocol[flow]),
        C::Name => match columns.name[flow] {
            NO_CODE => NO_CLASS,
            name => u64::from(name),
        },
        C::Tunnel => match columns.tunnel[flow] {
            0 => NO_CLASS,
            tunnel => u64::from(tunnel),
        },
        C::Evidence => u64::from(columns.evidence[flow]),
        C::DirectionReason => u64::from(columns.direction_reason[flow]),
        _ => match columns.vlan[flow] {
            NO_VLAN => NO_CLASS,
            vlan => u64::from(vlan),
        },
    };
    let most = |flows: &mut dyn Iterator<Item = u32>| {
        let visible = flows.filter(|&flow| shown.visible.contains(flow as usize));
        let mut parts: Vec<(u64, u64)> = visible
            .map(|flow| {
                let flow = flow as usize;
                // One more than the bytes, so that traffic without any still has a category.
                let bytes = shown.table.flow_totals(flow).bytes.saturating_add(1);
                (class(flow), bytes)
            })
            .collect();
        parts.sort_unstable();
        let sums = parts
            .chunk_by(|a, b| a.0 == b.0)
            .map(|part| (part[0].0, part.iter().map(|(_, bytes)| bytes).sum::<u64>()));
        // The smaller one among equals.
        sums.reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map_or(NO_CLASS, |(class, _)| class)
    };
    let graph = shown.graph;
    let edges = (0..graph.edge_count() as u32)
        .into_par_iter()
        .map(|edge| most(&mut graph.edge_flows(edge).iter().copied()))
        .collect();
    let nodes = (0..graph.node_count() as u32)
        .into_par_iter()
        .map(|node| most(&mut graph.node_flows(node)))
        .collect();
    let classes = Classes {
        nodes,
        edges,
        order: Order::Bytes,
        plural: match column {
            C::Client => "sources",
            C::Server => "destinations",
            C::ClientPort | C::ServerPort => "ports",
            C::Vlan => "VLANs",
            C::Name => "names",
            C::Tunnel => "tunnels",
            _ => "categories",
        },
    };
    let mut coloring = classes.coloring(ColorBy::Column(column), shown);
    if let ColorKey::Classes(entries) = &mut coloring.key {
        write_filters(entries, column, shown);
    }
    coloring
}

/// Says of each class which text passes its flows.
fn write_filters(entries: &mut [ColorEntry], column: AxisColumn, shown: &Shown<'_>) {
    let of_class = |class| class_filter(column, class, shown);
    let without = ColumnSpan::none(column).filter();
    // What is neither in a class with a colour nor without a value.
    let named = entries.iter().filter_map(|entry| match entry.kind {
        ClassKind::One(class) => Some(of_class(class)),
        ClassKind::Others | ClassKind::Without => None,
    });
    let others: Option<Filter> = named
        .chain([Some(without.clone())])
        .try_fold(Filter::default(), |others, class| {
            Some(others.and(class?.negated()))
        });
    for entry in entries {
        entry.filter = match entry.kind {
            ClassKind::One(class) => of_class(class),
            ClassKind::Without => Some(without.clone()),
            ClassKind::Others => others.clone(),
        };
    }
}

/// The text that passes the flows of one class.
fn class_filter(column: AxisColumn, class: u64, shown: &Shown<'_>) -> Option<Filter> {
    use AxisColumn as C;
    let value = match column {
        C::Client | C::Server => {
            Value::Address(Network::single(shown.table.hosts.address(class as u32)))
        }
        C::Name => Value::Text(shown.table.names.name(class as u32).to_owned()),
        C::Application => Value::Application(Application::from_code(class as u8)),
        C::Protocol => Value::Protocol(Protocol(class as u16)),
        C::Tunnel | C::Evidence | C::DirectionReason => {
            return Some(ColumnSpan::one(column, class as i64).filter());
        }
        _ => Value::Number(class),
    };
    let field = match column {
        C::Name => Field::Name(NameSource::Any),
        _ => column.field(),
    };
    let test = Test::new(field, Relation::Compare(Comparison::Equal, value)).ok()?;
    Some(Filter::from(Expr::Test(test)))
}
