//! A QR code as a picture.

use fast_qr::{ECL, QRBuilder};
use yew::prelude::*;

/// Light modules around a code: what the standard asks for (ISO/IEC 18004, Information technology, QR Code bar code symbology
/// specification, 2015).
const QUIET: usize = 4;

/// A picture of `text`; none if it is longer than such a code can be.
pub(super) fn qr(text: &str) -> Option<Html> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let dark = code[row].iter().enumerate().filter(|(_, module)| module.value());
        for (column, _) in dark {
            path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
        }
    }
    Some(html! {
        // Dark on light in every theme, as telephones expect it.
        <svg class="qr" viewBox={format!("0 0 {side} {side}")} role="img" aria-label="QR code of the link"
            shape-rendering="crispEdges">
            <rect width={side.to_string()} height={side.to_string()} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    })
}
