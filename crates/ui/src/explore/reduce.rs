//! How the explorer's part of the state changes.

use std::rc::Rc;

use experiments::LEVELS;
use explorer::{Grain, Move, Pct, Replay, StateGraph, Uniform, Written, complete, shrink};
use plan::{Draft, ModelPlan};
use trace::wire::{ExplorationRecord, ExploreOptions};

use super::challenge::{self, Judged, Par, Playing, Solved};
use super::explorer::{
    Explorer, MAX_AUTO, MAX_RANDOM, MAX_STATES, Sampling, View, Walk, does_not_fit,
};
use super::graph_layout::GRAPH_STATES;
use crate::action::Effect;
use crate::report::Report;
use crate::same::Same;
use crate::state::{Doing, Phase, RunError, State};

/// Makes the explorer that of the draft, if the draft is a model: anew if `afresh`, or else only if
/// the program is another.
pub(crate) fn follow(state: &mut State, afresh: bool) {
    let Some(plan) = state.draft.model_plan(state.machine) else {
        let other = |explorer: &Explorer| !is_of(explorer, &state.draft);
        if state.explorer.as_ref().is_some_and(other) && state.is_model() {
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
    state.explorer = Some(next);
}

/// Keeps of the explorer before what does not depend on the schedule.
fn keep(next: &mut Explorer, before: Explorer, afresh: bool) {
    (next.auto, next.speed, next.seed) = (before.auto, before.speed, before.seed);
    next.ticking = before.ticking;
    if next.link == before.link {
        next.beside = before.beside;
    }
    // It names its program, and is shown beside no other.
    next.record = before.record;
    if !afresh && before.view != View::Outcomes {
        next.view = before.view;
    }
}

/// Whether an explorer is of the model of `draft`, with whatever parameters.
fn is_of(explorer: &Explorer, draft: &Draft) -> bool {
    let path = explorer.link.strip_prefix("#/").and_then(|rest| rest.split('?').next());
    path == Some(draft.entry().path().as_str())
}

/// Explore was pressed.
pub(crate) fn explore(state: &mut State) -> Vec<Effect> {
    let (true, Some(plan)) = (state.is_idle(), state.model_plan()) else { return vec![] };
    state.link_problems.clear();
    state.failure = state.obstacle_to_exploring();
    let (None, Some(explorer)) = (&state.failure, &state.explorer) else { return vec![] };
    let merge = explorer.grain() == Grain::Merged;
    let link = state.link().unwrap_or_else(|| plan.link().to_owned());
    state.phase = Phase::Exploring { link: plan.link().to_owned(), states: 0 };
    let options = ExploreOptions { merge, ..ExploreOptions::default() };
    vec![Effect::ShowLink(link), Effect::Explore(plan, options)]
}

/// An exploration is done.
pub(crate) fn explored(state: &mut State, record: Rc<ExplorationRecord>) {
    state.phase = Phase::Idle;
    state.failure = None;
    let in_level = state.challenge.playing.is_some();
    if let Some(explorer) = &mut state.explorer {
        if explorer.link == record.link && !in_level {
            explorer.view = View::Outcomes;
            explorer.playing = false;
        }
        explorer.record = Some(Same(record));
    }
}

/// The same was asked of real threads.
pub(crate) fn beside(state: &mut State, repeats: u32) -> Vec<Effect> {
    let (true, Some(plan)) = (state.is_idle(), state.beside_plan(repeats)) else { return vec![] };
    state.failure = state.obstacle(&plan);
    if state.failure.is_some() {
        return vec![];
    }
    let stages = plan.params().stages(state.machine);
    let threads = stages.first().map_or(1, |stage| stage.threads);
    let doing = Doing::StartingLab { threads };
    state.phase = Phase::Running { link: plan.link().to_owned(), doing };
    vec![Effect::Run(plan)]
}

/// Real threads are done, while a model is shown.
pub(crate) fn ran_beside(state: &mut State, report: Rc<Report>) {
    // The set-up may have changed meanwhile.
    let ran = plan::open(&report.record.link).draft;
    let repeats = ran.and_then(|ran| ran.text("repeats", state.machine).parse().ok());
    let now = state.beside_plan(repeats.unwrap_or(1));
    let is_same = now.is_some_and(|plan| plan.link() == report.record.link);
    if let Some(explorer) = state.explorer.as_mut().filter(|_| is_same) {
        explorer.beside = Some(Same(report));
        explorer.view = View::Outcomes;
        explorer.playing = false;
    }
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
    let effects = go_on_playing(explorer);
    look(state);
    effects
}

fn go_on_playing(explorer: &mut Explorer) -> Vec<Effect> {
    explorer.playing &= explorer.at < explorer.replay.steps().len();
    if !explorer.playing || explorer.ticking {
        return vec![];
    }
    explorer.ticking = true;
    vec![Effect::Tick { after_ms: explorer.speed.step_ms() }]
}

/// Something is done with the schedule.
pub(crate) fn walk(state: &mut State, walk: Walk) -> Vec<Effect> {
    let plan = state.model_plan();
    let Some(explorer) = &mut state.explorer else { return vec![] };
    let looks_only = matches!(walk, Walk::Show(_) | Walk::Auto(_) | Walk::Speed(_) | Walk::Play);
    if !looks_only {
        explorer.playing = false;
        explorer.said = None;
        explorer.problem = None;
    }
    match walk {
        Walk::Step(by) => step(explorer, by),
        Walk::Undo => undo(explorer),
        Walk::Redo => redo(explorer),
        Walk::To(steps) => explorer.at = steps.min(explorer.replay.steps().len()),
        Walk::State(cells) => to_state(explorer, &cells),
        Walk::Random(sampling) => random(explorer, sampling),
        Walk::Auto(auto) => {
            explorer.auto = auto;
            run_on(explorer);
        }
        Walk::Play => {
            if explorer.at == explorer.replay.steps().len() {
                explorer.at = 0;
            }
            explorer.playing = true;
            if explorer.view == View::Outcomes {
                explorer.view = View::Table;
            }
        }
        Walk::Pause => {}
        Walk::Speed(speed) => explorer.speed = speed,
        Walk::Shrink => shorten(explorer),
        Walk::Load { link, loop_from, from_start } => {
            if let Some(plan) = &plan {
                load(explorer, plan, &link, from_start);
                explorer.loop_from = loop_from;
            }
        }
        Walk::Show(view) => explorer.view = view,
        Walk::Grain(grain) => {
            if let Some(plan) = &plan {
                set_grain(explorer, plan, grain);
            }
        }
    }
    let effects = go_on_playing(explorer);
    look(state);
    effects
}

/// Makes a step; what could have been redone is forgotten unless this is the same step.
fn push(explorer: &mut Explorer, by: Move) -> bool {
    let known = explorer.replay.steps().get(explorer.at).is_some_and(|step| step.by == by);
    if !known {
        let mut replay = explorer.done();
        if let Err(error) = replay.push(by) {
            explorer.said = Some(format!("{error}."));
            return false;
        }
        explorer.replay = Same::new(replay);
        explorer.loop_from = None;
    }
    explorer.at += 1;
    true
}

fn step(explorer: &mut Explorer, by: Move) {
    if push(explorer, by) {
        run_on(explorer);
    }
}

/// Makes the steps that leave no choice, unless they lead back to where one has been.
fn run_on(explorer: &mut Explorer) {
    if !explorer.auto {
        return;
    }
    for _ in 0..MAX_AUTO {
        let [only] = explorer.moves()[..] else { return };
        let known = explorer.replay.states()[..explorer.at].contains(&explorer.cells().to_vec());
        if known || !push(explorer, only) {
            return;
        }
    }
}

/// One step back; where steps without a choice make themselves, back to the last choice.
fn undo(explorer: &mut Explorer) {
    explorer.at = explorer.at.saturating_sub(1);
    while explorer.auto && explorer.at > 0 && explorer.moves().len() == 1 {
        explorer.at -= 1;
    }
}

fn redo(explorer: &mut Explorer) {
    let last = explorer.replay.steps().len();
    explorer.at = (explorer.at + 1).min(last);
    while explorer.auto && explorer.at < last && explorer.moves().len() == 1 {
        explorer.at += 1;
    }
}

/// On from here to the end by chance.
fn random(explorer: &mut Explorer, sampling: Sampling) {
    let mut replay = explorer.done();
    let seed = explorer.seed;
    match sampling {
        Sampling::Uniform => complete(&mut replay, &mut Uniform::new(seed), MAX_RANDOM),
        Sampling::Pct(depth) => complete(&mut replay, &mut pct(explorer, depth), MAX_RANDOM),
    }
    explorer.seed += 1;
    explorer.said = Some(if replay.is_over() {
        format!("Random schedule, seed {seed}.")
    } else {
        format!("Random schedule, seed {seed}: given up after {MAX_RANDOM} steps, it need not end.")
    });
    explorer.at = replay.steps().len();
    explorer.replay = Same::new(replay);
    explorer.loop_from = None;
}

/// The sampler of this depth; it has to know about how many steps there are.
pub(super) fn pct(explorer: &Explorer, depth: usize) -> Pct {
    let mut whole = Replay::new(explorer.replay.machine().clone());
    complete(&mut whole, &mut Uniform::new(0), MAX_RANDOM);
    Pct::new(explorer.seed, depth, explorer.machine().threads(), whole.steps().len())
}

/// The outcome of now with the fewest preemptions.
fn shorten(explorer: &mut Explorer) {
    let Some(outcome) = explorer.outcome() else { return };
    let before = (explorer.preemptions(), explorer.at);
    let Some(schedule) = shrink(explorer.machine(), &outcome, MAX_STATES) else {
        let text = "This program has too many states to shrink a schedule here: explore it, and \
                    step through its witness.";
        explorer.said = Some(text.to_owned());
        return;
    };
    let (replay, at) = (explorer.replay.clone(), explorer.at);
    explorer.set_schedule(&schedule);
    let after = (explorer.preemptions(), explorer.at);
    explorer.said = Some(if after < before {
        let ((from, long), (to, short)) = (before, after);
        format!("Shrunk: from {from} preemptions in {long} steps to {to} in {short}.")
    } else {
        (explorer.replay, explorer.at) = (replay, at);
        "No schedule with this outcome has fewer preemptions, or as many in fewer steps.".to_owned()
    });
}

/// The schedule of a link to this program.
fn load(explorer: &mut Explorer, plan: &ModelPlan, link: &str, from_start: bool) {
    let draft = plan::open(link).draft;
    let text = draft.as_ref().map_or("", |draft| draft.schedule());
    let Ok(written) = text.parse::<Written>() else { return };
    if written.grain != explorer.grain() {
        set_grain(explorer, plan, written.grain);
    }
    explorer.problem = explorer.load(&written).map(|error| does_not_fit(&error));
    if from_start {
        explorer.at = 0;
    }
    if explorer.view == View::Outcomes {
        explorer.view = View::Table;
    }
}

/// Begins again with other steps.
fn set_grain(explorer: &mut Explorer, plan: &ModelPlan, grain: Grain) {
    if grain == explorer.grain() {
        return;
    }
    explorer.replay = Same::new(Replay::new(plan.machine(grain == Grain::Merged).into()));
    explorer.at = 0;
    explorer.loop_from = None;
}

/// To a state: along the schedule if it comes by, or else by a shortest way from here or the start.
fn to_state(explorer: &mut Explorer, cells: &[i32]) {
    let on_way = |state: &Vec<i32>| state == cells;
    if let Some(steps) = explorer.replay.states().iter().position(on_way) {
        explorer.at = steps;
        return;
    }
    let Some(graph) = StateGraph::of(explorer.machine(), GRAPH_STATES) else { return };
    let Some(goal) = graph.node(cells) else { return };
    let here = graph.node(explorer.cells());
    let from_here = here.and_then(|here| super::graph_layout::way(&graph, here, goal));
    let moves = match from_here {
        Some(moves) => moves,
        None => {
            explorer.at = 0;
            super::graph_layout::way(&graph, 0, goal).unwrap_or_default()
        }
    };
    for by in moves {
        push(explorer, by);
    }
}

/// Shows the levels.
pub(crate) fn open_challenges(state: &mut State) {
    state.challenge.listed = !state.challenge.listed;
    state.sharing = false;
}

/// Begins a level.
pub(crate) fn play_level(state: &mut State, index: usize) {
    let Some(level) = LEVELS.get(index) else { return };
    let Some(draft) = plan::open(level.link).draft else { return };
    state.draft = draft;
    state.link_problems.clear();
    state.failure = None;
    follow(state, true);
    let playing = state.explorer.as_ref().map(|explorer| Playing::new(index, explorer));
    state.challenge.playing = playing;
    state.challenge.listed = false;
}

/// Leaves the level; the program stays.
pub(crate) fn leave_level(state: &mut State) {
    state.challenge.playing = None;
    state.challenge.listed = false;
}

/// A hint: at first what the level says, then who should go on.
pub(crate) fn hint(state: &mut State) {
    let (Some(playing), Some(explorer)) = (&mut state.challenge.playing, &state.explorer) else {
        return;
    };
    let level = playing.level();
    playing.hint = Some(match playing.hint {
        None => level.hint.to_owned(),
        Some(_) => challenge::hint(explorer, level.goal),
    });
}

/// The player says that it is impossible.
pub(crate) fn call_impossible(state: &mut State) -> Vec<Effect> {
    let Some(playing) = &mut state.challenge.playing else { return vec![] };
    if playing.par != Par::Impossible {
        playing.verdict = Some(Judged::WronglyImpossible);
        return vec![];
    }
    playing.verdict = Some(Judged::RightlyImpossible);
    let solved =
        Solved { id: playing.level().id, preemptions: None, steps: 0, par: Par::Impossible };
    solve(state, solved);
    // How many schedules there are is counted by exploring them.
    let known = state.explorer.as_ref().is_some_and(|explorer| explorer.explored().is_some());
    if known || state.obstacle_to_exploring().is_some() { vec![] } else { explore(state) }
}

/// Whether the goal of the level has been reached.
fn look(state: &mut State) {
    let (Some(playing), Some(explorer)) = (&mut state.challenge.playing, &state.explorer) else {
        return;
    };
    let reached =
        explorer.outcome().is_some_and(|outcome| challenge::meets(playing.level().goal, &outcome));
    if !reached {
        if playing.verdict != Some(Judged::RightlyImpossible) {
            playing.verdict = None;
        }
        return;
    }
    let (preemptions, steps) = (explorer.preemptions(), explorer.at);
    playing.verdict = Some(Judged::Reached { preemptions, steps });
    let (id, par) = (playing.level().id, playing.par);
    solve(state, Solved { id, preemptions: Some(preemptions), steps, par });
}

/// Keeps the best solution of a level.
fn solve(state: &mut State, solved: Solved) {
    let all = &mut state.challenge.solved;
    let cost = |solved: &Solved| (solved.preemptions, solved.steps);
    match all.iter_mut().find(|known| known.id == solved.id) {
        Some(known) if cost(&solved) < cost(known) => *known = solved,
        Some(_) => {}
        None => all.push(solved),
    }
}

impl State {
    /// Why nothing can be explored in this browser, if so.
    #[must_use]
    pub fn obstacle_to_exploring(&self) -> Option<RunError> {
        if self.capability.allows(trace::Backend::Single) {
            return None;
        }
        Some(RunError::Unsupported(self.capability.missing()?.text().to_owned()))
    }
}
