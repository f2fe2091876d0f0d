//! Pictures of points, drawn with a typeface of our own: the same on every machine.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use thiserror::Error;

/// Why there is no picture of points.
#[derive(Debug, Error)]
#[error("the picture cannot be drawn: {0}")]
pub struct NotDrawn(String);

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        fonts.load_font_data(font.to_vec());
    }
    let family = fonts.faces().next().and_then(|face| Some(face.families.first()?.0.clone()));
    fonts.set_sans_serif_family(family.unwrap_or_default());
    Arc::new(fonts)
});

/// A picture of shapes as PNG, in its own size.
///
/// # Errors
///
/// It is no SVG, or it is too large.
pub fn png(svg: &str) -> Result<Vec<u8>, NotDrawn> {
    let options = Options { fontdb: FONTS.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| NotDrawn(error.to_string()))?;
    let size = tree.size().to_int_size();
    let pixels = Pixmap::new(size.width(), size.height());
    let mut pixels = pixels.ok_or_else(|| NotDrawn("it has no size that can be drawn".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| NotDrawn(error.to_string()))
}
