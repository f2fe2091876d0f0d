//! How the explorer's part of the state changes.

use std::rc::Rc;

use plan::{Computer, Draft, Plan};
use trace::wire::ExplorationRecord;

use super::explorer::{Explorer, Speed, View, expected};
use crate::action::Effect;
use crate::begin::{explore, is_refused, starting};
use crate::challenge::look;
use crate::run::report::Report;
use crate::same::Same;
use crate::state::{Phase, State};

/// States that are explored without being asked for.
const AT_ONCE: f64 = 100_000.0;

/// Makes the explorer that of the draft, if the draft is a model: anew if `afresh`, or else only if
/// the program is another.
pub(crate) fn follow(state: &mut State, afresh: bool) {
    let Some(plan) = state.exploration_plan() else {
        let other = |explorer: &Explorer| !is_of(explorer, &state.draft);
        if state.explorer.as_ref().is_some_and(other) && state.is_explored() {
            state.explorer = None;
        }
        return;
    };
    let same = state.explorer.as_ref().filter(|explorer| explorer.link == plan.link());
    if same.is_some() && !afresh {
        return;
    }
    let mut next = if plan.schedule().is_empty() {
        let grain = if afresh { None } else { state.explorer.as_ref().map(Explorer::grain) };
        Explorer::new(&plan, grain.unwrap_or_default())
    } else {
        // From now on the schedule is that of the explorer.
        state.draft.set_schedule("");
        Explorer::with_schedule(&plan, plan.schedule())
    };
    if let Some(before) = state.explorer.take() {
        keep(&mut next, before, afresh);
    }
    if next.beside.is_none() {
        next.beside = ran_before(state, &plan);
    }
    state.explorer = Some(next);
}

/// What real threads did before, if it was the same as `plan`.
fn ran_before(state: &State, plan: &Plan) -> Option<Same<Report>> {
    let kept = state.runs.get(plan.subject().experiment.id)?;
    let is_same = |report: &Same<Report>| {
        let same = plan.on_threads(asked_repeats(report, state.computer));
        same.is_some_and(|same| same.link() == report.record.link)
    };
    Some(kept.shown()).filter(|report| is_same(report)).cloned()
}

/// How often a run was asked to be repeated.
fn asked_repeats(report: &Report, computer: Computer) -> u32 {
    let ran = plan::open(&report.record.link).draft;
    let ran = ran.filter(|ran| ran.subject().param("repeats").is_some());
    ran.and_then(|ran| ran.text("repeats", computer).parse().ok()).unwrap_or(1)
}

/// Keeps of the explorer before what does not depend on the schedule.
fn keep(next: &mut Explorer, before: Explorer, afresh: bool) {
    (next.auto, next.speed, next.seed) = (before.auto, before.speed, before.seed);
    (next.keys, next.merges) = (before.keys, before.merges);
    next.ticking = before.ticking;
    if next.link == before.link {
        next.beside = before.beside;
    }
    // It names its program, and is shown beside no other.
    (next.record, next.asked) = (before.record, before.asked);
    if !afresh && before.view != View::Outcomes {
        next.view = before.view;
    }
}

/// Whether an explorer is of the model of `draft`, with whatever parameters.
fn is_of(explorer: &Explorer, draft: &Draft) -> bool {
    let path = explorer.link.strip_prefix("#/").and_then(|rest| rest.split('?').next());
    path == Some(draft.subject().path().as_str())
}

/// An exploration is done.
pub(crate) fn explored(state: &mut State, record: Rc<ExplorationRecord>) {
    state.phase = Phase::Idle;
    state.failure = None;
    if record.complete {
        state.achieved.add(&format!("explore/{}", record.program));
    }
    let in_level = state.challenge.playing.is_some();
    if let Some(explorer) = &mut state.explorer {
        let grain = explorer.grain();
        let same =
            explorer.link == record.link && explorer.asked.is_none_or(|asked| asked == grain);
        if same && !in_level {
            explorer.view = View::Outcomes;
            explorer.playing = false;
        }
        let grain = explorer.asked.take().unwrap_or_else(|| explorer.grain());
        explorer.record = Some((grain, Same(record)));
    }
}

/// What real threads do if they are asked to do the same as the model, so many times; none if there is
/// no such experiment.
pub(super) fn beside_plan(state: &State, repeats: u32) -> Option<Plan> {
    state.exploration_plan()?.on_threads(repeats)
}

/// The same was asked of real threads.
pub(crate) fn beside(state: &mut State, repeats: u32) -> Vec<Effect> {
    let (true, Some(plan)) = (state.is_idle(), beside_plan(state, repeats)) else { return vec![] };
    let obstacle = state.obstacle(&plan);
    if is_refused(state, obstacle) {
        return vec![];
    }
    state.phase = starting(state, &plan);
    vec![Effect::Run(plan)]
}

/// Real threads are done, while a model is shown. What they were asked for something else, or before
/// the set-up was changed, is a report like any other.
pub(crate) fn ran_beside(state: &mut State, report: Rc<Report>) -> Vec<Effect> {
    let now = beside_plan(state, asked_repeats(&report, state.computer));
    let is_same = now.is_some_and(|plan| plan.link() == report.record.link);
    let Some(explorer) = state.explorer.as_mut().filter(|_| is_same) else {
        state.keep(report);
        return vec![];
    };
    explorer.beside = Some(Same(report));
    explorer.view = View::Outcomes;
    explorer.playing = false;
    // What may happen stands beside what did, if that can be found at once.
    let known = explorer.explored().is_some();
    let many = || expected(explorer.machine()).states > AT_ONCE;
    if known || many() || state.obstacle_to_exploring().is_some() { vec![] } else { explore(state) }
}

/// The time for the next step of a schedule that is played.
pub(crate) fn tick(state: &mut State) -> Vec<Effect> {
    let Some(explorer) = &mut state.explorer else { return vec![] };
    explorer.ticking = false;
    if !explorer.playing {
        return vec![];
    }
    explorer.at = (explorer.at + 1).min(explorer.replay.steps().len());
    explorer.said = None;
    // At full speed nobody could listen.
    explorer.told = (explorer.speed != Speed::Fast).then_some(explorer.at);
    let effects = go_on_playing(explorer);
    look(state);
    effects
}

/// Asks for the time of the next step, if there is one and no time is running.
pub(super) fn go_on_playing(explorer: &mut Explorer) -> Vec<Effect> {
    explorer.playing &= explorer.at < explorer.replay.steps().len();
    if !explorer.playing || explorer.ticking {
        return vec![];
    }
    explorer.ticking = true;
    vec![Effect::Tick { after_ms: explorer.speed.step_ms() }]
}
