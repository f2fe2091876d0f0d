//! Links to levels that somebody made: the link of a program, and the goal in it.

use plan::{LinkError, no_goal_of_runs};

use super::link::leave;
use super::state::Opening;
use crate::action::Action;
use crate::state::State;

/// Follows such a link; whether it is one.
pub(super) fn open(state: &mut State, link: &str) -> bool {
    let Some(program) = plan::program_of(link) else { return false };
    let opened = plan::open(&program);
    let Some(draft) = opened.draft else { return false };
    let is_explored = draft.subject().is_explored();
    if let Some(part) = state.parts.explore.here().filter(|_| is_explored) {
        (part.apply)(state, Action::PlayOwn(link.to_owned()));
        return true;
    }
    state.draft = draft;
    state.sight = Default::default();
    state.notice = None;
    leave(state);
    if is_explored {
        state.challenge.opening = Some(Opening::Own(link.to_owned()));
    } else {
        state.link_problems = opened.problems;
        let goal = link.split_once("goal=").map_or("", |(_, goal)| goal);
        let goal = goal.split('&').next().unwrap_or_default();
        state.link_problems.push(LinkError::Level(no_goal_of_runs(goal)));
    }
    true
}
