//! How is a file written so that it is never half there?
//!
//! Beside its place, flushed to the disk, then moved over what was there. A power cut leaves either
//! the old file or the new one.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes a file that is either complete or as it was before.
///
/// # Errors
/// When the folder cannot be written to; then nothing has changed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = part_beside(path);
    let written = File::create_new(&part)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // Nothing more can be done about a file that cannot be removed.
        let _ = fs::remove_file(&part);
        return written;
    }
    sync_folder(path);
    Ok(())
}

/// Lets another name stand for a file as it is now, in place of what that name stood for.
/// A file that is not there is no error.
///
/// # Errors
/// When the folder cannot be written to; then nothing has changed.
pub fn keep_as(path: &Path, other: &Path) -> io::Result<()> {
    let part = part_beside(other);
    // Not every file system has links.
    let kept = fs::hard_link(path, &part).or_else(|_| fs::copy(path, &part).map(|_| ()));
    match kept.and_then(|()| fs::rename(&part, other)) {
        Err(error) => {
            let _ = fs::remove_file(&part);
            if path.exists() { Err(error) } else { Ok(()) }
        }
        Ok(()) => Ok(()),
    }
}

/// A name in the same folder that nothing else has.
fn part_beside(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    path.with_file_name(format!(".{name}.{process}-{count}.part"))
}

/// Makes the new name last, where folders can be flushed; without it the old file may come back.
fn sync_folder(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        // Some file systems cannot, and the file itself is there.
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let [path, before] = ["a", "b"].map(|name| folder.path().join(name));
        keep_as(&path, &before)?;
        assert!(!before.exists());
        write_whole(&path, b"one")?;
        keep_as(&path, &before)?;
        write_whole(&path, b"two")?;
        assert_eq!(
            (fs::read(&path)?, fs::read(&before)?),
            (b"two".into(), b"one".into())
        );
        assert!(write_whole(&folder.path().join("no/such"), b"").is_err());
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        Ok(())
    }
}
