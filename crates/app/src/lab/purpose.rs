//! What a lab is started for.

use experiments::{Runs, Stage, Start};
use trace::Backend;

/// What a lab can do; one that can do something else is no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// One stage of a run.
    Run {
        /// The stage.
        stage: Stage,
        /// What it is on threads.
        runs: Runs,
    },
    /// Explorations, in one worker that shares nothing.
    Explore,
}

impl Purpose {
    /// The name of the lab's link in the list of its files.
    pub(super) fn link(self) -> &'static str {
        match self {
            Self::Run { stage, .. } if stage.backend != Backend::Threads => "processes",
            Self::Run { runs: Runs::Timed, .. } => "timed",
            Self::Run { runs: Runs::Meeting, .. } => "meeting",
            Self::Run { runs: Runs::Compared, .. } => "compared",
            Self::Explore => "explorer",
        }
    }

    /// The threads or processes that compute.
    pub(super) fn threads(self) -> u32 {
        match self {
            Self::Run { stage, .. } => stage.threads,
            Self::Explore => 1,
        }
    }

    /// Whether these threads share a memory.
    pub(super) fn is_shared(self) -> bool {
        matches!(self, Self::Run { stage, .. } if stage.backend == Backend::Threads)
    }

    /// Whether its threads send requests.
    pub(super) fn has_network(self) -> bool {
        matches!(self, Self::Run { stage, .. } if stage.has_network)
    }

    /// The processes that its coordinator starts beforehand.
    pub(super) fn processes(self) -> u32 {
        match self {
            Self::Run {
                stage: Stage { backend: Backend::Processes, start: Start::Page, threads, .. },
                ..
            } => threads,
            _ => 0,
        }
    }
}
