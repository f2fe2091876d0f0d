//! What a level needs, whether its goal was reached, and hints.

use experiments::{Goal, LEVELS};
use explorer::{StateGraph, Toward, shrink, toward};
use machine::{Machine, Move, Outcome, Replay};

use super::state::{Par, Playing};
use crate::explore::{Explorer, MAX_STATES};

/// A level at its start, on the program of `explorer`.
pub(super) fn begun(level: usize, explorer: &Explorer) -> Playing {
    let (par, best, ends) = solution(explorer.machine(), LEVELS[level].goal);
    Playing {
        level,
        par,
        best,
        ends,
        hint: None,
        hinted_at: 0,
        hints: 0,
        back: None,
        verdict: None,
    }
}

/// Whether an outcome is the goal.
pub(super) fn meets(goal: Goal, outcome: &Outcome) -> bool {
    match goal {
        Goal::Value(value) => outcome.value == value,
        Goal::Kind(kind) => outcome.kind == kind,
    }
}

/// What a schedule to a goal needs, and one that needs no more; or, if there is none, how all end.
fn solution(machine: &Machine, goal: Goal) -> (Par, Vec<Move>, Option<String>) {
    let unknown = (Par::Unknown, vec![], None);
    let Some(graph) = StateGraph::of(machine, false, MAX_STATES) else { return unknown };
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
    playing.back = None;
    if playing.hints == 0 {
        playing.hints = 1;
        playing.hint = Some(level.hint.to_owned());
        return;
    }
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let next = match following(playing, explorer) {
        Some(by) => Toward::Next(by),
        None => toward_goal(machine, cells, level.goal),
    };
    let hint = match next {
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
    };
    // The same again says nothing new.
    if playing.hint.as_ref() != Some(&hint) || playing.hinted_at != explorer.at {
        playing.hints += 1;
    }
    (playing.hint, playing.hinted_at) = (Some(hint), explorer.at);
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
