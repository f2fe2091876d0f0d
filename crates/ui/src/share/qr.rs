//! A QR code as a picture.

use fast_qr::{ECL, QRBuilder};
use yew::prelude::*;

/// Light modules around a code: what the standard asks for (ISO/IEC 18004, Information technology, QR Code bar code symbology
/// specification, 2015).
const QUIET: usize = 4;
/// Pixels of a module in a file.
const MODULE: usize = 8;

/// The side of the code for `text` in modules, and its dark ones as a path; none if it is longer than such a code can be.
fn modules(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let dark = code[row].iter().enumerate().filter(|(_, module)| module.value());
        for (column, _) in dark {
            path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
        }
    }
    Some((code.size + 2 * QUIET, path))
}

/// A picture of `text`; none if it is longer than such a code can be.
pub(super) fn qr(text: &str) -> Option<Html> {
    let (side, path) = modules(text)?;
    Some(html! {
        // Dark on light in every theme, as telephones expect it.
        <svg class="qr" viewBox={format!("0 0 {side} {side}")} role="img" aria-label="QR code of the link"
            shape-rendering="crispEdges">
            <rect width={side.to_string()} height={side.to_string()} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    })
}

/// The same as a file.
pub(super) fn file(text: &str, title: &str) -> Option<String> {
    let (side, path) = modules(text)?;
    let pixels = side * MODULE;
    let [title, text] = [title, text].map(super::form::escaped);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{pixels}\" \
         viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><title>{title}</title><desc>{text}</desc>\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    ))
}
