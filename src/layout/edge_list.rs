//! Reads an edge list: any text of two names and perhaps a weight on each line.
//!
//! Blanks or tabs separate, `#` starts a comment line, names may be any bytes and are numbered
//! in the order in which they are first seen. A line that is not an edge is counted and
//! skipped; the first one is remembered for the message.

use std::io::{self, BufRead};

use hashbrown::HashTable;

/// Most distinct names: node ids and twice the edges must fit comfortably in memory and `u32`,
/// and a layout of this size already needs some 8 GB.
pub const MAX_NODES: usize = 16_000_000;
/// Longest line in bytes; two names of 255 bytes (the limit of a domain) and a number fit
/// many times over, and a file without line ends cannot fill the memory.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// What an edge list holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeList {
    /// All names, one after the other.
    name_bytes: Vec<u8>,
    /// End of each name in `name_bytes`, `[node]`.
    name_ends: Vec<usize>,
    /// Edges as pairs of node ids, `[edge]`.
    pub edges: Vec<[u32; 2]>,
    /// Third column, `[edge]`; 1 where there is none.
    pub amounts: Vec<f64>,
    /// Lines that were not edges.
    pub bad_lines: u64,
    /// Number of the first such line, from 1.
    pub first_bad_line: Option<u64>,
    /// Edges left out because their names would have been more than [`MAX_NODES`].
    pub dropped_edges: u64,
}

impl EdgeList {
    /// Number of distinct names.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.name_ends.len()
    }

    /// The name of a node as it stood in the file.
    #[must_use]
    pub fn name(&self, node: usize) -> &[u8] {
        let start = if node == 0 {
            0
        } else {
            self.name_ends[node - 1]
        };
        &self.name_bytes[start..self.name_ends[node]]
    }

    /// Pull of each edge, `[edge]`, from its amount: logarithmic, 1.0 = ordinary.
    ///
    /// Amounts are often bytes and span nine decades; their logarithms relative to the mean
    /// logarithm, kept within 1/4 to 4, let the heavy edges show without ruling the picture.
    #[must_use]
    pub fn weights(&self) -> Vec<f32> {
        let logs: Vec<f64> = self
            .amounts
            .iter()
            .map(|&a| log2(1.0 + a.max(0.0)))
            .collect();
        let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
        logs.iter()
            .map(|log| {
                if mean > 0.0 {
                    (log / mean).clamp(0.25, 4.0) as f32
                } else {
                    1.0
                }
            })
            .collect()
    }
}

/// Binary logarithm of a number of at least 1, exact at powers of two and linear in between:
/// unlike the platform's `log2` it gives the same bits everywhere.
fn log2(value: f64) -> f64 {
    let bits = value.to_bits();
    let exponent = (bits >> 52) as i64 - 1023;
    let fraction = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52)) - 1.0;
    exponent as f64 + fraction
}

/// Reads all lines.
///
/// # Errors
///
/// Only the reader's own errors; odd lines are counted, not errors.
pub fn read_edge_list(mut reader: impl BufRead) -> io::Result<EdgeList> {
    let mut list = EdgeList::default();
    let mut names = Names::default();
    let mut carried: Vec<u8> = Vec::new();
    let mut too_long = false;
    let mut line_number = 0_u64;
    loop {
        let available = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if available.is_empty() {
            if !carried.is_empty() || too_long {
                line_number += 1;
                take_line(&mut list, &mut names, &carried, line_number, too_long);
            }
            return Ok(list);
        }
        let used = available.len();
        let mut rest = available;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            line_number += 1;
            if carried.is_empty() && !too_long {
                let long = end > MAX_LINE_BYTES;
                take_line(&mut list, &mut names, &rest[..end], line_number, long);
            } else {
                too_long |= carried.len() + end > MAX_LINE_BYTES;
                if !too_long {
                    carried.extend_from_slice(&rest[..end]);
                }
                take_line(&mut list, &mut names, &carried, line_number, too_long);
                carried.clear();
                too_long = false;
            }
            rest = &rest[end + 1..];
        }
        if !rest.is_empty() {
            too_long |= carried.len() + rest.len() > MAX_LINE_BYTES;
            if too_long {
                carried.clear();
            } else {
                carried.extend_from_slice(rest);
            }
        }
        reader.consume(used);
    }
}

/// Reads all lines of a text in memory.
#[must_use]
pub fn parse_edge_list(text: &[u8]) -> EdgeList {
    // Reading from memory cannot fail.
    read_edge_list(text).unwrap_or_default()
}

fn take_line(list: &mut EdgeList, names: &mut Names, line: &[u8], number: u64, too_long: bool) {
    // Names may hold spaces where tabs part the columns.
    let has_tabs = memchr::memchr(b'\t', line).is_some();
    let mut fields = line
        .split(|&b| matches!(b, b'\t' | b'\r') || (b == b' ' && !has_tabs))
        .map(<[u8]>::trim_ascii)
        .filter(|field| !field.is_empty());
    let bad = if too_long {
        true
    } else {
        match (fields.next(), fields.next()) {
            (None, _) => false,
            (Some(first), _) if first.starts_with(b"#") => false,
            (Some(_), None) => true,
            (Some(source), Some(target)) => {
                let amount = fields.next().map_or(Some(1.0), amount);
                if let Some(amount) = amount {
                    let ends = [names.id(list, source), names.id(list, target)];
                    if let [Some(a), Some(b)] = ends {
                        list.edges.push([a, b]);
                        list.amounts.push(amount);
                    } else {
                        list.dropped_edges += 1;
                    }
                }
                amount.is_none()
            }
        }
    };
    if bad {
        list.bad_lines += 1;
        list.first_bad_line.get_or_insert(number);
    }
}

