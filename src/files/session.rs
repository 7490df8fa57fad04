//! Where are the captures of a saved session?
//!
//! A session names them relative to its own folder, so that both can be taken to another machine
//! together. What is missing or has another size is told at once, another content when it was
//! compared; what is there is opened either way. Only ordinary files are: a session file may come
//! from anybody, and could name a device.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::digest::{Digests, sha256};
use crate::capture::{FileReport, Input};
use crate::session::{MOST_SESSION_BYTES, Sample, Saved, SavedError, SavedInput};
use crate::text::printable;
use crate::units::Bytes;

/// A session file that was read, and the captures that were found.
#[derive(Clone, Debug)]
pub struct SessionFile {
    /// What is in it.
    pub saved: Arc<Saved>,
    /// Captures that are there, in the session's order.
    pub paths: Vec<PathBuf>,
    /// The bundled capture that it is about, if it is about one.
    pub sample: Option<Sample>,
    /// What is missing or differs, one sentence each.
    pub troubles: Vec<String>,
    /// Captures whose content is still to be compared: file, name to tell, digest.
    expected: Vec<(PathBuf, String, String)>,
}

/// Reads a session file and looks for its captures.
///
/// # Errors
/// When it cannot be read, is no session, or none of its captures is there.
pub fn open_session(path: &Path) -> Result<SessionFile, SavedError> {
    let name = shown(path);
    let saved = read_session(path).map_err(|error| error.about(&name))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut found = SessionFile {
        saved: Arc::new(saved),
        paths: Vec::new(),
        sample: None,
        troubles: Vec::new(),
        expected: Vec::new(),
    };
    for input in &found.saved.clone().inputs {
        found.look_for(input, folder);
    }
    if found.paths.is_empty() && found.sample.is_none() {
        let cause = match found.troubles.as_slice() {
            [] => "it names no capture".to_owned(),
            troubles => in_short(troubles),
        };
        let hint = "put the captures where they were beside the session, or into its folder";
        return Err(SavedError::new(cause, hint).about(&name));
    }
    Ok(found)
}

/// Reads a session file.
///
/// # Errors
/// When it cannot be read or is no session.
pub fn read_session(path: &Path) -> Result<Saved, SavedError> {
    let bytes = bounded(path).map_err(|error| {
        let cause = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        SavedError::new(cause, "check the path and that the file may be read")
    })?;
    Saved::parse(&bytes)
}

