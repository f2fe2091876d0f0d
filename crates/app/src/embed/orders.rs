//! Messages from the page around, read and carried out; a wrong one is answered with what is wrong.

use js_sys::{JSON, Reflect};
use ui::{Action, Theme};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::{Around, SOURCE, VERSION};
use crate::browser::window;

/// The most steps that one message goes.
const MAX_STEPS: f64 = 1000.0;
/// Longest piece of a value that an error repeats, in characters.
const QUOTE: usize = 40;

/// Obeys messages from now on.
pub(super) fn listen(around: &Around) {
    let around = around.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // The window around, and nobody else: not what is framed here, nor who opened the page.
        let source = event.source().map(JsValue::from);
        if source.as_ref() == Some(around.0.window.as_ref()) {
            around.hear(&event.data());
        }
    });
    let heard = heard.into_js_value();
    let listening = window().add_event_listener_with_callback("message", heard.unchecked_ref());
    listening.expect("a window has events");
}

impl Around {
    fn hear(&self, data: &JsValue) {
        match data.as_string().as_deref() {
            // reveal.js shows the slide, or leaves it.
            Some("slide:start") => return self.shown(),
            Some("slide:stop") => return self.0.store.sleep(),
            _ => {}
        }
        if self.is_answer(data) {
            return;
        }
        let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if !data.is_object() || field("source").as_string().as_deref() != Some(SOURCE) {
            return; // said to somebody else
        }
        let kind = field("type");
        let about = kind.as_string().unwrap_or_else(|| quoted(&kind));
        let obeyed = if field("v").as_f64() == Some(f64::from(VERSION)) {
            self.obey(&about, field)
        } else {
            Err(format!("v is {}, and this page knows version {VERSION}", quoted(&field("v"))))
        };
        if let Err(message) = obeyed {
            self.say("error", [("about", about.into()), ("message", message.into())]);
        }
    }

    fn obey(&self, order: &str, field: impl Fn(&str) -> JsValue) -> Result<(), String> {
        let store = &self.0.store;
        match order {
            "hello" => {
                self.0.takes_keys.set(true);
                self.greet();
            }
            "start" => {
                let before = store.state();
                if !before.is_idle() {
                    return Err("something runs already: stop it first".to_owned());
                }
                store.dispatch(before.start());
                let state = store.state();
                if state.is_idle() && state.failure_here().is_none() {
                    let errors: Vec<String> =
                        state.errors().iter().map(ToString::to_string).collect();
                    let why = errors.join("; ");
                    return Err(if why.is_empty() {
                        "there is nothing to start here".to_owned()
                    } else {
                        why
                    });
                }
            }
            "stop" => store.dispatch(Action::Stop),
            "step" => {
                let by = field("by");
                let by = if by.is_undefined() { Some(1.0) } else { by.as_f64() };
                let whole = by.filter(|by| by.fract() == 0.0 && by.abs() <= MAX_STEPS);
                let whole = whole.ok_or_else(|| {
                    let value = quoted(&field("by"));
                    format!("by is {value}, and must be a whole number from -1000 to 1000")
                })?;
                let along = store.state().along(whole as i32);
                store.dispatch(along.ok_or("there is no schedule here to go along")?);
            }
            "theme" => {
                let asked = field("theme");
                let theme = asked.as_string().and_then(|name| Theme::from_name(&name));
                let theme = theme.ok_or_else(|| {
                    let value = quoted(&asked);
                    format!("theme is {value}, and must be \"light\", \"dark\" or \"system\"")
                })?;
                store.dispatch(Action::SetTheme(theme));
            }
            "open" => {
                let link = field("link");
                let text = link.as_string().filter(|link| link.starts_with("#/"));
                let text = text.ok_or_else(|| {
                    format!("link is {}, and must be a text that begins with #/", quoted(&link))
                })?;
                store.show(&text);
                let wrong: Vec<String> =
                    store.state().link_problems.iter().map(ToString::to_string).collect();
                if !wrong.is_empty() {
                    return Err(wrong.join("; "));
                }
            }
            "reset" => store.show(&self.0.opened),
            _ => {
                return Err(format!(
                    "type is {}, and must be hello, start, stop, step, theme, open or reset",
                    quoted(&order.into()),
                ));
            }
        }
        Ok(())
    }
}

/// The beginning of a value, as JSON.
fn quoted(value: &JsValue) -> String {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    let text = text.unwrap_or_else(|| "missing".to_owned());
    if text.chars().count() <= QUOTE {
        text
    } else {
        text.chars().take(QUOTE).collect::<String>() + "…"
    }
}
