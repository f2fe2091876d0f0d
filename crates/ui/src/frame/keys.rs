//! Keys and the focus, wherever it is.

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::action::Action;

/// Where somebody types, or an element has use for every key.
pub const TYPING: &str = "input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable], \
                          [role=application]";

/// The element that has the focus; the body if none has.
pub(crate) fn focused() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

/// Whether nothing has the focus.
pub(crate) fn is_focus_lost() -> bool {
    focused().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"))
}

/// Whether it is likely that there are keys to type with: nobody points with a finger.
pub(crate) fn has_keys() -> bool {
    let window = web_sys::window();
    let found = window.and_then(|window| window.match_media("(pointer: coarse)").ok().flatten());
    found.is_none_or(|fingers| !fingers.matches())
}

/// The first such element.
fn find(selector: &str) -> Option<HtmlElement> {
    let document = web_sys::window().and_then(|window| window.document())?;
    document.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Focuses the first such element; whether it did. A frame takes no focus from the page around it.
pub(crate) fn focus(selector: &str) -> bool {
    // An element of the page takes the focus.
    has_focus() && find(selector).is_some_and(|element| element.focus().is_ok())
}

/// Whether this page has the focus, or is no frame.
fn has_focus() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let is_framed = !matches!(window.parent(), Ok(Some(parent)) if parent == window);
    !is_framed || window.document().is_some_and(|page| page.has_focus().unwrap_or_default())
}

/// Shows the first such element, opens what it is hidden in, and gives it the focus: whoever reads on, reads there.
pub(crate) fn lead_to(selector: &str) {
    let Some(element) = find(selector) else { return };
    if let Ok(Some(hidden_in)) = element.closest("details:not([open])") {
        // Any element takes this attribute.
        let _ = hidden_in.set_attribute("open", "");
    }
    if element.tab_index() < 0 {
        element.set_tab_index(-1);
    }
    let middle = web_sys::ScrollIntoViewOptions::new();
    middle.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&middle);
    // An element of the page takes the focus.
    let _ = element.focus();
}

/// Begins at the top when another place is shown, with the focus on its heading if what had it is gone. Whoever comes
/// back to the map finds the lesson there that was shown before. A slide takes no focus from its deck.
#[hook]
pub(crate) fn use_place(place: String, is_map: bool, embedded: bool) {
    let last = use_mut_ref(|| place.clone());
    use_effect_with(place, move |place| {
        let before = std::mem::replace(&mut *last.borrow_mut(), place.clone());
        if before == *place || embedded {
            return;
        }
        let is_lost = is_focus_lost();
        if is_map {
            if is_lost && !focus(&format!(".lesson-card a[href='{before}?v=1']")) {
                focus("main h1");
            }
            return;
        }
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        if is_lost {
            focus("main h1");
        }
    });
}

/// Shows what comes of a run as soon as one begins, where it stands below the set-up.
#[hook]
pub(crate) fn use_result_in_sight(runs: bool, embedded: bool) {
    use_effect_with(runs, move |runs| {
        let Some(window) = web_sys::window().filter(|_| *runs) else { return };
        let narrow = if embedded { "(max-width: 44.99rem)" } else { "(max-width: 60rem)" };
        let query = window.match_media(narrow).ok().flatten();
        if query.is_some_and(|narrow| narrow.matches())
            && let Some(result) = find(".bench > .right")
        {
            if embedded {
                // The page around stays where it is.
                window.scroll_by_with_x_and_y(0.0, result.get_bounding_client_rect().top());
            } else {
                result.scroll_into_view();
            }
        }
    });
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
