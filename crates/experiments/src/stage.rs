//! The labs of a run.

use trace::Backend;

/// Who starts the threads or processes of a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The page: they are there before the run begins.
    Page,
    /// The run itself; only processes can be started so.
    Run,
    /// Others: they are in other tabs or on other computers, and the run waits for them.
    Others,
}

/// One lab of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What kind of lab.
    pub backend: Backend,
    /// Threads or processes that take part.
    pub threads: u32,
    /// Who starts them.
    pub start: Start,
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
            start: Start::Page,
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
        Self { start: Start::Run, ..self }
    }

    /// The same, but its processes are started by others.
    #[must_use]
    pub const fn started_by_others(self) -> Self {
        Self { start: Start::Others, ..self }
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
