//! Shapes of a chart: one function makes them all, because each that is written out is code to
//! download.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VTag};

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// Percent of the picture.
    Part(f64),
    /// Pixels.
    Pixels(f64),
    /// As it is.
    Word(&'static str),
}

use Value::{Part, Pixels, Word};

/// An element with these attributes, of which both lists have as many.
pub(super) fn shape(tag: &'static str, keys: &'static [&'static str], values: &[Value]) -> VTag {
    let text = |value: &Value| {
        let text = match *value {
            Part(percent) => format!("{percent:.3}%").into(),
            Pixels(pixels) => format!("{pixels:.2}").into(),
            Word(word) => AttrValue::Static(word),
        };
        Some(AttributeOrProperty::Attribute(text))
    };
    let mut shape = VTag::new(tag);
    shape.set_attributes(Attributes::Dynamic { keys, values: values.iter().map(text).collect() });
    shape
}

/// A rectangle at a place and with a size in percent.
pub(super) fn rect(class: &'static str, (x, y): (f64, f64), (width, height): (f64, f64)) -> VTag {
    let keys = &["class", "x", "y", "width", "height"];
    shape("rect", keys, &[Word(class), Part(x), Part(y), Part(width), Part(height)])
}

/// A circle with its middle at a place in percent, and a radius in pixels.
pub(super) fn circle(class: &'static str, (x, y): (f64, f64), r: f64) -> VTag {
    shape("circle", &["class", "cx", "cy", "r"], &[Word(class), Part(x), Part(y), Pixels(r)])
}

/// A line from one place to another, both in percent.
pub(super) fn line(class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> VTag {
    let keys = &["class", "x1", "y1", "x2", "y2"];
    shape("line", keys, &[Word(class), Part(x1), Part(y1), Part(x2), Part(y2)])
}

/// A text at a place in percent, moved by pixels; `anchor` is which part of it stands there.
pub(super) fn text(
    class: &'static str,
    (x, y): (f64, f64),
    (dx, dy): (f64, f64),
    anchor: &'static str,
    text: &str,
) -> Html {
    let keys = &["class", "x", "y", "dx", "dy", "text-anchor"];
    let values = [Word(class), Part(x), Part(y), Pixels(dx), Pixels(dy), Word(anchor)];
    let mut shape = shape("text", keys, &values);
    shape.add_child(Html::from(text.to_owned()));
    shape.into()
}
