//! Are these the same bytes?
//!
//! SHA-256, so that anybody can check it with `sha256sum`; read as a stream, so that a capture of
//! any size takes one buffer.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

/// Bytes read at a time.
const BUFFER_BYTES: usize = 1 << 20;

/// SHA-256 of a file in hexadecimal; none if it was cancelled.
///
/// # Errors
/// When the file cannot be read.
pub fn sha256(path: &Path, cancel: &AtomicBool) -> io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(len) => hasher.update(&buffer[..len]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(Some(text))
}

/// Digests of files that have not changed since they were taken.
#[derive(Debug, Default)]
pub struct Digests(HashMap<PathBuf, (u64, Option<SystemTime>, String)>);

impl Digests {
    /// Size of a file in bytes, and its digest if it is known or the file has at most so many bytes;
    /// neither for what is no file.
    pub fn of(&mut self, path: &Path, most_bytes: u64) -> (Option<u64>, Option<String>) {
        let Some(metadata) = path.metadata().ok().filter(std::fs::Metadata::is_file) else {
            return (None, None);
        };
        let (size, modified) = (metadata.len(), metadata.modified().ok());
        if let Some((known_size, known_modified, digest)) = self.0.get(path)
            && (*known_size, *known_modified) == (size, modified)
        {
            return (Some(size), Some(digest.clone()));
        }
        if size > most_bytes {
            return (Some(size), None);
        }
        let digest = sha256(path, &AtomicBool::new(false)).ok().flatten();
        if let Some(digest) = &digest {
            let known = (size, modified, digest.clone());
            self.0.insert(path.to_owned(), known);
        }
        (Some(size), digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_what_sha256sum_prints() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc")?;
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let mut digests = Digests::default();
        assert_eq!(digests.of(&path, 2), (Some(3), None));
        assert_eq!(digests.of(&path, 3), (Some(3), Some(expected.into())));
        assert_eq!(digests.of(&path, 2), (Some(3), Some(expected.into())));
        assert_eq!(sha256(&path, &AtomicBool::new(true))?, None);
        assert_eq!(digests.of(folder.path(), 9), (None, None));
        Ok(())
    }
}
