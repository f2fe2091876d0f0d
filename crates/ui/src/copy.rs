//! Copying: what is copied, and what is said of it where it stands.

use crate::action::Effect;
use crate::state::State;

/// Copies `text`, which is the `listing` at that path or something else. What is said comes when it is done, so that a
/// second time is said too.
pub(crate) fn begin(state: &mut State, listing: Option<String>, text: String) -> Vec<Effect> {
    state.copied = listing;
    state.notice = None;
    vec![Effect::Copy(text)]
}

/// Says whether it could be copied.
pub(crate) fn end(state: &mut State, done: bool) -> Vec<Effect> {
    let refused = "The browser did not allow copying: select the text and copy it.";
    state.notice = Some(if done { "Copied." } else { refused });
    vec![]
}
