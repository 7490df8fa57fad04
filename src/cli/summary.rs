//! What does `info` say of some traffic?
//!
//! A [`Summary`] holds everything that is printed, already counted. As JSON it is the contract that
//! other programs rely on: bytes are frame lengths, times are exact decimal seconds. As text it is
//! aligned for people, and everything that came from the capture is made printable.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::capture::Application;
use crate::flow::{FlowTable, Traffic};
use crate::graph::{Graph, Grouping};
use crate::query::{Filter, FilterContext, FlowSet, Tallies};
use crate::text::{printable, shortened};
use crate::units::{Bytes, Count, Duration, TimeSpan, Timestamp, Totals};

/// Hosts listed; enough to see who matters.
const TOP_HOSTS: usize = 20;
/// Characters of a name shown in the table of hosts.
const NAME_CHARS: usize = 48;

/// Everything that `info` prints.
#[derive(Debug, Serialize)]
pub struct Summary {
    files: Vec<FileSummary>,
    packets: u64,
    bytes: u64,
    flows: u64,
    hosts: usize,
    edges: usize,
    first_ts: Option<Box<RawValue>>,
    last_ts: Option<Box<RawValue>>,
    protocols: BTreeMap<String, Counts>,
    applications: BTreeMap<String, Counts>,
    unparsed: Unparsed,
    top_hosts: Vec<HostSummary>,
    /// What was left out; none without a filter. Everything else above then counts visible flows,
    /// except files and unparsed.
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<FilterSummary>,
    #[serde(skip)]
    span: Option<TimeSpan>,
}

#[derive(Debug, Serialize)]
struct FilterSummary {
    text: String,
    filtered: Counts,
    total: Counts,
}

