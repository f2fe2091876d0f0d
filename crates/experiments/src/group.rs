//! The lessons of the course.

/// A lesson of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Why compute in parallel, and how far it carries.
    Performance,
    /// What threads are, and what goes wrong when they share.
    Threads,
    /// What goes wrong when they wait for each other.
    Deadlock,
    /// What keeps them apart.
    Locks,
    /// What brings them together.
    Queues,
    /// Workers that share no memory.
    Processes,
    /// Where only one of many runs, by force or by courtesy.
    OneAtATime,
    /// Requests to others, over a network.
    Services,
    /// Work that is handed to others.
    Tasks,
}

impl Group {
    /// The lesson's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Performance => "Parallel performance",
            Self::Threads => "Threads and races",
            Self::Deadlock => "Deadlock and livelock",
            Self::Locks => "Locks and semaphores",
            Self::Queues => "Queues and signals",
            Self::Processes => "Processes and pools",
            Self::OneAtATime => "One at a time",
            Self::Services => "Services",
            Self::Tasks => "Task queues",
        }
    }
}
