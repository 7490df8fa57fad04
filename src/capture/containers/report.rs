//! What was read, how far, and why not?

use std::fmt;

use crate::capture::Notes;
use crate::text::printable;

/// What came of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// The input as it was named by the person who gave it.
    pub path: String,
    /// `pcap`, `pcapng` or `snoop`, with the compression as in `pcapng (zstd)`; `unknown` for an
    /// input that was refused.
    pub format: String,
    /// Frames handed out.
    pub packets: u64,
    /// Sum of their original lengths in bytes.
    pub bytes: u64,
    /// What could not be read.
    pub notes: Notes,
    /// Why the input was refused as a whole, as one sentence.
    pub error: Option<String>,
}

/// How far reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read from all inputs as they are stored, compressed or not.
    pub bytes_read: u64,
    /// Bytes that all inputs have, if all are known.
    pub bytes_total: Option<u64>,
    /// Frames handed out.
    pub packets: u64,
}

/// Why nothing could be read: a problem, its cause, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenError {
    /// What did not work, with the input's name.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// What a person can do.
    pub hint: String,
}

impl OpenError {
    /// About one input.
    pub(super) fn about(path: &str, cause: impl Into<String>, hint: impl Into<String>) -> Self {
        let path = if path == "-" {
            "standard input".into()
        } else {
            printable(path)
        };
        Self {
            problem: format!("cannot read {path}"),
            cause: cause.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.problem, self.cause, self.hint)
    }
}

impl std::error::Error for OpenError {}
