//! Listings are read and copied, and what is said of copying.

use std::rc::Rc;

use crate::action::Effect;
use crate::state::State;

/// Reads what stands at `path`, or what could not be read, again.
pub(crate) fn read(state: &State, path: String) -> Vec<Effect> {
    match state.listings.get(&path) {
        Some(Ok(_)) => vec![],
        _ => vec![Effect::Read(path)],
    }
}

/// Keeps what was read, or why it could not be.
pub(crate) fn keep(state: &mut State, path: String, text: Result<Rc<str>, String>) -> Vec<Effect> {
    state.listings.insert(path, text);
    vec![]
}

/// Copies `text`, which is the `listing` at that path or something else. What is said comes when it is done, so that a
/// second time is said too.
pub(crate) fn copy(state: &mut State, listing: Option<String>, text: String) -> Vec<Effect> {
    state.copied = listing;
    state.notice = None;
    vec![Effect::Copy(text)]
}

/// Says whether it could be copied.
pub(crate) fn copied(state: &mut State, done: bool) -> Vec<Effect> {
    let refused = "The browser did not allow copying: select the text and copy it.";
    state.notice = Some(if done { "Copied." } else { refused });
    vec![]
}