/// At most one byte more than a session has.
fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not an ordinary file"));
    }
    let mut bytes = Vec::new();
    file.take(MOST_SESSION_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The first few of several sentences, and how many more there are.
#[must_use]
pub fn in_short(troubles: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = troubles.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let text = shown.join("; ");
    match troubles.len().saturating_sub(SHOWN) {
        0 => text,
        more => format!("{text}; and {more} more"),
    }
}

impl SessionFile {
    /// What is to be read, for who needs no window.
    ///
    /// # Errors
    /// When a capture that was there cannot be opened.
    pub fn inputs(&self) -> Result<Vec<Input>, super::FilesError> {
        if let Some(sample) = self.sample {
            return Ok(vec![super::sample_input(sample)]);
        }
        let paths: Vec<OsString> = self.paths.iter().cloned().map(Into::into).collect();
        super::open_inputs(&paths)
    }

    /// Compares contents; which captures differ, one sentence each. Reads them whole.
    #[must_use]
    pub fn differing(&self, cancel: &AtomicBool) -> Vec<String> {
        self.expected
            .iter()
            .filter(|(path, _, expected)| {
                let found = sha256(path, cancel).ok().flatten();
                found.is_some_and(|found| !found.eq_ignore_ascii_case(expected))
            })
            .map(|(_, name, _)| {
                format!("{name} has another content than when the session was saved")
            })
            .collect()
    }

    fn look_for(&mut self, input: &SavedInput, folder: &Path) {
        let shown_name = printable(&input.path).into_owned();
        if input.sample {
            match Sample::from_file_name(&input.path) {
                Some(sample) if self.paths.is_empty() => self.sample = Some(sample),
                _ => self
                    .troubles
                    .push(format!("there is no sample {shown_name}")),
            }
            return;
        }
        if input.path == "-" {
            self.troubles
                .push("a capture came from standard input and was not kept".to_owned());
            return;
        }
        let named = Path::new(&input.path);
        // Where it was, seen from the session; else in the session's own folder.
        let places = [Some(named.as_os_str()), named.file_name()];
        let found = places
            .into_iter()
            .flatten()
            .map(|place| folder.join(place))
            .find(|place| place.is_file());
        let Some(path) = found else {
            self.troubles.push(format!("{shown_name} is missing"));
            return;
        };
        let size = path.metadata().ok().map(|metadata| metadata.len());
        match (input.size_bytes, size) {
            (Some(then), Some(now)) if then != now => self.troubles.push(format!(
                "{shown_name} has {} now and had {} when the session was saved",
                Bytes(now),
                Bytes(then)
            )),
            _ => {
                if let Some(digest) = &input.sha256 {
                    let expected = (path.clone(), shown_name, digest.clone());
                    self.expected.push(expected);
                }
            }
        }
        self.paths.push(path);
    }
}

/// The captures of a session that is saved into `folder`. Digests of files larger than
/// `most_bytes` are given only if they are known.
#[must_use]
pub fn saved_inputs(
    files: &[FileReport],
    folder: &Path,
    digests: &mut Digests,
    most_bytes: u64,
) -> Vec<SavedInput> {
    files
        .iter()
        .map(|file| {
            if file.path == "-" || Sample::from_file_name(&file.path).is_some() {
                return SavedInput {
                    path: file.path.clone(),
                    sample: file.path != "-",
                    ..SavedInput::default()
                };
            }
            let path = Path::new(&file.path);
            let (size_bytes, sha256) = digests.of(path, most_bytes);
            SavedInput {
                path: relative(path, folder),
                sample: false,
                size_bytes,
                sha256,
            }
        })
        .collect()
}

/// A file as seen from a folder, with `/` between folders; as it is if there is no way.
fn relative(path: &Path, folder: &Path) -> String {
    // Links are followed, because `..` is where a link leads to; the file's own name stays.
    let real = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        folder.canonicalize().ok()
    };
    let way = || {
        let from = real(folder)?;
        let to = real(path.parent()?)?.join(path.file_name()?);
        let shared = from.components().zip(to.components());
        let shared = shared.take_while(|(a, b)| a == b).count();
        if shared == 0 {
            return None;
        }
        let up = from.components().skip(shared).map(|_| "..".to_owned());
        let down = to
            .components()
            .skip(shared)
            .map(|component| match component {
                Component::Normal(name) => name.to_str().map(str::to_owned),
                _ => None,
            });
        let parts: Option<Vec<String>> = up.map(Some).chain(down).collect();
        parts.map(|parts| parts.join("/"))
    };
    way().unwrap_or_else(|| path.to_string_lossy().into_owned())
}

fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    printable(&name.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_from_a_folder() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        let at = |path: &str| root.path().join(path);
        std::fs::create_dir_all(at("a/b"))?;
        std::fs::create_dir_all(at("a/c"))?;
        std::fs::write(at("a/c/x.pcap"), "")?;
        assert_eq!(relative(&at("a/c/x.pcap"), &at("a/c")), "x.pcap");
        assert_eq!(relative(&at("a/c/x.pcap"), &at("a")), "c/x.pcap");
        assert_eq!(relative(&at("a/c/x.pcap"), &at("a/b")), "../c/x.pcap");
        assert_eq!(relative(Path::new("/no/such/x"), &at("a")), "/no/such/x");
        Ok(())
    }
}
