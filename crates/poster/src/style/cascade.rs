//! Which declarations hold for an element.

use std::collections::BTreeMap;

use roxmltree::Node;
use simplecss::{AttributeOperator, Element, PseudoClass, StyleSheet};

/// What stands for `:root` in selectors, which the reader of sheets does not know: an attribute that only the root has.
pub(super) const ROOT: &str = "[data-root]";

/// The rules, weak ones first.
pub(super) struct Sheet<'css>(StyleSheet<'css>);

impl<'css> Sheet<'css> {
    /// Reads them.
    pub(super) fn new(css: &'css str) -> Self {
        Self(StyleSheet::parse(css))
    }

    /// What they say of `node`, by property; important or not, the last one holds, as in our own sheets.
    pub(super) fn of(&self, node: Node<'_, '_>) -> BTreeMap<&'css str, &'css str> {
        let rules = self.0.rules.iter().filter(|rule| rule.selector.matches(&Matched(node)));
        let declarations = rules.flat_map(|rule| &rule.declarations);
        declarations.map(|declared| (declared.name, declared.value)).collect()
    }
}

/// An element as selectors see it.
struct Matched<'d, 'i>(Node<'d, 'i>);

impl Element for Matched<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Matched)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Matched)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        if name == "data-root" {
            return self.0.parent_element().is_none();
        }
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}
