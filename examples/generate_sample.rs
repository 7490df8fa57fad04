//! Writes the sample captures: `cargo run --example generate_sample -- STORY OUT [HOSTS] [SEED]`.
//!
//! Stories: `botnet` (5,000 hosts unless told otherwise), `office`, `dns-puzzle`, and `traffic`
//! with a size in MiB in place of hosts. An OUT that ends in `.zst` is compressed; `-` is standard
//! output. What was written is reported on standard error.

mod generator;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Level at which the samples in `assets/samples` are compressed.
const COMPRESSION_LEVEL: i32 = 19;
const STORIES: [&str; 4] = ["botnet", "office", "dns-puzzle", "traffic"];
const USAGE: &str =
    "usage: generate_sample botnet|office|dns-puzzle|traffic OUT[.zst] [HOSTS or MiB] [SEED]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(report) => {
            eprintln!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("generate_sample: {error}");
            ExitCode::from(2)
        }
    }
}

/// Writes the story and says what is in it.
fn run(arguments: &[String]) -> io::Result<String> {
    let usage = || io::Error::new(io::ErrorKind::InvalidInput, USAGE);
    let [story, path, numbers @ ..] = arguments else {
        return Err(usage());
    };
    let mut numbers = numbers
        .iter()
        .map(|text| text.parse::<u64>().map_err(|_| usage()));
    let size = numbers.next().transpose()?;
    let seed = numbers.next().transpose()?.unwrap_or(generator::SEED);
    if !STORIES.contains(&story.as_str()) {
        return Err(usage());
    }
    let plain: Box<dyn Write> = if path == "-" {
        Box::new(io::stdout().lock())
    } else {
        Box::new(File::create(path)?)
    };
    let summary = if path.ends_with(".zst") {
        let mut out = zstd::Encoder::new(plain, COMPRESSION_LEVEL)?;
        let summary = tell(story, size, seed, &mut out)?;
        out.finish()?.flush()?;
        summary
    } else {
        let mut out = BufWriter::new(plain);
        let summary = tell(story, size, seed, &mut out)?;
        out.flush()?;
        summary
    };
    Ok(format!("{summary:#?}"))
}

/// Writes one of [`STORIES`].
fn tell(
    story: &str,
    size: Option<u64>,
    seed: u64,
    mut out: &mut dyn Write,
) -> io::Result<generator::Summary> {
    match story {
        "botnet" => generator::botnet(size.unwrap_or(5000) as usize, seed, &mut out),
        "office" => generator::office(seed, &mut out),
        "dns-puzzle" => generator::dns_puzzle(seed, &mut out),
        _ => generator::traffic(size.unwrap_or(64) << 20, seed, &mut out),
    }
}
