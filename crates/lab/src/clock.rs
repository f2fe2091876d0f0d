//! A clock that all workers of one page share.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// <https://developer.mozilla.org/en-US/docs/Web/API/Performance/now>
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;

    /// <https://developer.mozilla.org/en-US/docs/Web/API/Performance/timeOrigin>
    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
}

/// Milliseconds since 1970, as finely as the browser allows. Each worker counts from its own
/// origin, so the origin is added.
pub(crate) fn now_ms() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + now()
}
