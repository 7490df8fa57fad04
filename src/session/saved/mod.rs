//! What is in a session file?
//!
//! ```text
//! Session ──snapshot──▶ Snapshot ──saved──▶ Saved ──to_json──▶ bytes     (a worker writes them)
//! bytes ──parse──▶ Saved ──look──▶ State, then selection, pins, notes and places once there is a
//!                                  table to look them up in
//! ```
//!
//! A stored form of its own, apart from [`State`]: hosts by address, names and filters by their
//! text, so that it means the same for another read of the captures. A session file is untrusted:
//! its size is bounded, everything in it is checked before anything that is open is touched, and
//! numbers that no picture has are left out.

mod error;
mod restore;
mod snapshot;
mod steps;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::SavedError;
pub use restore::Restored;
pub use snapshot::Snapshot;

use super::State;
use crate::capture::decode::AddressChoice;
use crate::flow::ReadOptions;

/// Bytes of the largest session file that is read.
pub const MOST_SESSION_BYTES: u64 = 64 << 20;
/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 1;

/// Everything in a session file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Version of the format.
    pub flowloom: u32,
    /// The captures, in the order in which they were opened.
    pub inputs: Vec<SavedInput>,
    /// How they were read.
    #[serde(default)]
    pub reading: SavedReading,
    /// What was chosen.
    pub state: SavedState,
    /// World positions by address, if the layout had come to rest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub positions: BTreeMap<String, [f32; 2]>,
    /// The latest steps that can be undone or done again; left out if they make no sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<serde_json::Value>,
    /// The panels' places; a window that cannot make sense of them keeps its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dock: Option<serde_json::Value>,
}

/// A capture that a session is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedInput {
    /// Path relative to the session file's folder, with `/` between folders; absolute where there
    /// is no such path; `-` for standard input; a bundled sample's file name.
    pub path: String,
    /// Whether it is a bundled sample.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// Size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
    /// SHA-256 of its bytes in hexadecimal, as `sha256sum` prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Choices of reading that decide which flows there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedReading {
    /// Whether tunnelled packets count for the innermost addresses.
    pub innermost: bool,
    /// Whether VLANs keep flows apart.
    pub vlan_in_key: bool,
    /// Silence that ends a flow, in nanoseconds; 0 = never.
    pub idle_timeout_nanos: i64,
    /// Length at which a flow is cut, in nanoseconds; 0 = never.
    pub active_timeout_nanos: i64,
}

impl Default for SavedReading {
    fn default() -> Self {
        Self::from(&ReadOptions::default())
    }
}

impl From<&ReadOptions> for SavedReading {
    fn from(options: &ReadOptions) -> Self {
        Self {
            innermost: options.addresses == AddressChoice::Innermost,
            vlan_in_key: options.vlan_in_key,
            idle_timeout_nanos: options.idle_timeout_nanos,
            active_timeout_nanos: options.active_timeout_nanos,
        }
    }
}

impl SavedReading {
    /// As the reader wants it; caps on memory are the program's own.
    #[must_use]
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            addresses: if self.innermost {
                AddressChoice::Innermost
            } else {
                AddressChoice::Outermost
            },
            active_timeout_nanos: self.active_timeout_nanos.max(0),
            idle_timeout_nanos: self.idle_timeout_nanos.max(0),
            vlan_in_key: self.vlan_in_key,
            ..ReadOptions::default()
        }
    }
}

/// [`State`] as it is stored. Items are written as in a script: `host 10.0.0.1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedState {
    /// The filter's text.
    pub filter: String,
    /// First moment and the first one after it, in UTC.
    pub window: Option<[String; 2]>,
    /// The window that it is compared with, in the same form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compare: Option<[String; 2]>,
    /// Brushes on axes.
    pub sequence: Vec<SavedStep>,
    /// The parallel axes, left to right.
    pub axes: Vec<String>,
    /// The columns of the scatter, as in a script: `duration bytes`.
    pub scatter: String,
    /// Rows and cells of the matrix, as in a script: `hosts by-address bytes`.
    pub matrix: String,
    /// What is highlighted.
    pub selection: Vec<String>,
    /// What a node is: `host` or `mac`.
    pub node: String,
    /// Whether flows without IP are in the graph.
    pub non_ip: bool,
    /// What groups have in common, as in a script: `subnet/16` …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<String>,
    /// Whether scans and leaves are folded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fold: bool,
    /// Whether groups are open unless they are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub groups_open: bool,
    /// Groups with which it is the other way round: a host in it, and its level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups_except: Vec<String>,
    /// What colours mean, as in a script: `application`, `first-seen`, `destination-port` …
    pub color_by: String,
    /// What a node is large by, as in a script: `degree` …
    pub size_by: String,
    /// Whether size grows with the logarithm of that.
    pub size_log: bool,
    /// Whether direction is two strands.
    pub two_strands: bool,
    /// Whether labels are drawn.
    pub labels: bool,
    /// Whether edges fade by age.
    pub fade: bool,
    /// Lines on the time bar, by the name of their colour.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub trends: BTreeMap<String, SavedTrend>,
    /// World point at the centre, and points per world unit; none shows the whole graph.
    pub view: Option<[f64; 3]>,
    /// World positions of held nodes by address.
    pub pins: BTreeMap<String, [f32; 2]>,
    /// Seed of the layout.
    pub seed: u64,
    /// What places stand for, as in a script: `force`, `addresses` …
    pub layout: String,
    /// Addresses of what a concentric picture is around.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub centre: Vec<String>,
    /// The filter of what was laid out; none where it was everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laid_out: Option<String>,
    /// What was written about what.
    pub notes: Vec<SavedNote>,
}

