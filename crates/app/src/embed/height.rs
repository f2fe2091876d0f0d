//! The height that the content has.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, ResizeObserver};

use super::Around;
use crate::browser::window;

/// What stands lowest in a frame: its columns may be as high as the frame, what stands in them is not.
const LOWEST: &str = ".embed .foot, .embed .fields > *, .embed .right > *, .embed .outcome > *";

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
        let this = self.clone();
        let drawn = Closure::once_into_js(move || this.say_height(false));
        // A window has frames.
        let _ = window().request_animation_frame(drawn.unchecked_ref());
    }

    /// Says the height if it is another, or in any case.
    pub(super) fn say_height(&self, in_any_case: bool) {
        let Some(height) = content_height() else { return };
        if self.0.height.replace(height) != height || in_any_case {
            self.say("height", [("height", height.into())]);
            self.resize(height);
        }
    }
}

/// The height at which nothing has to be scrolled, in CSS pixels.
fn content_height() -> Option<f64> {
    let document = document()?;
    let main = document.query_selector("main").ok().flatten()?;
    let all = document.query_selector_all(LOWEST).ok()?;
    let mut lowest = main.get_bounding_client_rect().top();
    for index in 0..all.length() {
        let Some(element) = all.item(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
            continue;
        };
        let column = element.parent_element();
        // What fills its column says nothing of its content.
        if element.matches(".outcome").unwrap_or_default() {
            continue;
        }
        let scrolled = column.map_or(0, |column| column.scroll_top());
        lowest = lowest.max(element.get_bounding_client_rect().bottom() + f64::from(scrolled));
    }
    let padding = window().get_computed_style(&main).ok().flatten()?;
    let padding = padding.get_property_value("padding-bottom").ok()?;
    // As the browser reads it, which knows how.
    let padding = js_sys::parse_float(&padding);
    let above = document.scrolling_element().map_or(0, |root| root.scroll_top());
    Some((lowest + padding + f64::from(above)).ceil())
}
