//! A picture that stands alone: what style sheets say of its elements becomes attributes.
//!
//! Charts of the page have classes, and sheets color them through custom properties. Elsewhere there are no sheets, and few
//! programs know custom properties; all know presentation attributes.

mod cascade;
mod color;
mod value;
mod write;

use roxmltree::{Document, Error};

use cascade::Sheet;
#[cfg(test)]
pub(super) use cascade::left_out;
pub(super) use value::rounded;
pub use write::escaped;

/// Which of its colors a picture has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light ground.
    Light,
    /// Light on dark ground.
    Dark,
}

/// `svg` with what `css` says of its elements as attributes, and without classes, scripts and whatever only a page needs.
///
/// What moves is said by `motion`, a sheet that names elements by their ids; there is none if it is empty.
///
/// Rules whose selector names a state or a position other than the first, and what depends on the medium, are left out.
///
/// # Errors
///
/// `svg` is no XML.
pub fn standalone(svg: &str, css: &str, motion: &str, theme: Theme) -> Result<String, Error> {
    let document = Document::parse(svg)?;
    let css = cascade::prepared(css);
    Ok(write::written(document.root_element(), &Sheet::new(&css), motion, theme))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str =
        ":root { --ink: light-dark(#14181f, #e9edf2); --soft: light-dark(#0072b226, #56b4e930); }
        :root { --a: var(--ink); }
        @media print { .a { fill: red; } }
        .a { fill: var(--a); font-size: 0.75rem; display: grid; }
        .a .b { fill: var(--soft); stroke: var(--none, #fff); stroke-dasharray: 2px 3px; }
        .b.c, .d { fill: none; }
        text { fill: #123456; }
        .a:hover { fill: red; }";

    fn drawn(inner: &str, theme: Theme) -> String {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
        let drawn = standalone(&svg, CSS, "", theme).unwrap();
        let inner = drawn.strip_prefix("<svg xmlns=\"http://www.w3.org/2000/svg\">").unwrap();
        inner.strip_suffix("</svg>").unwrap().to_owned()
    }

    /// 0.75 rem are 12 pixels; 0x26 of 255 are 0.149.
    #[test]
    fn what_sheets_say_becomes_attributes() {
        assert_eq!(
            drawn("<g class=\"a\"><path class=\"b\" d=\"M0 0\"/></g>", Theme::Light),
            "<g fill=\"#14181f\" font-size=\"12\"><path d=\"M0 0\" fill=\"#0072b2\" fill-opacity=\"0.149\" \
             stroke=\"#fff\" stroke-dasharray=\"2 3\"/></g>"
        );
        assert_eq!(
            drawn("<g class=\"a\"/>", Theme::Dark),
            "<g fill=\"#e9edf2\" font-size=\"12\"/>"
        );
    }

    #[test]
    fn the_more_specific_rule_holds_and_a_sheet_is_stronger_than_an_attribute() {
        let path = "<g class=\"a\"><path class=\"b c\" fill=\"red\" stroke-width=\"2\"/></g>";
        let drawn = drawn(path, Theme::Light);
        assert!(drawn.contains("<path stroke-width=\"2\" fill=\"none\""), "{drawn}");
    }

    #[test]
    fn what_only_a_page_needs_goes() {
        let inner = "<text class=\"x\" role=\"img\" aria-label=\"a\" tabindex=\"0\" onclick=\"f()\" id=\"t\">1 &lt; 2</text>\
                     <script>1</script><style>a{}</style><foreignObject/>";
        assert_eq!(drawn(inner, Theme::Light), "<text fill=\"#123456\">1 &lt; 2</text>");
    }

    #[test]
    fn ids_that_somebody_refers_to_stay() {
        let inner = "<marker id=\"tip\"/><line marker-end=\"url(#tip)\"/>";
        assert_eq!(drawn(inner, Theme::Light), inner);
    }

    #[test]
    fn what_moves_is_named_by_ids_that_stay() {
        let svg = "<svg><g id=\"a\" class=\"d\"/><g id=\"b\"/></svg>";
        let drawn = standalone(svg, "", "#a{opacity:0}", Theme::Light).unwrap();
        assert_eq!(drawn, "<svg><style>#a{opacity:0}</style><g id=\"a\"/><g/></svg>");
    }

    /// XML has no letter for most control characters, escaped or not.
    #[test]
    fn every_text_can_be_a_part_of_xml() {
        let hostile = "a<&>\"\u{0}\u{1b}\u{ffff}b\n";
        assert_eq!(escaped(hostile), "a&lt;&amp;&gt;&quot;\u{fffd}\u{fffd}\u{fffd}b\n");
        let svg = format!("<svg><text id=\"{0}\">{0}</text></svg>", escaped(hostile));
        assert!(standalone(&svg, "", "", Theme::Dark).is_ok());
    }

    #[test]
    fn a_variable_that_refers_to_itself_is_no_value() {
        let svg = "<svg><path class=\"a\"/></svg>";
        let css = ":root { --a: var(--b); --b: var(--a); } .a { fill: var(--a); stroke: red; }";
        let drawn = standalone(svg, css, "", Theme::Light).unwrap();
        assert_eq!(drawn, "<svg><path stroke=\"red\"/></svg>");
    }

    #[test]
    fn what_is_no_xml_is_refused() {
        assert!(standalone("<svg>", "", "", Theme::Light).is_err());
    }
}
