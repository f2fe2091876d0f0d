//! The height that the content has.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, ResizeObserver};

use super::Around;
use crate::browser::window;

/// What may stand lowest in a frame: its columns may be as high as the frame, and so may what fills them; what stands in
/// these is not.
const LOWEST: &str = ".embed .right > :not(.outcome), .embed .outcome > *";
/// The last field; the buttons stand below it, at the end of a column that may be higher.
const LAST_FIELD: &str = ".embed .fields > :last-child";
const BUTTONS: &str = ".embed .foot";
/// What stands between the two: the end of the fields, and lines.
const FIELDS_END: f64 = 16.0;
/// Changes of less are none, in CSS pixels.
const CHANGE: f64 = 2.0;

/// Says the height whenever it is another.
pub(super) fn watch(around: &Around) {
    let Some(root) = document().and_then(|document| document.get_element_by_id("app")) else {
        return;
    };
    let this = around.clone();
    let changed = Closure::<dyn FnMut(Array)>::new(move |_| this.say_height(false));
    let changed: Function = changed.into_js_value().unchecked_into();
    let Ok(observer) = ResizeObserver::new(&changed) else { return };
    observer.observe(&root);
    let this = around.clone();
    // A column that is scrolled changes nothing outside.
    around.0.store.on_change(move |_, _| this.say_height_soon());
}

fn document() -> Option<Document> {
    window().document()
}

impl Around {
    /// After what has changed was drawn.
    fn say_height_soon(&self) {
        // Threads that meet change the state many times between two drawings.
        if self.0.looks_soon.replace(true) {
            return;
        }
        let this = self.clone();
        let drawn = Closure::once_into_js(move || {
            this.0.looks_soon.set(false);
            this.say_height(false);
        });
        // A window has frames.
        let _ = window().request_animation_frame(drawn.unchecked_ref());
    }

    /// Says the height if it is another, or in any case.
    pub(super) fn say_height(&self, in_any_case: bool) {
        let Some(height) = content_height() else { return };
        if (self.0.height.get() - height).abs() >= CHANGE || in_any_case {
            self.0.height.set(height);
            self.say("height", [("height", height.into())]);
            self.resize(height);
        }
    }
}

/// The height at which nothing has to be scrolled, in CSS pixels.
fn content_height() -> Option<f64> {
    let document = document()?;
    let find = |selector: &str| document.query_selector(selector).ok().flatten();
    let main = find("main")?;
    let mut lowest = main.get_bounding_client_rect().top();
    if let Some(field) = find(LAST_FIELD) {
        let buttons = find(BUTTONS).map_or(0.0, |foot| foot.get_bounding_client_rect().height());
        lowest = lowest.max(bottom(&field) + FIELDS_END + buttons);
    }
    let all = document.query_selector_all(LOWEST).ok()?;
    for index in 0..all.length() {
        if let Some(element) = all.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            lowest = lowest.max(bottom(&element));
        }
    }
    let above = document.scrolling_element().map_or(0, |root| root.scroll_top());
    Some((lowest + padding_below(&main)? + f64::from(above)).ceil())
}

/// Where an element would end if what it stands in were not scrolled.
fn bottom(element: &Element) -> f64 {
    let scrolled = element.parent_element().map_or(0, |column| column.scroll_top());
    element.get_bounding_client_rect().bottom() + f64::from(scrolled)
}

/// What an element keeps free below its content.
fn padding_below(element: &Element) -> Option<f64> {
    let style = window().get_computed_style(element).ok().flatten()?;
    // As the browser reads it, which knows how.
    Some(js_sys::parse_float(&style.get_property_value("padding-bottom").ok()?))
}
