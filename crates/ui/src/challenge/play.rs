//! How the challenge changes: levels begun, judged and solved.

use experiments::LEVELS;

use super::judge::{begun, give_hint, meets};
use super::state::{Judged, Par, Solved};
use crate::action::Effect;
use crate::begin::explore;
use crate::explore::follow;
use crate::state::{Screen, State};

/// Begins a level.
pub(crate) fn play_level(state: &mut State, index: usize) {
    let Some(level) = LEVELS.get(index) else { return };
    let Some(draft) = plan::open(level.link).draft else { return };
    state.draft = draft;
    state.link_problems.clear();
    follow(state, true);
    let playing = state.explorer.as_ref().map(|explorer| begun(index, explorer));
    state.challenge.playing = playing;
    state.screen = Screen::Subject;
    state.challenge.opening = None;
    state.challenge.notice = None;
}

/// A hint was asked for.
pub(crate) fn hint(state: &mut State) {
    let (Some(playing), Some(explorer)) = (&mut state.challenge.playing, &state.explorer) else {
        return;
    };
    give_hint(playing, explorer);
}

/// The player says that it is impossible.
pub(crate) fn call_impossible(state: &mut State) -> Vec<Effect> {
    let Some(playing) = &mut state.challenge.playing else { return vec![] };
    if playing.par != Par::Impossible {
        playing.verdict = Some(Judged::WronglyImpossible);
        if playing.par != Par::Unknown {
            state.challenge.miscalled.push(playing.level().id);
        }
        return vec![];
    }
    playing.verdict = Some(Judged::RightlyImpossible);
    let (id, hints) = (playing.level().id, playing.hints);
    let solved = Solved { id, preemptions: None, steps: 0, par: Par::Impossible, hints };
    solve(state, solved);
    // How many schedules there are is counted by exploring them.
    let known = state.explorer.as_ref().is_some_and(|explorer| explorer.explored().is_some());
    if known || state.obstacle_to_exploring().is_some() { vec![] } else { explore(state) }
}

/// Whether the goal of the level has been reached.
pub(crate) fn look(state: &mut State) {
    let (Some(playing), Some(explorer)) = (&mut state.challenge.playing, &state.explorer) else {
        return;
    };
    let reached = explorer.outcome().is_some_and(|outcome| meets(playing.level().goal, &outcome));
    if !reached {
        if playing.verdict != Some(Judged::RightlyImpossible) {
            playing.verdict = None;
        }
        return;
    }
    let (preemptions, steps) = (explorer.preemptions(), explorer.at);
    playing.verdict = Some(Judged::Reached { preemptions, steps });
    let (id, par, hints) = (playing.level().id, playing.par, playing.hints);
    solve(state, Solved { id, preemptions: Some(preemptions), steps, par, hints });
}

/// Keeps the best solution of a level.
fn solve(state: &mut State, solved: Solved) {
    let all = &mut state.challenge.solved;
    let cost = |solved: &Solved| (solved.preemptions, solved.hints, solved.steps);
    match all.iter_mut().find(|known| known.id == solved.id) {
        Some(known) if cost(&solved) < cost(known) => *known = solved,
        Some(_) => {}
        None => all.push(solved),
    }
}