#[derive(Debug, Serialize)]
struct FileSummary {
    path: String,
    format: String,
    packets: u64,
    /// Records of a flow log; none for a capture.
    records: Option<u64>,
    bytes: u64,
    notes: Vec<NoteSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct NoteSummary {
    kind: String,
    count: u64,
    first_offset: u64,
    #[serde(skip)]
    hint: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Counts {
    packets: u64,
    bytes: u64,
    flows: u64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Unparsed {
    packets: u64,
    bytes: u64,
}

#[derive(Debug, Serialize)]
struct HostSummary {
    host: String,
    bytes: u64,
    degree: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<Totals> for Counts {
    fn from(totals: Totals) -> Self {
        let Totals {
            packets,
            bytes,
            flows,
        } = totals;
        Self {
            packets,
            bytes,
            flows,
        }
    }
}

impl Summary {
    /// Counts the flows that pass, their hosts and edges, and gathers the rest.
    #[must_use]
    pub fn new(traffic: &Traffic, filter: &Filter) -> Self {
        let table = &traffic.table;
        let graph = Graph::build(table, Grouping::default());
        let visible = filter.evaluate(table, &FilterContext::default());
        let tallies = Tallies::compute(table, &graph.edge_keys(), &visible);
        let everything = Self {
            files: traffic.files.iter().map(file_summary).collect(),
            packets: traffic.totals.packets,
            bytes: traffic.totals.bytes,
            flows: traffic.totals.flows,
            hosts: graph.node_count(),
            edges: graph.edge_count(),
            first_ts: None,
            last_ts: None,
            protocols: traffic
                .protocols
                .iter()
                .map(|(protocol, &totals)| (protocol.name().into_owned(), totals.into()))
                .collect(),
            applications: traffic
                .applications
                .iter()
                .map(|(application, &totals)| (application.key().to_owned(), totals.into()))
                .collect(),
            unparsed: Unparsed {
                packets: traffic.unparsed.packets,
                bytes: traffic.unparsed.bytes,
            },
            top_hosts: top_hosts(traffic, &graph, &tallies),
            filter: None,
            span: traffic.span,
        };
        let mut summary = if filter.is_empty() {
            everything
        } else {
            everything.narrowed(filter, table, &visible, &tallies)
        };
        let seconds = |time: Timestamp| number(time.to_seconds_text());
        summary.first_ts = summary.span.and_then(|span| seconds(span.first));
        summary.last_ts = summary.span.and_then(|span| seconds(span.last));
        summary
    }

    /// The same for the flows that pass.
    fn narrowed(
        self,
        filter: &Filter,
        table: &FlowTable,
        visible: &FlowSet,
        tallies: &Tallies,
    ) -> Self {
        let Totals {
            packets,
            bytes,
            flows,
        } = tallies.visible;
        let protocols = tallies.protocols.iter();
        let applications = Application::ALL.iter().zip(&tallies.applications);
        Self {
            packets,
            bytes,
            flows,
            hosts: tallies
                .nodes
                .iter()
                .filter(|node| node.totals.flows > 0)
                .count(),
            edges: tallies
                .edges
                .iter()
                .filter(|edge| edge.is_visible())
                .count(),
            protocols: protocols
                .filter(|tally| tally.visible.flows > 0)
                .map(|tally| (tally.protocol.name().into_owned(), tally.visible.into()))
                .collect(),
            applications: applications
                .filter(|(_, tally)| tally.visible.flows > 0)
                .map(|(application, tally)| (application.key().to_owned(), tally.visible.into()))
                .collect(),
            filter: Some(FilterSummary {
                text: filter.to_string(),
                filtered: tallies.filtered.into(),
                total: Totals {
                    packets: self.packets,
                    bytes: self.bytes,
                    flows: self.flows,
                }
                .into(),
            }),
            span: visible
                .iter()
                .map(|flow| TimeSpan {
                    first: table.first(flow),
                    last: table.last(flow),
                })
                .reduce(TimeSpan::union),
            ..self
        }
    }

    /// Whether something could not be read.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.files
            .iter()
            .any(|file| file.error.is_some() || !file.notes.is_empty())
    }

    /// One JSON object on one line.
    ///
    /// # Errors
    /// Never in practice: all keys are text.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(|text| text + "\n")
    }
}

/// A decimal number that JSON keeps digit for digit; a float would lose the nanoseconds.
fn number(decimal: String) -> Option<Box<RawValue>> {
    RawValue::from_string(decimal).ok()
}

fn file_summary(file: &crate::capture::FileReport) -> FileSummary {
    let notes = file.notes.as_slice().iter().map(|note| NoteSummary {
        kind: note.kind.to_string(),
        count: note.count,
        first_offset: note.first_offset,
        hint: note.kind.hint(),
    });
    FileSummary {
        path: file.path.clone(),
        format: file.format.clone(),
        packets: file.packets,
        records: None,
        bytes: file.bytes,
        notes: notes.collect(),
        error: file.error.clone(),
    }
}

/// The hosts with most bytes, equal ones by address.
fn top_hosts(traffic: &Traffic, graph: &Graph, tallies: &Tallies) -> Vec<HostSummary> {
    let hosts = &traffic.table.hosts;
    let rank = |&node: &u32| {
        let bytes = tallies.nodes[node as usize].totals.bytes;
        (
            std::cmp::Reverse(bytes),
            hosts.address(graph.node_host(node)),
        )
    };
    let mut nodes: Vec<u32> = (0..graph.node_count() as u32)
        .filter(|&node| tallies.nodes[node as usize].totals.flows > 0)
        .collect();
    if nodes.len() > TOP_HOSTS {
        nodes.select_nth_unstable_by_key(TOP_HOSTS, rank);
        nodes.truncate(TOP_HOSTS);
    }
    nodes.sort_by_key(rank);
    let summary = |node: u32| {
        let tally = tallies.nodes[node as usize];
        let host = graph.node_host(node);
        let name = hosts.names(host).first();
        HostSummary {
            host: hosts.address(host).to_string(),
            bytes: tally.totals.bytes,
            degree: tally.degree,
            name: name.map(|name| traffic.table.names.name(name.name).to_owned()),
        }
    };
    nodes.into_iter().map(summary).collect()
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            write_file(f, file)?;
        }
        writeln!(f)?;
        let row = |f: &mut fmt::Formatter<'_>, label: &str, value: &dyn fmt::Display| {
            writeln!(f, "{label:<12}{value}")
        };
        row(f, "Packets", &Count(self.packets))?;
        row(
            f,
            "Bytes",
            &format_args!("{} ({})", Bytes(self.bytes), Count(self.bytes)),
        )?;
        row(f, "Flows", &Count(self.flows))?;
        row(f, "Hosts", &Count(self.hosts as u64))?;
        row(f, "Edges", &Count(self.edges as u64))?;
        if let Some(span) = self.span {
            row(
                f,
                "First",
                &format_args!("{} UTC", span.first.to_utc_text()),
            )?;
            row(f, "Last", &format_args!("{} UTC", span.last.to_utc_text()))?;
            row(f, "Duration", &Duration(span.nanos()))?;
        }
        if let Some(filter) = &self.filter {
            let (
                Counts {
                    packets,
                    bytes,
                    flows,
                },
                total,
            ) = (filter.filtered, filter.total);
            let text = format!(
                "{} flows, {} packets, {} of {}, {}, {} do not pass {}",
                Count(flows),
                Count(packets),
                Bytes(bytes),
                Count(total.flows),
                Count(total.packets),
                Bytes(total.bytes),
                printable(&filter.text)
            );
            row(f, "Filtered", &text)?;
        }
        if self.unparsed.packets > 0 {
            let Unparsed { packets, bytes } = self.unparsed;
            let noun = if packets == 1 { "packet" } else { "packets" };
            let text = format!(
                "{} {noun}, {}: in the totals, but in no flow",
                Count(packets),
                Bytes(bytes)
            );
            row(f, "Unparsed", &text)?;
        }
        write_counts(f, "Protocol", &self.protocols)?;
        write_counts(f, "Application", &self.applications)?;
        write_hosts(f, &self.top_hosts)
    }
}

