//! Where does the picture go, and what is left when it cannot be finished?
//!
//! The place is opened before the work, so that a bad path fails at once.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::exit::{Exit, Failure};
use crate::export::{PictureFormat, Png, picture_format};
use crate::text::printable;

/// Where the picture goes. A file is written beside its place and moved there when it is complete;
/// dropped before that, it leaves nothing.
pub struct Target {
    /// What its name says, PNG for standard output.
    pub format: &'static dyn PictureFormat,
    file: Option<(std::fs::File, PathBuf, PathBuf)>,
}

impl Target {
    /// Makes the file that becomes the picture; `-` is standard output.
    ///
    /// # Errors
    /// When the name says no format, or nothing can be written there.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self {
                format: &Png,
                file: None,
            });
        }
        let shown = printable(&path.to_string_lossy()).into_owned();
        let failure = |exit, cause: String, hint: &str| Failure {
            exit,
            problem: format!("cannot write {shown}"),
            cause,
            hint: hint.into(),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = picture_format(&name).ok_or_else(|| {
            let cause = "its name does not say which format".into();
            failure(Exit::Usage, cause, "end the name in .png or .svg")
        })?;
        if path.is_dir() {
            return Err(failure(
                Exit::Unreadable,
                "it is a directory".into(),
                "give a file name",
            )
            .into());
        }
        let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = std::fs::File::create(&part).map_err(|error| {
            let hint = "check that the folder exists and may be written to";
            failure(Exit::Unreadable, error.to_string(), hint)
        })?;
        Ok(Self {
            format,
            file: Some((file, part, path.to_owned())),
        })
    }

    /// Writes the whole picture and puts it in its place.
    ///
    /// # Errors
    /// When the system does not take all of it; nothing is left then.
    pub fn write(mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let Some((file, part, path)) = &mut self.file else {
            let mut out = io::stdout().lock();
            return out
                .write_all(bytes)
                .and_then(|()| out.flush())
                .context("cannot write the picture");
        };
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::rename(&*part, &*path))
            .with_context(|| format!("cannot write {}", printable(&path.to_string_lossy())))?;
        self.file = None;
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some((_, part, _)) = &self.file {
            // Nothing more can be done about a file that cannot be removed.
            let _ = std::fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_picture_leaves_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.png");
        drop(Target::open(&path)?);
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
        Target::open(&path)?.write(b"done")?;
        assert_eq!(std::fs::read(&path)?, b"done");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
