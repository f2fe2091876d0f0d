//! How the challenge changes: levels begun, judged and solved.

use std::rc::Rc;

use experiments::LEVELS;
use plan::OwnLevel;

use super::judge::{begun, give_hint};
use super::link::leave;
use super::state::{Judged, Par, Played, Solved};
use crate::action::Effect;
use crate::begin::explore;
use crate::explore::follow;
use crate::state::State;

/// Begins a level of the list.
pub(crate) fn play_level(state: &mut State, index: usize) {
    if let Some(level) = LEVELS.get(index) {
        begin(state, level.link, Played::Listed(index));
    }
}

/// Begins the level of a link; if something is wrong with that, its program is shown, and what is wrong. Whoever calls
/// has looked that there is such a program.
pub(crate) fn play_own(state: &mut State, link: &str) {
    state.sharing = false;
    state.challenge.making = None;
    match OwnLevel::read(link, state.computer) {
        Ok(own) => {
            let before = state.challenge.playing.take();
            let program = own.program().to_owned();
            begin(state, &program, Played::Own(Rc::new(own)));
            let again = before.zip(state.challenge.playing.as_mut());
            if let Some((before, playing)) = again.filter(|(one, other)| one.level == other.level) {
                playing.miscalls = before.miscalls;
            }
        }
        Err(problems) => {
            let program = plan::program_of(link).unwrap_or_default();
            let Some(draft) = plan::open(&program).draft else { return };
            state.draft = draft;
            leave(state);
            follow(state, true);
            state.link_problems = problems;
        }
    }
}

fn begin(state: &mut State, program: &str, level: Played) {
    let Some(draft) = plan::open(program).draft else { return };
    state.draft = draft;
    state.link_problems.clear();
    follow(state, true);
    let playing = state.explorer.as_ref().map(|explorer| begun(level, explorer));
    leave(state);
    state.challenge.playing = playing;
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
            match playing.level.listed() {
                Some(level) => state.challenge.miscalled.push(level.id),
                None => playing.miscalls += 1,
            }
        }
        return vec![];
    }
    playing.verdict = Some(Judged::RightlyImpossible);
    solve(state, None, 0);
    // How many schedules there are is counted by exploring them.
    let known = state.explorer.as_ref().is_some_and(|explorer| explorer.explored().is_some());
    if known || state.obstacle_to_exploring().is_some() { vec![] } else { explore(state) }
}

/// Whether the goal of the level has been reached.
pub(crate) fn look(state: &mut State) {
    let (Some(playing), Some(explorer)) = (&mut state.challenge.playing, &state.explorer) else {
        return;
    };
    let reached = explorer.outcome().is_some_and(|outcome| playing.level.is_met_by(&outcome));
    if !reached {
        if playing.verdict != Some(Judged::RightlyImpossible) {
            playing.verdict = None;
        }
        return;
    }
    let (preemptions, steps) = (explorer.preemptions(), explorer.at);
    playing.verdict = Some(Judged::Reached { preemptions, steps });
    solve(state, Some(preemptions), steps);
}

/// Keeps the best solution of a level of the list.
fn solve(state: &mut State, preemptions: Option<usize>, steps: usize) {
    let Some(playing) = &state.challenge.playing else { return };
    let Some(level) = playing.level.listed() else { return };
    let (id, par, hints) = (level.id, playing.par, playing.hints);
    let solved = Solved { id, preemptions, steps, par, hints };
    let all = &mut state.challenge.solved;
    let cost = |solved: &Solved| (solved.preemptions, solved.hints, solved.steps);
    match all.iter_mut().find(|known| known.id == solved.id) {
        Some(known) if cost(&solved) < cost(known) => *known = solved,
        Some(_) => {}
        None => all.push(solved),
    }
}
