//! What can be done with a schedule: steps, back and forth, by chance, to a state, shorter.

use explorer::{Pct, Uniform, complete, shrink};
use machine::{Grain, Move, Replay, Schedule, Written};
use plan::Plan;

use super::explorer::{
    Explorer, MAX_AUTO, MAX_RANDOM, MAX_STATES, Sampling, View, Walk, does_not_fit,
};
use super::race::show_race;
use super::reduce::go_on_playing;
use crate::action::Effect;
use crate::challenge::look;
use crate::part::GraphPart;
use crate::same::Same;
use crate::state::State;

/// How to come to a state.
pub(crate) struct Route {
    /// Steps of the schedule that are kept.
    pub(super) from: usize,
    /// What comes after them.
    pub(super) then: Schedule,
}

/// Something is done with the schedule.
pub(crate) fn walk(state: &mut State, walk: Walk) -> Vec<Effect> {
    let plan = state.exploration_plan();
    let Some(explorer) = &mut state.explorer else { return vec![] };
    let looks_only = matches!(
        walk,
        Walk::Show(_)
            | Walk::Merge(_)
            | Walk::Auto(_)
            | Walk::Speed(_)
            | Walk::Play
            | Walk::Keys(_)
    );
    let before = explorer.at;
    // Of steps that were made, each is told; of others, where one stands then.
    let made = matches!(walk, Walk::Step(_) | Walk::Auto(_));
    let tells = made || matches!(walk, Walk::Undo | Walk::Redo | Walk::To(_) | Walk::State(_));
    if let Some(playing) = &mut state.challenge.playing {
        if !fits_level(&walk, explorer) {
            explorer.said = Some("Not in a level: this is for you to play.".to_owned());
            return vec![];
        }
        if !looks_only {
            playing.moved();
        }
    }
    if !looks_only {
        explorer.playing = false;
        explorer.said = None;
        explorer.problem = None;
        explorer.told = None;
    }
    match walk {
        Walk::Step(by) => step(explorer, by),
        Walk::Undo => undo(explorer),
        Walk::Redo => redo(explorer),
        Walk::To(steps) => explorer.at = steps.min(explorer.replay.steps().len()),
        Walk::State(cells) => {
            if let Some(part) = state.parts.graph.here() {
                to_state(explorer, part, &cells);
            }
        }
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
                explorer.said = match loop_from {
                    Some(from) => Some(repeats(from, explorer.replay.steps().len())),
                    None => show_race(explorer, &link),
                };
            }
        }
        Walk::Keys(keys) => explorer.keys = keys,
        Walk::Merge(merges) => explorer.merges = merges,
        Walk::Show(view) => explorer.view = view,
        Walk::Grain(grain) => {
            let begun = !explorer.replay.steps().is_empty() && grain != explorer.grain();
            if let Some(plan) = &plan {
                set_grain(explorer, plan, grain);
            }
            let text = "Steps are cut anew; the schedule starts over.";
            explorer.said = begun.then(|| text.to_owned());
        }
    }
    if tells && explorer.at != before {
        explorer.told = Some(if made { before + 1 } else { explorer.at });
    }
    let effects = go_on_playing(explorer);
    look(state);
    effects
}

/// Whether this is done in a level: what finds a schedule by itself is not.
fn fits_level(walk: &Walk, explorer: &Explorer) -> bool {
    match walk {
        Walk::Random(_) | Walk::Shrink | Walk::Play | Walk::Load { .. } | Walk::Grain(_) => false,
        Walk::Show(view) => *view != View::Outcomes,
        Walk::State(cells) => explorer.replay.states().contains(cells),
        _ => true,
    }
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
fn load(explorer: &mut Explorer, plan: &Plan, link: &str, from_start: bool) {
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

/// What is said of a schedule that goes round.
fn repeats(from: usize, steps: usize) -> String {
    let begin = if from == 0 { "at the start".to_owned() } else { format!("after step {from}") };
    format!("After step {steps} everything is as it was {begin}: it may repeat itself for ever.")
}

/// Begins again with other steps.
fn set_grain(explorer: &mut Explorer, plan: &Plan, grain: Grain) {
    if grain == explorer.grain() {
        return;
    }
    explorer.replay = Same::new(Replay::new(plan.machine(grain == Grain::Merged).into()));
    explorer.at = 0;
    explorer.loop_from = None;
}

/// To a state, by the way that the graph knows.
fn to_state(explorer: &mut Explorer, graph: &GraphPart, cells: &[i32]) {
    let Some(route) = (graph.way_to)(explorer, cells) else { return };
    explorer.at = route.from;
    for by in route.then.0 {
        push(explorer, by);
    }
}
