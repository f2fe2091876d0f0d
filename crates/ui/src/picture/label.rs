//! Texts in pictures.

use super::style::{escaped, rounded};
use super::text::{Weight, cut, width};

/// A text that is cut where it is wider than `most`; nothing if there is none.
pub(super) fn label(
    class: &str,
    (x, y): (f64, f64),
    text: &str,
    (size, weight): (f64, Weight),
    most: f64,
) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fits = width(text, size, weight) <= most;
    let shown = if fits { text.to_owned() } else { cut(text, (size, weight), most) };
    let (x, y) = (rounded(x, 2), rounded(y, 2));
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(&shown))
}
