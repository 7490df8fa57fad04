//! Does the binary keep the command line's contract?
//!
//! Exit codes, what goes to which stream, what errors say, which names of files work. Each test
//! runs the real program in a folder of its own with captures made in code.

#[path = "support/containers.rs"]
mod containers;
#[path = "support/frames.rs"]
mod frames;

#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/info.rs"]
mod info;
#[path = "cli/layout.rs"]
mod layout;
#[path = "cli/render.rs"]
mod render;
#[path = "cli/session.rs"]
mod session;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use containers::{TIME, pcap};
use frames::{A, B, IPV4, SYN, TCP, ethernet, ipv4, tcp};

/// A folder for one test, in which the program runs.
struct Folder(tempfile::TempDir);

/// How the program ended.
#[derive(Debug)]
struct End {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// With a file in it.
    fn with(self, name: impl AsRef<Path>, bytes: &[u8]) -> Self {
        fs::write(self.path(name), bytes).expect("a file");
        self
    }

    fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program, in this folder, without a display.
    fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowloom"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::null());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> End {
        End::of(&mut self.command(arguments))
    }

    /// Runs with these bytes on standard input.
    fn feed(&self, arguments: &[&str], bytes: &[u8]) -> End {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        pipe.write_all(bytes).expect("the program reads all of it");
        drop(pipe);
        End::from(child.wait_with_output().expect("the program ends"))
    }

    /// Runs with a standard output that nobody reads.
    fn run_into_closed_pipe(&self, arguments: &[&str]) -> End {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = self.command(arguments);
        command.stdout(writer).stderr(Stdio::piped());
        let child = command.spawn().expect("the program starts");
        // The command holds the writing end too.
        drop(command);
        End::from(child.wait_with_output().expect("the program ends"))
    }
}

impl From<std::process::Output> for End {
    fn from(output: std::process::Output) -> Self {
        let err = String::from_utf8(output.stderr).expect("messages are UTF-8");
        Self {
            code: output.status.code(),
            out: output.stdout,
            err,
        }
    }
}

impl End {
    fn of(command: &mut Command) -> Self {
        Self::from(command.output().expect("the program starts"))
    }

    /// The code and what was said; nothing may be on standard output.
    #[track_caller]
    fn check_refused(&self, code: i32, said: &str) {
        assert_eq!(self.code, Some(code), "{}", self.err);
        assert!(self.out.is_empty(), "standard output is for results");
        assert!(
            self.err.contains(said),
            "{said:?} is missing in:\n{}",
            self.err
        );
    }

    /// Success, and what was printed.
    #[track_caller]
    fn text(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}", self.err);
        std::str::from_utf8(&self.out).expect("UTF-8")
    }

    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text()).expect("JSON")
    }
}

/// One TCP segment.
fn segment() -> Vec<u8> {
    ethernet(IPV4, &ipv4(A, B, TCP, &tcp(40_000, 80, SYN, b"")))
}

/// A capture of this many seconds with one segment a second.
fn capture(seconds: i64) -> Vec<u8> {
    let frame = segment();
    let frames: Vec<(i64, &[u8])> = (0..seconds)
        .map(|second| (TIME + second * 1_000_000_000, frame.as_slice()))
        .collect();
    pcap(1, &frames)
}

/// The same with its last bytes missing.
fn cut_capture() -> Vec<u8> {
    let mut bytes = capture(3);
    bytes.truncate(bytes.len() - 10);
    bytes
}
