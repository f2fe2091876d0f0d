//! What a level needs, whether its goal was reached, and hints.

use explorer::{StateGraph, Toward, cheapest, toward};
use machine::{Machine, Move, Outcome, Replay};
use plan::{Aim, Plan};

use super::state::{Par, Played, Playing};
use crate::explore::{Explorer, MAX_STATES};

/// How many ways to end are told one by one.
const MOST_TOLD: usize = 6;

/// A level at its start, on the program of `explorer`.
pub(super) fn begun(level: Played, explorer: &Explorer) -> Playing {
    let machine = explorer.machine();
    let ends = endings(machine);
    let (par, best) = solution(machine, ends.as_deref(), &|outcome| level.is_met_by(outcome));
    Playing {
        level,
        miscalls: 0,
        par,
        best,
        ends: ends.filter(|_| par == Par::Impossible).map(|ends| all_end(&ends)),
        hint: None,
        hinted_at: 0,
        hints: 0,
        back: None,
        verdict: None,
    }
}

/// What is known of a program from which a level is made.
pub(crate) struct Known {
    machine: Machine,
    /// Every way to end; none if there are too many states to tell.
    pub(crate) ends: Option<Vec<Outcome>>,
}

/// What is known of the program of `plan`.
pub(crate) fn known(plan: &Plan) -> Known {
    let machine = plan.machine(true);
    Known { ends: endings(&machine), machine }
}

/// What it takes to reach a goal, and how all schedules end if it is impossible.
pub(crate) fn foretold(known: &Known, aim: &Aim) -> (Par, String) {
    let is_goal = |end: &Outcome| aim.is_met_by(&end.value, end.kind);
    let (par, _) = solution(&known.machine, known.ends.as_deref(), &is_goal);
    let ends = known.ends.as_deref().filter(|_| par == Par::Impossible);
    (par, ends.map_or_else(String::new, all_end))
}

/// Every way to end; none if there are too many states to tell.
pub(super) fn endings(machine: &Machine) -> Option<Vec<Outcome>> {
    let graph = StateGraph::of(machine, false, MAX_STATES)?;
    let mut ends: Vec<Outcome> = Vec::new();
    for outcome in graph.nodes.into_iter().filter_map(|node| node.outcome) {
        if !ends.contains(&outcome) {
            ends.push(outcome);
        }
    }
    Some(ends)
}

/// What a schedule to a goal needs, and one that needs no more, where these are the ways to end.
fn solution(
    machine: &Machine,
    ends: Option<&[Outcome]>,
    is_goal: &dyn Fn(&Outcome) -> bool,
) -> (Par, Vec<Move>) {
    let unknown = (Par::Unknown, vec![]);
    let Some(ends) = ends else { return unknown };
    if !ends.iter().any(is_goal) {
        return (Par::Impossible, vec![]);
    }
    let Some(schedule) = cheapest(machine, is_goal, MAX_STATES) else { return unknown };
    let replay = Replay::of(machine.clone().into(), &schedule);
    replay.map_or(unknown, |replay| (Par::Preemptions(replay.preemptions()), schedule.0))
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
    if names.len() > MOST_TOLD {
        return format!("Schedules end in {} ways, and none of them is this.", names.len());
    }
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
    playing.back = None;
    if let Some(hint) = playing.level.hint().filter(|_| playing.hints == 0) {
        playing.hints = 1;
        playing.hint = Some(hint.to_owned());
        return;
    }
    let is_goal = |outcome: &Outcome| playing.level.is_met_by(outcome);
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let next = match following(playing, explorer) {
        Some(by) => Toward::Next(by),
        None => toward(machine, cells, &is_goal, MAX_STATES),
    };
    let hint = match next {
        Toward::Next(by) => {
            let thread = usize::from(by.thread);
            let what = machine.way_name(cells, thread, by.way.into());
            format!("Let {} go next: {what}.", machine.program().threads[thread].name)
        }
        Toward::There => "This is it.".to_owned(),
        Toward::Unreachable => {
            playing.back = last_chance(explorer, &is_goal);
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

/// The last step of the schedule after which the goal can still be reached.
fn last_chance(explorer: &Explorer, is_goal: &dyn Fn(&Outcome) -> bool) -> Option<usize> {
    let states = &explorer.replay.states()[..explorer.at];
    let machine = explorer.machine();
    let reaches = |cells: &Vec<i32>| {
        !matches!(toward(machine, cells, is_goal, MAX_STATES), Toward::Unreachable)
    };
    // What can be reached after a step could be reached before it.
    states.partition_point(reaches).checked_sub(1)
}
