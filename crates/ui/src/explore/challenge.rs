//! The challenge: levels, what was solved of them, and how one is judged.

use experiments::{Goal, LEVELS, Level};
use explorer::{StateGraph, Toward, shrink, toward};
use machine::{Machine, Move, Outcome, Replay};

use super::explorer::{Explorer, MAX_STATES};

/// What links to levels begin with; an id follows.
pub(crate) const LEVEL_LINK: &str = "#/challenge/";
/// The link to the list of levels.
pub(crate) const LEVELS_LINK: &str = "#/challenges";

/// Which level is played, and what was solved so far.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Challenge {
    /// Whether the list of levels is shown instead of the experiment.
    pub listed: bool,
    /// The level that is being played.
    pub playing: Option<Playing>,
    /// Levels that were solved, each once.
    pub solved: Vec<Solved>,
    /// Ids of levels that were wrongly called impossible, once for each time.
    pub miscalled: Vec<&'static str>,
    /// What is wrong with the link that led to the list.
    pub notice: Option<String>,
}

/// A level that is being played.
#[derive(Clone, Debug, PartialEq)]
pub struct Playing {
    /// Its index among [`LEVELS`].
    pub level: usize,
    /// What the best schedule needs.
    pub par: Par,
    /// A schedule that needs no more.
    pub best: Vec<Move>,
    /// Every way to end, in a sentence, if the level is impossible.
    pub ends: Option<String>,
    /// The last hint.
    pub hint: Option<String>,
    /// Hints that were given.
    pub hints: usize,
    /// The last step from which the goal can be reached, if a hint has said that it cannot from here.
    pub back: Option<usize>,
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
    /// Hints that it took.
    pub hints: usize,
}

impl Challenge {
    /// How often a level was wrongly called impossible.
    #[must_use]
    pub fn miscalls(&self, level: &Level) -> usize {
        self.miscalled.iter().filter(|&&id| id == level.id).count()
    }

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
        let (par, best, ends) = solution(explorer.machine(), LEVELS[level].goal);
        Self { level, par, best, ends, hint: None, hints: 0, back: None, verdict: None }
    }

    /// The link that opens it.
    #[must_use]
    pub fn link(&self) -> String {
        format!("{LEVEL_LINK}{}", self.level().id)
    }

    /// Somebody else went on, or one went back: what a hint said of before is no longer so.
    pub(super) fn moved(&mut self) {
        self.back = None;
        let said = self.level().hint;
        self.hint = self.hint.take().filter(|hint| hint == said);
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

/// What a schedule to a goal needs, and one that needs no more; or, if there is none, how all end.
fn solution(machine: &Machine, goal: Goal) -> (Par, Vec<Move>, Option<String>) {
    let unknown = (Par::Unknown, vec![], None);
    let Some(graph) = StateGraph::of(machine, MAX_STATES) else { return unknown };
    let mut ends: Vec<Outcome> = Vec::new();
    for outcome in graph.nodes.into_iter().filter_map(|node| node.outcome) {
        if !ends.contains(&outcome) {
            ends.push(outcome);
        }
    }
    let goals: Vec<&Outcome> = ends.iter().filter(|outcome| meets(goal, outcome)).collect();
    if goals.is_empty() {
        return (Par::Impossible, vec![], Some(all_end(&ends)));
    }
    let shared = std::rc::Rc::new(machine.clone());
    let best = |outcome: &&Outcome| {
        let schedule = shrink(machine, outcome, MAX_STATES)?;
        let replay = Replay::of(shared.clone(), &schedule).ok()?;
        Some((replay.preemptions(), schedule.0))
    };
    let least = goals.iter().filter_map(best).min_by_key(|(cost, moves)| (*cost, moves.len()));
    least.map_or(unknown, |(preemptions, moves)| (Par::Preemptions(preemptions), moves, None))
}

/// How all schedules end that do.
fn all_end(ends: &[Outcome]) -> String {
    let mut names: Vec<String> = ends
        .iter()
        .map(|outcome| match outcome.kind.name() {
            name if name == outcome.value => format!("“{}”", outcome.kind.title()),
            _ => outcome.value.clone(),
        })
        .collect();
    names.sort();
    names.dedup();
    match names.split_last() {
        None => "No schedule ends.".to_owned(),
        Some((only, [])) => format!("Every schedule ends with {only}."),
        Some((last, others)) => {
            format!("Every schedule ends with {} or {last}.", others.join(", "))
        }
    }
}

/// Gives a hint: at first what the level says, then what to do next.
pub(super) fn give_hint(playing: &mut Playing, explorer: &Explorer) {
    let level = playing.level();
    playing.hints += 1;
    playing.back = None;
    if playing.hints == 1 {
        playing.hint = Some(level.hint.to_owned());
        return;
    }
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let next = match following(playing, explorer) {
        Some(by) => Toward::Next(by),
        None => toward_goal(machine, cells, level.goal),
    };
    playing.hint = Some(match next {
        Toward::Next(by) => {
            let thread = usize::from(by.thread);
            let what = machine.way_name(cells, thread, by.way.into());
            format!("Let {} go next: {what}.", machine.program().threads[thread].name)
        }
        Toward::There => "This is it.".to_owned(),
        Toward::Unreachable => {
            playing.back = last_chance(explorer, level.goal);
            "Whatever you do from here, it cannot be reached.".to_owned()
        }
        Toward::Unknown => "There are too many states ahead to tell.".to_owned(),
    });
}

/// The next step of the best schedule, as long as one has followed it.
fn following(playing: &Playing, explorer: &Explorer) -> Option<Move> {
    let done = &explorer.replay.steps()[..explorer.at];
    let ahead = playing.best.get(..done.len())?;
    let same = ahead.iter().zip(done).all(|(by, step)| *by == step.by);
    if same { playing.best.get(done.len()).copied() } else { None }
}

fn toward_goal(machine: &Machine, cells: &[i32], goal: Goal) -> Toward {
    toward(machine, cells, &|outcome| meets(goal, outcome), MAX_STATES)
}

/// The last step of the schedule after which the goal can still be reached.
fn last_chance(explorer: &Explorer, goal: Goal) -> Option<usize> {
    let states = &explorer.replay.states()[..explorer.at];
    let reaches = |cells: &Vec<i32>| {
        !matches!(toward_goal(explorer.machine(), cells, goal), Toward::Unreachable)
    };
    // What can be reached after a step could be reached before it.
    states.partition_point(reaches).checked_sub(1)
}
