//! Keys and the focus, wherever it is.

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::action::Action;

/// Whether nothing has the focus.
pub(crate) fn is_focus_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let active = document.and_then(|document| document.active_element());
    active.is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"))
}

/// Focuses the first such element.
pub(crate) fn focus(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element of the page takes the focus.
        let _ = element.focus();
    }
}

/// Closes with Escape what is `open`: what to do, and the button that has the focus then.
#[hook]
pub(crate) fn use_escape(open: Option<(Action, &'static str)>, dispatch: Callback<Action>) {
    use_keydown(Callback::from(move |event: KeyboardEvent| {
        let Some((close, opener)) = &open else { return };
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            dispatch.emit(close.clone());
            focus(opener);
        }
    }));
}

/// Calls `on_key` for keys while the component is on the page.
#[hook]
pub(crate) fn use_keydown(on_key: Callback<KeyboardEvent>) {
    let latest = use_mut_ref(|| on_key.clone());
    *latest.borrow_mut() = on_key;
    use_effect_with((), move |()| {
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let on_key = latest.borrow().clone();
            on_key.emit(event);
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
