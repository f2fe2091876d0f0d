//! Words to and from a lab. Replies are JSON, requests are plain objects; both are taken apart with what
//! the browser has, so that the page need not carry a reader of JSON before it shows anything.

use js_sys::{Array, JSON, Object, Reflect};
use trace::wire::{ExploreOptions, LabReply, LabRequest, Login};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a reply as a lab writes it: `"Started"`, or `{ Progress: { done, total } }`; none if it is none.
pub(super) fn reply(text: &str) -> Option<LabReply> {
    let value = JSON::parse(text).ok()?;
    if let Some(word) = value.as_string() {
        return match word.as_str() {
            "Started" => Some(LabReply::Started),
            "Stopped" => Some(LabReply::Stopped),
            _ => None,
        };
    }
    let [name, content] = entry(&value)?;
    let count = |name: &str| Some(field(&content, name)?.as_f64()? as u64);
    Some(match name.as_string()?.as_str() {
        "Progress" => LabReply::Progress { done: count("done")?, total: count("total")? },
        "Exploring" => LabReply::Exploring { states: count("states")? },
        "Done" => LabReply::Done(content.as_string()?),
        "Refused" => LabReply::Refused(content.as_string()?),
        "Failed" => LabReply::Failed(content.as_string()?),
        _ => return None,
    })
}

/// A request as a lab reads it.
pub(super) fn request(request: &LabRequest) -> JsValue {
    match request {
        LabRequest::Stop => "Stop".into(),
        LabRequest::Run { link, cores, stage, record, fault, login } => {
            let fault = fault.map_or(JsValue::NULL, |fault| fault.name().into());
            let said = |of: fn(&Login) -> &String| {
                login.as_ref().map(of).map_or(JsValue::NULL, JsValue::from)
            };
            let run = [
                ("link", link.into()),
                ("cores", (*cores).into()),
                ("stage", (*stage).into()),
                ("record", (*record).into()),
                ("fault", fault),
                ("user", said(|login| &login.user)),
                ("password", said(|login| &login.password)),
            ];
            object([("Run", object(run))])
        }
        LabRequest::Explore { link, options } => {
            let ExploreOptions { max_states, max_ms, symmetry, merge } = *options;
            let options = object([
                ("max_states", max_states.into()),
                ("max_ms", max_ms.into()),
                ("symmetry", symmetry.into()),
                ("merge", merge.into()),
            ]);
            object([("Explore", object([("link", link.into()), ("options", options)]))])
        }
    }
}

/// An object with these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &name.into(), &value).expect("an object of ours takes any field");
    }
    object.into()
}

/// A field, if the value is an object that has it.
pub(super) fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined())
}

/// The only entry of an object.
fn entry(of: &JsValue) -> Option<[JsValue; 2]> {
    let entries = Object::entries(of.dyn_ref::<Object>()?);
    let entry: Array = entries.get(0).dyn_into().ok()?;
    Some([entry.get(0), entry.get(1)])
}
