//! An element with attributes for what its style says.

use std::rc::Rc;

use experiments::decimal;
use roxmltree::Node;
use trace::Few;

use super::Theme;
use super::cascade::Sheet;
use super::color::parted;
use super::value::{Variables, expanded, in_pixels};

/// Properties that are attributes of SVG and that our sheets speak of.
const PROPERTIES: [&str; 18] = [
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "opacity",
    "paint-order",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "vector-effect",
    "visibility",
];
/// Those that are colors.
const COLORS: [&str; 2] = ["fill", "stroke"];
/// Those that are lengths.
const LENGTHS: [&str; 4] = ["font-size", "letter-spacing", "stroke-dasharray", "stroke-width"];
/// Elements that mean nothing, or harm, outside of a page.
const LEFT_OUT: [&str; 3] = ["foreignObject", "script", "style"];

/// What an element gives to those within it.
#[derive(Clone)]
struct Around {
    variables: Variables,
    color: Option<String>,
    em: f64,
}

/// How everything is written.
struct Writer<'s, 'css> {
    sheet: &'s Sheet<'css>,
    /// What makes it move.
    motion: &'s str,
    theme: Theme,
    /// Ids that somebody refers to.
    wanted: Vec<String>,
    text: String,
}

/// The whole picture.
pub(super) fn written(root: Node<'_, '_>, sheet: &Sheet<'_>, motion: &str, theme: Theme) -> String {
    let values = root.descendants().flat_map(|node| node.attributes().map(|a| a.value()));
    // A sheet may refer to an id, too: all that it could refer to are kept, which are few.
    let elements = root.descendants().filter(Node::is_element);
    let declared = elements
        .flat_map(|node| sheet.of(node).iter().map(|(_, value)| *value).collect::<Vec<_>>());
    let moved = motion.split('#').skip(1).filter_map(|rest| rest.split('{').next());
    let wanted = values.chain(declared).filter_map(reference).chain(moved).map(str::to_owned);
    let mut writer = Writer { sheet, motion, theme, wanted: wanted.collect(), text: String::new() };
    let around = Around { variables: Rc::default(), color: None, em: 16.0 };
    writer.element(root, &around);
    writer.text
}

/// The id that a value refers to.
fn reference(value: &str) -> Option<&str> {
    let (_, inner) = value.split_once("url(")?;
    inner.split_once(')')?.0.trim_matches(['"', '\'']).strip_prefix('#')
}

impl Writer<'_, '_> {
    fn element(&mut self, node: Node<'_, '_>, around: &Around) {
        let name = node.tag_name().name();
        let declared = self.sheet.of(node);
        if LEFT_OUT.contains(&name) || declared.get("display").is_some_and(|value| *value == "none")
        {
            return;
        }
        let mut around = around.clone();
        declare(&mut around.variables, &declared);
        let (attributes, around) = self.attributes(node, &declared, around);
        self.text.push_str(&format!("<{name}"));
        if node.parent_element().is_none()
            && let Some(namespace) = node.tag_name().namespace()
        {
            self.attribute("xmlns", namespace);
        }
        for (key, value) in attributes {
            self.attribute(&key, &value);
        }
        let inner = self.text.len();
        self.text.push('>');
        if node.parent_element().is_none() && !self.motion.is_empty() {
            self.text.push_str(&format!("<style>{}</style>", escaped(self.motion)));
        }
        for child in node.children() {
            if child.is_element() {
                self.element(child, &around);
            } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                self.text.push_str(&escaped(text));
            }
        }
        if self.text.len() == inner + 1 {
            self.text.insert(inner, '/');
        } else {
            self.text.push_str(&format!("</{name}>"));
        }
    }

    fn attribute(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!(" {key}=\"{}\"", escaped(value)));
    }

    /// Its attributes in their order, then what its style says; and what it gives to those within it.
    fn attributes(
        &self,
        node: Node<'_, '_>,
        declared: &Few<&str, &str>,
        mut around: Around,
    ) -> (Vec<(String, String)>, Around) {
        let is_weaker = |name: &str| PROPERTIES.contains(&name) && declared.contains_key(name);
        let own = node.attributes().filter(|own| !is_weaker(own.name()));
        let own = own.filter(|own| self.is_kept(own.name(), own.value()));
        let mut attributes: Vec<(String, String)> =
            own.map(|own| (own.name().to_owned(), own.value().to_owned())).collect();
        let value = |name: &str, around: &Around| {
            let value = expanded(declared.get(name)?, &around.variables, self.theme)?;
            (value != "inherit").then_some(value)
        };
        if let Some(color) = value("color", &around) {
            around.color = Some(color);
        }
        for name in PROPERTIES {
            let Some(mut value) = value(name, &around) else { continue };
            if LENGTHS.contains(&name) {
                value = in_pixels(&value, around.em);
            }
            if name == "font-size" {
                around.em = decimal(&value).unwrap_or(around.em);
            }
            if !COLORS.contains(&name) {
                attributes.push((name.to_owned(), value));
                continue;
            }
            if let Some(color) =
                around.color.as_ref().filter(|_| value.eq_ignore_ascii_case("currentcolor"))
            {
                value.clone_from(color);
            }
            let (color, opacity) = parted(&value.replace(['"', '\''], ""));
            attributes.push((name.to_owned(), color));
            attributes.extend(opacity.map(|opacity| (format!("{name}-opacity"), opacity)));
        }
        (attributes, around)
    }

    fn is_kept(&self, name: &str, value: &str) -> bool {
        match name {
            "class" | "role" | "style" | "tabindex" => false,
            "id" => self.wanted.iter().any(|id| id == value),
            _ => {
                !(value.is_empty()
                    || ["aria-", "data-", "on"].iter().any(|of_page| name.starts_with(of_page)))
            }
        }
    }
}

/// Adds the custom properties that are declared.
fn declare(variables: &mut Variables, declared: &Few<&str, &str>) {
    let custom = declared.iter().filter(|(name, _)| name.starts_with("--"));
    let mut custom =
        custom.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).peekable();
    if custom.peek().is_some() {
        Rc::make_mut(variables).extend(custom);
    }
}

/// Text as XML has it. What XML has no letter for is replaced (T. Bray and others, Extensible Markup Language (XML) 1.0,
/// fifth edition, 2008, production 2).
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'.. => escaped.push(letter),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}
