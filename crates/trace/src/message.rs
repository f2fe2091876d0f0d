//! Messages between the page and a lab's coordinator.

use std::fmt;

use serde::Serialize;

use crate::exploration::ExploreOptions;

/// What the page asks of a lab that is ready.
#[derive(Clone, Debug, PartialEq)]
pub enum LabRequest {
    /// Run the plan behind `link`.
    Run {
        /// Canonical link of the plan.
        link: String,
        /// Cores of the machine, for defaults that follow them.
        cores: u32,
        /// Which stage of the plan, from 0.
        stage: u32,
        /// Record events, for the timeline.
        record: bool,
        /// Break down on purpose instead, to see what the page says.
        fault: Option<Fault>,
        /// Who a broker is told that it has to do with.
        login: Option<Login>,
    },
    /// Explore the model behind `link`.
    Explore {
        /// Canonical link of the model's plan.
        link: String,
        /// Limits, and what to leave out.
        options: ExploreOptions,
    },
    /// Stop at once. Only labs without shared memory need to be told; others see the stop word.
    Stop,
}

/// A name and a password for a broker. They are in no link and no record, and nobody keeps them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("login")
    }
}

/// A way to break down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A thread of the pool panics.
    Panic,
    /// A thread of the pool asks for memory until there is none left.
    OutOfMemory,
}

impl Fault {
    /// Its name in requests and for scripts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::OutOfMemory => "out-of-memory",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Panic, Self::OutOfMemory].into_iter().find(|fault| fault.name() == name)
    }
}

/// What a lab tells the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum LabReply {
    /// The run began; sent before any work.
    Started,
    /// Work units finished of those in total, from labs whose memory the page cannot read.
    Progress {
        /// Finished.
        done: u64,
        /// In total.
        total: u64,
    },
    /// States that an exploration has found so far.
    Exploring {
        /// How many.
        states: u64,
    },
    /// The run or the exploration finished: its [`StageRun`](crate::wire::StageRun) or its
    /// [`ExplorationRecord`](crate::wire::ExplorationRecord) as JSON, which only that part of the page
    /// reads that draws it.
    Done(String),
    /// The run ended because somebody asked the lab to stop.
    Stopped,
    /// The run cannot go on, though nothing is broken: what there is to do about it, in whole sentences.
    Refused(String),
    /// The run ended with an error of ours; the lab must be thrown away.
    Failed(String),
}
