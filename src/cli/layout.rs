//! `flowloom layout`: draws any edge list and writes where its nodes went.
//!
//! The measuring stick for the layout: in `src dst [weight]`, out `id x y`, no capture needed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use flate2::bufread::MultiGzDecoder;

use super::script::parse_layout;
use crate::exit::{Exit, Failure};
use crate::layout::edge_list::{EdgeList, MAX_NODES, read_edge_list};
use crate::layout::{AddressKey, Layout, LayoutRequest, LayoutStatus, Mode, layout_with};
use crate::session::{LayoutMode, address_key};

/// Bytes read from the file at a time.
const READ_BYTES: usize = 256 * 1024;
/// The first bytes of a gzip stream (RFC 1952).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Arguments of `flowloom layout`.
#[derive(Clone, Debug, clap::Args)]
pub struct LayoutArgs {
    /// Edge list: source, target and perhaps a weight on each line; may be gzipped; - is
    /// standard input
    pub edges: PathBuf,
    /// Where to write id, x and y of each node; - is standard output
    #[arg(short, long, value_name = "POSITIONS")]
    pub output: PathBuf,
    /// Chooses one of many equally good pictures
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What a node's place stands for: by addresses names are read as such, bipartite has sources
    /// on the left, concentric is around the node with most neighbours
    #[arg(long, value_name = "MODE", default_value = "force", value_parser = parse_layout)]
    pub mode: LayoutMode,
    /// Worker threads; the picture does not depend on it [default: all cores]
    #[arg(long)]
    pub threads: Option<NonZeroUsize>,
}

/// Runs the subcommand.
///
/// # Errors
///
/// When the edge list cannot be read or holds no edge, or the positions cannot be written.
pub fn layout(args: &LayoutArgs) -> anyhow::Result<()> {
    // The target is opened first, so that a bad path fails before the work and not after it.
    let target = open_target(&args.output)?;
    let list = read_edges(&args.edges)?;
    report_odd_lines(&list);
    if list.node_count() == 0 {
        let cause = "no line holds two names";
        return Err(unreadable(
            &args.edges,
            cause.into(),
            "write one edge per line: source, tab, target",
        )
        .into());
    }
    let request = LayoutRequest {
        weights: list.weights().into(),
        seed: args.seed,
        mode: mode_of(args.mode, &list),
        ..LayoutRequest::new(list.node_count(), list.edges.as_slice())
    };
    let picture = match args.threads {
        None => draw(&request),
        Some(threads) => rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build()
            .context("cannot start the worker threads")?
            .install(|| draw(&request)),
    };
    match write_positions(target, &list, &picture) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.with_context(|| format!("cannot write {}", args.output.display())),
    }
}

/// What the layout has to know of nodes for a mode.
fn mode_of(mode: LayoutMode, list: &EdgeList) -> Mode {
    match mode {
        LayoutMode::Force => Mode::Force,
        LayoutMode::Circular => Mode::Circle,
        LayoutMode::Concentric => Mode::Hops([].into()),
        LayoutMode::Addresses => Mode::Addresses(address_keys(list)),
        LayoutMode::Bipartite => {
            let mut counts = vec![[0_u32; 2]; list.node_count()];
            for nodes in &list.edges {
                for (role, &node) in nodes.iter().enumerate() {
                    counts[node as usize][role] += 1;
                }
            }
            let share = |[from, to]: [u32; 2]| to as f32 / (from + to).max(1) as f32;
            Mode::Sides(counts.into_iter().map(share).collect())
        }
    }
}

/// Names as addresses; those that are none are numbered among those of the link layer.
fn address_keys(list: &EdgeList) -> Arc<[AddressKey]> {
    let mut others = 0;
    let keys = (0..list.node_count()).map(|node| {
        let text = str::from_utf8(list.name(node)).unwrap_or_default();
        text.parse().map_or_else(
            |_| {
                others += 1;
                AddressKey::Mac(others)
            },
            address_key,
        )
    });
    let keys = keys.collect();
    if others > 0 {
        eprintln!("flowloom: {others} names are no addresses and stand among MAC addresses");
    }
    keys
}

/// That an edge list cannot be read.
fn unreadable(path: &Path, cause: String, hint: &str) -> Failure {
    let problem = format!("cannot read {}", path.display());
    Failure {
        exit: Exit::Unreadable,
        problem,
        cause,
        hint: hint.into(),
    }
}

fn open_target(path: &Path) -> Result<Box<dyn Write>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdout().lock()));
    }
    let file = File::create(path).map_err(|error| Failure {
        exit: Exit::Unreadable,
        problem: format!("cannot write {}", path.display()),
        cause: error.to_string(),
        hint: "check that the folder exists and may be written to".into(),
    })?;
    Ok(Box::new(file))
}

fn read_edges(path: &Path) -> Result<EdgeList, Failure> {
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path);
        Box::new(file.map_err(|error| {
            unreadable(path, error.to_string(), "check the name of the edge list")
        })?)
    };
    let mut reader = BufReader::with_capacity(READ_BYTES, source);
    let failure = |error: io::Error| {
        unreadable(
            path,
            error.to_string(),
            "check that other programs can read it",
        )
    };
    let zipped = reader.fill_buf().map_err(failure)?.starts_with(&GZIP_MAGIC);
    if zipped {
        let plain = MultiGzDecoder::new(reader);
        read_edge_list(BufReader::with_capacity(READ_BYTES, plain)).map_err(failure)
    } else {
        read_edge_list(reader).map_err(failure)
    }
}

fn report_odd_lines(list: &EdgeList) {
    if let Some(first) = list.first_bad_line {
        match list.bad_lines {
            1 => eprintln!("flowloom: 1 line is not an edge and was skipped: line {first}"),
            many => eprintln!(
                "flowloom: {many} lines are not edges and were skipped, the first is line {first}"
            ),
        }
    }
    if list.dropped_edges > 0 {
        eprintln!(
            "flowloom: {} edges were left out: more than {MAX_NODES} nodes cannot be laid out",
            list.dropped_edges
        );
    }
}

fn draw(request: &LayoutRequest) -> Layout {
    let show = io::stderr().is_terminal();
    let mut shown = u32::MAX;
    let picture = layout_with(request, |status: &LayoutStatus| {
        let percent = (status.progress * 100.0) as u32;
        if show && percent != shown {
            shown = percent;
            eprint!("\rlayout {percent:3} %");
        }
        ControlFlow::Continue(())
    });
    if show {
        eprint!("\r\x1b[K");
    }
    if picture.quarantined > 0 {
        eprintln!(
            "flowloom: {} places were not finite and were held back",
            picture.quarantined
        );
    }
    picture
}

fn write_positions(target: Box<dyn Write>, list: &EdgeList, picture: &Layout) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(READ_BYTES, target);
    for (node, place) in picture.positions.iter().enumerate() {
        out.write_all(list.name(node))?;
        writeln!(out, "\t{}\t{}", place.x, place.y)?;
    }
    out.flush()
}
