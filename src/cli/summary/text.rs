//! How do people read a summary?
//!
//! Files with what could not be read first, then the sums, then tables of protocols, applications
//! and hosts. Columns are aligned, and everything that came from the capture is made printable.

use std::collections::BTreeMap;
use std::fmt;

use super::{Counts, FileSummary, HostSummary, NoteSummary, Summary, Unparsed};
use crate::text::{printable, shortened};
use crate::units::{Bytes, Count, Duration, counted};

/// Characters of a name shown in the table of hosts.
const NAME_CHARS: usize = 48;

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
                "{}, {}, {} of {}, {}, {} do not pass {}",
                counted(flows, "flow"),
                counted(packets, "packet"),
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
