//! What threads recorded, on its way to the page: plain numbers.

use js_sys::{Array, Float64Array};
use trace::{Lane, Situation, Slice};
use wasm_bindgen::JsValue;

use crate::reply::post;

/// Sends what threads recorded: whether something is missing before it, and an array of
/// `[name, dropped, numbers, numbers of how it stood before]`, one for each lane.
pub(crate) fn send_slice(slice: &Slice) {
    let lanes: Array = slice
        .lanes
        .iter()
        .enumerate()
        .map(|(index, lane)| {
            let before = slice.before.get(index).map(Situation::events).unwrap_or_default();
            let before = Lane::new(String::new(), before, 0);
            let numbers = |lane: &Lane| Float64Array::from(lane.numbers().as_slice());
            JsValue::from(Array::of4(
                &lane.name.as_str().into(),
                &(lane.dropped as f64).into(),
                &numbers(lane),
                &numbers(&before),
            ))
        })
        .collect();
    post(&Array::of2(&slice.is_apart.into(), &lanes));
}
