//! The labs of a run.

use trace::Backend;

/// One lab of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What kind of lab.
    pub backend: Backend,
    /// Threads or processes that take part.
    pub threads: u32,
    /// Whether they are there before the run begins. Else the run starts them itself; only processes can be
    /// started so.
    pub is_ready: bool,
    /// Whether its processes share memory beside what they send.
    pub shares: bool,
    /// Whether its threads send requests.
    pub has_network: bool,
    /// Whether the run goes on without it where the browser shares no memory.
    pub is_optional: bool,
}

impl Stage {
    /// So many threads over one memory.
    #[must_use]
    pub const fn threads(threads: u32) -> Self {
        Self {
            backend: Backend::Threads,
            threads,
            is_ready: true,
            shares: true,
            has_network: false,
            is_optional: false,
        }
    }

    /// So many processes that are there before the run begins.
    #[must_use]
    pub const fn processes(threads: u32) -> Self {
        Self { backend: Backend::Processes, shares: false, ..Self::threads(threads) }
    }

    /// One worker alone.
    #[must_use]
    pub const fn single() -> Self {
        Self { backend: Backend::Single, ..Self::processes(1) }
    }

    /// The same, but the run starts its processes.
    #[must_use]
    pub const fn started_by_the_run(self) -> Self {
        Self { is_ready: false, ..self }
    }

    /// The same, whose processes share memory if `shares` says so.
    #[must_use]
    pub const fn sharing(self, shares: bool) -> Self {
        Self { shares, ..self }
    }

    /// The same, whose threads send requests.
    #[must_use]
    pub const fn with_network(self) -> Self {
        Self { has_network: true, ..self }
    }

    /// The same, which is left out where the browser shares no memory, if `is_optional` says so.
    #[must_use]
    pub const fn optional(self, is_optional: bool) -> Self {
        Self { is_optional, ..self }
    }
}
