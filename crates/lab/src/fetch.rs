//! Requests to the page's own site.
//!
//! By `XMLHttpRequest`: some browsers go on with the `fetch` of a worker after it was ended.

use std::panic::AssertUnwindSafe;

use js_sys::{Reflect, global};
use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

/// The address of the page, as the worker's script knows it.
pub(crate) fn site() -> String {
    let site = Reflect::get(&global(), &"site".into()).ok().and_then(|site| site.as_string());
    site.expect("the script of a worker says where the page is")
}

/// A request that is under way; it ends when this is dropped.
pub(crate) struct Fetch(Option<XmlHttpRequest>);

impl Fetch {
    /// Asks for the text at `path`, and calls `done` with its status and the text, or with nothing if the connection
    /// broke; never once it was ended.
    pub(crate) fn new(path: &str, done: impl FnOnce(Option<(u16, String)>) + 'static) -> Self {
        let request = XmlHttpRequest::new().expect("workers can send requests");
        // A panic ends the worker, so nobody sees these after one.
        let ended = AssertUnwindSafe((request.clone(), done));
        let tell = Closure::once_into_js(move || {
            let ended: AssertUnwindSafe<_> = ended; // all of it, or its parts would be asked
            let (request, done) = ended.0;
            // After a broken connection it is 0.
            let status = request.status().ok().filter(|status| *status > 0);
            let text = || request.response_text().ok().flatten().unwrap_or_default();
            done(status.map(|status| (status, text())));
        });
        request.set_onloadend(Some(tell.unchecked_ref()));
        let sent = request.open("GET", &format!("{}{path}", site())).and_then(|()| request.send());
        sent.expect("a request to one's own site can be sent");
        Self(Some(request))
    }

    /// Lets it go on without being heard.
    pub(crate) fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        if let Some(request) = &self.0 {
            request.set_onloadend(None);
            // One that is over takes no notice.
            let _ = request.abort();
        }
    }
}
