//! Which captures come with the program?

/// A bundled capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Five thousand computers, some of them taken over.
    Botnet,
    /// A small office on a quiet day.
    Office,
}

impl Sample {
    /// Both samples.
    pub const ALL: [Self; 2] = [Self::Botnet, Self::Office];

    /// The name of its input. All other inputs have absolute paths in a window, so this tells them
    /// apart.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Botnet => "botnet.pcapng.zst",
            Self::Office => "office.pcapng.zst",
        }
    }

    /// The sample of a [`Self::file_name`].
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|sample| sample.file_name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Botnet => "Botnet",
            Self::Office => "Small office",
        }
    }

    /// What it is about, in one line.
    #[must_use]
    pub fn story(self) -> &'static str {
        match self {
            Self::Botnet => "5,000 computers, some of them under someone else's control",
            Self::Office => "forty devices on an ordinary morning",
        }
    }
}
