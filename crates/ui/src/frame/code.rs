//! A listing: its text in the colors of its tokens, with the numbers that are set on the page.

use experiments::ParamValue;
use yew::prelude::*;

use crate::action::Action;

/// A part of a text, and the class that its color comes from; none if it has the color of text.
pub(crate) type Token<'t> = (Option<&'static str>, &'t str);

/// Tokens as spans.
pub(crate) fn colored<'t>(tokens: impl IntoIterator<Item = Token<'t>>) -> Html {
    let span = |(class, text): Token| match class {
        Some(class) => html! { <span {class}>{ text }</span> },
        None => html! { { text } },
    };
    tokens.into_iter().map(span).collect()
}

/// A listing that is open.
pub(crate) struct Listing<'s> {
    /// Where the site has it.
    pub(crate) path: &'s str,
    /// The language.
    pub(crate) language: &'static str,
    /// Its text.
    pub(crate) text: &'s str,
    /// The marks beside it; empty if there are none.
    pub(crate) marks: &'s str,
    /// The values that are set on the page; none while a field is wrong.
    pub(crate) values: &'s [(&'static str, ParamValue)],
    /// What is to be said of copying it.
    pub(crate) notice: Option<&'static str>,
    /// Asked to do something.
    pub(crate) dispatch: &'s Callback<Action>,
}

/// The text, below a bar with its name and a button that copies it.
pub(crate) fn listing(listing: &Listing<'_>) -> Html {
    let Listing { path, language, text, marks, values, notice, dispatch } = *listing;
    let tokens = followed(tokens(text, marks), values);
    let file = path.rsplit('/').next();
    let onclick = {
        let (path, tokens) = (path.to_owned(), tokens.clone());
        dispatch.reform(move |_| {
            let text = tokens.iter().map(|(_, text)| text.as_str()).chain(["\n"]).collect();
            Action::CopyListing(path.clone(), text)
        })
    };
    html! {
        <>
            <div class="code-bar">
                <code>{ file }</code>
                <span role="status">{ notice }</span>
                <button type="button" {onclick}>
                    { "Copy" }<span class="unseen">{ format!(" the code in {language}") }</span>
                </button>
            </div>
            <pre tabindex="0" role="region" aria-label={format!("Code in {language}")}>
                <code>{ colored(tokens.iter().map(|(class, text)| (*class, text.as_str()))) }</code>
            </pre>
        </>
    }
}

/// The tokens of `text`: `marks` has the length of each in bytes, and the letter of its kind. It is one without a color
/// if they are missing, or those of another text.
fn tokens<'t>(text: &'t str, marks: &str) -> Vec<Token<'t>> {
    let mut rest = text;
    let mut tokens = Vec::new();
    for mark in marks.split_inclusive(|c: char| c.is_ascii_lowercase()) {
        let kind = mark.chars().next_back();
        let length = mark.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok();
        let Some((token, after)) = length.and_then(|length| rest.split_at_checked(length)) else {
            return vec![(None, text)];
        };
        tokens.push((kind.and_then(class), token));
        rest = after;
    }
    if rest.is_empty() { tokens } else { vec![(None, text)] }
}

/// The class of a kind; the letters are those of `xtask/src/tokens.rs`.
fn class(kind: char) -> Option<&'static str> {
    Some(match kind {
        'c' => "code-comment",
        'f' => "code-function",
        'k' => "code-keyword",
        'n' => NUMBER,
        's' => "code-string",
        't' => "code-type",
        _ => return None,
    })
}

/// The class of numbers.
pub(crate) const NUMBER: &str = "code-number";

/// The tokens with the `values` in place: a line `NAME = 1` states the value of the parameter `name`.
fn followed<'t>(
    tokens: Vec<Token<'t>>,
    values: &[(&'static str, ParamValue)],
) -> Vec<(Option<&'static str>, String)> {
    let mut before = "";
    let follow = |(class, text): Token<'t>| {
        let line = before.rsplit('\n').next().unwrap_or_default();
        before = text;
        let name = line.strip_suffix(" = ").filter(|_| class == Some(NUMBER));
        let value = name
            .and_then(|name| values.iter().find(|(param, _)| param.to_ascii_uppercase() == name));
        let value = value.map(|(_, value)| value.to_string());
        // Digits that are grouped stay so.
        (
            class,
            value
                .filter(|value| text.replace('_', "") != *value)
                .unwrap_or_else(|| text.to_owned()),
        )
    };
    tokens.into_iter().map(follow).collect()
}
