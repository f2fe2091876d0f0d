//! The text that shows an experiment in a message, a page, a deck or a course.

use super::Sharing;
use crate::presentation::{Shape, Theme};

/// Kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The address.
    Link,
    /// A line for a message.
    Text,
    /// A frame in HTML.
    Frame,
    /// The custom element in HTML.
    Element,
    /// Markdown: a link, which every reader of Markdown shows.
    Markdown,
    /// The directive of `sphinx-interleave`, in reStructuredText.
    Rst,
    /// A slide of reveal.js.
    Reveal,
    /// A slide of deck.js.
    Deck,
    /// A block of Quarto.
    Quarto,
    /// A picture that a telephone reads.
    Qr,
}

impl Form {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Link,
        Self::Text,
        Self::Frame,
        Self::Element,
        Self::Markdown,
        Self::Rst,
        Self::Reveal,
        Self::Deck,
        Self::Quarto,
        Self::Qr,
    ];

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Link => "Link",
            Self::Text => "Text",
            Self::Frame => "HTML frame",
            Self::Element => "HTML element",
            Self::Markdown => "Markdown",
            Self::Rst => "reStructuredText",
            Self::Reveal => "reveal.js",
            Self::Deck => "deck.js",
            Self::Quarto => "Quarto",
            Self::Qr => "QR code",
        }
    }

    /// Its name in the form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Text => "text",
            Self::Frame => "frame",
            Self::Element => "element",
            Self::Markdown => "markdown",
            Self::Rst => "rst",
            Self::Reveal => "reveal",
            Self::Deck => "deck",
            Self::Quarto => "quarto",
            Self::Qr => "qr",
        }
    }

    /// Whether it shows a frame, which has a shape.
    #[must_use]
    pub fn is_framed(self) -> bool {
        !matches!(self, Self::Link | Self::Text | Self::Markdown | Self::Qr)
    }
}

/// What a frame is allowed, wherever it stands.
const ALLOW: &str = "cross-origin-isolated; fullscreen; clipboard-write";

/// The text of `sharing.form` that shows `link` with this title and summary; the page is at `base_url`, which ends with
/// a slash. Of [`Form::Qr`] it is what the picture says.
#[must_use]
pub fn text(sharing: Sharing, base_url: &str, link: &str, title: &str, summary: &str) -> String {
    let address = format!("{base_url}{}{link}", query(sharing, false));
    match sharing.form {
        Form::Link | Form::Qr => address,
        Form::Text => format!("{title}. {summary}\n{address}"),
        Form::Markdown => {
            // What closes the text of a link would end it; a bracket closes its target. Anybody may have written a title.
            let title = ["\\", "[", "]", "<", "&", "`", "*", "_", "~"]
                .iter()
                .fold(title.to_owned(), |title, mark| title.replace(mark, &format!("\\{mark}")));
            let target = address.replace('(', "%28").replace(')', "%29");
            format!("[{title}]({target})")
        }
        Form::Frame => frame(sharing, base_url, link, title),
        Form::Element => element(sharing, base_url, link, title),
        Form::Rst => directive(sharing, link, title),
        Form::Reveal => {
            let frame = frame(sharing, base_url, link, title);
            format!("<section>\n  {frame}\n</section>")
        }
        Form::Deck => {
            let element = element(sharing, base_url, link, title).replace('\n', "\n  ");
            format!("<section class=\"slide\">\n  {element}\n</section>")
        }
        Form::Quarto => {
            let element = element(sharing, base_url, link, title);
            format!("```{{=html}}\n{element}\n```")
        }
    }
}

