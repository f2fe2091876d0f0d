//! Files of the site, read while the page is open.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::browser::{absolute, window};

/// The longest wait for the beginning of an answer, in milliseconds.
const ANSWER_MS: u32 = 20_000;

/// What the site answers for `path`, relative to the page.
///
/// # Errors
///
/// A sentence that names the file and why it could not be had: it did not answer in time, or with an error.
pub(crate) async fn response(path: &str) -> Result<Response, String> {
    let asked = JsFuture::from(window().fetch_with_str(&absolute(path)));
    let response = match select(asked, TimeoutFuture::new(ANSWER_MS)).await {
        Either::Left((response, _)) => response,
        Either::Right(_) => {
            return Err(format!("{path} did not answer within {} s.", ANSWER_MS / 1000));
        }
    };
    let response: Response = response.map_err(|error| failed(path, &error))?.unchecked_into();
    if response.ok() {
        return Ok(response);
    }
    Err(format!("{path} answered {}.", response.status()))
}

/// The text at `path`, relative to the page.
///
/// # Errors
///
/// As [`response`].
pub(crate) async fn text(path: &str) -> Result<String, String> {
    let text = response(path).await?.text().map_err(|error| failed(path, &error))?;
    let text = JsFuture::from(text).await.map_err(|error| failed(path, &error))?;
    Ok(text.as_string().unwrap_or_default())
}

/// The sentence about a download that broke off.
pub(crate) fn failed(path: &str, error: &JsValue) -> String {
    let reason = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    format!("{path}: {}.", reason.unwrap_or_default())
}
