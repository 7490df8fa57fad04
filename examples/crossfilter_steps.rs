//! How long does one step of a brush take on columns from somewhere else?
//!
//! `crossfilter_steps DIR [ts|bytes|dport] [WIDTH] [STEP] [STEPS]` reads dictionary-coded columns
//! (`ts.f64 bytes.i64 src.u32 dst.u32 dport.u16 proto.u8 edge.u32 meta.json`), moves a brush over
//! one of them and brings six views up to date after every move: top sources, destinations and
//! ports, protocols, a time line of 200 bins, and edges. It uses the crossfilter that the window
//! uses and prints one JSON line: milliseconds by step and view, and checksums of the last step.

use std::fs;
use std::path::Path;
use std::time::Instant;

use flowloom::capture::{Application, Protocol};
use flowloom::query::{
    ColumnIndex, Condition, Crossfilter, EdgeKeys, FlowKey, FlowKeys, FlowSet, Ranking, Rows,
    StrandKey, Tallies, TimeBins,
};
use flowloom::units::{TimeSpan, Timestamp};

type Error = Box<dyn std::error::Error>;

/// Columns of one little-endian type.
fn column<const N: usize, T>(
    directory: &Path,
    name: &str,
    value: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>, Error> {
    let bytes = fs::read(directory.join(name)).map_err(|error| format!("{name}: {error}"))?;
    let (whole, _) = bytes.as_chunks::<N>();
    Ok(whole.iter().map(|&bytes| value(bytes)).collect())
}

/// Nanoseconds of a time in seconds; different times stay different.
fn nanos(seconds: f64) -> i64 {
    let whole = seconds.floor();
    whole as i64 * 1_000_000_000 + ((seconds - whole) * 1e9).round() as i64
}

/// What the brush moves over.
enum Brushed {
    Time,
    Bytes,
    Port,
}

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments
        .next()
        .ok_or("usage: crossfilter_steps DIR [ts|bytes|dport]")?;
    let directory = Path::new(&directory);
    let brushed = match arguments.next().as_deref() {
        None | Some("ts") => Brushed::Time,
        Some("bytes") => Brushed::Bytes,
        Some("dport") => Brushed::Port,
        Some(other) => return Err(format!("no brush on {other}").into()),
    };
    let mut number = |default: f64| -> Result<f64, Error> {
        arguments
            .next()
            .map_or(Ok(default), |text| Ok(text.parse()?))
    };
    let (width, step, steps) = (number(0.25)?, number(0.01)?, number(20.0)? as usize);
    let meta: serde_json::Value = serde_json::from_slice(&fs::read(directory.join("meta.json"))?)?;
    let wanted = |key: &str| meta[key].as_f64().ok_or(format!("meta.json has no {key}"));
    let (t0, span) = (wanted("t0")?, wanted("span")?);
    let list = |key: &str| -> Vec<f64> {
        let values = meta[key].as_array().into_iter().flatten();
        values.filter_map(serde_json::Value::as_f64).collect()
    };
    // Bounds of the brush after each step.
    let bounds: Vec<[i64; 2]> = match brushed {
        Brushed::Time => (0..=steps)
            .map(|at| {
                let start = 0.1 + step * at as f64;
                [nanos(t0 + span * start), nanos(t0 + span * (start + width))]
            })
            .collect(),
        Brushed::Bytes => {
            let quantiles = list("bytes_quantiles");
            (0..=steps)
                .map(|at| {
                    let start = 0.1 + step * at as f64;
                    [start, start + width].map(|share| quantiles[(1000.0 * share) as usize] as i64)
                })
                .collect()
        }
        Brushed::Port => {
            let ports = list("ports");
            let ports = ports.iter().take(steps + 1);
            ports.map(|&port| [port as i64, port as i64 + 1]).collect()
        }
    };

    let began = Instant::now();
    let mut time: Vec<i64> = column(directory, "ts.f64", |bytes| {
        nanos(f64::from_le_bytes(bytes))
    })?;
    let bytes: Vec<u64> = column(directory, "bytes.i64", u64::from_le_bytes)?;
    let source: Vec<u32> = column(directory, "src.u32", u32::from_le_bytes)?;
    let destination: Vec<u32> = column(directory, "dst.u32", u32::from_le_bytes)?;
    let mut port: Vec<u16> = column(directory, "dport.u16", u16::from_le_bytes)?;
    let protocol: Vec<u16> = column(directory, "proto.u8", |[code]: [u8; 1]| u16::from(code))?;
    let edge: Vec<u32> = column(directory, "edge.u32", u32::from_le_bytes)?;
    let len = time.len();
    let edge_count = edge.iter().max().map_or(0, |&last| last as usize + 1);
    let host_count = source
        .iter()
        .chain(&destination)
        .max()
        .map_or(0, |&last| last as usize + 1);

    // The columns have one size for both directions, no packets, no names and no applications.
    let (no_bytes, no_packets) = (vec![0_u64; len], vec![0_u32; len]);
    let strands: Vec<StrandKey> = (0..edge_count as u32)
        .map(|edge| StrandKey {
            edge,
            protocol: Protocol::UNKNOWN,
            application: Application::Unknown,
        })
        .collect();
    let strand_starts: Vec<u32> = (0..=edge_count as u32).collect();
    let mixed_edges = FlowSet::none(edge_count);
    let bins = TimeBins::over(
        TimeSpan {
            first: Timestamp(nanos(t0)),
            last: Timestamp(nanos(t0 + span) - 1),
        },
        200,
    );
    let keys = FlowKeys::new(len, usize::from(bins.count), |flow| FlowKey {
        client: source[flow],
        server: destination[flow],
        edge: edge[flow],
        server_port: port[flow],
        protocol: protocol[flow],
        time_bin: bins.bin(Timestamp(time[flow])),
        application: 0,
        forward: true,
    });
    // Of the columns only those are read from now on that are summed or brushed.
    drop((source, destination, edge, protocol));
    if !matches!(brushed, Brushed::Time) {
        time = Vec::new();
    }
    if !matches!(brushed, Brushed::Port) {
        port = Vec::new();
    }
    let rows = Rows {
        flows: keys.flows(),
        name: &[],
        client_bytes: &bytes,
        server_bytes: &no_bytes,
        client_packets: &no_packets,
        server_packets: &no_packets,
        host_count,
        name_count: 0,
        time_bin_count: usize::from(bins.count),
        keys: EdgeKeys {
            flow_edge: &[],
            flow_strand: &[],
            flow_forward: &FlowSet::default(),
            strands: &strands,
            strand_starts: &strand_starts,
            mixed_edges: &mixed_edges,
            edge_nodes: &[],
            node_count: 0,
        },
    };
    let loaded = began.elapsed();
    let everything = Tallies::over(&rows, &FlowSet::all(len));
    let rank = |sums: &[flowloom::units::Totals]| {
        Ranking::new(sums.len(), |code| sums[code as usize].bytes)
    };
    let sources = rank(&everything.clients);
    let destinations = rank(&everything.servers);
    let ports = rank(&everything.ports);
    let edges = Ranking::new(everything.edges.len(), |edge| {
        everything.edges[edge as usize].totals().bytes
    });
    let value = |flow: usize| match brushed {
        Brushed::Time => time[flow],
        Brushed::Bytes => bytes[flow] as i64,
        Brushed::Port => i64::from(port[flow]),
    };
    let index = ColumnIndex::new(len, value);
    // After the order is made, which takes room for a moment.
    let mut crossfilter = Crossfilter::new(&rows, everything.clone());
    let ready = began.elapsed();

    let mut step_ms = Vec::new();
    let mut views: [Vec<f64>; 6] = Default::default();
    let mut check = [0_u64; 3];
    let mut places = 0..0;
    crossfilter.set(Condition::Time, Some(index.set(0..0)));
    crossfilter.follow(&rows, &everything);
    let mut cpu = cpu_ms();
    for (at, bound) in bounds.iter().enumerate() {
        let began = Instant::now();
        let to = index.below(&bound[0], value)..index.below(&bound[1], value);
        crossfilter.alter(Condition::Time, |set| {
            index.move_set(set, places.clone(), to.clone());
        });
        crossfilter.follow(&rows, &everything);
        places = to;
        let updated = began.elapsed();
        let tallies = crossfilter.tallies();
        let mut laps = vec![updated];
        let top_sources = sources.top(20, |code| tallies.clients[code as usize].bytes);
        laps.push(began.elapsed());
        let top_destinations = destinations.top(20, |code| tallies.servers[code as usize].bytes);
        laps.push(began.elapsed());
        let top_ports = ports.top(20, |code| tallies.ports[code as usize].bytes);
        laps.push(began.elapsed());
        let by_protocol: u64 = tallies.protocols.iter().map(|of| of.visible.bytes).sum();
        laps.push(began.elapsed());
        let by_time: u64 = (0..bins.count)
            .flat_map(|bin| tallies.time_bin(bin))
            .map(|of| of.bytes)
            .sum();
        laps.push(began.elapsed());
        let top_edges = edges.top(50, |edge| tallies.edges[edge as usize].totals().bytes);
        laps.push(began.elapsed());
        std::hint::black_box((&top_destinations, &top_ports, &top_edges));
        assert_eq!([by_protocol, by_time], [tallies.visible.bytes; 2]);
        check = [
            tallies.drawn_edges,
            tallies.visible.bytes,
            top_sources
                .first()
                .map_or(0, |&code| tallies.clients[code as usize].bytes),
        ];
        if at == 0 {
            cpu = cpu_ms();
            continue;
        }
        let ms: Vec<f64> = laps.iter().map(|lap| lap.as_secs_f64() * 1e3).collect();
        step_ms.push(ms[6]);
        for (view, lap) in views.iter_mut().zip(ms.windows(2)) {
            view.push(lap[1] - lap[0]);
        }
        // All sums are brought up to date in one go; it is counted with the first view.
        if let Some(first) = views[0].last_mut() {
            *first += ms[0];
        }
    }
    let [src, dst, dport, proto, time_line, edge_list] = views;
    let report = serde_json::json!({
        "step_ms": step_ms,
        "views": {"src": src, "dst": dst, "dport": dport, "proto": proto, "time": time_line, "edge": edge_list},
        "check": check,
        "load": ready.as_secs_f64(),
        "ready_after_columns_s": (ready - loaded).as_secs_f64(),
        "cpu_ms": (cpu_ms() - cpu) / step_ms.len().max(1) as f64,
        "rss": peak_mb(),
        "note": format!("src includes the update of all sums; ready {:.2} s after the columns were read", (ready - loaded).as_secs_f64()),
    });
    println!("{report}");
    Ok(())
}

/// CPU time of this process in milliseconds; 0 where the system does not tell.
fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        * 10.0
}

/// Peak memory of this process in megabytes; 0 where the system does not tell.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| {
        peak.trim()
            .trim_end_matches("kB")
            .trim()
            .parse::<f64>()
            .ok()
    });
    kib.unwrap_or(0.0) / 1024.0
}
