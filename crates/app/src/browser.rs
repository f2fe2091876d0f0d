//! The browser's own services, each in one fallible function: address, clipboard, files, colors.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use ui::{Layout, Theme};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, History, HtmlAnchorElement, Storage, Url, UrlSearchParams, Window,
};

/// The longest wait for the service worker, in milliseconds.
const DECISION_MS: u32 = 12_000;
/// Time between two looks, in milliseconds.
const LOOK_MS: u32 = 20;
/// Name of the colors, in the query and in storage.
const THEME: &str = "theme";

/// The window; the app runs nowhere else.
pub(crate) fn window() -> Window {
    web_sys::window().expect("the app runs on a page")
}

/// The fragment of the address with its `#`, if it is more than that.
pub(crate) fn fragment() -> Option<String> {
    window().location().hash().ok().filter(|hash| hash.len() > 1)
}

/// The address of the page without query and fragment.
pub(crate) fn base_url() -> String {
    let location = window().location();
    let (origin, path) = (location.origin(), location.pathname());
    origin.unwrap_or_default() + &path.unwrap_or_default()
}

/// The absolute address of `path`, which is relative to the page.
pub(crate) fn absolute(path: &str) -> String {
    Url::new_with_base(path, &base_url()).map_or_else(|_| path.to_owned(), |url| url.href())
}

fn query(key: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(key)
}

/// How the query asks the page to be presented.
pub(crate) fn layout() -> Layout {
    query("embed").map_or(Layout::Page, |word| Layout::from_query(&word))
}

/// Whether the query asks for what the address names to be run at once.
pub(crate) fn starts() -> bool {
    query("start").is_some()
}

/// The colors that the query asks for, or else those that were chosen last.
pub(crate) fn theme() -> Theme {
    let asked = query(THEME).and_then(|name| Theme::from_name(&name));
    let kept = || Theme::from_name(&recall(THEME)?);
    asked.or_else(kept).unwrap_or(Theme::System)
}

/// Switches the colors of the page for this visit and the next.
pub(crate) fn choose_theme(theme: Theme) {
    use_theme(theme);
    keep(THEME, theme.name());
}

/// Switches the colors of the page.
pub(crate) fn use_theme(theme: Theme) {
    let Some(root) = window().document().and_then(|document| document.document_element()) else {
        return;
    };
    // Neither call fails for this name and these values.
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
    };
}

/// Shows `link` in the address without an entry in the history.
pub(crate) fn show_link(link: &str) {
    write_link(link, History::replace_state_with_url);
}

/// Shows `link` in the address as a step in the history.
pub(crate) fn push_link(link: &str) {
    write_link(link, History::push_state_with_url);
}

fn write_link(
    link: &str,
    write: fn(&History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>,
) {
    if let Ok(history) = window().history() {
        let search = window().location().search().unwrap_or_default();
        // Refused in some frames; the share panel shows the link in any case.
        let _ = write(&history, &JsValue::NULL, "", Some(&format!("{search}{link}")));
    }
}

/// Names the document.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = window().document().filter(|document| document.title() != title) {
        document.set_title(title);
    }
}

/// Whether the page stands in a frame of another.
pub(crate) fn is_framed() -> bool {
    !matches!(window().parent(), Ok(Some(parent)) if parent == window())
}

/// Whether the page stands in a frame with `sandbox` and without `allow-same-origin`: it is of no site then.
pub(crate) fn has_no_origin() -> bool {
    js_sys::Reflect::get(&window(), &"origin".into()).is_ok_and(|origin| origin == "null")
}

/// What the browser keeps of the page under `key`, if it keeps anything.
pub(crate) fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Asks the browser to keep `text` under `key`. It may refuse, or forget.
pub(crate) fn keep(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Asks the browser to keep nothing under `key`.
pub(crate) fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Storage throws where it is refused: in some frames, and by choice.
fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Puts `text` on the clipboard; `false` if the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false; // not a secure context
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The address of `text` in this page, until it is revoked or the page is left.
pub(crate) fn made(text: &str, kind: &str) -> Result<String, JsValue> {
    Url::create_object_url_with_blob(&blob(text, kind)?)
}

fn blob(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

/// Offers `text` as a file.
pub(crate) fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = if name.ends_with(".svg") { "image/svg+xml" } else { "application/json" };
    offer(name, &blob(text, kind)?)
}

/// Offers a file.
pub(crate) fn offer(name: &str, content: &Blob) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(content)?;
    let document = window().document().expect("a page has a document");
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}

/// Returns when it is known whether the page will be isolated. Until then the service worker may
/// reload it, once (see `web/isolate.js`).
pub(crate) async fn isolation_is_decided() {
    let root = window().document().and_then(|document| document.document_element());
    for _ in 0..DECISION_MS / LOOK_MS {
        if root.as_ref().is_none_or(|root| root.has_attribute("data-isolation")) {
            return;
        }
        TimeoutFuture::new(LOOK_MS).await;
    }
}

/// Counts how often the page was hidden or frozen: a run during which it grows was slowed down.
#[derive(Clone, Default)]
pub(crate) struct Absences(Rc<Cell<u32>>);

impl Absences {
    /// Begins to count.
    pub(crate) fn count() -> Self {
        let this = Self::default();
        let Some(document) = window().document() else { return this };
        let counter = this.clone();
        let count = Closure::<dyn FnMut()>::new(move || counter.0.set(counter.0.get() + 1));
        let count = count.into_js_value();
        for event in ["visibilitychange", "freeze", "resume"] {
            let listening = document.add_event_listener_with_callback(event, count.unchecked_ref());
            listening.expect("a document has events");
        }
        this
    }

    /// So many times so far; it also grows when the page comes back.
    pub(crate) fn so_far(&self) -> u32 {
        self.0.get()
    }
}

/// Whether the page cannot be seen.
pub(crate) fn is_hidden() -> bool {
    window().document().is_some_and(|document| document.hidden())
}

/// Milliseconds on the page's clock.
pub(crate) fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
