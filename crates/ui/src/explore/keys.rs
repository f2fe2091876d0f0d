//! Keys of the explorer: wherever the focus is, except where somebody types or chooses.

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::explorer::{Explorer, Walk};
use super::movers::movers;

/// Elements that have use for keys themselves.
const BUSY: &str = "input, select, textarea, [contenteditable], [role=application]";

/// What a key means; keys that move the page do so unless the focus is `inside` the stage.
pub(super) fn meaning(explorer: &Explorer, key: &str, inside: bool) -> Option<Walk> {
    let last = explorer.replay.steps().len();
    match key {
        "Backspace" | "ArrowLeft" => Some(Walk::Undo),
        "ArrowRight" => Some(Walk::Redo),
        "Home" if inside => Some(Walk::To(0)),
        "End" if inside => Some(Walk::To(last)),
        _ => {
            let number: usize = key.parse().ok()?;
            let pressed = movers(explorer).into_iter().find(|mover| mover.key == Some(number));
            pressed?.by.map(Walk::Step)
        }
    }
}

/// Calls `on_walk` for keys while the component is on the page.
#[hook]
pub(super) fn use_keys(explorer: &Explorer, on_walk: Callback<Walk>) {
    let latest = use_mut_ref(|| (explorer.clone(), on_walk.clone()));
    *latest.borrow_mut() = (explorer.clone(), on_walk);
    use_effect_with((), move |()| {
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let (explorer, on_walk) = latest.borrow().clone();
            if let Some(walk) = pressed(&explorer, &event) {
                event.prevent_default();
                on_walk.emit(walk);
            }
        });
        let window = web_sys::window();
        if let Some(window) = &window {
            // A window takes any listener.
            let _ = window
                .add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let function = listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback("keydown", function);
            }
        }
    });
}

fn pressed(explorer: &Explorer, event: &KeyboardEvent) -> Option<Walk> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|at| at.closest(selector).ok().flatten().is_some())
    };
    if within(BUSY) {
        return None;
    }
    meaning(explorer, &event.key(), within(".stage"))
}
