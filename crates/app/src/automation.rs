//! `window.interleave`: the page for scripts. Described in `docs/automation.md`.

use experiments::{Listed, ListedParam, ParamValue};
use js_sys::{Array, Error, Function, JSON, Promise, Reflect};
use plan::{Draft, Face, Opened, Plan};
use ui::{Action, Capability, Doing};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use crate::browser::{self, window};
use crate::lab::object;
use crate::options::{explore_options, run_options};
use crate::probe::computer;
use crate::store::{OnProgress, Store, Wishes};

/// Fills in `window.interleave`, which `web/automation.js` made, and resolves its `ready`. Until then calls wait in
/// their order, so that a stop never comes before what it is to stop.
pub(crate) fn install(store: &Store) {
    let api = Reflect::get(&window(), &"interleave".into()).expect("web/automation.js makes it");
    set(&api, "version", env!("CARGO_PKG_VERSION").into());
    set(&api, "catalogue", {
        let list = || experiments::listing(computer()).into_iter().map(listed).collect();
        Closure::<dyn Fn() -> Array>::new(list).into_js_value()
    });
    let ready = Reflect::get(&api, &"ready".into());
    let resolve = ready.and_then(|ready| Reflect::get(&ready, &"resolve".into()));
    let resolve: Function = resolve.expect("web/automation.js sets it").unchecked_into();
    let store = store.clone();
    spawn_local(async move {
        browser::isolation_is_decided().await;
        store.is_whole().await;
        install_calls(&api, &store);
        resolve.call0(&JsValue::UNDEFINED).expect("a promise can be resolved");
    });
}

/// Puts what the page does in the place of what waits for it.
fn install_calls(api: &JsValue, store: &Store) {
    set(api, "run", {
        let store = store.clone();
        let run = move |link: JsValue, options: JsValue| run(store.clone(), &link, &options);
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(run).into_js_value()
    });
    set(api, "explore", {
        let store = store.clone();
        let explore =
            move |link: JsValue, options: JsValue| explore(store.clone(), &link, &options);
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(explore).into_js_value()
    });
    set(api, "stop", {
        let store = store.clone();
        let stop = move || stop(store.clone());
        Closure::<dyn Fn() -> Promise>::new(stop).into_js_value()
    });
}

fn set(api: &JsValue, name: &str, value: JsValue) {
    Reflect::set(api, &name.into(), &value).expect("an object of ours takes any field");
}

/// Opens `link`, runs it as if a person had pressed Run, and resolves to the run record.
///
/// `options.onProgress` is called with what the run is doing; `options.record` set to `false`
/// leaves the timeline out; `options.fault` breaks the lab on purpose, `"panic"` or
/// `"out-of-memory"`.
fn run(store: Store, link: &JsValue, options: &JsValue) -> Promise {
    let options = run_options(options);
    let link = link.as_string();
    future_to_promise(async move {
        let link = link.ok_or_else(|| error("LinkError", "link must be a text"))?;
        let options = options.map_err(|text| error("ParamError", &text))?;
        let wishes = Wishes {
            unrecorded: !options.record,
            fault: options.fault,
            on_progress: options.on_progress.map(progress),
        };
        if !store.state().is_idle() {
            return Err(error("RunError", "another run is on its way: stop it first"));
        }
        let subject = checked(&store, &link)?.subject();
        if subject.face == Face::Explore {
            let text = "this link is one to explore: pass it to interleave.explore";
            return Err(error("LinkError", text));
        }
        if let Some(login) = options.login {
            store.dispatch(Action::SignIn(login));
        }
        let ending = store.start(wishes);
        match ending.await {
            Ok(report) => {
                let part = store.run_part(subject.experiment).await;
                let part = part.map_err(|failure| error(failure.name(), failure.text()))?;
                parsed(&(part.record)(&report.record))
            }
            Err(failure) => Err(error(failure.name(), failure.text())),
        }
    })
}

