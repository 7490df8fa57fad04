//! `flowloom info`: what is in these captures?
//!
//! `--json` prints the object that the command line's contract describes; otherwise a summary for
//! people. Both come from the same [`Summary`].

use std::ffi::OsString;
use std::io::{self, Write};

use anyhow::Context as _;

use super::progress::ProgressLine;
use super::summary::Summary;
use crate::capture::decode::AddressChoice;
use crate::exit::Exit;
use crate::files::open_inputs;
use crate::flow::{DEFAULT_IDLE_TIMEOUT_NANOS, ReadOptions, read};
use crate::query::Filter;
use crate::units::NANOS_PER_SECOND;

/// Summarize captures: packets, flows, hosts, protocols, applications, and what could not be read
#[derive(Clone, Debug, clap::Args)]
pub struct InfoArgs {
    /// Captures, directories of captures, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<OsString>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Count only flows that pass, as in 'app == dns && bytes > 1 kB'
    #[arg(
        long,
        value_name = "FILTER",
        default_value_t,
        hide_default_value = true
    )]
    pub filter: Filter,
    /// End with exit code 1 if anything could not be read
    #[arg(long)]
    pub strict: bool,
    /// How packets are grouped into flows.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// The silence in seconds after which a new flow begins, unless another is chosen.
pub(super) const DEFAULT_IDLE_TIMEOUT_SECONDS: u32 =
    (DEFAULT_IDLE_TIMEOUT_NANOS / NANOS_PER_SECOND) as u32;

/// How captures are read; the same for every command.
#[derive(Clone, Debug, clap::Args)]
pub struct ReadingArgs {
    /// Take the innermost addresses of tunnelled packets, not the outermost
    #[arg(long)]
    pub innermost: bool,
    /// Keep equal addresses and ports in different VLANs apart
    #[arg(long)]
    pub vlan_in_key: bool,
    /// Begin a new flow after a silence of this many seconds; 0 = never
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_IDLE_TIMEOUT_SECONDS)]
    pub idle_timeout: u32,
    /// Cut flows that last longer than this many seconds; 0 = never
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub active_timeout: u32,
}

impl ReadingArgs {
    /// As the reader wants it.
    #[must_use]
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            addresses: if self.innermost {
                AddressChoice::Innermost
            } else {
                AddressChoice::Outermost
            },
            active_timeout_nanos: i64::from(self.active_timeout) * NANOS_PER_SECOND,
            idle_timeout_nanos: i64::from(self.idle_timeout) * NANOS_PER_SECOND,
            vlan_in_key: self.vlan_in_key,
            ..ReadOptions::default()
        }
    }
}

/// Reads the captures and prints what is in them.
///
/// # Errors
/// When nothing could be read, or the summary could not be written.
pub fn info(args: &InfoArgs) -> anyhow::Result<Exit> {
    let inputs = open_inputs(&args.files)?;
    let mut progress = ProgressLine::new();
    let traffic = read(inputs, &args.reading.options(), None, &mut |now, _| {
        progress.show(now)
    })?;
    progress.clear();
    let summary = Summary::new(&traffic, &args.filter);
    let text = if args.json {
        summary.to_json()?
    } else {
        summary.to_string()
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write the summary")?;
    Ok(if args.strict && summary.is_partial() {
        Exit::Partial
    } else {
        Exit::Success
    })
}
