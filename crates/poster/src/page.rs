//! The page as HTML, and the pictures in it: posters show what the page shows.

use std::rc::Rc;

use plan::Computer;
use ui::{Action, Capability, Layout, Page, PageProps, Parts, Screen, State, Theme, reduce};
use yew::{Callback, LocalServerRenderer};

/// The page, with all of its parts, after `link` was opened.
pub(crate) fn opened(link: &str, computer: Computer) -> State {
    let state = State::new(computer, Capability::Threads, Layout::Page, Theme::System);
    let state = State { parts: Parts::all(), screen: Screen::Subject, ..state };
    reduce(&state, Action::OpenLink(link.to_owned())).0
}

/// The page as HTML.
pub(crate) fn html(state: State) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime that waits for nothing needs nothing");
    runtime.block_on(async {
        let props =
            PageProps { state: Rc::new(state), dispatch: Callback::noop(), base_url: "".into() };
        LocalServerRenderer::<Page>::with_props(props).hydratable(false).render().await
    })
}

/// The first picture in `html` behind `mark`, with those within it.
pub(crate) fn picture<'h>(html: &'h str, mark: &str) -> Option<&'h str> {
    let (_, behind) = html.split_once(mark)?;
    let start = &behind[behind.find("<svg")?..];
    let (mut open, mut at) = (1, "<svg".len());
    while open > 0 {
        let rest = &start[at..];
        let end = rest.find("</svg>")?;
        match rest.find("<svg") {
            Some(inner) if inner < end => (open, at) = (open + 1, at + inner + "<svg".len()),
            _ => (open, at) = (open - 1, at + end + "</svg>".len()),
        }
    }
    Some(&start[..at])
}

/// The first picture in `html` that has this class and no other.
pub(crate) fn of_class<'h>(html: &'h str, class: &str) -> Option<&'h str> {
    let at = html.find(&format!(" class=\"{class}\""))?;
    picture(&html[html[..at].rfind("<svg")?..], "")
}

/// The text of the first element behind `mark` that ends with `end`, without tags; characters that HTML spells otherwise are
/// read.
pub(crate) fn text(html: &str, mark: &str, end: &str) -> Option<String> {
    let (_, behind) = html.split_once(mark)?;
    let (inner, _) = behind.split_once('>')?.1.split_once(end)?;
    let parts =
        inner.split('<').enumerate().map(|(index, part)| match (index, part.split_once('>')) {
            (1.., Some((_, text))) => text,
            _ => part,
        });
    let text = parts.collect::<String>();
    let spelled = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    Some(spelled.iter().fold(text, |text, (spelled, meant)| text.replace(spelled, meant)))
}

/// The value of an attribute of the start tag at the beginning of `element`.
pub(crate) fn attribute<'h>(element: &'h str, name: &str) -> Option<&'h str> {
    let tag = element.split_once('>')?.0;
    let (_, behind) = tag.split_once(&format!(" {name}=\""))?;
    Some(behind.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<svg class=\"icon\"></svg><div class=\"a\"><p class=\"said\"><svg></svg><b>One</b> &lt; two</p>\
                        <svg width=\"7\"><g><svg x=\"1\"></svg><svg></svg></g></svg><svg></svg></div>";

    #[test]
    fn a_picture_ends_where_it_ends() {
        let expected = "<svg width=\"7\"><g><svg x=\"1\"></svg><svg></svg></g></svg>";
        assert_eq!(picture(HTML, "two</p>"), Some(expected));
        assert_eq!(picture(HTML, "class=\"said\""), Some("<svg></svg>"));
        assert_eq!((picture(HTML, "none"), picture("a<svg><svg></svg>", "a")), (None, None));
        assert_eq!(of_class(HTML, "icon"), Some("<svg class=\"icon\"></svg>"));
        assert_eq!((attribute(expected, "width"), attribute(expected, "x")), (Some("7"), None));
    }

    #[test]
    fn a_text_is_read_without_its_tags() {
        assert_eq!(text(HTML, "class=\"said\"", "</p>").as_deref(), Some("One < two"));
    }
}
