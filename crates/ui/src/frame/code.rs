//! A listing: its text in the colors of its tokens, as it is with the values that are set, lines lit up that belong to
//! what somebody looks at.

use std::rc::Rc;

use experiments::{Cue, Line, ParamValue, lines};
use plan::Draft;
use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::page::PageProps;
use crate::action::Action;
use crate::listing::{PYTHON, marks_of, path_of};
use crate::run::chart::show_code;
use crate::state::{Phase, State};

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

/// The listing at `path`, once it is read.
pub(crate) fn listing(props: &PageProps, language: &'static str, path: String) -> Html {
    let cues = if props.state.sight.docked { Rc::default() } else { cues(&props.state) };
    shown(props, language, path, cues, false)
}

/// The program at the lower edge of the window, in sight of the timeline.
pub(crate) fn docked(props: &PageProps) -> Html {
    let path = path_of(&props.state, PYTHON.1);
    html! {
        <section class="docked code" aria-label="The code beside the timeline">
            { shown(props, PYTHON.0, path, cues(&props.state), true) }
        </section>
    }
}

/// What somebody looks at, while the program that is shown is the one that ran.
fn cues(state: &State) -> Rc<Vec<Cue>> {
    let is_current = || {
        let ran = state.report().map(|report| report.record.link.as_str());
        state.phase_here() == Phase::Idle && ran == state.link().as_deref()
    };
    state.sight.cues.clone().filter(|_| is_current()).unwrap_or_default()
}

fn shown(
    props: &PageProps,
    language: &'static str,
    path: String,
    cues: Rc<Vec<Cue>>,
    docked: bool,
) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let text = match state.listings.get(&path) {
        Some(Ok(text)) => text.clone(),
        Some(Err(why)) => return html! { <p class="hint" role="status">{ why }</p> },
        None => return html! { <p class="hint" role="status">{ "Reading …" }</p> },
    };
    let marks = state.listings.get(&marks_of(&path)).and_then(|marks| marks.clone().ok());
    // While a field is wrong the program is that of the defaults.
    let plan = state.plan().or_else(|| Draft::new(state.draft.subject()).run_plan(state.computer));
    let values = plan.map(|plan| plan.values()).unwrap_or_default();
    let notice = state.notice.filter(|_| state.copied.as_ref() == Some(&path));
    html! {
        <Listing {path} {language} {text} marks={marks.unwrap_or_default()} {values} {cues} {notice} {docked}
            dispatch={dispatch.clone()} />
    }
}

/// Properties of [`Listing`].
#[derive(Clone, PartialEq, Properties)]
struct ListingProps {
    /// Where the site has it.
    path: String,
    /// The language.
    language: &'static str,
    /// Its text.
    text: Rc<str>,
    /// The marks beside it; empty if there are none.
    marks: Rc<str>,
    /// The values that are set.
    values: Vec<(&'static str, ParamValue)>,
    /// What somebody looks at.
    cues: Rc<Vec<Cue>>,
    /// What is to be said of copying it.
    notice: Option<&'static str>,
    /// Whether it stands in sight of the timeline, until somebody hides it.
    docked: bool,
    /// Asked to do something.
    dispatch: Callback<Action>,
}

/// The text, below a bar with its name and a button that copies it.
#[component]
fn Listing(props: &ListingProps) -> Html {
    let ListingProps { path, language, text, marks, values, cues, notice, docked, dispatch } =
        props;
    let text = text.trim_end();
    let (lines, tokens) = (lines(text, values), tokens(text, marks));
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(cues.clone(), move |_| {
            place.cast::<Element>().iter().for_each(bring_in_sight);
        });
    }
    let is_lit = |line: &Line<'_>| cues.iter().any(|cue| line.has(cue));
    let pieces = |line: &Line<'_>| followed(tokens_of(&tokens, line), line, values);
    let copy = {
        let (path, all) = (path.clone(), lines.iter().flat_map(pieces));
        let text: String = all.map(|(_, text)| text).collect();
        dispatch.reform(move |_: MouseEvent| Action::CopyListing(path.clone(), text.clone()))
    };
    let runs = lines.chunk_by(|a, b| is_lit(a) == is_lit(b)).enumerate();
    let run = |(place, run): (usize, &[Line<'_>])| {
        let mut pieces: Vec<(Option<&str>, String)> = run.iter().flat_map(pieces).collect();
        if run.last() == lines.last()
            && let Some((_, last)) = pieces.last_mut()
        {
            last.pop();
        }
        let code = colored(pieces.iter().map(|(class, text)| (*class, text.as_str())));
        if is_lit(&run[0]) {
            html! { <mark key={place}>{ code }</mark> }
        } else {
            code
        }
    };
    let lit = lines.iter().filter(|line| is_lit(line)).map(|line| line.text.trim());
    let lit: Vec<&str> = lit.collect();
    html! {
        <>
            <div class="code-bar">
                <code>{ path.rsplit('/').next() }</code>
                <span role="status">{ *notice }<span class="unseen">{ lit.join("; ") }</span></span>
                <button type="button" onclick={copy}>
                    { "Copy" }<span class="unseen">{ format!(" the code in {language}") }</span>
                </button>
                if *docked {
                    { show_code(true, dispatch) }
                }
            </div>
            <pre ref={place} tabindex="0" role="region" aria-label={format!("Code in {language}")}>
                <code>{ for runs.map(run) }</code>
            </pre>
        </>
    }
}

/// Scrolls the text as little as shows the first line that is lit up, with a line above and below.
fn bring_in_sight(text: &Element) {
    let Ok(Some(lit)) = text.query_selector("mark") else { return };
    let lit: HtmlElement = lit.unchecked_into();
    let (top, height) = (lit.offset_top(), 2 * lit.offset_height());
    let (from, seen) = (text.scroll_top(), text.client_height());
    if top < from + height || top + height > from + seen {
        text.set_scroll_top(top - seen / 3);
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

/// What `tokens` have of a line.
fn tokens_of<'t>(tokens: &[Token<'t>], line: &Line<'_>) -> Vec<Token<'t>> {
    let (mut at, end) = (0, line.at + line.text.len());
    let mut found = Vec::new();
    for (class, text) in tokens {
        let [from, to] = [line.at, end].map(|edge| edge.clamp(at, at + text.len()) - at);
        if from < to {
            found.push((*class, &text[from..to]));
        }
        at += text.len();
    }
    found
}

/// The tokens of a line with the `values` in place, and its end: a line `NAME = 1` states the value of the parameter `name`.
fn followed<'t>(
    tokens: Vec<Token<'t>>,
    line: &Line<'_>,
    values: &[(&'static str, ParamValue)],
) -> Vec<(Option<&'static str>, String)> {
    let name = line.text.split_once(" = ").map_or("", |(name, _)| name);
    let stated = values.iter().find(|(param, _)| param.to_ascii_uppercase() == name);
    let mut stated = stated.map(|(_, value)| value.to_string());
    let follow = |(class, text): Token<'t>| {
        let value = if class == Some(NUMBER) { stated.take() } else { None };
        // Digits that are grouped stay so.
        let value = value.filter(|value| text.replace('_', "") != *value);
        (class, value.unwrap_or_else(|| text.to_owned()))
    };
    let mut pieces: Vec<_> = tokens.into_iter().map(follow).collect();
    match pieces.last_mut() {
        Some((None, last)) => last.push('\n'),
        _ => pieces.push((None, "\n".to_owned())),
    }
    pieces
}
