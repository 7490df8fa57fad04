//! In which texts is a regular expression found?
//!
//! Compiled once, when the filter is read, with limits on memory and nesting: a filter can come from
//! a stranger.

use regex::{Regex, RegexBuilder};

/// A regular expression that ignores the case of letters, as Wireshark's do.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

/// Memory that one compiled pattern may take, in bytes. A filter can come from a stranger.
const PATTERN_BYTES: usize = 1 << 20;

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When it is not a regular expression (no backtracking features) or too large.
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        RegexBuilder::new(text)
            .case_insensitive(true)
            .size_limit(PATTERN_BYTES)
            .dfa_size_limit(PATTERN_BYTES)
            .nest_limit(64)
            .build()
            .map(Self)
    }

    /// The pattern's text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is found in a text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Pattern {}
