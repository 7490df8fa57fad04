//! Why is a file no session?

/// Why a session could not be read or written: problem, cause and hint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: {cause}; {hint}")]
pub struct SavedError {
    /// What did not work.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// What a person can do.
    pub hint: String,
}

impl SavedError {
    /// An error about a session file.
    #[must_use]
    pub fn new(cause: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            problem: "this session cannot be opened".into(),
            cause: cause.into(),
            hint: hint.into(),
        }
    }

    pub(super) fn too_large() -> Self {
        Self::new(
            "it is larger than 64 MiB, which no session is",
            "check that it is the right file",
        )
    }

    pub(super) fn no_session(error: &serde_json::Error) -> Self {
        let cause = match error.classify() {
            serde_json::error::Category::Data => {
                "it does not say which version of a Flowloom session it is".to_owned()
            }
            _ => format!("it is cut off or not JSON ({error})"),
        };
        Self::new(
            cause,
            "check that it is the right file, or take an earlier copy of it",
        )
    }

    pub(super) fn other_version(version: u32) -> Self {
        Self::new(
            format!("it has version {version}, and this Flowloom reads version 1"),
            "open it with the Flowloom that saved it, or a newer one",
        )
    }

    pub(super) fn damaged(cause: impl Into<String>) -> Self {
        Self::new(
            format!("it is damaged: {}", cause.into()),
            "take an earlier copy of it",
        )
    }

    /// The same about a file of this name.
    #[must_use]
    pub fn about(mut self, name: &str) -> Self {
        self.problem = format!("{name} cannot be opened as a session");
        self
    }
}