/// The query that opens the page so.
fn query(sharing: Sharing, framed: bool) -> String {
    let mut parts = Vec::new();
    if framed {
        parts.push(match sharing.shape {
            Shape::Whole => "embed",
            Shape::Picture => "embed=picture",
            Shape::Step => "embed=step",
        });
    }
    match sharing.theme {
        Theme::System => {}
        Theme::Light => parts.push("theme=light"),
        Theme::Dark => parts.push("theme=dark"),
    }
    if sharing.starts {
        parts.push("start");
    }
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

/// The address that a frame shows.
pub(super) fn framed(sharing: Sharing, base_url: &str, link: &str) -> String {
    format!("{base_url}{}{link}", query(sharing, true))
}

fn frame(sharing: Sharing, base_url: &str, link: &str, title: &str) -> String {
    let address = escaped(&framed(sharing, base_url, link));
    let title = escaped(title);
    // In reveal.js, too: what it loads itself, by `data-src`, it lets go when the slide is left, and the result with it.
    format!(
        "<iframe src=\"{address}\" title=\"{title}\" loading=\"lazy\" width=\"100%\" height=\"540\" \
         style=\"border: 0\" allow=\"{ALLOW}\"></iframe>"
    )
}

fn element(sharing: Sharing, base_url: &str, link: &str, title: &str) -> String {
    let layout = match sharing.shape {
        Shape::Whole => "",
        Shape::Picture => " layout=\"picture\"",
        Shape::Step => " layout=\"step\"",
    };
    let theme = match sharing.theme {
        Theme::System => String::new(),
        theme => format!(" theme=\"{}\"", theme.name()),
    };
    let start = if sharing.starts { " start" } else { "" };
    let (link, title) = (escaped(link), escaped(title));
    let base_url = escaped(base_url);
    format!(
        "<script type=\"module\" src=\"{base_url}interleave-lab.js\"></script>\n\
         <interleave-lab link=\"{link}\" title=\"{title}\"{layout}{theme}{start}></interleave-lab>"
    )
}

fn directive(sharing: Sharing, link: &str, title: &str) -> String {
    let mut lines = vec![format!(".. interleave:: {link}"), format!("   :title: {title}")];
    match sharing.shape {
        Shape::Whole => {}
        Shape::Picture => lines.push("   :layout: picture".to_owned()),
        Shape::Step => lines.push("   :layout: step".to_owned()),
    }
    if sharing.theme != Theme::System {
        lines.push(format!("   :theme: {}", sharing.theme.name()));
    }
    if sharing.starts {
        lines.push("   :start:".to_owned());
    }
    lines.join("\n")
}

/// A text in an attribute.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://host/path/";
    const LINK: &str = "#/lost-update?v=1&threads=4";

    fn told(form: Form, shape: Shape, theme: Theme, starts: bool) -> String {
        let sharing = Sharing { form, shape, theme, starts, result: false };
        text(sharing, BASE, LINK, "Lost \"update\"", "Two threads add.")
    }

    #[test]
    fn a_link_is_an_address_with_what_was_chosen_before_its_fragment() {
        let plain = told(Form::Link, Shape::Step, Theme::System, false);
        assert_eq!(plain, "https://host/path/#/lost-update?v=1&threads=4");
        let dark = told(Form::Qr, Shape::Whole, Theme::Dark, true);
        assert_eq!(dark, "https://host/path/?theme=dark&start#/lost-update?v=1&threads=4");
        let message = told(Form::Text, Shape::Whole, Theme::System, false);
        assert_eq!(
            message,
            "Lost \"update\". Two threads add.\nhttps://host/path/#/lost-update?v=1&threads=4"
        );
    }

    #[test]
    fn a_frame_escapes_what_stands_in_its_attributes() {
        assert_eq!(
            told(Form::Frame, Shape::Picture, Theme::Light, true),
            "<iframe src=\"https://host/path/?embed=picture&amp;theme=light&amp;start#/lost-update?v=1&amp;threads=4\" \
             title=\"Lost &quot;update&quot;\" loading=\"lazy\" width=\"100%\" height=\"540\" \
             style=\"border: 0\" allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>"
        );
        assert_eq!(
            told(Form::Reveal, Shape::Whole, Theme::System, true),
            "<section>\n  <iframe src=\"https://host/path/?embed&amp;start#/lost-update?v=1&amp;threads=4\" \
             title=\"Lost &quot;update&quot;\" loading=\"lazy\" width=\"100%\" height=\"540\" \
             style=\"border: 0\" allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>\n</section>"
        );
    }

    #[test]
    fn the_element_and_the_directive_carry_the_same_choices() {
        let html = "<script type=\"module\" src=\"https://host/path/interleave-lab.js\"></script>\n\
             <interleave-lab link=\"#/lost-update?v=1&amp;threads=4\" title=\"Lost &quot;update&quot;\" \
             layout=\"step\" theme=\"dark\" start></interleave-lab>";
        assert_eq!(told(Form::Element, Shape::Step, Theme::Dark, true), html);
        let quarto = told(Form::Quarto, Shape::Step, Theme::Dark, true);
        assert_eq!(quarto, format!("```{{=html}}\n{html}\n```"));
        assert_eq!(
            told(Form::Rst, Shape::Step, Theme::Dark, true),
            ".. interleave:: #/lost-update?v=1&threads=4\n   :title: Lost \"update\"\n   \
             :layout: step\n   :theme: dark\n   :start:"
        );
        let slide = told(Form::Deck, Shape::Whole, Theme::System, false);
        assert!(slide.starts_with("<section class=\"slide\">\n  <script"), "{slide}");
        assert!(slide.ends_with("></interleave-lab>\n</section>"), "{slide}");
    }

    #[test]
    fn brackets_do_not_end_a_link_of_markdown() {
        let sharing = Sharing { form: Form::Markdown, ..Sharing::default() };
        let told = text(sharing, BASE, "#/integrate?v=1&f=(x)", "a[0]", "");
        assert_eq!(told, "[a\\[0\\]](https://host/path/#/integrate?v=1&f=%28x%29)");
        let told = text(sharing, BASE, "#/lock?v=1", "a\\](x)<b>`c`", "");
        let told_of_marks = text(sharing, BASE, "#/lock?v=1", "<b>&amp; ~~s~~", "");
        assert_eq!(told_of_marks, "[\\<b>\\&amp; \\~\\~s\\~\\~](https://host/path/#/lock?v=1)");
        assert_eq!(told, "[a\\\\\\](x)\\<b>\\`c\\`](https://host/path/#/lock?v=1)");
    }
}
