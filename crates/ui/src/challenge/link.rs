//! Links to levels, what follows from opening one, and the ways in and out.

use experiments::{LEVELS, Level};

use super::own;
use super::state::Opening;
use crate::action::{Action, Effect};
use crate::part::ExplorePart;
use crate::state::{Screen, State};

/// What links to levels begin with; an id follows.
const LEVEL_LINK: &str = "#/challenge/";
/// The link to the list of levels.
pub(crate) const LEVELS_LINK: &str = "#/challenges";

/// The link that opens a level.
pub(crate) fn link(level: &Level) -> String {
    format!("{LEVEL_LINK}{}", level.id)
}

/// Follows a link to a level or to the list of them; whether it is one.
pub(crate) fn open_link(state: &mut State, link: &str) -> bool {
    if own::open(state, link) {
        return true;
    }
    let link = link.split('?').next().unwrap_or_default();
    let id = link.strip_prefix(LEVEL_LINK);
    if id.is_none() && link != LEVELS_LINK {
        return false;
    }
    let Some(index) = LEVELS.iter().position(|level| Some(level.id) == id) else {
        let over_course = match state.screen {
            Screen::Levels { over_course } => over_course,
            screen => screen == Screen::Course,
        };
        leave(state);
        state.screen = Screen::Levels { over_course };
        state.challenge.notice = id.map(|id| format!("There is no level “{id}”: choose one here."));
        return true;
    };
    if let Some(part) = state.parts.explore.here() {
        (part.apply)(state, Action::PlayLevel(index));
        return true;
    }
    leave(state);
    state.challenge.opening = Some(Opening::Listed(index));
    if let Some(draft) = plan::open(LEVELS[index].link).draft {
        state.draft = draft;
        state.link_problems.clear();
    }
    true
}

/// Begins the level whose link was followed before the explorer was there; behind the list, if that has been
/// opened meanwhile.
pub(crate) fn explorer_arrived(state: &mut State, part: &ExplorePart) -> Vec<Effect> {
    let play = match state.challenge.opening.take() {
        Some(Opening::Listed(index)) => Action::PlayLevel(index),
        Some(Opening::Own(link)) => Action::PlayOwn(link),
        None => {
            (part.follow)(state, true);
            return vec![];
        }
    };
    let screen = state.screen;
    let effects = (part.apply)(state, play);
    state.screen = screen;
    effects
}

/// Shows the levels, or what was shown before.
pub(crate) fn show_levels(state: &mut State) {
    state.screen = match state.screen {
        Screen::Levels { over_course: true } => Screen::Course,
        Screen::Levels { over_course: false } => Screen::Subject,
        screen => Screen::Levels { over_course: screen == Screen::Course },
    };
    state.challenge.notice = None;
    state.menu = false;
    state.sharing = false;
}

/// Another program is shown: the level, if one is played or made, is left.
pub(crate) fn go_elsewhere(state: &mut State) {
    leave(state);
    state.challenge.making = None;
}

/// Leaves the level, if one is played or about to be; the program stays.
pub(crate) fn leave(state: &mut State) {
    state.screen = Screen::Subject;
    state.challenge.notice = None;
    state.challenge.playing = None;
    state.challenge.opening = None;
}
