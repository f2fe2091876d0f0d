//! What kind of workers a run used.

/// How the work was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Workers over one shared memory.
    Threads,
    /// Workers with a memory each, connected by messages.
    Processes,
    /// One worker.
    Single,
}

impl Backend {
    /// The word in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Threads => "threads",
            Self::Processes => "processes",
            Self::Single => "single",
        }
    }
}