fn write_file(f: &mut fmt::Formatter<'_>, file: &FileSummary) -> fmt::Result {
    let path = printable(&file.path);
    if let Some(error) = &file.error {
        return writeln!(f, "{path}: not read: {}", printable(error));
    }
    let (packets, bytes) = (Count(file.packets), Bytes(file.bytes));
    let noun = if file.packets == 1 {
        "packet"
    } else {
        "packets"
    };
    writeln!(f, "{path}: {}, {packets} {noun}, {bytes}", file.format)?;
    for note in &file.notes {
        let NoteSummary {
            kind,
            count,
            first_offset,
            hint,
        } = note;
        let times = if *count == 1 {
            "once".into()
        } else {
            format!("{} times", Count(*count))
        };
        writeln!(
            f,
            "  {kind}: {times}, first at byte {first_offset} ({hint})"
        )?;
    }
    Ok(())
}

/// A table of counts, most bytes first.
fn write_counts(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    counts: &BTreeMap<String, Counts>,
) -> fmt::Result {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(
        f,
        "\n{title:<20} {:>14} {:>10} {:>12}",
        "packets", "bytes", "flows"
    )?;
    let mut rows: Vec<(&String, &Counts)> = counts.iter().collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.bytes));
    for (name, counts) in rows {
        let bytes = Bytes(counts.bytes).to_string();
        let (packets, flows) = (Count(counts.packets), Count(counts.flows));
        writeln!(f, "{name:<20} {packets:>14} {bytes:>10} {flows:>12}")?;
    }
    Ok(())
}

