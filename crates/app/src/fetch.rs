//! Files of the site, read while the page is open.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::browser::{absolute, window};

/// What the site answers for `path`, relative to the page.
///
/// # Errors
///
/// A sentence that names the file and why it could not be had.
pub(crate) async fn response(path: &str) -> Result<Response, String> {
    let response = JsFuture::from(window().fetch_with_str(&absolute(path))).await;
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
