//! Requests to the page's own site.

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCache, RequestInit, Response};

use crate::reply::scope;

#[wasm_bindgen]
extern "C" {
    /// A promise, as far as it is needed here.
    type Chain;

    /// <https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Promise/then>
    #[wasm_bindgen(method, js_name = then)]
    fn then(this: &Chain, kept: &JsValue, broken: &JsValue) -> Chain;
}

/// From the folder of the worker's script to the page.
const ROOT: &str = "../../";

/// Who waits for what comes back.
struct Waiting<F> {
    status: Cell<u16>,
    done: RefCell<Option<F>>,
}

impl<F: FnOnce(Option<(u16, String)>)> Waiting<F> {
    fn tell(&self, got: Option<(u16, String)>) {
        let done = self.done.borrow_mut().take();
        if let Some(done) = done {
            done(got);
        }
    }
}

/// A request that is under way; it ends when this is dropped.
pub(crate) struct Fetch(Option<AbortController>);

impl Fetch {
    /// Asks for the text at `path`, and calls `done` with its status and the text, or with nothing if the connection
    /// broke or the request was ended.
    pub(crate) fn new(path: &str, done: impl FnOnce(Option<(u16, String)>) + 'static) -> Self {
        let abort = AbortController::new().expect("whoever has workers has these");
        let init = RequestInit::new();
        init.set_cache(RequestCache::NoStore);
        init.set_signal(Some(&abort.signal()));
        let asked = scope().fetch_with_str_and_init(&format!("{ROOT}{path}"), &init);

        // A panic ends the worker, so nobody sees this after one.
        let waiting = AssertUnwindSafe(Rc::new(Waiting {
            status: Cell::new(0),
            done: RefCell::new(Some(done)),
        }));
        let read = {
            let waiting = AssertUnwindSafe(waiting.clone());
            Closure::once_into_js(move |response: Response| {
                let waiting: AssertUnwindSafe<Rc<Waiting<_>>> = waiting;
                waiting.status.set(response.status());
                response.text()
            })
        };
        let kept = {
            let waiting = AssertUnwindSafe(waiting.clone());
            Closure::once_into_js(move |text: JsValue| {
                let waiting: AssertUnwindSafe<Rc<Waiting<_>>> = waiting;
                let text = text.as_string().unwrap_or_default();
                waiting.tell(Some((waiting.status.get(), text)));
            })
        };
        let broken = Closure::once_into_js(move |_: JsValue| {
            let waiting: AssertUnwindSafe<Rc<Waiting<_>>> = waiting;
            waiting.tell(None);
        });
        asked.unchecked_into::<Chain>().then(&read, &JsValue::UNDEFINED).then(&kept, &broken);
        Self(Some(abort))
    }

    /// Lets it go on without being heard.
    pub(crate) fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        if let Some(abort) = &self.0 {
            abort.abort();
        }
    }
}