fn write_hosts(f: &mut fmt::Formatter<'_>, hosts: &[HostSummary]) -> fmt::Result {
    if hosts.is_empty() {
        return Ok(());
    }
    let width = hosts
        .iter()
        .map(|host| host.host.len())
        .max()
        .unwrap_or(0)
        .max(20);
    writeln!(
        f,
        "\n{:<width$} {:>10} {:>8}  name",
        "Host", "bytes", "degree"
    )?;
    for host in hosts {
        let bytes = Bytes(host.bytes).to_string();
        let name = printable(host.name.as_deref().unwrap_or_default());
        let name = shortened(&name, NAME_CHARS);
        let line = format!(
            "{:<width$} {bytes:>10} {:>8}  {name}",
            host.host, host.degree
        );
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Input;
    use crate::flow::{ReadOptions, Wish, read};

    /// An Ethernet capture of a DNS query over UDP, an ARP frame, and a frame cut in its header.
    fn traffic() -> Traffic {
        let mut file =
            b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0".to_vec();
        let macs = b"\x02\0\0\0\0\x09\x02\0\0\0\0\x01";
        let query = b"\x08\0\x45\0\0\x37\0\x01\0\0\x40\x11\0\0\x0a\0\0\x01\x0a\0\0\x35\
            \x9c\x40\0\x35\0\x23\0\0\x12\x34\x01\0\0\x01\0\0\0\0\0\0\
            \x01a\x07example\0\0\x01\0\x01";
        let arp = &[&b"\x08\x06\0\x01\x08\0\x06\x04\0\x01"[..], &[0; 20]].concat();
        let cut = b"\x08\0\x45";
        for (second, rest) in [&query[..], arp, cut].into_iter().enumerate() {
            let frame = [&macs[..], rest].concat();
            for word in [
                1_700_000_000 + second as u32,
                123_456,
                frame.len() as u32,
                frame.len() as u32,
            ] {
                file.extend(word.to_le_bytes());
            }
            file.extend(frame);
        }
        let size_bytes = Some(file.len() as u64);
        let reader = Box::new(std::io::Cursor::new(file));
        let input = Input {
            path: "odd\x1b.pcap".into(),
            size_bytes,
            reader,
        };
        read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
            Wish::GoOn
        })
        .expect("a capture")
    }

    #[test]
    fn json_keeps_the_contract() {
        let text = Summary::new(&traffic(), &Filter::default())
            .to_json()
            .expect("text keys");
        assert!(
            text.contains("\"first_ts\":1700000000.123456000,"),
            "{text}"
        );
        assert!(text.contains("\"last_ts\":1700000002.123456000,"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["packets"], 3);
        assert_eq!(json["bytes"], 69 + 42 + 15);
        assert_eq!(
            (&json["hosts"], &json["edges"], &json["flows"]),
            (&2.into(), &1.into(), &3.into())
        );
        assert_eq!(json["protocols"]["udp"]["bytes"], 69);
        assert_eq!(json["protocols"]["arp"]["packets"], 1);
        assert_eq!(json["applications"]["dns"]["flows"], 1);
        assert_eq!(json["top_hosts"][0]["host"], "10.0.0.1");
        assert_eq!(json["top_hosts"][0]["degree"], 1);
        let file = &json["files"][0];
        assert_eq!(
            (&file["format"], &file["records"]),
            (&"pcap".into(), &serde_json::Value::Null)
        );
        assert_eq!(file["notes"][0]["count"], 1);
        assert!(Summary::new(&traffic(), &Filter::default()).is_partial());
    }

    #[test]
    fn a_filter_narrows_and_conserves() {
        let filter: Filter = "udp".parse().expect("a filter");
        let summary = Summary::new(&traffic(), &filter);
        let json: serde_json::Value =
            serde_json::from_str(&summary.to_json().expect("text keys")).expect("JSON");
        assert_eq!((&json["flows"], &json["packets"]), (&1.into(), &1.into()));
        assert_eq!(json["hosts"], 2);
        assert_eq!(
            json["protocols"].as_object().map(serde_json::Map::len),
            Some(1)
        );
        let filter = &json["filter"];
        assert_eq!(filter["text"], "udp");
        for measure in ["packets", "bytes", "flows"] {
            let counts =
                [&json, &filter["filtered"], &filter["total"]].map(|of| of[measure].as_u64());
            let [Some(visible), Some(filtered), Some(total)] = counts else {
                panic!("{json}");
            };
            let unparsed = json["unparsed"][measure].as_u64().unwrap_or(0);
            assert!(
                visible + filtered + unparsed >= total,
                "{measure} of {json}"
            );
            assert!(visible + filtered <= total, "{measure} of {json}");
        }
        assert_eq!(json["first_ts"].to_string(), json["last_ts"].to_string());
        assert!(summary.to_string().contains("\nFiltered    "), "{summary}");
    }

    #[test]
    fn text_is_aligned_and_cannot_act() {
        let text = Summary::new(&traffic(), &Filter::default()).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "odd\\u{1b}.pcap: pcap, 3 packets, 126 B");
        assert!(
            lines[1].starts_with("  truncated header: once, first at byte "),
            "{text}"
        );
        assert!(
            text.contains("\nPackets     3\nBytes       126 B (126)\nFlows       3\n"),
            "{text}"
        );
        assert!(text.contains("\nDuration    2.0 s\n"), "{text}");
        let udp = "\nudp                               1       69 B            1\n";
        assert!(text.contains(udp), "{text}");
        assert!(
            text.ends_with("\n10.0.0.53                  69 B        1\n"),
            "{text}"
        );
    }
}
