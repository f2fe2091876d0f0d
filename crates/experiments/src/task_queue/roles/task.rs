//! What the broker knows of one task.

use super::broker::{Address, DELIVERIES};

/// What becomes of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was done.
    Done,
    /// It raised an exception, as often as it was tried.
    Raised,
    /// It took longer than it may.
    Late,
    /// Its worker was killed, and had acknowledged it.
    Lost,
    /// The same, but it has had its effect: nobody hears of its result.
    Unheard,
    /// It killed whoever took it.
    GivenUp,
    /// Nothing was heard of it for long.
    NoAnswer,
}

impl End {
    const ALL: [Self; 7] = [
        Self::Done,
        Self::Raised,
        Self::Late,
        Self::Lost,
        Self::Unheard,
        Self::GivenUp,
        Self::NoAnswer,
    ];

    /// The word in records.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Raised => "raised",
            Self::Late => "time-limit",
            Self::Lost => "lost",
            Self::Unheard => "result-lost",
            Self::GivenUp => "given-up",
            Self::NoAnswer => "no-answer",
        }
    }

    /// As a number in a message.
    pub(super) fn number(self) -> f64 {
        let at = Self::ALL.iter().position(|end| *end == self);
        at.expect("all of them are listed") as f64
    }

    /// Reads what [`End::number`] gave.
    pub(super) fn read(number: f64) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }
}

/// Where a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// On its way to the broker, if it was sent.
    #[default]
    Sent,
    /// In the queue.
    Waiting,
    /// To be tried again later.
    Later,
    /// With a worker that has not acknowledged it.
    Taken,
    /// With a worker that has.
    Acknowledged,
    /// Nothing more happens to it.
    Settled(End),
}

impl State {
    fn number(self) -> f64 {
        match self {
            Self::Sent | Self::Waiting | Self::Later => 0.0,
            Self::Taken => 1.0,
            Self::Acknowledged => 2.0,
            Self::Settled(end) => 3.0 + end.number(),
        }
    }

    fn read(number: f64) -> Option<Self> {
        Some(match number {
            0.0 => Self::Waiting,
            1.0 => Self::Taken,
            2.0 => Self::Acknowledged,
            _ => Self::Settled(End::read(number - 3.0)?),
        })
    }
}

/// One time that a worker had it.
#[derive(Clone, Debug)]
pub(super) struct Try {
    pub(super) worker: Address,
    pub(super) taken_ms: f64,
    pub(super) begun_ms: Option<f64>,
    pub(super) ended_ms: Option<f64>,
    /// When its worker was gone.
    pub(super) cut_ms: Option<f64>,
}

impl Try {
    pub(super) fn new(worker: Address, taken_ms: f64) -> Self {
        Self { worker, taken_ms, begun_ms: None, ended_ms: None, cut_ms: None }
    }
}

/// What a worker has found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) end: End,
    /// Of `integrate`: the sums of its blocks; of `add`: the sum.
    pub(super) sums: Vec<f64>,
}

/// A task.
#[derive(Clone, Debug, Default)]
pub(super) struct Task {
    pub(super) state: State,
    pub(super) n_retries: u32,
    pub(super) n_deliveries: usize,
    /// Workers that were gone while they were at it.
    pub(super) n_deaths: usize,
    /// How often it has had its effect.
    pub(super) n_effects: u32,
    pub(super) sums: Vec<f64>,
    pub(super) sent_ms: f64,
    pub(super) ended_ms: f64,
    /// Those of this run; what was before a page was loaded anew is forgotten.
    pub(super) tries: Vec<Try>,
}

impl Task {
    /// Whether so many workers were gone while they were at it that nobody else is to have it.
    pub(super) fn is_to_be_given_up(&self) -> bool {
        self.n_deaths >= DELIVERIES
    }

    /// Whether a worker has it.
    pub(super) fn is_with(&self, worker: Address) -> bool {
        let with_somebody = matches!(self.state, State::Taken | State::Acknowledged);
        with_somebody && self.tries.last().is_some_and(|last| last.worker == worker)
    }

    /// Its worker has come to an end with it.
    pub(super) fn end_try(&mut self, at_ms: f64) {
        if let Some(last) = self.tries.last_mut() {
            last.ended_ms = Some(at_ms);
        }
    }

    /// As it is kept.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let few = [
            self.state.number(),
            self.n_retries.into(),
            self.n_deliveries as f64,
            self.n_effects.into(),
            self.n_deaths as f64,
        ];
        [&few, self.sums.as_slice()].concat()
    }

    /// Reads what [`Task::numbers`] gave.
    pub(super) fn read(numbers: &[f64]) -> Option<Self> {
        let [state, retries, deliveries, effects, deaths, sums @ ..] = numbers else { return None };
        Some(Self {
            state: State::read(*state)?,
            n_retries: *retries as u32,
            n_deliveries: *deliveries as usize,
            n_effects: *effects as u32,
            n_deaths: *deaths as usize,
            sums: sums.to_vec(),
            ..Self::default()
        })
    }
}
