//! Asks the browser once what it can do.

use js_sys::{Object, Reflect, WebAssembly, global};
use plan::Computer;
use trace::wire::Environment;
use ui::{Capability, Missing};
use wasm_bindgen::prelude::*;
use web_sys::MessageChannel;

use crate::browser::{self, window};

/// Changes of the clock that are looked at to find its step.
const CLOCK_CHANGES: usize = 5;
/// Looks at the clock in all, so that one that stands still does not keep the page: some milliseconds.
const CLOCK_LOOKS: usize = 100_000;

/// What is known of the computer.
pub(crate) fn computer() -> Computer {
    let cores = window().navigator().hardware_concurrency();
    Computer { cores: if cores >= 1.0 { cores as u32 } else { 1 } }
}

/// How far up the ladder this page can go.
///
/// A shared memory can be made anywhere; only sending it tells whether workers may have it.
pub(crate) fn capability() -> Capability {
    let has = |name: &str| Reflect::get(&global(), &name.into()).is_ok_and(|v| v.is_function());
    if !has("Worker") {
        Capability::Nothing(Missing::ModuleWorkers)
    } else if !is_isolated() {
        let framed = browser::is_framed();
        Capability::Processes(if framed { Missing::IsolatedFrame } else { Missing::Isolation })
    } else if !has("SharedArrayBuffer") || !memory_can_be_sent() {
        Capability::Processes(Missing::SharedMemory)
    } else {
        Capability::Threads
    }
}

/// Where runs take place.
pub(crate) fn environment() -> Environment {
    Environment {
        user_agent: window().navigator().user_agent().unwrap_or_default(),
        cores: computer().cores,
        isolated: is_isolated(),
        timer_step_us: timer_step_us(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

fn is_isolated() -> bool {
    let isolated = Reflect::get(&global(), &"crossOriginIsolated".into());
    isolated.is_ok_and(|isolated| isolated.is_truthy())
}

fn memory_can_be_sent() -> bool {
    let send = || {
        let memory = shared_memory(1, 1)?;
        MessageChannel::new()?.port1().post_message(&memory)
    };
    send().is_ok()
}

/// A shared memory of `initial` pages of 64 KiB that can grow to `maximum`.
pub(crate) fn shared_memory(initial: u32, maximum: u32) -> Result<WebAssembly::Memory, JsValue> {
    let descriptor = Object::new();
    let fields =
        [("initial", initial.into()), ("maximum", maximum.into()), ("shared", true.into())];
    for (name, value) in fields {
        Reflect::set(&descriptor, &name.into(), &value)?;
    }
    WebAssembly::Memory::new(&descriptor)
}

/// The smallest step of the clock in microseconds, between 5 µs and 1 ms in today's browsers; looked at
/// once.
fn timer_step_us() -> f64 {
    thread_local! {
        static STEP_US: f64 = look_at_clock();
    }
    STEP_US.with(|step_us| *step_us)
}

fn look_at_clock() -> f64 {
    let Some(performance) = window().performance() else { return 1000.0 };
    let (mut step_ms, mut before_ms) = (f64::INFINITY, performance.now());
    let mut changes = 0;
    for _ in 0..CLOCK_LOOKS {
        let now_ms = performance.now();
        if now_ms > before_ms {
            step_ms = step_ms.min(now_ms - before_ms);
            (before_ms, changes) = (now_ms, changes + 1);
        }
        if changes == CLOCK_CHANGES {
            break;
        }
    }
    let step_ms = if step_ms.is_finite() { step_ms } else { 1.0 };
    (step_ms * 1e3).round().max(1.0)
}
