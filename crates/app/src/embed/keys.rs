//! Keys that mean nothing here go to the page around, so that a clicker moves its slides.

use gloo_timers::future::TimeoutFuture;
use ui::TYPING;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, KeyboardEvent};

use super::Around;
use crate::browser::window;

/// Keys of a clicker. They go back from wherever the focus is: no field of a slide has more than a line.
const PAGES: [&str; 2] = ["PageUp", "PageDown"];
/// Elements that have use for arrows, and those that are scrolled by them if there is more of them.
const MOVED: &str = "input";
const SCROLLED: &str = "[tabindex='0']";
/// Elements that a press of Enter or space uses.
const PRESSED: &str = "button, a, input, label, summary, [role=button]";

/// Hands keys on from now on.
pub(super) fn listen(around: &Around) {
    let around = around.clone();
    let pressed = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || is_used_by_target(&event) {
            return;
        }
        if PAGES.contains(&event.key().as_str()) {
            // The slide changes, and nothing in it is scrolled.
            event.prevent_default();
            around.hand_on(&event);
            return;
        }
        let around = around.clone();
        spawn_local(async move {
            // Whoever else listens here decides first.
            TimeoutFuture::new(0).await;
            if !event.default_prevented() {
                around.hand_on(&event);
            }
        });
    });
    let pressed = pressed.into_js_value();
    let listening = window().add_event_listener_with_callback("keydown", pressed.unchecked_ref());
    listening.expect("a window has events");
}

/// Whether what has the focus has use for the key itself.
fn is_used_by_target(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|at| at.closest(selector).ok().flatten().is_some())
    };
    let key = event.key();
    match key.as_str() {
        "Tab" | "Shift" | "Control" | "Alt" | "Meta" | "Dead" => true,
        _ if PAGES.contains(&key.as_str()) => false,
        "Enter" | " " => within(TYPING) || within(PRESSED),
        "Escape" => false,
        _ => within(TYPING) || within(MOVED) || target.is_some_and(|at| is_scrolled(&at, &key)),
    }
}

/// Whether this key scrolls the element, or what it stands in.
fn is_scrolled(target: &Element, key: &str) -> bool {
    let scrolled = target.closest(SCROLLED).ok().flatten();
    scrolled.is_some_and(|at| match key {
        "ArrowLeft" | "ArrowRight" => at.scroll_width() > at.client_width(),
        _ => at.scroll_height() > at.client_height(),
    })
}

impl Around {
    /// Tells the page around of a key.
    fn hand_on(&self, event: &KeyboardEvent) {
        let fields = [
            ("key", event.key().into()),
            ("code", event.code().into()),
            ("which", event.key_code().into()),
            ("altKey", event.alt_key().into()),
            ("ctrlKey", event.ctrl_key().into()),
            ("metaKey", event.meta_key().into()),
            ("shiftKey", event.shift_key().into()),
        ];
        self.say("key", fields);
        if !self.0.takes_keys.get() {
            // reveal.js obeys this by itself.
            let which = event.key_code();
            self.send(&format!(r#"{{"method":"triggerKey","args":[{which}]}}"#).into());
        }
    }
}
