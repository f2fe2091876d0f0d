//! Views as text, and the pictures in it: posters and files show what the page shows.

use yew::Html;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode};

use super::style::escaped;

/// What a view without components says, as XML.
pub(crate) fn markup(html: &Html) -> String {
    let mut text = String::new();
    write(html, &mut text);
    text
}

fn write(node: &VNode, text: &mut String) {
    match node {
        VNode::VTag(tag) => {
            let name = tag.tag();
            text.push('<');
            text.push_str(name);
            for (key, value) in attributes(&tag.attributes) {
                text.push_str(&format!(" {key}=\"{}\"", escaped(value)));
            }
            text.push('>');
            if let Some(children) = tag.children() {
                write(children, text);
            }
            text.push_str(&format!("</{name}>"));
        }
        VNode::VText(inner) => text.push_str(&escaped(&inner.text)),
        VNode::VList(list) => list.iter().for_each(|node| write(node, text)),
        _ => {}
    }
}

/// The attributes that are set; [`Attributes::iter`] leaves some of them out.
fn attributes(attributes: &Attributes) -> Vec<(&str, &str)> {
    fn value(value: &AttributeOrProperty) -> Option<&str> {
        match value {
            AttributeOrProperty::Static(text) => Some(text),
            AttributeOrProperty::Attribute(text) => Some(text),
            AttributeOrProperty::Property(_) => None,
        }
    }
    match attributes {
        Attributes::Static(pairs) => {
            pairs.iter().filter_map(|(key, set)| Some((*key, value(set)?))).collect()
        }
        Attributes::Dynamic { keys, values } => {
            let pairs = keys.iter().zip(values.iter());
            pairs.filter_map(|(key, set)| Some((*key, value(set.as_ref()?)?))).collect()
        }
        Attributes::IndexMap(pairs) => {
            pairs.iter().filter_map(|(key, set)| Some((&**key, value(set)?))).collect()
        }
    }
}

/// The first picture in `html` behind `mark`, with those within it.
pub fn picture<'h>(html: &'h str, mark: &str) -> Option<&'h str> {
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
pub fn of_class<'h>(html: &'h str, class: &str) -> Option<&'h str> {
    let at = html.find(&format!(" class=\"{class}\""))?;
    picture(&html[html[..at].rfind("<svg")?..], "")
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
    use yew::html;

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
    fn a_view_is_written_with_all_of_its_attributes_and_what_is_hostile_stays_text() {
        let hostile = "<&\"";
        let said = |hint: Option<&'static str>| {
            markup(&html! {
                <g class="a" id={format!("step-{}", 1)} data-hint={hint}>
                    <title>{ hostile }</title>
                    for x in 0..2 { <rect x={x.to_string()} y="2" /> }
                    <text fill={hostile}></text>
                </g>
            })
        };
        let expected = |hint: &str| {
            format!(
                "<g {hint}><title>&lt;&amp;&quot;</title><rect x=\"0\" y=\"2\"></rect>\
                 <rect x=\"1\" y=\"2\"></rect><text fill=\"&lt;&amp;&quot;\"></text></g>"
            )
        };
        let sorted = |text: String| {
            let (head, rest) = text.split_once("><title>").expect("it has a title");
            let mut words: Vec<&str> = head.trim_start_matches("<g ").split(' ').collect();
            words.sort_unstable();
            format!("<g {}><title>{rest}", words.join(" "))
        };
        assert_eq!(sorted(said(None)), expected("class=\"a\" id=\"step-1\""));
        let hinted = expected("class=\"a\" data-hint=\"b\" id=\"step-1\"");
        assert_eq!(sorted(said(Some("b"))), hinted);
    }
}
