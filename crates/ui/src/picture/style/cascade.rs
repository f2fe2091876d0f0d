//! Which declarations hold for an element.

use roxmltree::Node;
use simplecss::{AttributeOperator, Element, PseudoClass, Selector};
use trace::Few;

use crate::order::order;

/// What stands for `:root`, which the reader of selectors does not know: an attribute that only the root has.
const ROOT: &str = "data-root";

/// A selector with its declarations.
struct Rule<'css> {
    selector: Selector<'css>,
    declarations: Vec<(&'css str, &'css str)>,
}

/// All rules.
pub(super) struct Sheet<'css> {
    rules: Vec<Rule<'css>>,
    /// Places of the rules, weak ones first.
    order: Vec<usize>,
}

/// A sheet in which [`Sheet::new`] finds its rules: without comments, and with a root that can be known.
pub(super) fn prepared(css: &str) -> String {
    let uncommented =
        css.split("/*").enumerate().map(|(index, part)| match (index, part.split_once("*/")) {
            (1.., Some((_, behind))) => behind,
            (1.., None) => "",
            _ => part,
        });
    uncommented.collect::<String>().replace(":root", &format!("[{ROOT}]"))
}

impl<'css> Sheet<'css> {
    /// Reads a sheet that was prepared. What depends on the medium is left out, and so are selectors that name more than
    /// elements, classes, attributes and who is first.
    pub(super) fn new(css: &'css str) -> Self {
        let mut rules = Vec::new();
        let mut rest = css;
        while let Some((head, behind)) = rest.split_once('{') {
            let end = block_end(behind);
            let block = &behind[..end];
            rest = behind.get(end + 1..).unwrap_or_default();
            // A statement without a block may stand before it.
            let head = head.rsplit(';').next().unwrap_or(head).trim();
            if head.starts_with('@') {
                continue;
            }
            let declarations = declarations(block);
            let selectors = head.split(',').filter_map(|selector| Selector::parse(selector.trim()));
            rules.extend(
                selectors.map(|selector| Rule { selector, declarations: declarations.clone() }),
            );
        }
        let weight = |rule: usize| rules[rule].selector.specificity();
        let order = order(rules.len(), &|a, b| weight(a).cmp(&weight(b)));
        Self { rules, order }
    }

    /// What the rules say of `node`, by property; what is important is not stronger, and need not be in sheets of ours.
    pub(super) fn of(&self, node: Node<'_, '_>) -> Few<&'css str, &'css str> {
        let rules = self.order.iter().map(|place| &self.rules[*place]);
        let rules = rules.filter(|rule| rule.selector.matches(&Matched(node)));
        let mut declared = Few::new();
        rules.for_each(|rule| declared.extend(rule.declarations.iter().copied()));
        declared
    }
}

/// Where the block ends whose text begins here.
fn block_end(text: &str) -> usize {
    let mut open = 1;
    let end = text.find(|letter| {
        open += match letter {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        open == 0
    });
    end.unwrap_or(text.len())
}

/// Properties with their values.
fn declarations(block: &str) -> Vec<(&str, &str)> {
    let pairs = block.split(';').filter_map(|declaration| declaration.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim())).collect()
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
        if name == ROOT {
            return self.0.parent_element().is_none();
        }
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

/// The selectors that are left out, of rules that speak of one of these properties.
#[cfg(test)]
pub(crate) fn left_out(css: &str, properties: &[&str]) -> Vec<String> {
    let css = prepared(css);
    let rules = css.split('}').filter_map(|rule| rule.split_once('{'));
    let speaks =
        |block: &str| declarations(block).iter().any(|(name, _)| properties.contains(name));
    let heads =
        rules.filter(|(head, block)| !head.contains('@') && speaks(block)).map(|(head, _)| head);
    let selectors = heads.flat_map(|head| head.split(',')).map(str::trim);
    selectors.filter(|selector| Selector::parse(selector).is_none()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_among_what_is_left_out() {
        let css = "/* a { b: c } */ @import \"x\"; .a, .b:not(.x), .c > d { --x: light-dark(#fff, #000); fill: none }
            @media print { .e { fill: red } .f {} } :root { --y: 1 } /* open";
        let css = prepared(css);
        let sheet = Sheet::new(&css);
        let told: Vec<String> = sheet
            .order
            .iter()
            .map(|place| &sheet.rules[*place])
            .map(|rule| format!("{} {:?}", rule.selector, rule.declarations))
            .collect();
        assert_eq!(
            told,
            [
                "*[class~='a'] [(\"--x\", \"light-dark(#fff, #000)\"), (\"fill\", \"none\")]",
                "*[data-root] [(\"--y\", \"1\")]",
                "*[class~='c'] > d [(\"--x\", \"light-dark(#fff, #000)\"), (\"fill\", \"none\")]",
            ]
        );
    }
}
