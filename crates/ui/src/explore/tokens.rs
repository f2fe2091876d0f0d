//! The tokens of a program that is explored, for their colors: it is Python, or close to it.

use crate::frame::code::Token;

const KEYWORDS: [&str; 27] = [
    "None", "and", "as", "async", "await", "break", "class", "continue", "def", "elif", "else",
    "except", "finally", "for", "global", "if", "import", "in", "is", "not", "or", "pass", "raise",
    "return", "try", "while", "with",
];

/// The tokens of a line.
pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_plain = |c: char| !is_word(c) && !matches!(c, '#' | '"');
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '#' => None,
            '"' => rest[1..].find('"').map(|at| at + 2),
            _ if is_word(first) => rest.find(|c| !is_word(c)),
            _ => rest.find(|c| !is_plain(c)),
        };
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        let class = match first {
            '#' => Some("code-comment"),
            '"' => Some("code-string"),
            '0'..='9' => Some("code-number"),
            _ if KEYWORDS.contains(&token) => Some("code-keyword"),
            _ if is_word(first) && after.starts_with('(') => Some("code-function"),
            _ => None,
        };
        tokens.push((class, token));
        rest = after;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_its_tokens() {
        let line = "    if swap(taken, 1): say(\"é # no\")   # it's \"so\"";
        let expected = [
            (None, "    "),
            (Some("code-keyword"), "if"),
            (None, " "),
            (Some("code-function"), "swap"),
            (None, "("),
            (None, "taken"),
            (None, ", "),
            (Some("code-number"), "1"),
            (None, "): "),
            (Some("code-function"), "say"),
            (None, "("),
            (Some("code-string"), "\"é # no\""),
            (None, ")   "),
            (Some("code-comment"), "# it's \"so\""),
        ];
        assert_eq!(tokens(line), expected);
        assert_eq!(
            tokens("a_1 = \"open"),
            [(None, "a_1"), (None, " = "), (Some("code-string"), "\"open")]
        );
    }
}
