//! Listings are read and copied, what is said of copying, and what lights up in them; files are handed over.

use std::rc::Rc;

use experiments::Cue;

use crate::action::{Effect, File};
use crate::state::State;

/// The listing in Python: the language, and its file.
pub(crate) const PYTHON: (&str, &str) = ("Python", "program.py");
/// The listing in Rust.
pub(crate) const RUST: (&str, &str) = ("Rust", "run.rs");

/// What somebody looks at, and whether the program is in sight meanwhile.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Sight {
    /// What tells the lines that light up; none before somebody looks.
    pub cues: Option<Rc<Vec<Cue>>>,
    /// Whether the program stands at the lower edge of the window.
    pub docked: bool,
}

/// Where the site has a listing of the experiment that is shown.
pub(crate) fn path_of(state: &State, file: &str) -> String {
    format!("code/{}/{file}", state.draft.experiment().id)
}

/// What lies beside a listing: how it is colored.
pub(crate) fn marks_of(path: &str) -> String {
    format!("{path}.marks")
}

/// Reads what stands at `path`, and its marks, or what could not be read, again.
pub(crate) fn read(state: &State, path: String) -> Vec<Effect> {
    let marks = marks_of(&path);
    let is_read = |path| matches!(state.listings.get(path), Some(Ok(_)));
    if is_read(&path) && is_read(&marks) {
        return vec![];
    }
    vec![Effect::Read(path), Effect::Read(marks)]
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

/// Somebody looks at what these tell.
pub(crate) fn look(state: &mut State, cues: Rc<Vec<Cue>>) -> Vec<Effect> {
    state.sight.cues = Some(cues);
    vec![]
}

/// Shows the program in sight of the timeline, or no longer.
pub(crate) fn dock(state: &mut State) -> Vec<Effect> {
    state.sight.docked = !state.sight.docked;
    read(state, path_of(state, PYTHON.1))
}

/// A file is wanted of what is shown on the page at this address; it comes once what makes it is there.
pub(crate) fn want(state: &mut State, file: File, base_url: String) -> Vec<Effect> {
    let part = file.part();
    state.wanted = Some((file, base_url));
    state.notice = None;
    state.parts.retry(part);
    let load = state.parts.must_load(part).then_some(Effect::Load(part));
    load.into_iter().chain(hand_over(state)).collect()
}

/// Hands over the file that is wanted, if there is one and what makes it is there; or says why there is none.
pub(crate) fn hand_over(state: &mut State) -> Vec<Effect> {
    let made = |state: &State| {
        let (file, base_url) = state.wanted.as_ref()?;
        Some((state.parts.make(file.part())?)(state, *file, base_url))
    };
    let Some(made) = made(state) else { return vec![] };
    state.wanted = None;
    made.map(|effect| vec![effect]).unwrap_or_else(|why| say(state, why))
}

/// The browser could not paint a picture.
pub(crate) fn not_painted(state: &mut State) -> Vec<Effect> {
    say(state, "The browser could not paint the picture: take the SVG instead.")
}

fn say(state: &mut State, text: &'static str) -> Vec<Effect> {
    state.copied = None;
    state.notice = Some(text);
    vec![]
}
