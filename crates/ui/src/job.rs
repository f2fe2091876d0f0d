//! What runs or explores, and what came of it where there is no result: each belongs to one place.

use plan::Subject;

/// Something that runs or explores.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its canonical link, without a schedule.
    pub link: String,
    /// The address of the page where it was asked for.
    pub address: String,
}

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The place where the job was asked for, see [`place`].
    pub place: String,
    /// The reason.
    pub error: RunError,
}

/// Why a run did not finish.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// Somebody stopped it.
    Stopped,
    /// Somebody stopped an exploration.
    ExplorationStopped,
    /// The browser lacks something; the text names it.
    Unsupported(String),
    /// Something went wrong; the text says what.
    Failed(String),
}

impl RunError {
    /// The name of the error in the automation interface.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stopped | Self::ExplorationStopped => "Stopped",
            Self::Unsupported(_) => "Unsupported",
            Self::Failed(_) => "RunError",
        }
    }

    /// One sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Stopped => "The run was stopped.",
            Self::ExplorationStopped => "The exploration was stopped.",
            Self::Unsupported(text) | Self::Failed(text) => text,
        }
    }
}

impl Job {
    /// A job that was asked for on its own page.
    #[must_use]
    pub fn new(link: &str) -> Self {
        Self { link: link.to_owned(), address: link.to_owned() }
    }

    /// The place where it was asked for.
    #[must_use]
    pub fn place(&self) -> &str {
        place(&self.address)
    }

    /// The title of what runs.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.subject().map_or("The run", |subject| subject.experiment.words().title)
    }

    /// Whether it explores.
    #[must_use]
    pub fn is_exploration(&self) -> bool {
        self.subject().is_some_and(|subject| subject.is_explored())
    }

    fn subject(&self) -> Option<Subject> {
        Subject::find(place(&self.link).strip_prefix("#/")?)
    }
}

/// What an address shows, whatever its parameters: `#/integrate`, `#/explore/deadlock`,
/// `#/challenge/deadlock-2`.
#[must_use]
pub fn place(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}
