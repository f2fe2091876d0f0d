//! How the challenge changes: levels begun, judged, and left.

use experiments::LEVELS;

use super::challenge::{Judged, Par, Playing, Solved, hint as hint_of, meets};
use super::reduce::{explore, follow};
use crate::action::Effect;
use crate::state::State;

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
        Some(_) => hint_of(explorer, level.goal),
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
pub(super) fn look(state: &mut State) {
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
