//! Flowloom's program: arguments to the window or a subcommand, and an exit code back.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use flowloom::app::{self, LaunchError, Opening, Source};
use flowloom::cli::{self, InfoArgs, LayoutArgs, ReadingArgs, RenderArgs, ScriptArgs};
use flowloom::exit::{Exit, Failure};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Weave packet captures into a graph one can explore
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    after_long_help = cli::commands_help()
)]
struct Arguments {
    /// Captures or directories of captures to open in the window, - for standard input, or a saved
    /// session
    #[arg(value_name = "FILE")]
    files: Vec<OsString>,
    /// Neither use nor change remembered settings
    #[arg(long)]
    fresh: bool,
    /// Write how long each frame took to a CSV file
    #[arg(long, value_name = "FILE")]
    frame_log: Option<PathBuf>,
    #[command(flatten)]
    script: ScriptArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(subcommand)]
    command: Option<Work>,
}

/// Everything that needs no window.
#[derive(Debug, Subcommand)]
enum Work {
    Info(InfoArgs),
    Render(RenderArgs),
    Layout(LayoutArgs),
}

fn main() -> ExitCode {
    // Only Flowloom's own warnings: graphics libraries log every driver that they tried in vain.
    let own = Targets::new().with_target("flowloom", tracing::Level::WARN);
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(own);
    tracing_subscriber::registry().with(log).init();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not errors; a closed pipe is success for both.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Success
            }
            .into();
        }
    };
    let end = match arguments.command {
        Some(Work::Info(args)) => cli::info(&args),
        Some(Work::Render(args)) => cli::render(&args),
        Some(Work::Layout(args)) => cli::layout(&args).map(|()| Exit::Success),
        None => window(arguments),
    };
    end.unwrap_or_else(|error| Exit::of_error(&error)).into()
}

/// Opens the window.
fn window(arguments: Arguments) -> anyhow::Result<Exit> {
    let paths: Vec<PathBuf> = arguments.files.into_iter().map(PathBuf::from).collect();
    let opening = Opening {
        source: (!paths.is_empty()).then_some(Source::Paths(paths)),
        options: arguments.reading.options(),
        fresh: arguments.fresh,
        frame_log: arguments.frame_log,
        commands: arguments.script.commands,
        ..Opening::default()
    };
    match app::run(opening) {
        Ok(()) => Ok(Exit::Success),
        Err(LaunchError::Gpu(error)) => Err(error.into()),
        Err(error) => {
            let name = Arguments::command().get_name().to_owned();
            Err(Failure {
                exit: Exit::NoAdapter,
                problem: "the window cannot be opened".into(),
                cause: error.to_string(),
                hint: format!(
                    "without a display, `{name} render FILE -o picture.png` draws the same picture"
                ),
            }
            .into())
        }
    }
}
