//! What is wrong with a filter, where, and what was probably meant?
//!
//! The nearest name is found by the optimal string alignment distance (Damerau-Levenshtein
//! restricted to adjacent transpositions), which counts a swapped pair of letters as one slip.

use std::fmt;
use std::ops::Range;

use super::fields::field_names;
use crate::text::printable;

/// Why a text is not a filter. `Display` shows the text and points at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// The whole text.
    pub text: String,
    /// Bytes of the text that are wrong; empty at the end when something is missing.
    pub span: Range<usize>,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What could stand in place of the span.
    pub suggestion: Option<String>,
}

/// Characters shown before and after the place of an error.
const SHOWN_AROUND: usize = 60;

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, rest) = self
            .text
            .split_at_checked(self.span.start)
            .unwrap_or(("", ""));
        let wrong = rest.get(..self.span.len()).unwrap_or("");
        let after = rest.get(self.span.len()..).unwrap_or("");
        let skipped = before.chars().count().saturating_sub(SHOWN_AROUND);
        let before: String = before.chars().skip(skipped).collect();
        let cut = if skipped > 0 { "…" } else { "" };
        let [before, wrong, after] = [before.as_str(), wrong, after].map(|part| {
            let part: String = part.chars().take(SHOWN_AROUND).collect();
            printable(&part).into_owned()
        });
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {cut}{before}{wrong}{after}")?;
        let indent = cut.chars().count() + before.chars().count();
        let marks = "^".repeat(wrong.chars().count().max(1));
        write!(f, "  {}{marks}", " ".repeat(indent))?;
        if let Some(suggestion) = &self.suggestion {
            write!(f, "\ndid you mean {suggestion}?")?;
        }
        Ok(())
    }
}

impl std::error::Error for FilterError {}

/// The field's name that is most like a word, if one is alike at all.
pub(super) fn nearest_field(word: &str) -> Option<&'static str> {
    nearest(word, field_names())
}

/// The candidate that is most like a word: at most one slip for every three letters.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // No name is nearly this long, and the distance costs the product of both lengths.
    if word.len() > 64 {
        return None;
    }
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let limit = (word.len() / 3).max(1);
    candidates
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// Slips (letters left out, added, changed, or swapped with the next) between two words.
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let check = |a: &str, b, expected| {
            let a: Vec<char> = a.chars().collect();
            assert_eq!(distance(&a, b), expected);
        };
        check("tcp.port", "tcp.port", 0);
        check("tcp.prot", "tcp.port", 1);
        check("tcp.pot", "tcp.port", 1);
        check("", "abc", 3);
        check("kitten", "sitting", 3);
    }

    #[test]
    fn the_nearest_field_is_suggested() {
        let check = |word, expected| assert_eq!(nearest_field(word), expected, "{word}");
        check("ip.adr", Some("ip.addr"));
        check("tcp.prot", Some("tcp.port"));
        check("byte", Some("bytes"));
        check(
            "tls.handshake.extension_server_name",
            Some("tls.handshake.extensions_server_name"),
        );
        check("qqqqqq", None);
    }
}
