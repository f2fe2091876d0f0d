//! What of the state is told, whenever it is another.

use ui::State;
use wasm_bindgen::prelude::*;

use super::{Around, optional};
use crate::lab::object;
use crate::store::End;

/// What was told last.
#[derive(PartialEq)]
pub(super) struct Told {
    link: Option<String>,
    doing: &'static str,
    failure: Option<(&'static str, String)>,
}

impl Told {
    fn of(state: &State) -> Self {
        let failure = state.failure_here();
        Self {
            link: state.address(),
            doing: state.doing(),
            failure: failure.map(|error| (error.name(), error.text().to_owned())),
        }
    }
}

impl Around {
    /// The state is another.
    pub(super) fn changed(&self, before: &State, next: &State) {
        self.say_state(next, false);
        self.recall(next);
        let level = |state: &State| {
            let playing = state.challenge.playing.as_ref()?;
            playing.verdict.map(|_| playing.link())
        };
        if let Some(link) = level(next).filter(|_| level(before).is_none()) {
            self.ended(&End { link, record: None });
        }
    }

    /// Says what is shown and going on, if that is not known yet, or in any case.
    pub(super) fn say_state(&self, state: &State, in_any_case: bool) {
        let now = Told::of(state);
        let mut told = self.0.told.borrow_mut();
        if told.as_ref() == Some(&now) && !in_any_case {
            return;
        }
        let failure = now.failure.as_ref().map_or(JsValue::NULL, |(name, message)| {
            object([("name", (*name).into()), ("message", message.as_str().into())])
        });
        let link = optional(now.link.as_deref());
        let fields = [("link", link), ("doing", now.doing.into()), ("failure", failure)];
        *told = Some(now);
        drop(told);
        self.say("state", fields);
    }
}
