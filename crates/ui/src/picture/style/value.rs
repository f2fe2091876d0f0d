//! Values as presentation attributes have them: no variables, no choice of colors, lengths in pixels.

use std::rc::Rc;

use experiments::decimal;
use trace::Few;

use super::Theme;

/// Custom properties, by name, as they were declared.
pub(super) type Variables = Rc<Few<String, String>>;

/// How deep variables may refer to others.
const DEPTH: usize = 16;
/// Pixels of a length that is relative to the size of the page's letters.
const REM: f64 = 16.0;

/// `text` without `var(…)` and `light-dark(…)`; none if a variable is not declared or refers to itself.
pub(super) fn expanded(text: &str, variables: &Variables, theme: Theme) -> Option<String> {
    expand(text, variables, theme, DEPTH)
}

fn expand(text: &str, variables: &Variables, theme: Theme, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let (mut done, mut rest) = (String::new(), text);
    while let Some(Call { before, name, arguments, behind }) = call(rest) {
        done.push_str(before);
        let (first, second) = halves(arguments);
        let chosen = match (name, theme) {
            ("var", _) => variables.get(first).map(String::as_str).or(second)?,
            (_, Theme::Light) => first,
            (_, Theme::Dark) => second?,
        };
        done.push_str(&expand(chosen, variables, theme, depth)?);
        rest = behind;
    }
    done.push_str(rest);
    Some(done.trim().to_owned())
}

/// A call of one of the two functions, and what stands around it.
struct Call<'t> {
    before: &'t str,
    name: &'t str,
    arguments: &'t str,
    behind: &'t str,
}

/// The first call in `text`.
fn call(text: &str) -> Option<Call<'_>> {
    let places = ["var", "light-dark"].into_iter().filter_map(|name| {
        let at = text.find(&format!("{name}("))?;
        Some((at, name))
    });
    let (at, name) = places.min()?;
    let inner = &text[at + name.len() + 1..];
    let mut open = 1;
    let end = inner.find(|letter| {
        open += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open == 0
    })?;
    Some(Call { before: &text[..at], name, arguments: &inner[..end], behind: &inner[end + 1..] })
}

/// What stands before the first comma outside of parentheses, and what stands behind it, if there is one.
fn halves(arguments: &str) -> (&str, Option<&str>) {
    let mut open = 0;
    let comma = arguments.find(|letter| {
        open += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open == 0 && letter == ','
    });
    match comma {
        Some(at) => (arguments[..at].trim(), Some(arguments[at + 1..].trim())),
        None => (arguments.trim(), None),
    }
}

/// Lengths in pixels, without a unit; `em` is the size of the letters around. What is no length stays.
pub(super) fn in_pixels(value: &str, em: f64) -> String {
    let length = |word: &str| {
        let units = [("rem", REM), ("em", em), ("px", 1.0)];
        let known = units
            .into_iter()
            .find_map(|(unit, pixels)| Some(decimal(word.strip_suffix(unit)?)? * pixels));
        known.map_or_else(|| word.to_owned(), |pixels| rounded(pixels, 3))
    };
    let words = value.split([' ', ',']).filter(|word| !word.is_empty());
    words.map(length).collect::<Vec<_>>().join(" ")
}

/// A number with so many digits behind the point at most.
pub(crate) fn rounded(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_taken_apart_at_their_own_parentheses() {
        let mut variables = Variables::default();
        Rc::make_mut(&mut variables).insert("--a".to_owned(), "light-dark(#111, #222)".to_owned());
        let dark = |text: &str| expanded(text, &variables, Theme::Dark);
        assert_eq!(dark("var(--a)").as_deref(), Some("#222"));
        assert_eq!(dark("1px solid var(--b, var(--a)) x").as_deref(), Some("1px solid #222 x"));
        assert_eq!(dark("light-dark(rgb(1, 2, 3), var(--a))").as_deref(), Some("#222"));
        assert_eq!((dark("var(--b)"), dark("var(--a")), (None, Some("var(--a".to_owned())));
    }

    #[test]
    fn lengths_lose_their_unit() {
        assert_eq!(in_pixels("0.6875rem", 10.0), "11");
        assert_eq!(in_pixels("1.5em, 3px 2", 10.0), "15 3 2");
        assert_eq!(
            (rounded(2.0 / 3.0, 3), rounded(-0.0001, 2), rounded(10.0, 0)),
            ("0.667".into(), "0".into(), "10".into())
        );
    }
}
