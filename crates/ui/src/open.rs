//! Opening what a link names.

use plan::{Draft, Face, Opened, Subject};

use crate::action::Effect;
use crate::challenge;
use crate::course::COURSE_LINK;
use crate::state::{Layout, Screen, State};
use crate::theirs;

/// Shows what `link` names, or the map and what is wrong with it.
pub(crate) fn open_link(state: &mut State, link: &str) -> Vec<Effect> {
    state.theirs = None;
    if link == COURSE_LINK {
        open_course(state);
        return vec![];
    }
    state.link_problems.clear();
    if challenge::open_link(state, link) {
        return vec![];
    }
    let Opened { draft, problems } = plan::open(link);
    match draft {
        Some(draft) => open_draft(state, draft),
        None => open_course(state),
    }
    state.link_problems = problems;
    theirs::came_with(state, link)
}

/// Opens the map of the course; a slide has room for its first experiment only.
fn open_course(state: &mut State) {
    let experiment = &experiments::CATALOGUE[0];
    open_draft(state, Draft::new(Subject { experiment, face: Face::Run }));
    state.sharing = false;
    state.search.clear();
    if state.layout == Layout::Page {
        state.screen = Screen::Course;
    }
}

/// What is shown is a step in the history.
pub(crate) fn step_to_here(state: &State) -> Vec<Effect> {
    vec![Effect::PushLink(state.location())]
}

/// Opens an experiment or a model.
pub(crate) fn open_draft(state: &mut State, draft: Draft) {
    state.draft = draft;
    state.link_problems.clear();
    state.sight = Default::default();
    challenge::go_elsewhere(state);
    follow(state, true);
}

/// Takes back what was said, and makes the explorer that of the draft; once there is one, if its part is on its way.
pub(crate) fn follow(state: &mut State, afresh: bool) {
    state.notice = None;
    if let Some(part) = state.parts.explore.here() {
        (part.follow)(state, afresh);
    }
}
