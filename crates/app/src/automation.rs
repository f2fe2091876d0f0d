//! `window.interleave`: the page for scripts. Described in `docs/automation.md`.

use js_sys::{Error, Function, JSON, Promise, Reflect};
use plan::{Draft, Opened};
use serde_json::json;
use ui::{Action, Doing};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use crate::browser::{self, window};
use crate::probe::machine;
use crate::store::{OnProgress, Store, Wishes};

/// Fills in `window.interleave`, which `web/automation.js` made, and resolves its `ready`.
pub(crate) fn install(store: &Store) {
    let api = Reflect::get(&window(), &"interleave".into()).expect("web/automation.js makes it");
    let set = |name: &str, value: JsValue| {
        Reflect::set(&api, &name.into(), &value).expect("an object of ours takes any field");
    };
    set("version", env!("CARGO_PKG_VERSION").into());
    set("catalogue", {
        let list = || to_js(&experiments::listing(machine()));
        Closure::<dyn Fn() -> JsValue>::new(list).into_js_value()
    });
    set("run", {
        let store = store.clone();
        let run = move |link: JsValue, options: JsValue| run(store.clone(), &link, &options);
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(run).into_js_value()
    });
    set("stop", {
        let store = store.clone();
        let stop = move || stop(store.clone());
        Closure::<dyn Fn() -> Promise>::new(stop).into_js_value()
    });
    let ready = Reflect::get(&api, &"ready".into());
    let resolve = ready.and_then(|ready| Reflect::get(&ready, &"resolve".into()));
    let resolve: Function = resolve.expect("web/automation.js sets it").unchecked_into();
    spawn_local(async move {
        browser::isolation_is_decided().await;
        resolve.call0(&JsValue::UNDEFINED).expect("a promise can be resolved");
    });
}

/// Opens `link`, runs it as if a person had pressed Run, and resolves to the run record.
///
/// `options.onProgress` is called with what the run is doing; `options.record` set to `false`
/// leaves the timeline out; `options.fault` breaks the lab on purpose, `"panic"` or
/// `"out-of-memory"`.
fn run(store: Store, link: &JsValue, options: &JsValue) -> Promise {
    let option = |name: &str| Reflect::get(options, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let on_progress = option("onProgress").dyn_into::<Function>().ok();
    let wishes = Wishes {
        unrecorded: option("record") == JsValue::FALSE,
        fault: option("fault")
            .as_string()
            .and_then(|name| serde_json::from_value(name.into()).ok()),
        on_progress: on_progress.map(progress),
    };
    let link = link.as_string();
    future_to_promise(async move {
        let link = link.ok_or_else(|| error("LinkError", "link must be a text"))?;
        if !store.state().is_idle() {
            return Err(error("RunError", "another run is on its way: stop it first"));
        }
        let draft = open(&store, &link)?;
        if let Err(errors) = draft.check(machine()) {
            let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
            return Err(error("ParamError", &texts.join("; ")));
        }
        let ending = store.start(wishes);
        match ending.await {
            Ok(report) => {
                Ok(to_js(&serde_json::to_value(&report.record).expect("a record is plain data")))
            }
            Err(failure) => Err(error(failure.name(), failure.text())),
        }
    })
}

/// Shows `link` on the page, right or wrong, and returns what was read without a problem.
fn open(store: &Store, link: &str) -> Result<Draft, JsValue> {
    store.dispatch(Action::OpenLink(link.to_owned()));
    match plan::open(link) {
        Opened { draft: Some(draft), problems } if problems.is_empty() => Ok(draft),
        Opened { problems, .. } => {
            let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Err(error("LinkError", &texts.join("; ")))
        }
    }
}

/// Stops what runs and resolves when nothing runs any more.
fn stop(store: Store) -> Promise {
    future_to_promise(async move {
        if !store.state().is_idle() {
            let ending = store.ending();
            store.dispatch(Action::Stop);
            // However it ends, nothing runs then.
            let _ = ending.await;
        }
        Ok(JsValue::UNDEFINED)
    })
}

/// Calls `callback` with `{ doing, threads, stage, stages, fraction }`.
fn progress(callback: Function) -> OnProgress {
    Box::new(move |doing| {
        let value = match doing {
            Doing::CoolingDown => json!({ "doing": "cooling-down" }),
            Doing::StartingLab { threads } => json!({ "doing": "starting", "threads": threads }),
            Doing::Computing { threads, stage, stages, fraction } => json!({
                "doing": "computing", "threads": threads, "stage": stage, "stages": stages,
                "fraction": fraction,
            }),
        };
        // What a script's callback throws is the script's own business.
        let _ = callback.call1(&JsValue::UNDEFINED, &to_js(&value));
    })
}

fn error(name: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    error.into()
}

fn to_js(value: &serde_json::Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("serde_json writes JSON")
}