/// A finite, not negative number.
fn amount(field: &[u8]) -> Option<f64> {
    if field.len() <= 15 && field.iter().all(u8::is_ascii_digit) {
        return Some(
            field
                .iter()
                .fold(0.0, |v, &d| v * 10.0 + f64::from(d - b'0')),
        );
    }
    let value: f64 = std::str::from_utf8(field).ok()?.parse().ok()?;
    (value.is_finite() && value >= 0.0).then_some(value)
}

/// Names seen so far, by content.
#[derive(Default)]
struct Names {
    ids: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

impl Names {
    /// The id of a name, a new one if it was not seen; none beyond [`MAX_NODES`].
    fn id(&mut self, list: &mut EdgeList, name: &[u8]) -> Option<u32> {
        use std::hash::BuildHasher;
        let hash = self.hasher.hash_one(name);
        if let Some(&id) = self.ids.find(hash, |&id| list.name(id as usize) == name) {
            return Some(id);
        }
        if list.node_count() >= MAX_NODES {
            return None;
        }
        let id = list.node_count() as u32;
        list.name_bytes.extend_from_slice(name);
        list.name_ends.push(list.name_bytes.len());
        let hasher = &self.hasher;
        self.ids
            .insert_unique(hash, id, |&id| hasher.hash_one(list.name(id as usize)));
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected_edges: &[(&str, &str, f64)], bad: u64, first_bad: Option<u64>) {
        let list = parse_edge_list(text.as_bytes());
        let name = |id: u32| String::from_utf8_lossy(list.name(id as usize)).into_owned();
        let edges: Vec<(String, String, f64)> = list
            .edges
            .iter()
            .zip(&list.amounts)
            .map(|(&[a, b], &w)| (name(a), name(b), w))
            .collect();
        let expected: Vec<(String, String, f64)> = expected_edges
            .iter()
            .map(|&(a, b, w)| (a.into(), b.into(), w))
            .collect();
        assert_eq!(edges, expected, "{text:?}");
        assert_eq!(
            (list.bad_lines, list.first_bad_line),
            (bad, first_bad),
            "{text:?}"
        );
    }

    #[test]
    fn lines_become_edges() {
        check("", &[], 0, None);
        check("a\tb\n", &[("a", "b", 1.0)], 0, None);
        check(
            "a b 7\r\nb  c 2.5",
            &[("a", "b", 7.0), ("b", "c", 2.5)],
            0,
            None,
        );
        check("# comment\n\n1 2\n", &[("1", "2", 1.0)], 0, None);
        check(
            "10.0.0.1\t[::1]\t9\n",
            &[("10.0.0.1", "[::1]", 9.0)],
            0,
            None,
        );
    }

    #[test]
    fn lines_that_are_not_edges_are_counted() {
        check(
            "a b\nlonely\na b x\na b -1\na b NaN\n",
            &[("a", "b", 1.0)],
            4,
            Some(2),
        );
        check("a b inf\n", &[], 1, Some(1));
    }

    #[test]
    fn names_keep_the_order_of_first_sight() {
        let list = parse_edge_list(b"9 3\n3 7\n9 7\n");
        let names: Vec<&[u8]> = (0..list.node_count()).map(|i| list.name(i)).collect();
        assert_eq!(names, [b"9" as &[u8], b"3", b"7"]);
        assert_eq!(list.edges, [[0, 1], [1, 2], [0, 2]]);
    }

    #[test]
    fn an_endless_line_is_one_bad_line() {
        let mut text = b"a b\n".to_vec();
        text.resize(3 * MAX_LINE_BYTES, b'x');
        text.extend_from_slice(b"\nc d\n");
        for capacity in [1, 7, 8_192, 1 << 20] {
            let reader = io::BufReader::with_capacity(capacity, &text[..]);
            let list = read_edge_list(reader).expect("memory cannot fail");
            assert_eq!(
                (list.edges.len(), list.bad_lines, list.first_bad_line),
                (2, 1, Some(2))
            );
        }
    }

    #[test]
    fn any_split_of_the_input_reads_the_same() {
        let text = b"a b 3\n\n# x\nlonely\nb c\t4\nlast one";
        let whole = parse_edge_list(text);
        for capacity in 1..text.len() {
            let reader = io::BufReader::with_capacity(capacity, &text[..]);
            assert_eq!(read_edge_list(reader).expect("memory cannot fail"), whole);
        }
    }

    #[test]
    fn weights_are_logarithms_around_one() {
        let list = parse_edge_list(b"a b 1\nb c 1000000000\nc d 1000\n");
        let weights = list.weights();
        assert!(weights[0] < weights[2] && weights[2] < weights[1]);
        assert!(weights.iter().all(|w| (0.25..=4.0).contains(w)));
        assert_eq!(parse_edge_list(b"a b\nb c\n").weights(), [1.0, 1.0]);
        assert_eq!(log2(1.0), 0.0);
        assert_eq!(log2(1024.0), 10.0);
    }
}
