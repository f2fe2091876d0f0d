//! The result of somebody else's run: it comes with a link, and stands beside one's own.

use std::rc::Rc;

use plan::{split_result, with_result};
use yew::prelude::*;

use crate::action::{Effect, RecordJob};
use crate::frame::icon::{Icon, Picture};
use crate::open::{open_link, step_to_here};
use crate::state::State;

/// Longest record that is read, in bytes.
pub const MAX_RECORD: usize = 1_000_000;

/// A result that somebody sent, and that is not shown yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    /// As it stands in the link that it came with; none if it is a file.
    pub packed: Option<String>,
    /// How far it has been read.
    pub stage: Stage,
}

/// How far a result has been read.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It is being unpacked.
    Packed,
    /// Its record, as text.
    Text(Rc<str>),
    /// It cannot be read, for this reason.
    Unread(String),
}

/// `link` was opened: it may have a result.
pub(crate) fn came_with(state: &mut State, link: &str) -> Vec<Effect> {
    let Some(packed) = split_result(link).1.filter(|_| state.link_problems.is_empty()) else {
        return vec![];
    };
    state.theirs = Some(Theirs { packed: Some(packed.to_owned()), stage: Stage::Packed });
    vec![Effect::Record(RecordJob::Unpack(packed.to_owned()))]
}

/// What came with the link was unpacked, or could not be.
pub(crate) fn unpacked(
    state: &mut State,
    packed: &str,
    text: Result<Rc<str>, String>,
) -> Vec<Effect> {
    let theirs = state.theirs.as_mut();
    if let Some(theirs) = theirs.filter(|theirs| theirs.packed.as_deref() == Some(packed)) {
        theirs.stage = text.map_or_else(Stage::Unread, Stage::Text);
    }
    vec![]
}

/// The file that was chosen was read, or could not be: shows what it is of.
pub(crate) fn read(state: &mut State, text: Result<Rc<str>, String>) -> Vec<Effect> {
    let files = state.parts.files.here();
    let link = |text: &Rc<str>| files.map_or(Ok(None), |part| (part.read)(text).map(Some));
    let (stage, effects) = match text.and_then(|text| Ok((link(&text)?, text))) {
        Ok((record, text)) => {
            state.sharing = false;
            let effects = record.map(|record| open_link(state, &record.link)).unwrap_or_default();
            (Stage::Text(text), [effects, step_to_here(state)].concat())
        }
        Err(why) => (Stage::Unread(why), vec![]),
    };
    state.theirs = Some(Theirs { packed: None, stage });
    effects
}

/// Shows the result once what reads it and what draws it are there.
pub(crate) fn show(state: &mut State) {
    let experiment = state.draft.experiment();
    let Some(Theirs { stage: Stage::Text(text), .. }) = &state.theirs else { return };
    let (Some(files), Some(part)) = (state.parts.files.here(), state.parts.run(experiment)) else {
        return;
    };
    let Some(plan) = state.plan() else { return };
    match (files.read)(text).and_then(|record| (part.theirs)(&plan, record)) {
        Ok(report) => {
            state.theirs = None;
            // Whoever comes back to the link has it already.
            let known = state.kept().and_then(|kept| {
                kept.runs().iter().position(|run| run.theirs && run.record == report.record)
            });
            match known {
                Some(place) => state.show_run(place),
                None => state.keep(Rc::new(report)),
            }
        }
        Err(why) => {
            if let Some(theirs) = &mut state.theirs {
                theirs.stage = Stage::Unread(why);
            }
        }
    }
}

/// Has the record of the run that is shown packed, so that a link can carry it.
pub(crate) fn pack(state: &State) -> Option<Effect> {
    let report = state.report()?;
    let part = state.parts.run(state.draft.experiment())?;
    let link = report.record.link.clone();
    let record = (part.record)(&report.record);
    Some(Effect::Record(RecordJob::Pack { link, record }))
}

/// Why the result cannot be shown, if so: in the panel while that is open, and otherwise on the page.
pub(crate) fn unread(state: &State, in_panel: bool) -> Html {
    let theirs = state.theirs.as_ref().filter(|_| state.sharing == in_panel);
    let Some(Theirs { stage: Stage::Unread(why), .. }) = theirs else {
        return Html::default();
    };
    html! {
        <p class="notice caution" role="alert">
            <Picture icon={Icon::Warning} />
            <span>{ format!("The result that was sent to you cannot be shown: {why}.") }</span>
        </p>
    }
}

/// Whether a link can carry the result of the run that is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Carried {
    /// There is no result, or it is being packed.
    No,
    /// It is too long for a link.
    TooLong,
    /// The link with it.
    Link(String),
}

impl State {
    /// The link that is handed on: `link`, with the result of its run if that was asked for and can be had.
    pub(crate) fn with_result(&self, link: String) -> String {
        match self.carried(&link) {
            Carried::Link(with) if self.share.result => with,
            _ => link,
        }
    }

    /// What a link to what is shown can carry: the result of the run that it is the link of.
    pub(crate) fn carried(&self, link: &str) -> Carried {
        match &self.packed {
            Some((of, Some(packed))) if of == link => {
                with_result(link, packed).map_or(Carried::TooLong, Carried::Link)
            }
            _ => Carried::No,
        }
    }
}
