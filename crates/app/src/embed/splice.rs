//! SPLICE, the protocol between exercises and what embeds them: <https://cssplice.org>.

use std::cell::RefCell;

use js_sys::Reflect;
use ui::{Action, State};
use wasm_bindgen::prelude::*;

use super::{Around, VERSION};
use crate::browser;
use crate::lab::object;
use crate::store::End;

/// Time in which an answer counts, in milliseconds.
const ANSWER_MS: f64 = 15_000.0;

/// What was asked for.
#[derive(Default)]
pub(super) struct Splice {
    /// The number of the question for the state, and when it was asked.
    asked: RefCell<Option<(String, f64)>>,
    /// What was solved before, as the explorer keeps it, until the explorer is there.
    solved: RefCell<Option<String>>,
}

impl Around {
    /// Asks for what was kept of this frame.
    pub(super) fn ask_for_state(&self) {
        let id = message_id();
        *self.0.splice.asked.borrow_mut() = Some((id.clone(), browser::now_ms()));
        self.send(&object([("subject", "SPLICE.getState".into()), ("message_id", id.into())]));
    }

    /// Whether it is an answer to that question, which is then opened: unless somebody has begun meanwhile.
    pub(super) fn is_answer(&self, data: &JsValue) -> bool {
        let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
        let text = |of: &JsValue, name: &str| field(of, name).and_then(|value| value.as_string());
        if !data.is_object() || text(data, "subject").as_deref() != Some("SPLICE.getState.response")
        {
            return false;
        }
        let Some((id, asked_ms)) = self.0.splice.asked.take() else { return true };
        if text(data, "message_id") != Some(id.clone()) {
            *self.0.splice.asked.borrow_mut() = Some((id, asked_ms));
            return true;
        }
        let store = &self.0.store;
        let is_new = store.state().is_idle() && store.state().location() == self.0.opened;
        let Some(kept) = field(data, "state").filter(JsValue::is_object) else { return true };
        let is_known = field(&kept, "v").and_then(|v| v.as_f64()) == Some(f64::from(VERSION));
        if !is_known || !is_new || browser::now_ms() - asked_ms > ANSWER_MS {
            return true;
        }
        *self.0.splice.solved.borrow_mut() = text(&kept, "solved");
        if let Some(link) = text(&kept, "link").filter(|link| link.starts_with("#/")) {
            store.show(&link);
        }
        self.recall(&store.state());
        true
    }

    /// Hands what was solved before to the explorer, once that is there.
    pub(super) fn recall(&self, state: &State) {
        if state.parts.explore.here().is_some()
            && let Some(solved) = self.0.splice.solved.take()
        {
            self.0.store.dispatch(Action::Recall(solved));
        }
    }

    /// Tells the height in the way of learning platforms.
    pub(super) fn resize(&self, height: f64) {
        self.send(&object([
            ("subject", "lti.frameResize".into()),
            ("message_id", message_id().into()),
            ("height", height.into()),
        ]));
    }

    /// Tells what has ended, and a score if there is one.
    pub(super) fn report(&self, end: &End, record: &JsValue, score: Option<f64>) {
        let name = match () {
            () if end.record.is_none() => "level",
            () if end.link.starts_with("#/explore/") => "exploration",
            () => "run",
        };
        self.send(&object([
            ("subject", "SPLICE.sendEvent".into()),
            ("message_id", message_id().into()),
            ("location", end.link.as_str().into()),
            ("name", name.into()),
            ("data", record.clone()),
        ]));
        if let Some(score) = score {
            self.send(&object([
                ("subject", "SPLICE.reportScoreAndState".into()),
                ("message_id", message_id().into()),
                ("score", score.into()),
                ("state", self.kept(&end.link)),
            ]));
        }
    }

    /// What opens the frame as it is now.
    fn kept(&self, ended: &str) -> JsValue {
        let state = self.0.store.state();
        let link = state.address().unwrap_or_else(|| ended.to_owned());
        let solved = state.parts.explore.here().map(|part| (part.keep)(&state.challenge));
        let solved = solved.map_or(JsValue::NULL, JsValue::from);
        object([("v", VERSION.into()), ("link", link.into()), ("solved", solved)])
    }
}

/// A number that no other message has.
fn message_id() -> String {
    let random = js_sys::Math::random().to_bits();
    format!("interleave-{random:016x}")
}
