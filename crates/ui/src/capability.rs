//! What the browser allows, probed once, and what to say about it.

use trace::Backend;

/// How far up the ladder this page can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Threads over shared memory, and everything below.
    Threads,
    /// Workers that share nothing: methods that pass messages.
    Processes(Missing),
    /// Nothing can run here.
    Nothing(Missing),
}

/// The first thing that ruled the next rung out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The page, or the page around its frame, was sent without the isolation headers.
    Isolation,
    /// The page is isolated, and the browser still has no `SharedArrayBuffer`.
    SharedMemory,
    /// The browser cannot start module workers.
    ModuleWorkers,
}

impl Capability {
    /// Whether a run on `backend` can start.
    #[must_use]
    pub fn allows(self, backend: Backend) -> bool {
        match (self, backend) {
            (Self::Threads, _) => true,
            (Self::Processes(_), Backend::Processes | Backend::Single) => true,
            (Self::Processes(_), Backend::Threads) | (Self::Nothing(_), _) => false,
        }
    }

    /// What is missing for threads, if anything.
    #[must_use]
    pub fn missing(self) -> Option<Missing> {
        match self {
            Self::Threads => None,
            Self::Processes(missing) | Self::Nothing(missing) => Some(missing),
        }
    }
}

impl Missing {
    /// One sentence that names what is missing.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Isolation => {
                "Threads need shared memory, and this page is not cross-origin isolated: it came \
                 without the headers Cross-Origin-Opener-Policy: same-origin and \
                 Cross-Origin-Embedder-Policy: require-corp."
            }
            Self::SharedMemory => {
                "Threads need shared memory, and this browser has no SharedArrayBuffer, although \
                 the page is cross-origin isolated."
            }
            Self::ModuleWorkers => {
                "This browser cannot start module workers, so nothing can run beside the page."
            }
        }
    }

    /// Whether a tab of its own may have what a frame lacks.
    #[must_use]
    pub fn own_tab_may_help(self) -> bool {
        self == Self::Isolation
    }
}
