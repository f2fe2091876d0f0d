//! The explorer's part of the state: a program, a schedule of it, and what was found about all of them.

use explorer::estimate;
use machine::{Grain, Machine, Move, Outcome, Replay, ReplayError, Schedule, Written};
use plan::Plan;
use trace::wire::ExplorationRecord;

use crate::run::report::Report;
use crate::same::Same;

/// A program that somebody explores, and how far.
#[derive(Clone, Debug, PartialEq)]
pub struct Explorer {
    /// The canonical link of the program, without a schedule.
    pub link: String,
    /// The schedule: every step that was made, also those that were undone.
    pub replay: Same<Replay>,
    /// Steps that are done; those behind them can be redone.
    pub at: usize,
    /// Where the schedule begins to repeat itself for ever, in steps from the start, if it does.
    pub loop_from: Option<usize>,
    /// What is shown of it.
    pub view: View,
    /// Whether steps that leave no choice are made at once.
    pub auto: bool,
    /// Whether the schedule is being played.
    pub playing: bool,
    /// Whether a tick has been asked for that has not come.
    pub ticking: bool,
    /// How fast it is played.
    pub speed: Speed,
    /// Seed of the next random schedule.
    pub seed: u64,
    /// How finely the exploration under way steps, if one is.
    pub asked: Option<Grain>,
    /// What all schedules do, once that was explored, and how finely.
    pub record: Option<(Grain, Same<ExplorationRecord>)>,
    /// What real threads did.
    pub beside: Option<Same<Report>>,
    /// What is wrong with the schedule that was to be shown.
    pub problem: Option<String>,
    /// A short message about the last thing that was done, for the status line.
    pub said: Option<String>,
    /// The first of the steps that were made last, up to where one stands: they are told. None if a schedule was only
    /// opened.
    pub told: Option<usize>,
    /// Whether number keys let threads go on.
    pub keys: bool,
    /// Whether the state graph merges threads that are alike.
    pub merges: bool,
}

/// What the stage shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum View {
    /// Every outcome, once explored.
    Outcomes,
    /// The schedule as a table: a column for each thread, the shared values beside them.
    #[default]
    Table,
    /// The schedule as lanes.
    Timeline,
    /// All states and the way through them.
    Graph,
}

/// How fast a schedule is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Speed {
    /// A step in 1.6 s: time to read it.
    Slow,
    /// A step in 0.8 s.
    #[default]
    Normal,
    /// A step in 0.25 s.
    Fast,
}

impl Speed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Slow, Self::Normal, Self::Fast];

    /// Time for a step, in milliseconds.
    #[must_use]
    pub fn step_ms(self) -> u32 {
        match self {
            Self::Slow => 1600,
            Self::Normal => 800,
            Self::Fast => 250,
        }
    }
}

/// Who chooses at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sampling {
    /// Whoever may go on is equally likely to.
    #[default]
    Uniform,
    /// Probabilistic concurrency testing for bugs of this depth.
    Pct(usize),
}

/// What is to be done with the schedule or the way it is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Walk {
    /// A thread goes on.
    Step(Move),
    /// One step back.
    Undo,
    /// One step forward again.
    Redo,
    /// To after so many steps.
    To(usize),
    /// To the state with these cells.
    State(Vec<i32>),
    /// On from here to the end, at random.
    Random(Sampling),
    /// Whether steps that leave no choice are made at once.
    Auto(bool),
    /// Play what can be redone, or all of it.
    Play,
    /// Play no more.
    Pause,
    /// Play so fast.
    Speed(Speed),
    /// The same outcome with the fewest preemptions.
    Shrink,
    /// The schedule of a link to this program.
    Load {
        /// The link.
        link: String,
        /// Where it begins to repeat itself for ever.
        loop_from: Option<usize>,
        /// Whether one stands before its first step, and not behind its last.
        from_start: bool,
    },
    /// Whether number keys let threads go on.
    Keys(bool),
    /// Whether the state graph merges threads that are alike.
    Merge(bool),
    /// Show this.
    Show(View),
    /// Cut schedules into steps so finely.
    Grain(Grain),
}

/// States up to which a program is searched while somebody waits.
pub(crate) const MAX_STATES: usize = 20_000;
/// Steps after which a random schedule is given up.
pub(crate) const MAX_RANDOM: usize = 500;
/// Steps that are made at once because they leave no choice, at most.
pub(super) const MAX_AUTO: usize = 200;