/// Opens `link`, explores it as if a person had pressed Explore, and resolves to the exploration
/// record.
///
/// `options` may have `maxStates`, `maxMs`, `symmetry` and `merge`.
fn explore(store: Store, link: &JsValue, options: &JsValue) -> Promise {
    let link = link.as_string();
    let options = explore_options(options);
    future_to_promise(async move {
        let link = link.ok_or_else(|| error("LinkError", "link must be a text"))?;
        let options = options.map_err(|text| error("ParamError", &text))?;
        if !store.state().is_idle() {
            return Err(error("RunError", "another run is on its way: stop it first"));
        }
        if let Capability::Nothing(missing) = store.state().capability {
            return Err(error("Unsupported", missing.text()));
        }
        if checked(&store, &link)?.subject().face == Face::Run {
            let text = "this link is one to run: its explorer's begins with #/explore/";
            return Err(error("LinkError", text));
        }
        match store.explore(options).await {
            Ok(record) => parsed(&record),
            Err(failure) => Err(error(failure.name(), failure.text())),
        }
    })
}

/// Shows `link` on the page, right or wrong, and returns it checked.
fn checked(store: &Store, link: &str) -> Result<Plan, JsValue> {
    let draft = open(store, link)?;
    draft.check(computer()).map_err(|errors| {
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        error("ParamError", &texts.join("; "))
    })
}

/// Shows `link` on the page, right or wrong, and returns what was read without a problem.
fn open(store: &Store, link: &str) -> Result<Draft, JsValue> {
    store.show(link);
    if plan::program_of(link).is_some() {
        let text = "this link is a level, which is played: without goal and title its program can be explored";
        return Err(error("LinkError", text));
    }
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
            store.dispatch(Action::Stop);
            store.rest().await;
        }
        Ok(JsValue::UNDEFINED)
    })
}

/// Calls `callback` with `{ doing, threads, stage, stages, fraction, leftMs }`.
fn progress(callback: Function) -> OnProgress {
    Box::new(move |doing| {
        let count = |count: usize| JsValue::from(count as f64);
        let value = match doing {
            Doing::CoolingDown => object([("doing", "cooling-down".into())]),
            Doing::StartingLab { threads } => {
                object([("doing", "starting".into()), ("threads", (*threads).into())])
            }
            Doing::Computing { threads, stage, stages, fraction, left_ms } => object([
                ("doing", "computing".into()),
                ("threads", (*threads).into()),
                ("stage", count(*stage)),
                ("stages", count(*stages)),
                ("fraction", fraction.map_or(JsValue::NULL, JsValue::from)),
                ("leftMs", left_ms.map_or(JsValue::NULL, JsValue::from)),
            ]),
        };
        // What a script's callback throws is the script's own business.
        let _ = callback.call1(&JsValue::UNDEFINED, &value);
    })
}

fn error(name: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    error.into()
}

fn parsed(text: &str) -> Result<JsValue, JsValue> {
    JSON::parse(text)
}

/// `{ id, title, group, params: [{ name, kind, default, min, max, choices, unit, help }] }`; what does not
/// apply is null.
fn listed(of: Listed) -> JsValue {
    let params: Array = of.params.into_iter().map(param).collect();
    object([
        ("id", of.id.into()),
        ("title", of.title.into()),
        ("group", of.group.into()),
        ("params", params.into()),
    ])
}

fn param(of: ListedParam) -> JsValue {
    let (min, max) =
        of.limits.map_or((JsValue::NULL, JsValue::NULL), |(min, max)| (plain(min), plain(max)));
    let choices: Array = of.choices.iter().map(|word| JsValue::from(*word)).collect();
    object([
        ("name", of.name.into()),
        ("kind", of.kind.into()),
        ("default", plain(of.default)),
        ("min", min),
        ("max", max),
        ("choices", if of.choices.is_empty() { JsValue::NULL } else { choices.into() }),
        ("unit", of.unit.into()),
        ("help", of.help.into()),
    ])
}

fn plain(value: ParamValue) -> JsValue {
    match value {
        ParamValue::Integer(number) => (number as f64).into(),
        ParamValue::Real(number) => number.into(),
        ParamValue::Word(word) => word.into(),
    }
}
