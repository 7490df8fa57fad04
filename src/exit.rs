//! How does the program end?
//!
//! The exit codes are part of the command line's contract. Errors go to standard error as problem,
//! cause and hint, with text from files made printable.

use std::fmt;
use std::process::ExitCode;

use crate::capture::OpenError;
use crate::files::FilesError;
use crate::render::gpu::GpuError;
use crate::text::printable;

/// What an exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything was done.
    Success = 0,
    /// Something could not be read and `--strict` was given.
    Partial = 1,
    /// The arguments make no sense.
    Usage = 2,
    /// Nothing could be read, or the result could not be written.
    Unreadable = 3,
    /// There is no usable graphics adapter.
    NoAdapter = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error that a person can do something about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {cause}")]
pub struct Failure {
    /// The code to end with.
    pub exit: Exit,
    /// What did not work.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// What to do.
    pub hint: String,
}

impl Exit {
    /// Prints an error to standard error and gives the code to end with. A closed pipe is silent
    /// success: whoever read the output had enough.
    #[must_use]
    pub fn of_error(error: &anyhow::Error) -> Self {
        let is_closed_pipe = error.chain().any(|cause| {
            cause
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
        });
        if is_closed_pipe {
            return Self::Success;
        }
        let shown = Shown::from(error);
        eprint!("{shown}");
        shown.exit
    }
}

/// An error as it is printed.
struct Shown {
    exit: Exit,
    problem: String,
    causes: Vec<String>,
    hint: Option<String>,
}

impl From<&anyhow::Error> for Shown {
    fn from(error: &anyhow::Error) -> Self {
        let shown = |exit, problem: &str, cause: &str, hint: &str| Self {
            exit,
            problem: problem.into(),
            causes: vec![cause.into()],
            hint: Some(hint.into()),
        };
        if let Some(failure) = error.downcast_ref::<Failure>() {
            shown(
                failure.exit,
                &failure.problem,
                &failure.cause,
                &failure.hint,
            )
        } else if let Some(open) = error.downcast_ref::<OpenError>() {
            shown(Exit::Unreadable, &open.problem, &open.cause, &open.hint)
        } else if let Some(files) = error.downcast_ref::<FilesError>() {
            shown(Exit::Unreadable, &files.problem, &files.cause, &files.hint)
        } else if let Some(gpu) = error.downcast_ref::<GpuError>() {
            shown(Exit::NoAdapter, &gpu.problem, &gpu.cause, &gpu.hint)
        } else {
            let causes = error.chain().skip(1).map(ToString::to_string).collect();
            Self {
                exit: Exit::Unreadable,
                problem: error.to_string(),
                causes,
                hint: None,
            }
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "flowloom: {}", printable(&self.problem))?;
        for cause in &self.causes {
            writeln!(f, "  cause: {}", printable(cause))?;
        }
        if let Some(hint) = &self.hint {
            writeln!(f, "  hint: {}", printable(hint))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_success() {
        let broken = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert_eq!(
            Exit::of_error(&anyhow::Error::new(broken).context("writing")),
            Exit::Success
        );
    }

    #[test]
    fn errors_say_problem_cause_and_hint() {
        let error = anyhow::Error::new(Failure {
            exit: Exit::Usage,
            problem: "cannot read a\x1bb".into(),
            cause: "it is empty".into(),
            hint: "give another".into(),
        });
        let shown = Shown::from(&error);
        assert_eq!(shown.exit, Exit::Usage);
        let expected =
            "flowloom: cannot read a\\u{1b}b\n  cause: it is empty\n  hint: give another\n";
        assert_eq!(shown.to_string(), expected);
    }
}
