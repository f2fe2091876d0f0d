//! A listing: its text in the colors of its tokens, with the numbers that are set on the page.

use std::rc::Rc;

use experiments::ParamValue;
use trace::Few;
use web_sys::HtmlDetailsElement;
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

/// Properties of [`Code`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CodeProps {
    /// Where the site has it.
    pub(crate) path: String,
    /// The language.
    pub(crate) language: &'static str,
    /// What is to be said of it.
    pub(crate) remark: &'static str,
    /// Listings that were opened, and the marks beside them.
    pub(crate) listings: Few<String, Result<Rc<str>, String>>,
    /// The values that are set on the page; none while a field is wrong.
    pub(crate) values: Vec<(&'static str, ParamValue)>,
    /// What is to be said of copying it.
    pub(crate) notice: Option<&'static str>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// A listing, which is read when it is opened.
#[component]
pub(crate) fn Code(props: &CodeProps) -> Html {
    let CodeProps { path, language, remark, listings, dispatch, .. } = props;
    let marks = format!("{path}.marks");
    let listing = listings.get(path).map(|listing| listing.as_ref().map(|text| text.trim_end()));
    let body = match listing {
        Some(Ok(text)) => {
            let marks = listings.get(&marks).and_then(|marks| marks.as_deref().ok());
            text_with(props, text, marks.unwrap_or_default())
        }
        Some(Err(why)) => html! { <p class="hint" role="status">{ why }</p> },
        None => html! { <p class="hint" role="status">{ "Reading …" }</p> },
    };
    let (path, dispatch) = (path.clone(), dispatch.clone());
    let ontoggle = move |event: Event| {
        if event.target_unchecked_into::<HtmlDetailsElement>().open() {
            dispatch.emit(Action::Read(path.clone()));
            dispatch.emit(Action::Read(marks.clone()));
        }
    };
    html! {
        <details class="code" {ontoggle}>
            <summary><strong>{ *language }</strong>{ format!(", {remark}") }</summary>
            { body }
        </details>
    }
}

/// The text, below a bar with its name and a button that copies it.
fn text_with(props: &CodeProps, text: &str, marks: &str) -> Html {
    let CodeProps { path, language, values, notice, dispatch, .. } = props;
    let tokens = followed(tokens(text, marks), values);
    let file = path.rsplit('/').next();
    let onclick = {
        let (path, tokens) = (path.clone(), tokens.clone());
        dispatch.reform(move |_| {
            let text = tokens.iter().map(|(_, text)| text.as_str()).chain(["\n"]).collect();
            Action::CopyListing(path.clone(), text)
        })
    };
    html! {
        <>
            <div class="code-bar">
                <code>{ file }</code>
                <span role="status">{ *notice }</span>
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
