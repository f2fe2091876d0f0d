//! Pictures of points, drawn with a typeface of our own: the same on every machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
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
    let mut pixels =
        pixels.ok_or_else(|| NotDrawn("it has no size that can be drawn".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    encoded(&pixels).map_err(|error| NotDrawn(error.to_string()))
}

/// The points as a PNG with a palette: a poster has few colors, and many mixtures of them at the edges of letters.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, ::png::EncodingError> {
    let opaque = |pixel: &PremultipliedColorU8| [pixel.red(), pixel.green(), pixel.blue()];
    let colors: Vec<Color> = pixels.pixels().iter().map(opaque).collect();
    let palette = palette(&colors);
    let mut known: BTreeMap<Color, u8> = BTreeMap::new();
    let mut indices = Vec::with_capacity(colors.len());
    for run in colors.chunk_by(|a, b| a == b) {
        let index = *known.entry(run[0]).or_insert_with(|| nearest(&palette, run[0]));
        indices.resize(indices.len() + run.len(), index);
    }
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(::png::ColorType::Indexed);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(::png::Compression::High);
    encoder.set_filter(::png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(bytes)
}

type Color = [u8; 3];

/// Colors whose difference, as [`apart`] has it, is less are one: else mixtures of two would leave no room for a third.
const ALIKE: u32 = 40;

/// The colors that most points have, at most as many as a palette holds.
fn palette(colors: &[Color]) -> Vec<Color> {
    let mut counted: BTreeMap<Color, usize> = BTreeMap::new();
    for run in colors.chunk_by(|a, b| a == b) {
        *counted.entry(run[0]).or_default() += run.len();
    }
    let mut all: Vec<(Color, usize)> = counted.into_iter().collect();
    all.sort_by_key(|(color, count)| (Reverse(*count), *color));
    let mut chosen: Vec<Color> = Vec::new();
    for (color, _) in all {
        if chosen.len() < 256 && chosen.iter().all(|other| apart(*other, color) >= ALIKE) {
            chosen.push(color);
        }
    }
    chosen
}

/// The place of the color of the palette that differs least.
fn nearest(palette: &[Color], color: Color) -> u8 {
    let best = palette.iter().enumerate().min_by_key(|(_, other)| apart(**other, color));
    best.map_or(0, |(index, _)| index as u8)
}

/// How different two colors are: the sum of the squares of the differences of their parts.
fn apart(a: Color, b: Color) -> u32 {
    a.into_iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each gray is there once, and red twice. Grays that are 4 apart differ by 3 · 16 = 48, those that are 3 apart by
    /// 27: every fourth has a place, and the last one, 255, takes that of 252.
    #[test]
    fn a_palette_has_the_colors_of_most_points_and_not_those_next_to_them() {
        let mut colors: Vec<Color> = (0..=255).map(|gray| [gray; 3]).collect();
        colors.extend([[255, 0, 0], [255, 0, 0]]);
        let palette = palette(&colors);
        assert_eq!(
            (palette.len(), palette[0], palette[1], palette[2]),
            (65, [255, 0, 0], [0; 3], [4; 3])
        );
        assert_eq!(palette[usize::from(nearest(&palette, [255; 3]))], [252; 3]);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let error = png("<svg>").unwrap_err().to_string();
        assert!(error.starts_with("the picture cannot be drawn: "), "{error}");
    }
}
