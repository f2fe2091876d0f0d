//! The result of somebody else's run: it comes with a link, and stands beside one's own.

use std::rc::Rc;

use plan::MAX_BYTES;
use yew::prelude::*;

use crate::action::{Action, Effect};
use crate::frame::icon::{Icon, Picture};
use crate::state::State;

/// What a result begins with in a link, where it stands last. A record is packed by raw deflate (P. Deutsch, DEFLATE
/// compressed data format specification, RFC 1951, 1996) and written in the letters of base64url (S. Josefsson, The
/// Base16, Base32, and Base64 data encodings, RFC 4648, 2006).
const KEY: &str = "&result=d.";
/// Longest record that is unpacked, in bytes.
pub const MAX_RECORD: usize = 64_000;

/// A result that came with a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    /// The result as it stands in the link.
    pub packed: String,
    /// What it says, or why that cannot be read; none until it is unpacked.
    pub record: Option<Result<Rc<str>, String>>,
}

/// A link without its result, and the result, if it has one.
pub(crate) fn split(link: &str) -> (&str, Option<&str>) {
    match link.split_once(KEY) {
        // Longer ones are not read, whatever is in them.
        Some((link, packed)) if link.len() + KEY.len() + packed.len() <= MAX_BYTES => {
            (link, Some(packed))
        }
        _ => (link, None),
    }
}

/// `link` with this result; none if nobody would read it.
pub(crate) fn joined(link: &str, packed: &str) -> Option<String> {
    let link = format!("{link}{KEY}{packed}");
    (link.len() <= MAX_BYTES && link.contains('?')).then_some(link)
}

/// A link was opened that has this result, or none.
pub(crate) fn open(state: &mut State, packed: Option<&str>) -> Vec<Effect> {
    let is_run = state.link_problems.is_empty() && !state.is_explored();
    let packed = packed.filter(|_| is_run).map(str::to_owned);
    state.theirs = packed.clone().map(|packed| Theirs { packed, record: None });
    packed.into_iter().map(Effect::Unpack).collect()
}

/// A result was unpacked, or could not be.
fn unpacked(state: &mut State, packed: &str, record: Result<Rc<str>, String>) {
    if let Some(theirs) = state.theirs.as_mut().filter(|theirs| theirs.packed == packed) {
        theirs.record = Some(record);
    }
}

/// Shows the result once what reads it and what draws it are there.
pub(crate) fn show(state: &mut State) {
    let experiment = state.draft.experiment();
    let Some(Theirs { record: Some(Ok(text)), .. }) = &state.theirs else { return };
    let (Some(files), Some(part)) = (state.parts.files.here(), state.parts.run(experiment)) else {
        return;
    };
    let Some(plan) = state.plan() else { return };
    match (files.read)(text).and_then(|record| (part.theirs)(&plan, record)) {
        Ok(report) => {
            state.theirs = None;
            state.keep(Rc::new(report));
        }
        Err(why) => {
            if let Some(theirs) = &mut state.theirs {
                theirs.record = Some(Err(why));
            }
        }
    }
}

/// Has the record of the run that is shown packed, so that a link can carry it.
pub(crate) fn pack(state: &State) -> Option<Effect> {
    let report = state.report()?;
    let part = state.parts.run(state.draft.experiment())?;
    let link = report.record.link.clone();
    Some(Effect::Pack { link, record: (part.record)(&report.record) })
}

/// What came of a packing or an unpacking.
pub(crate) fn heard(state: &mut State, action: Action) {
    match action {
        Action::Unpacked(packed, record) => unpacked(state, &packed, record),
        Action::Packed(link, packed) => state.packed = packed.map(|packed| (link, packed)),
        other => unreachable!("{other:?} is not about results in links"),
    }
}

/// Why the result cannot be shown, if so.
pub(crate) fn unread(state: &State) -> Html {
    let record = state.theirs.as_ref().and_then(|theirs| theirs.record.as_ref());
    let Some(Err(why)) = record else { return Html::default() };
    html! {
        <p class="notice caution" role="alert">
            <Picture icon={Icon::Warning} />
            <span>{ format!("The result that came with this link cannot be read: {why}.") }</span>
        </p>
    }
}

impl State {
    /// What a link to what is shown can carry: the result of the run that it is the link of.
    pub(crate) fn carried(&self, link: &str) -> Option<String> {
        let (of, packed) = self.packed.as_ref()?;
        joined(link, packed).filter(|_| of == link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_stands_last_in_a_link_and_is_taken_off_again() {
        let link = "#/lock?v=1&threads=2";
        let with = joined(link, "abc-_").expect("it is short");
        assert_eq!(with, "#/lock?v=1&threads=2&result=d.abc-_");
        assert_eq!(split(&with), (link, Some("abc-_")));
        assert_eq!(split(link), (link, None));
    }

    /// 20 bytes of link, 10 of the key: 7970 of the result make 8000.
    #[test]
    fn a_link_that_nobody_would_read_is_none() {
        let link = "#/lock?v=1&threads=2";
        assert_eq!(joined(link, &"a".repeat(7970)).map(|link| link.len()), Some(8000));
        assert_eq!(joined(link, &"a".repeat(7971)), None);
        let long = format!("{link}{KEY}{}", "a".repeat(7971));
        assert_eq!(split(&long), (long.as_str(), None));
    }
}
