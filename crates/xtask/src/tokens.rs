//! Where keywords, strings, numbers and names stand in a listing, found by the grammars of tree-sitter.

use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

use crate::Outcome;

/// What the queries of the grammars call a token, and the letter of its kind; `ui/src/frame/code.rs` has its class. The
/// rest is plain, whatever it stands in.
const KINDS: [(&str, char); 10] = [
    ("comment", 'c'),
    ("function", 'f'),
    ("keyword", 'k'),
    ("number", 'n'),
    ("constant.builtin", 'n'),
    ("string", 's'),
    ("type", 't'),
    ("constructor", 't'),
    ("constant", PLAIN),
    ("embedded", PLAIN),
];
/// The letter of what has no color.
const PLAIN: char = 'p';
/// What the query of the grammar tells otherwise: `True` is no number, what joins conditions is a keyword, a method that is
/// called is a function, and a class that is called is a type.
const PYTHON: &str = r#"
["and" "in" "is" "not" "or" "is not" "not in"] @keyword
[(none) (true) (false)] @keyword
(call function: (attribute attribute: (identifier) @function.method))
((call function: (identifier) @constructor) (#match? @constructor "^[A-Z][a-z]"))
"#;
/// The same for Rust: constants are no types, and `true` and `self` are keywords.
const RUST: &str = r#"
((identifier) @constant (#match? @constant "^[A-Z][A-Z0-9_]+$"))
(boolean_literal) @keyword
(self) @keyword
"#;

/// Finds tokens.
pub(crate) struct Marker {
    highlighter: Highlighter,
    python: HighlightConfiguration,
    rust: HighlightConfiguration,
}

impl Marker {
    /// One that knows Python and Rust.
    ///
    /// # Errors
    ///
    /// A query does not fit its grammar.
    pub(crate) fn new() -> Outcome<Self> {
        let query = [tree_sitter_python::HIGHLIGHTS_QUERY, PYTHON].concat();
        let grammar = tree_sitter_python::LANGUAGE.into();
        let mut python = HighlightConfiguration::new(grammar, "python", &query, "", "")?;
        let query = [tree_sitter_rust::HIGHLIGHTS_QUERY, RUST].concat();
        let grammar = tree_sitter_rust::LANGUAGE.into();
        let mut rust = HighlightConfiguration::new(grammar, "rust", &query, "", "")?;
        for language in [&mut python, &mut rust] {
            language.configure(&KINDS.map(|(name, _)| name));
        }
        Ok(Self { highlighter: Highlighter::new(), python, rust })
    }

    /// The tokens of `text`, a file of that name: for each its length in bytes and the letter of its kind, as in
    /// `3k1p6f`. Lengths add up to that of the text.
    ///
    /// # Errors
    ///
    /// The text cannot be read.
    pub(crate) fn marks(&mut self, name: &str, text: &str) -> Outcome<String> {
        let language = if name.ends_with(".py") { &self.python } else { &self.rust };
        let mut runs: Vec<(usize, char)> = Vec::new();
        let mut inside = Vec::new();
        for event in self.highlighter.highlight(language, text.as_bytes(), None, None, |_| None)? {
            match event? {
                HighlightEvent::HighlightStart(kind) => inside.push(KINDS[kind.0].1),
                HighlightEvent::HighlightEnd => {
                    inside.pop();
                }
                HighlightEvent::Source { start, end } => {
                    let kind = inside.last().copied().unwrap_or(PLAIN);
                    match runs.last_mut() {
                        Some((length, last)) if *last == kind => *length += end - start,
                        _ => runs.push((end - start, kind)),
                    }
                }
            }
        }
        Ok(runs.into_iter().map(|(length, kind)| format!("{length}{kind}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens that have a color, each with its letter.
    fn colored(name: &str, text: &str) -> Vec<String> {
        let marks = Marker::new().unwrap().marks(name, text).unwrap();
        let mut rest = text;
        let mut found = Vec::new();
        for mark in marks.split_inclusive(|c: char| c.is_ascii_lowercase()) {
            let (length, kind) = mark.split_at(mark.len() - 1);
            let (token, after) = rest.split_at(length.parse().unwrap());
            rest = after;
            if kind != "p" {
                found.push(format!("{kind} {}", token.trim()));
            }
        }
        assert_eq!(rest, "", "the lengths add up to the text");
        found
    }

    #[test]
    fn tokens_of_python_are_found() {
        let text = "N = 10_0  # µs\nwith lock:\n    print(f\"{N} times\", None in Thread().run())";
        let expected = [
            "n 10_0",
            "c # µs",
            "k with",
            "f print",
            "s f\"",
            "s times\"",
            "k None",
            "k in",
            "t Thread",
            "f run",
        ];
        assert_eq!(colored("program.py", text), expected);
    }

    #[test]
    fn tokens_of_rust_are_found() {
        let text = "//! A.\nconst MANY: u64 = 7;\nimpl Run for Lock { fn run(&self) { go!(\"x\", true) } }";
        let expected = [
            "c //! A.", "k const", "t u64", "n 7", "k impl", "t Run", "k for", "t Lock", "k fn",
            "f run", "k self", "f go!", "s \"x\"", "k true",
        ];
        assert_eq!(colored("run.rs", text), expected);
    }
}
