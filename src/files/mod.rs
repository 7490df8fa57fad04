//! Which files does a person mean by these arguments?
//!
//! A path is opened, `-` is standard input, and a directory stands for the captures in it, told by
//! their content and taken in order of their names. Names need not be UTF-8: they are opened as
//! they are and shown with replacement characters. Saved sessions, and how files are written so
//! that nothing gets lost, are in rooms of their own.

mod digest;
mod samples;
mod session;
mod whole;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use digest::Digests;
pub use samples::sample_input;
pub use session::{SessionFile, in_short, open_session, read_session, saved_inputs};
pub use whole::{keep_as, write_whole};

use crate::capture::{Capture, Input, ReadLimits};
use crate::session::is_session;
use crate::text::printable;

/// Why the inputs could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {cause}; {hint}")]
pub struct FilesError {
    /// What did not work, with the name as it may be printed.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// What a person can do.
    pub hint: String,
}

impl FilesError {
    fn about(path: &OsStr, cause: impl Into<String>, hint: impl Into<String>) -> Self {
        let problem = format!("cannot read {}", printable(&path.to_string_lossy()));
        Self {
            problem,
            cause: cause.into(),
            hint: hint.into(),
        }
    }

    fn from_io(path: &OsStr, error: &io::Error) -> Self {
        let (cause, hint) = match error.kind() {
            io::ErrorKind::NotFound => (
                "there is no such file".into(),
                "check the path; quote names that have spaces",
            ),
            io::ErrorKind::PermissionDenied => (
                "this user may not read it".into(),
                "make the file readable, or copy it as a user who may",
            ),
            _ => (
                error.to_string(),
                "check that the file can be read by other programs",
            ),
        };
        Self::about(path, cause, hint)
    }
}

/// Opens what the arguments name, in their order.
///
/// # Errors
/// When a path cannot be opened, a directory holds no capture, or `-` is given twice.
pub fn open_inputs(arguments: &[OsString]) -> Result<Vec<Input>, FilesError> {
    let mut inputs = Vec::new();
    let mut has_stdin = false;
    for argument in arguments {
        let path = Path::new(argument);
        if argument == "-" {
            if has_stdin {
                return Err(FilesError {
                    problem: "cannot read standard input twice".into(),
                    cause: "the arguments name - more than once".into(),
                    hint: "give - once".into(),
                });
            }
            has_stdin = true;
            let reader = Box::new(io::stdin());
            inputs.push(Input {
                path: "-".into(),
                size_bytes: None,
                reader,
            });
        } else if is_session(path) && path.is_file() {
            let hint =
                "open it with `flowloom FILE`, or draw it with `flowloom render FILE -o a.png`";
            return Err(FilesError::about(
                path.as_os_str(),
                "it is a saved session, not a capture",
                hint,
            ));
        } else if path.is_dir() {
            inputs.extend(open_directory(path)?);
        } else {
            let input = open_file(path);
            inputs.push(input.map_err(|error| FilesError::from_io(argument, &error))?);
        }
    }
    Ok(inputs)
}

/// Opens one file.
fn open_file(path: &Path) -> io::Result<Input> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    // Pipes and devices have no size.
    let size_bytes = metadata.is_file().then_some(metadata.len());
    Ok(Input {
        path: path.to_string_lossy().into_owned(),
        size_bytes,
        reader: Box::new(file),
    })
}

/// Opens the captures that lie directly in a directory, hidden files apart.
fn open_directory(directory: &Path) -> Result<Vec<Input>, FilesError> {
    let name = directory.as_os_str();
    let entries = directory
        .read_dir()
        .map_err(|error| FilesError::from_io(name, &error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let inputs: Vec<Input> = paths
        .iter()
        .filter(|path| is_capture(path))
        .filter_map(|path| open_file(path).ok())
        .collect();
    if inputs.is_empty() {
        let cause = format!(
            "none of the {} files in this directory is a capture",
            paths.len()
        );
        return Err(FilesError::about(
            name,
            cause,
            "name a directory that holds captures",
        ));
    }
    Ok(inputs)
}

/// Whether a file's first bytes are those of a capture.
fn is_capture(path: &Path) -> bool {
    let input = open_file(path);
    input.is_ok_and(|input| Capture::open(vec![input], &ReadLimits::default()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A pcap file without packets.
    const EMPTY_PCAP: &[u8] = b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0";

    /// The names of the inputs below a directory of these files, or the error's cause.
    fn check(arguments: &[&str], expected: Result<&[&str], &str>) {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path();
        fs::create_dir_all(root.join("some/deeper")).expect("directories");
        fs::create_dir(root.join("none")).expect("a directory");
        for name in [
            "b.pcap",
            "some/z",
            "some/a.gz",
            "some/.hidden.pcap",
            "some/deeper/c.pcap",
        ] {
            fs::write(root.join(name), EMPTY_PCAP).expect("a file");
        }
        for name in ["some/notes.txt", "none/x.pcap"] {
            fs::write(root.join(name), "text").expect("a file");
        }
        let arguments: Vec<OsString> = arguments
            .iter()
            .map(|name| {
                if *name == "-" {
                    "-".into()
                } else {
                    root.join(name).into_os_string()
                }
            })
            .collect();
        let opened = open_inputs(&arguments);
        let names = opened.map(|inputs| {
            let below = |path: &str| match Path::new(path).strip_prefix(root) {
                Ok(below) => below.to_string_lossy().into_owned(),
                Err(_) => path.to_owned(),
            };
            inputs
                .iter()
                .map(|input| below(&input.path))
                .collect::<Vec<String>>()
        });
        let names = names.map_err(|error| error.cause);
        let expected = expected
            .map(|names| names.iter().map(|name| (*name).to_owned()).collect())
            .map_err(ToOwned::to_owned);
        assert_eq!(names, expected);
    }

    #[test]
    fn arguments_are_opened_in_order() {
        check(&["b.pcap", "-"], Ok(&["b.pcap", "-"]));
        check(&["-", "b.pcap"], Ok(&["-", "b.pcap"]));
        check(&["-", "-"], Err("the arguments name - more than once"));
        check(&["b.pcap", "missing"], Err("there is no such file"));
    }

    #[test]
    fn a_directory_stands_for_its_captures() {
        check(&["some"], Ok(&["some/a.gz", "some/z"]));
        check(
            &["none"],
            Err("none of the 1 files in this directory is a capture"),
        );
    }

    #[cfg(unix)]
    #[test]
    fn names_need_not_be_utf_8() {
        use std::os::unix::ffi::OsStrExt as _;
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory
            .path()
            .join(OsStr::from_bytes(b"odd\xff\x1b.pcap"));
        fs::write(&path, EMPTY_PCAP).expect("a file");
        let inputs = open_inputs(&[path.clone().into_os_string()]).expect("a capture");
        assert!(inputs[0].path.ends_with("odd\u{fffd}\u{1b}.pcap"));
        fs::remove_file(&path).expect("the file");
        let error = open_inputs(&[path.into_os_string()])
            .err()
            .expect("no file");
        assert!(
            error.problem.ends_with("odd\u{fffd}\\u{1b}.pcap"),
            "{error}"
        );
    }
}
