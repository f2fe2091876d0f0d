//! In a frame: what is said to the page around it, and obeyed from there. `docs/embedding.md` is the contract.

mod height;
mod keys;
mod orders;
mod sight;
mod splice;
mod told;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{JSON, Reflect};
use ui::Capability;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::Window;

use crate::browser::{self, window};
use crate::lab::object;
use crate::store::{End, Store};
use splice::Splice;
use told::Told;

/// Who speaks.
const SOURCE: &str = "interleave";
/// The version of the contract.
const VERSION: u32 = 1;

/// The page around a frame, and what it was told.
#[derive(Clone)]
struct Around(Rc<Inner>);

struct Inner {
    store: Store,
    window: Window,
    /// The fragment that the frame was opened with.
    opened: String,
    /// What was said last of what may change.
    told: RefCell<Option<Told>>,
    height: Cell<f64>,
    /// Whether the height is looked at when the frame is drawn next.
    looks_soon: Cell<bool>,
    /// Whether somebody around has said that keys arrive as messages.
    takes_keys: Cell<bool>,
    splice: Splice,
}

/// Begins to speak with the page around, if there is one. What that takes is loaded only then.
pub(crate) fn begin(store: &Store) {
    if !browser::is_framed() {
        return;
    }
    let store = store.clone();
    spawn_local(async move {
        // A frame that cannot load it shows its experiment all the same.
        let _ = install(store).await;
    });
}

#[wasm_split(embed, fallible)]
fn install(store: Store) -> Result<(), SplitLoaderError> {
    let Ok(Some(parent)) = window().parent() else { return Ok(()) };
    let opened = store.state().location();
    let around = Around(Rc::new(Inner {
        store: store.clone(),
        window: parent,
        opened,
        told: RefCell::default(),
        height: Cell::default(),
        looks_soon: Cell::default(),
        takes_keys: Cell::default(),
        splice: Splice::default(),
    }));
    orders::listen(&around);
    keys::listen(&around);
    height::watch(&around);
    sight::watch(&around);
    let watching = around.clone();
    store.on_change(move |before, next| watching.changed(before, next));
    let hearing = around.clone();
    store.on_end(move |end| hearing.ended(end));
    around.greet();
    around.ask_for_state();
    Ok(())
}

impl Around {
    /// Sends a message of the contract.
    fn say<const N: usize>(&self, kind: &str, fields: [(&str, JsValue); N]) {
        let message = object(fields);
        for (name, value) in
            [("source", SOURCE.into()), ("v", VERSION.into()), ("type", kind.into())]
        {
            Reflect::set(&message, &name.into(), &value)
                .expect("an object of ours takes any field");
        }
        self.send(&message);
    }

    /// Sends anything.
    fn send(&self, message: &JsValue) {
        // Nothing in it is secret, and who is around is not known. A window that is gone hears nothing.
        let _ = self.0.window.post_message(message, "*");
    }

    /// Says that messages are obeyed from now on, and all that is to be known.
    fn greet(&self) {
        let state = self.0.store.state();
        let (threads, why) = match state.capability {
            Capability::Threads => ("shared", None),
            Capability::Processes(missing) => ("separate", Some(missing.text())),
            Capability::Nothing(missing) => ("none", Some(missing.text())),
        };
        let fields = [
            ("link", optional(state.address())),
            ("title", state.title().into()),
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("threads", threads.into()),
            ("why", optional(why)),
        ];
        self.say("ready", fields);
        self.say_height(true);
        self.say_state(&state, true);
    }

    /// What is shown is a new result: a run, an exploration, or a level that has ended.
    fn ended(&self, end: &End) {
        let state = self.0.store.state();
        let record = end.record.as_deref().map_or(Ok(JsValue::NULL), JSON::parse);
        let record = record.expect("a record is JSON");
        let score = state.is_right().map(|right| if right { 1.0 } else { 0.0 });
        let fields = [
            ("link", end.link.as_str().into()),
            ("record", record.clone()),
            ("score", score.map_or(JsValue::NULL, JsValue::from)),
        ];
        self.say("result", fields);
        self.report(end, &record, score);
    }
}

/// A text, or null.
fn optional(text: Option<impl AsRef<str>>) -> JsValue {
    text.map_or(JsValue::NULL, |text| text.as_ref().into())
}