impl Explorer {
    /// The program of `plan`, before its first step.
    #[must_use]
    pub fn new(plan: &Plan, grain: Grain) -> Self {
        let machine = plan.machine(grain == Grain::Merged);
        Self {
            link: plan.link().to_owned(),
            replay: Same::new(Replay::new(machine.into())),
            at: 0,
            loop_from: None,
            view: View::default(),
            auto: false,
            playing: false,
            ticking: false,
            speed: Speed::default(),
            seed: 1,
            asked: None,
            record: None,
            beside: None,
            problem: None,
            said: None,
            told: None,
            keys: true,
            merges: true,
        }
    }

    /// The program with the schedule that stands in a link; what fits of it is done.
    #[must_use]
    pub fn with_schedule(plan: &Plan, text: &str) -> Self {
        match text.parse::<Written>() {
            Ok(written) => {
                let mut explorer = Self::new(plan, written.grain);
                explorer.problem = explorer.load(&written).map(|error| does_not_fit(&error));
                explorer
            }
            Err(error) => {
                let error = error.to_string();
                let stop = if error.ends_with('?') { "" } else { "." };
                let problem = format!("The schedule of this link cannot be read: {error}{stop}");
                Self { problem: Some(problem), ..Self::new(plan, Grain::default()) }
            }
        }
    }

    /// Does the steps of a schedule that was written at this grain, as far as they fit.
    pub(super) fn load(&mut self, written: &Written) -> Option<ReplayError> {
        let (replay, error) = Replay::of_written(self.replay.machine().clone(), written);
        self.at = replay.steps().len();
        self.replay = Same::new(replay);
        error
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        self.replay.machine()
    }

    /// How finely it steps.
    #[must_use]
    pub fn grain(&self) -> Grain {
        self.machine().grain()
    }

    /// The cells now.
    #[must_use]
    pub fn cells(&self) -> &[i32] {
        &self.replay.states()[self.at]
    }

    /// In how many ways a thread may go on now.
    #[must_use]
    pub fn ways(&self, thread: usize) -> u32 {
        self.machine().open_ways(self.cells(), thread)
    }

    /// Every step that is possible now.
    #[must_use]
    pub fn moves(&self) -> Vec<Move> {
        self.machine().moves(self.cells())
    }

    /// How the schedule ended, if nobody may go on.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let over = (0..self.machine().threads()).all(|thread| self.ways(thread) == 0);
        over.then(|| self.machine().outcome(self.cells()))
    }

    /// The steps that are done, without those that were undone.
    #[must_use]
    pub fn done(&self) -> Replay {
        let mut done = (*self.replay.0).clone();
        done.truncate(self.at);
        done
    }

    /// Steps that are done and interrupted a thread which could have gone on.
    #[must_use]
    pub fn preemptions(&self) -> usize {
        self.replay.steps()[..self.at].iter().filter(|step| step.preempts).count()
    }

    /// The schedule for a link: the steps done, or all of them if none is; nothing if there is none.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        let replay = if self.at == 0 { (*self.replay.0).clone() } else { self.done() };
        (!replay.steps().is_empty()).then(|| replay.written().to_string())
    }

    /// The exploration, if it is one of this program at this grain.
    #[must_use]
    pub fn explored(&self) -> Option<&Same<ExplorationRecord>> {
        let (grain, record) = self.record.as_ref()?;
        (record.link == self.link && *grain == self.grain()).then_some(record)
    }

    /// Replaces the schedule, and stands behind its last step.
    pub(super) fn set_schedule(&mut self, schedule: &Schedule) {
        if let Ok(replay) = Replay::of(self.replay.machine().clone(), schedule) {
            self.at = replay.steps().len();
            self.replay = Same::new(replay);
            self.loop_from = None;
        }
    }
}

/// What is said about a schedule of a link that does not fit.
pub(super) fn does_not_fit(error: &ReplayError) -> String {
    match error {
        ReplayError::Changed { .. } => {
            "This schedule was written for another version of the program, or mistyped.".to_owned()
        }
        _ => format!("The schedule of this link does not fit: {error}. The steps before are kept."),
    }
}

/// What to expect of exploring a program.
pub(crate) fn expected(machine: &Machine) -> explorer::Estimate {
    estimate(machine, 1)
}
