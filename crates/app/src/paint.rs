//! Pictures of points, which the browser paints from pictures of shapes.

use js_sys::{Function, Promise};
use ui::Action;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use crate::browser::{self, window};
use crate::store::Store;

/// Paints `svg` in its size, and offers it as a file. It stands among what draws pictures, and is loaded with it.
pub(crate) fn begin(store: &Store, name: String, svg: String) {
    let store = store.clone();
    spawn_local(async move {
        if paint(store.clone(), name, svg).await.is_err() {
            store.dispatch(Action::NotPainted);
        }
    });
}

#[wasm_split(pictures, fallible)]
fn paint(store: Store, name: String, svg: String) -> Result<(), SplitLoaderError> {
    spawn_local(async move {
        let painted = painted(&svg).await;
        if painted.and_then(|points| browser::offer(&name, &points)).is_err() {
            store.dispatch(Action::NotPainted);
        }
    });
    Ok(())
}

/// The points of a picture of shapes, as PNG.
async fn painted(svg: &str) -> Result<Blob, JsValue> {
    let url = browser::made(svg, "image/svg+xml")?;
    let image = HtmlImageElement::new()?;
    let loaded = promised(|done, failed| {
        image.set_onload(Some(done));
        image.set_onerror(Some(failed));
        image.set_src(&url);
    });
    let loaded = loaded.await;
    Url::revoke_object_url(&url)?;
    loaded?;
    let document = window().document().expect("a page has a document");
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(image.natural_width());
    canvas.set_height(image.natural_height());
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element(&image, 0.0, 0.0)?;
    // It throws where the browser thinks that the picture is somebody else's.
    let mut thrown = Ok(());
    let points = promised(|done, failed| {
        thrown = canvas.to_blob(done);
        if thrown.is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    });
    points.await?.dyn_into()
}

/// What `begin` passes to the first of its functions, or else to the second.
async fn promised(mut begin: impl FnMut(&Function, &Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| begin(&done, &failed))).await
}
