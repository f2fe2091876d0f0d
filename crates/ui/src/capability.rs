//! What the browser allows, probed once, and what to say about it.

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
    /// The page was sent without the isolation headers.
    Isolation,
    /// The frame is not isolated: it does not know whether that is for its own headers, for those of the page around it,
    /// or for what that page allows it.
    IsolatedFrame,
    /// The page is isolated, and the browser still has no `SharedArrayBuffer`.
    SharedMemory,
    /// The browser cannot start module workers.
    ModuleWorkers,
}

impl Capability {
    /// Whether workers can start, which share memory if `shares` says so.
    #[must_use]
    pub fn allows(self, shares: bool) -> bool {
        match self {
            Self::Threads => true,
            Self::Processes(_) => !shares,
            Self::Nothing(_) => false,
        }
    }

    /// How to go on without what is missing, as a sentence with a space before it; `methods` are
    /// those of the experiment that run nevertheless.
    #[must_use]
    pub fn instead(self, methods: &[&str]) -> String {
        match (self, methods) {
            (Self::Threads | Self::Nothing(_), _) => String::new(),
            (Self::Processes(_), []) => " This experiment needs threads.".to_owned(),
            (Self::Processes(_), [one]) => format!(" Method {one} runs without it."),
            (Self::Processes(_), [before @ .., last]) => {
                format!(" Methods {} and {last} run without it.", before.join(", "))
            }
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
            Self::IsolatedFrame => {
                "Threads need shared memory, and this frame is not cross-origin isolated. For that, this page and \
                 the one around it need the headers Cross-Origin-Opener-Policy: same-origin and \
                 Cross-Origin-Embedder-Policy: require-corp, and the frame needs allow=\"cross-origin-isolated\"."
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
        matches!(self, Self::Isolation | Self::IsolatedFrame)
    }
}
