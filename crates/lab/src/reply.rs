//! Words from and to the page. Replies are JSON, which the page reads; requests are plain objects, so that
//! the lab need not carry a reader of JSON.

use js_sys::{Reflect, global};
use serde::Serialize;
use trace::wire::{ExploreOptions, Fault, LabReply, LabRequest, Login};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// This worker's global scope.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Sends `reply` to whoever started this worker.
pub(crate) fn send(reply: &LabReply) {
    post(&reply_text(reply));
}

/// Sends `message`, of texts and numbers, to whoever started this worker.
pub(crate) fn post(message: &JsValue) {
    scope().post_message(message).expect("texts and numbers can be sent");
}

/// `reply` as the page reads it.
pub(crate) fn reply_text(reply: &LabReply) -> JsValue {
    serde_json::to_string(reply).expect("a reply is plain data").into()
}

/// What a run or an exploration found, as JSON.
pub(crate) fn text_of(found: &impl Serialize) -> String {
    serde_json::to_string(found).expect("what was found is plain data")
}

/// Reads a request; `None` if `message` is something else.
///
/// The form is that of `crates/app/src/lab/wire.rs`: `"Stop"`, or `{ Run: { link, … } }`.
pub(crate) fn request(message: &JsValue) -> Option<LabRequest> {
    if message.as_string().as_deref() == Some("Stop") {
        return Some(LabRequest::Stop);
    }
    let part = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    if let Some(explore) = part(message, "Explore").filter(JsValue::is_object) {
        let options = part(&explore, "options")?;
        return Some(LabRequest::Explore {
            link: part(&explore, "link")?.as_string()?,
            options: ExploreOptions {
                max_states: part(&options, "max_states")?.as_f64()? as u32,
                max_ms: part(&options, "max_ms")?.as_f64()?,
                symmetry: part(&options, "symmetry")?.as_bool()?,
                merge: part(&options, "merge")?.as_bool()?,
            },
        });
    }
    let run = part(message, "Run").filter(JsValue::is_object)?;
    let field = |name: &str| part(&run, name);
    Some(LabRequest::Run {
        link: field("link")?.as_string()?,
        cores: field("cores")?.as_f64()? as u32,
        stage: field("stage")?.as_f64()? as u32,
        record: field("record")?.as_bool()?,
        fault: field("fault")?.as_string().and_then(|name| Fault::from_name(&name)),
        login: field("user")
            .and_then(|user| user.as_string())
            .zip(field("password").and_then(|password| password.as_string()))
            .map(|(user, password)| Login { user, password }),
    })
}
