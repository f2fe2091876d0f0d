//! Words to the page.

use js_sys::global;
use trace::wire::LabReply;
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// This worker's global scope.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Sends `reply` to whoever started this worker.
pub(crate) fn send(reply: &LabReply) {
    let text = serde_json::to_string(reply).expect("a reply is plain data");
    scope().post_message(&text.into()).expect("a text can be sent");
}
