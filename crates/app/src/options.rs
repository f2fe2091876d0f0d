//! The options of `interleave.run` and `interleave.explore`, checked: a wrong one is an error.

use js_sys::{Function, JSON, Object, Reflect};
use trace::wire::{ExploreOptions, Fault, Login};
use wasm_bindgen::prelude::*;

/// States that a script may ask to be stored at most.
const MAX_STATES: f64 = 50_000_000.0;
/// Time that a script may give an exploration at most, in milliseconds.
const MAX_MS: f64 = 3_600_000.0;
/// Longest piece of a value that an error repeats, in characters.
const QUOTE: usize = 40;

/// What a script may ask of a run.
pub(crate) struct RunOptions {
    /// Told what the run is doing.
    pub(crate) on_progress: Option<Function>,
    /// Whether events are recorded.
    pub(crate) record: bool,
    /// A way to break down on purpose.
    pub(crate) fault: Option<Fault>,
    /// Who a broker is told that it has to do with.
    pub(crate) login: Option<Login>,
}

/// Reads the options of a run.
///
/// # Errors
///
/// A sentence that names the option, the value and what it may be.
pub(crate) fn run_options(options: &JsValue) -> Result<RunOptions, String> {
    let given = Given::new(options, &["onProgress", "record", "fault", "user", "password"])?;
    Ok(RunOptions {
        on_progress: given.read("onProgress", "a function", |value| {
            value.is_function().then(|| value.unchecked_into())
        })?,
        record: given.flag("record")?.unwrap_or(true),
        fault: given.read("fault", "\"panic\" or \"out-of-memory\"", |value| {
            Fault::from_name(&value.as_string()?)
        })?,
        login: {
            let text = |name| given.read(name, "a text", |value| value.as_string());
            text("user")?.zip(text("password")?).map(|(user, password)| Login { user, password })
        },
    })
}

/// Reads the options of an exploration.
///
/// # Errors
///
/// A sentence that names the option, the value and what it may be.
pub(crate) fn explore_options(options: &JsValue) -> Result<ExploreOptions, String> {
    let given = Given::new(options, &["maxStates", "maxMs", "symmetry", "merge"])?;
    let default = ExploreOptions::default();
    let number = |name, max: f64| {
        let within = |value: JsValue| value.as_f64().filter(|n| (1.0..=max).contains(n));
        given.read(name, &format!("a number from 1 to {max}"), within)
    };
    Ok(ExploreOptions {
        max_states: number("maxStates", MAX_STATES)?.map_or(default.max_states, |n| n as u32),
        max_ms: number("maxMs", MAX_MS)?.unwrap_or(default.max_ms),
        symmetry: given.flag("symmetry")?.unwrap_or(default.symmetry),
        merge: given.flag("merge")?.unwrap_or(default.merge),
    })
}

/// An object of options, or none.
struct Given<'a>(Option<&'a JsValue>);

impl<'a> Given<'a> {
    fn new(options: &'a JsValue, known: &[&str]) -> Result<Self, String> {
        if options.is_undefined() || options.is_null() {
            return Ok(Self(None));
        }
        // A script in another frame has objects and functions of its own: neither is an instance of ours.
        if !options.is_object() {
            return Err(format!("options must be an object, got {}", quoted(options)));
        }
        let names = Object::keys(options.unchecked_ref::<Object>());
        let mut names = names.iter().filter_map(|name| name.as_string());
        match names.find(|name| !known.contains(&name.as_str())) {
            None => Ok(Self(Some(options))),
            Some(name) => Err(format!("options has no \"{name}\", it has {}", known.join(", "))),
        }
    }

    fn read<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(JsValue) -> Option<T>,
    ) -> Result<Option<T>, String> {
        let value = self.0.and_then(|options| Reflect::get(options, &name.into()).ok());
        let Some(value) = value.filter(|value| !value.is_undefined()) else { return Ok(None) };
        let text = quoted(&value);
        read(value).map(Some).ok_or_else(|| format!("{name} must be {expected}, got {text}"))
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        self.read(name, "true or false", |value| value.as_bool())
    }
}

/// A value as a script would write it, cut where it is long.
fn quoted(value: &JsValue) -> String {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    let text = text.unwrap_or_else(|| format!("a {}", kind(value)));
    text.chars().take(QUOTE).collect()
}

/// What kind of value it is.
fn kind(value: &JsValue) -> String {
    value.js_typeof().as_string().unwrap_or_default()
}
