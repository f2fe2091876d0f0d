//! One schedule, step by step, forwards and back.

use std::rc::Rc;

use thiserror::Error;

use crate::machine::Machine;
use crate::schedule::{Move, Schedule, Written};

/// One step that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who went on, and which way.
    pub by: Move,
    /// The line of the source where it began, from 1.
    pub line: u16,
    /// What it is called, such as `read value`.
    pub name: String,
    /// Whether it interrupted another thread that could have gone on.
    pub preempts: bool,
}

/// Why a schedule does not fit a program.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no such thread.
    #[error("step {step}: there is no thread {thread}; the program has {threads}")]
    NoThread {
        /// Number of the step, from 1.
        step: usize,
        /// Number of the thread, from 1.
        thread: usize,
        /// Threads of the program.
        threads: usize,
    },
    /// The thread cannot go on then.
    #[error("step {step}: {thread} cannot go on: {why}")]
    Blocked {
        /// Number of the step, from 1.
        step: usize,
        /// Name of the thread.
        thread: String,
        /// What it waits for, or that it has ended.
        why: String,
    },
    /// The thread has no such way.
    #[error("step {step}: {thread} has no choice {way} there")]
    NoWay {
        /// Number of the step, from 1.
        step: usize,
        /// Name of the thread.
        thread: String,
        /// Number of the way, from 1.
        way: usize,
    },
    /// Every step fits, and yet something else happened than when the schedule was written.
    #[error(
        "the schedule fits up to its last step, {steps}, but what happens is not what it was \
             written for: the program or its parameters have changed"
    )]
    Changed {
        /// Steps of the schedule.
        steps: usize,
    },
}

/// A machine and a schedule that has been carried out on it so far.
#[derive(Clone, Debug)]
pub struct Replay {
    machine: Rc<Machine>,
    states: Vec<Vec<i32>>,
    steps: Vec<Step>,
}

impl Replay {
    /// Before the first step.
    #[must_use]
    pub fn new(machine: Rc<Machine>) -> Self {
        Self { states: vec![machine.start()], steps: Vec::new(), machine }
    }

    /// After all steps of `schedule`.
    ///
    /// # Errors
    ///
    /// The first step that does not fit.
    #[optimize(size)]
    pub fn of(machine: Rc<Machine>, schedule: &Schedule) -> Result<Self, ReplayError> {
        let mut replay = Self::new(machine);
        for &by in &schedule.0 {
            replay.push(by)?;
        }
        Ok(replay)
    }

    /// After all steps of a schedule from a link, of a machine whose grain is that of the schedule.
    /// As many steps as fit are done in any case.
    pub fn of_written(machine: Rc<Machine>, written: &Written) -> (Self, Option<ReplayError>) {
        let mut replay = Self::new(machine);
        for &by in &written.schedule.0 {
            if let Err(error) = replay.push(by) {
                return (replay, Some(error));
            }
        }
        let steps = replay.steps.len();
        let changed = replay.checksum() != written.checksum;
        (replay, changed.then_some(ReplayError::Changed { steps }))
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Rc<Machine> {
        &self.machine
    }

    /// The steps made so far.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The cells before the first step, and after each.
    #[must_use]
    pub fn states(&self) -> &[Vec<i32>] {
        &self.states
    }

    /// The cells now.
    #[must_use]
    pub fn now(&self) -> &[i32] {
        self.states.last().expect("there is the start")
    }

    /// In how many ways `thread` may go on now.
    #[must_use]
    pub fn ways(&self, thread: usize) -> u32 {
        self.machine.open_ways(self.now(), thread)
    }

    /// Whether nobody may go on.
    #[must_use]
    pub fn is_over(&self) -> bool {
        (0..self.machine.threads()).all(|thread| self.ways(thread) == 0)
    }

    /// Every step that is possible now.
    #[must_use]
    pub fn moves(&self) -> Vec<Move> {
        self.machine.moves(self.now())
    }

    /// Makes a step.
    ///
    /// # Errors
    ///
    /// Why it is not possible; nothing has changed then.
    #[optimize(size)]
    pub fn push(&mut self, by: Move) -> Result<(), ReplayError> {
        let (thread, step) = (usize::from(by.thread), self.steps.len() + 1);
        let threads = self.machine.threads();
        if thread >= threads {
            return Err(ReplayError::NoThread { step, thread: thread + 1, threads });
        }
        let ways = self.ways(thread);
        let name = || self.machine.program().threads[thread].name.clone();
        if ways == 0 {
            let why = self.machine.why_not(self.now(), thread);
            return Err(ReplayError::Blocked { step, thread: name(), why });
        }
        if u32::from(by.way) >= ways {
            let way = usize::from(by.way) + 1;
            return Err(ReplayError::NoWay { step, thread: name(), way });
        }
        let last = self.steps.last().map(|step| usize::from(step.by.thread));
        let preempts = last.is_some_and(|last| last != thread && self.ways(last) > 0);
        let (line, _) = self.machine.next_step(self.now(), thread);
        let name = self.machine.way_name(self.now(), thread, by.way.into());
        let mut cells = self.now().to_vec();
        self.machine.step(&mut cells, thread, by.way.into());
        self.states.push(cells);
        self.steps.push(Step { by, line, name, preempts });
        Ok(())
    }

    /// Goes back to after the first `steps` steps.
    pub fn truncate(&mut self, steps: usize) {
        self.steps.truncate(steps);
        self.states.truncate(steps + 1);
    }

    /// The schedule so far.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        Schedule(self.steps.iter().map(|step| step.by).collect())
    }

    /// The schedule so far, for a link.
    #[must_use]
    pub fn written(&self) -> Written {
        Written {
            grain: self.machine.grain(),
            schedule: self.schedule(),
            checksum: self.checksum(),
        }
    }

    /// Steps that interrupted a thread which could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> usize {
        self.steps.iter().filter(|step| step.preempts).count()
    }

    /// A number that changes with anything that a person can see of the schedule: which line each
    /// step was on, and the values of the shared variables after it. It says nothing about how
    /// states are kept, so it stays the same when that changes.
    ///
    /// FNV-1a, 32 bits. Source: Fowler, Noll, Vo and Eastlake, "The FNV Non-Cryptographic Hash
    /// Algorithm", IETF draft, 2011.
    #[must_use]
    pub fn checksum(&self) -> u32 {
        let mut hash = 0x811c_9dc5_u32;
        let mut feed = |value: i32| {
            for byte in value.to_le_bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        };
        let shared = self.machine.layout().variables();
        self.states[0][shared.clone()].iter().copied().for_each(&mut feed);
        for (step, state) in self.steps.iter().zip(&self.states[1..]) {
            feed(step.by.thread.into());
            feed(step.by.way.into());
            feed(step.line.into());
            state[shared.clone()].iter().copied().for_each(&mut feed);
        }
        hash
    }
}