/// A brush on an axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedStep {
    /// `and`, `or`, `xor` or `not`.
    pub join: String,
    /// The filter's text.
    pub filter: String,
}

/// A trend line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedTrend {
    /// What the user calls it.
    pub name: String,
    /// The filter's text.
    pub filter: String,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedNote {
    /// What it is about: `host 10.0.0.1`, `time 2025-10-14 09:00:00 .. 2025-10-14 09:05:00`.
    pub about: String,
    /// Its text.
    pub text: String,
}

impl Default for SavedState {
    fn default() -> Self {
        let state = State::default();
        Self {
            filter: String::new(),
            window: None,
            compare: None,
            sequence: Vec::new(),
            axes: state.axes.iter().map(ToString::to_string).collect(),
            scatter: state.scatter.to_string(),
            matrix: state.matrix.to_string(),
            selection: Vec::new(),
            node: "host".into(),
            non_ip: state.grouping.non_ip,
            group_by: Vec::new(),
            fold: false,
            groups_open: false,
            groups_except: Vec::new(),
            color_by: "application".into(),
            size_by: "degree".into(),
            size_log: state.size_log,
            two_strands: state.two_strands,
            labels: state.labels,
            fade: state.fade,
            trends: BTreeMap::new(),
            view: None,
            pins: BTreeMap::new(),
            seed: state.seed,
            layout: state.arrangement.mode.word().to_owned(),
            centre: Vec::new(),
            laid_out: None,
            notes: Vec::new(),
        }
    }
}

/// The version alone: that of a newer format is told before anything else in it is looked at.
#[derive(Deserialize)]
struct Version {
    flowloom: u32,
}

impl Saved {
    /// Reads a session file's bytes and checks everything in them.
    ///
    /// # Errors
    /// When they are too many, no session, one of another version, or damaged.
    pub fn parse(bytes: &[u8]) -> Result<Self, SavedError> {
        if bytes.len() as u64 > MOST_SESSION_BYTES {
            return Err(SavedError::too_large());
        }
        let Version { flowloom } =
            serde_json::from_slice(bytes).map_err(|error| SavedError::no_session(&error))?;
        if flowloom != VERSION {
            return Err(SavedError::other_version(flowloom));
        }
        let saved: Self = serde_json::from_slice(bytes)
            .map_err(|error| SavedError::damaged(error.to_string()))?;
        saved.check()?;
        Ok(saved)
    }

    /// The bytes of a session file. What would make it too large to be read again is left out: the
    /// steps that can be undone, then positions, which the seed finds anew.
    ///
    /// # Errors
    /// When it is too large even so.
    pub fn to_json(&self) -> Result<Vec<u8>, SavedError> {
        let bytes = |saved: &Self| {
            let mut bytes = serde_json::to_vec(saved)
                .map_err(|error| SavedError::damaged(error.to_string()))?;
            bytes.push(b'\n');
            Ok(bytes)
        };
        let fits = |bytes: &[u8]| bytes.len() as u64 <= MOST_SESSION_BYTES;
        let mut kept = bytes(self)?;
        if !fits(&kept) && self.history.is_some() {
            let history = None;
            return Self {
                history,
                ..self.clone()
            }
            .to_json();
        }
        if !fits(&kept) {
            let positions = BTreeMap::new();
            kept = bytes(&Self {
                positions,
                ..self.clone()
            })?;
        }
        if fits(&kept) {
            Ok(kept)
        } else {
            Err(SavedError::too_large())
        }
    }
}
