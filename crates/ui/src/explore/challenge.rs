//! The challenge: levels, what was solved of them, and how one is judged.

use experiments::{Goal, LEVELS, Level};
use explorer::{Machine, Outcome, Replay, StateGraph, Toward, shrink, toward};

use super::explorer::{Explorer, MAX_STATES};

/// The challenge in this session.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Challenge {
    /// Whether the list of levels is shown instead of the experiment.
    pub listed: bool,
    /// The level that is being played.
    pub playing: Option<Playing>,
    /// Levels that were solved, each once.
    pub solved: Vec<Solved>,
}

/// A level that is being played.
#[derive(Clone, Debug, PartialEq)]
pub struct Playing {
    /// Its index among [`LEVELS`].
    pub level: usize,
    /// What the best schedule needs.
    pub par: Par,
    /// The last hint.
    pub hint: Option<String>,
    /// What came of it, once it is decided.
    pub verdict: Option<Judged>,
}

/// What the best schedule to a goal needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Par {
    /// So many preemptions.
    Preemptions(usize),
    /// No schedule reaches the goal.
    Impossible,
    /// There are too many states to tell.
    Unknown,
}

/// What a player came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The goal was reached.
    Reached {
        /// Preemptions that it took.
        preemptions: usize,
        /// Steps that it took.
        steps: usize,
    },
    /// The player said that it is impossible, and it is.
    RightlyImpossible,
    /// The player said that it is impossible, and it is not.
    WronglyImpossible,
}

/// A level that was solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// Its id.
    pub id: &'static str,
    /// The fewest preemptions with which it was; none if it is impossible.
    pub preemptions: Option<usize>,
    /// Steps of that schedule.
    pub steps: usize,
    /// The fewest that it can be done with.
    pub par: Par,
}

impl Challenge {
    /// How a level was solved, if it was.
    #[must_use]
    pub fn solved(&self, level: &Level) -> Option<&Solved> {
        self.solved.iter().find(|solved| solved.id == level.id)
    }

    /// The first level after `index` that has not been solved, or else the first of all.
    #[must_use]
    pub fn next_after(&self, index: usize) -> Option<usize> {
        let open = |&level: &usize| self.solved(&LEVELS[level]).is_none();
        (index + 1..LEVELS.len()).find(open).or_else(|| (0..LEVELS.len()).find(open))
    }
}

impl Playing {
    /// The level at its start, on the program of `explorer`.
    pub(super) fn new(level: usize, explorer: &Explorer) -> Self {
        let par = par(explorer.machine(), LEVELS[level].goal);
        Self { level, par, hint: None, verdict: None }
    }

    /// The level.
    #[must_use]
    pub fn level(&self) -> &'static Level {
        &LEVELS[self.level]
    }

    /// Whether it is solved.
    #[must_use]
    pub fn is_won(&self) -> bool {
        matches!(self.verdict, Some(Judged::Reached { .. } | Judged::RightlyImpossible))
    }
}

/// Whether an outcome is the goal.
pub(crate) fn meets(goal: Goal, outcome: &Outcome) -> bool {
    match goal {
        Goal::Value(value) => outcome.value == value,
        Goal::Kind(kind) => outcome.kind == kind,
    }
}

/// The fewest preemptions of a schedule to a goal.
pub(crate) fn par(machine: &Machine, goal: Goal) -> Par {
    let Some(graph) = StateGraph::of(machine, MAX_STATES) else { return Par::Unknown };
    let mut goals: Vec<Outcome> = Vec::new();
    for outcome in graph.nodes.into_iter().filter_map(|node| node.outcome) {
        if meets(goal, &outcome) && !goals.contains(&outcome) {
            goals.push(outcome);
        }
    }
    if goals.is_empty() {
        return Par::Impossible;
    }
    let shared = std::rc::Rc::new(machine.clone());
    let preemptions = |outcome: &Outcome| {
        let schedule = shrink(machine, outcome, MAX_STATES)?;
        let replay = Replay::of(shared.clone(), &schedule).ok()?;
        Some(replay.preemptions())
    };
    let least = goals.iter().filter_map(preemptions).min();
    least.map_or(Par::Unknown, Par::Preemptions)
}

/// What to do next, in a sentence.
pub(super) fn hint(explorer: &Explorer, goal: Goal) -> String {
    let machine = explorer.machine();
    match toward(machine, explorer.cells(), &|outcome| meets(goal, outcome), MAX_STATES) {
        Toward::Next(by) => {
            let thread = usize::from(by.thread);
            let (_, name) = machine.next_step(explorer.cells(), thread);
            let way = match explorer.ways(thread) {
                2.. => format!(" (choice {})", by.way + 1),
                _ => String::new(),
            };
            format!("Let {} go next: {name}{way}.", machine.program().threads[thread].name)
        }
        Toward::There => "This is it.".to_owned(),
        Toward::Unreachable => "Whatever you do from here, it cannot be reached.".to_owned(),
        Toward::Unknown => "There are too many states ahead to tell.".to_owned(),
    }
}
