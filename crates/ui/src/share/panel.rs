//! The panel: what the other person will see, and the text that shows it to them.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::form::{Form, framed, text};
use super::qr::{self, qr};
use super::{Sharing, own_tab, pictures};
use crate::action::{Action, Effect, File};
use crate::challenge::maker;
use crate::frame::page::PageProps;
use crate::presentation::{Shape, Theme};
use crate::state::State;
use crate::theirs::{Carried, unread};

/// Longer links are cut by some programs.
const LONG_LINK: usize = 2000;

const THEMES: [(Theme, &str); 3] =
    [(Theme::System, "Of their system"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];

/// What to hand to somebody else.
pub(crate) fn panel(props: &PageProps) -> Html {
    let PageProps { state, dispatch, base_url } = props;
    let Some(link) = state.address() else {
        return html! { <p>{ "Correct the marked fields first: a link holds only what can run." }</p> };
    };
    let subject = state.draft.subject();
    let words = subject.experiment.words();
    let sharing = state.share;
    let carried = state.carried(&link);
    let explore = state.parts.explore.here();
    let is_level = state.challenge.playing.is_some() || state.challenge.making.is_some();
    let sharing = Sharing { starts: sharing.starts && !is_level, ..sharing };
    let handed = handed(state, link);
    let wrong = handed.is_none(); // the maker says what
    let (link, title, summary) = handed.unwrap_or_default();
    let told = if wrong { String::new() } else { text(sharing, base_url, &link, &title, &summary) };
    let length = own_tab(base_url, &link).chars().count();
    let notice = state.notice.filter(|_| state.copied.is_none());
    let coming = state.wanted.as_ref().map(|_| "It is on its way …");
    let draw = |file| {
        let base_url = base_url.to_string();
        dispatch.reform(move |_: MouseEvent| Action::Draw(file, base_url.clone()))
    };
    let (copy, n_rows) = (told.clone(), rows(&told).to_string());
    html! {
        <>
            <div class="share-choices">
                { forms(sharing, dispatch) }
                if sharing.form.is_framed() {
                    { shapes(sharing, subject.is_explored(), dispatch) }
                }
                { themes(sharing, dispatch) }
                if !is_level {
                    { starts(sharing, subject.is_explored(), dispatch) }
                }
                if carried != Carried::No {
                    { result(sharing, &carried, dispatch) }
                }
                if subject.is_explored() && !state.challenge.is_on() {
                    { as_level(state.challenge.making.is_some(), dispatch) }
                }
            </div>
            { for explore.map(|part| maker(props, part)) }
            if sharing.form == Form::Qr && !wrong {
                if let Some(picture) = qr(&told) {
                    { picture }
                    <p class="share-pictures">
                        <button type="button" id="share-qr" onclick={draw(File::Qr)}>
                            { "Download the code (SVG)" }
                        </button>
                    </p>
                } else {
                    <p class="caution">{ "This link is too long for a QR code." }</p>
                }
            }
            <div class="copied">
                <label for="share-text">{ sharing.form.label() }</label>
                <textarea id="share-text" readonly=true rows={n_rows} value={told} />
                <button type="button" class="run" disabled={wrong} onclick={dispatch.reform(move |_| Action::Copy(copy.clone()))}>
                    { "Copy" }
                </button>
            </div>
            if length > LONG_LINK {
                <p class="caution">
                    { format!("This link has {length} characters, and some programs cut links after {LONG_LINK}.") }
                </p>
            }
            if let Some(hint) = hint(sharing.form) {
                <p class="hint">{ hint }</p>
            }
            if sharing.form.is_framed() && !wrong {
                <figure class="share-preview">
                    <figcaption>{ "What they will see" }</figcaption>
                    <iframe title={format!("Preview: {}", words.title)} tabindex="-1"
                        src={framed(Sharing { starts: false, ..sharing }, base_url, &link)} />
                </figure>
            }
            { pictures::row(props) }
            <p class="hint">
                { "Everything is in the link; nothing is uploaded. " }
                if state.report().is_some() {
                    <button type="button" class="link" onclick={dispatch.reform(|_| Action::Download(File::Record))}>
                        { "Download the record of the run" }
                    </button>
                    { " · " }
                }
                { open_record(dispatch) }
                { " " }
                <span role="status">{ notice.or(coming) }</span>
            </p>
            { unread(state, true) }
        </>
    }
}

/// The link that is handed on, its title, and a sentence about it: of the level that is played or made, or else of what
/// is shown. None if something is wrong with the level.
fn handed(state: &State, link: String) -> Option<(String, String, String)> {
    let subject = state.draft.subject();
    let words = subject.experiment.words();
    let level = state.parts.explore.here().and_then(|part| (part.handed)(state)).transpose();
    Some(match level.ok()? {
        Some(level) => {
            (level.link, level.title.unwrap_or_else(|| words.title.to_owned()), level.task)
        }
        None => {
            let summary = words.lesson(subject.face).summary;
            (state.with_result(link), words.title.to_owned(), summary.to_owned())
        }
    })
}

/// The code of the link as a file.
pub(crate) fn code(state: &State, base_url: &str) -> Result<Effect, &'static str> {
    let link = state.address().ok_or("Correct the marked fields first.")?;
    let (link, title, _) = handed(state, link).ok_or("Correct the level first.")?;
    let told = text(Sharing { form: Form::Qr, ..state.share }, base_url, &link, &title, "");
    let svg = qr::file(&told, &format!("QR code: {title}"));
    let name = format!("{}-qr.svg", state.draft.experiment().id);
    Ok(Effect::Download { name, text: svg.ok_or("This link is too long for a QR code.")? })
}

/// Lines that the text takes.
fn rows(text: &str) -> usize {
    text.lines().map(|line| 1 + line.chars().count() / 90).sum::<usize>().clamp(1, 8)
}

/// What somebody has to know where the text ends up.
fn hint(form: Form) -> Option<&'static str> {
    match form {
        Form::Frame | Form::Element | Form::Reveal | Form::Deck | Form::Quarto => Some(
            "Chromium runs it with threads in any page. Firefox and Safari do where the page around it is isolated; elsewhere \
             they run processes and the explorer, and offer to open it in its own tab.",
        ),
        Form::Rst => Some(
            "Needs the extension sphinx-interleave, and interleave_url in conf.py. In print it is the picture, the link and a \
             QR code.",
        ),
        Form::Link | Form::Text | Form::Markdown | Form::Qr => None,
    }
}

fn forms(sharing: Sharing, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        let form = Form::ALL.get(usize::try_from(index).unwrap_or_default()).copied();
        Action::Share(Sharing { form: form.unwrap_or(Form::Link), ..sharing })
    });
    html! {
        <label class="choice">
            <span>{ "As" }</span>
            <select id="share-form" {onchange}>
                for form in Form::ALL {
                    <option value={form.name()} selected={form == sharing.form}>{ form.label() }</option>
                }
            </select>
        </label>
    }
}

fn shapes(sharing: Sharing, is_explored: bool, dispatch: &Callback<Action>) -> Html {
    let mut offered = vec![(Shape::Whole, "Everything"), (Shape::Picture, "Picture first")];
    if is_explored {
        offered.push((Shape::Step, "Steps only"));
    }
    let options = offered
        .into_iter()
        .map(|(shape, label)| (label, shape == sharing.shape, Sharing { shape, ..sharing }));
    segments("share-shape", "Shows", options, dispatch)
}

fn themes(sharing: Sharing, dispatch: &Callback<Action>) -> Html {
    let options = THEMES
        .into_iter()
        .map(|(theme, label)| (label, theme == sharing.theme, Sharing { theme, ..sharing }));
    segments("share-theme", "Colors", options, dispatch)
}

fn segments(
    name: &'static str,
    label: &'static str,
    options: impl Iterator<Item = (&'static str, bool, Sharing)>,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <div class="choice" role="radiogroup" aria-label={label}>
            <span>{ label }</span>
            <div class="segments">
                for (label, checked, sharing) in options {
                    <label>
                        <input type="radio" {name} {checked}
                            onchange={dispatch.reform(move |_| Action::Share(sharing))} />
                        <span>{ label }</span>
                    </label>
                }
            </div>
        </div>
    }
}

/// Where a record that somebody sent is chosen.
fn open_record(dispatch: &Callback<Action>) -> Html {
    let dispatch = dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            dispatch.emit(Action::ReadRecord(file));
        }
        // The same file may be chosen again.
        input.set_value("");
    });
    html! {
        <label class="link open-record">
            <input type="file" id="open-record" class="unseen" accept=".json,application/json" {onchange} />
            { "Open a record that was sent to you" }
        </label>
    }
}

fn result(sharing: Sharing, carried: &Carried, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(move |event: Event| {
        let result = event.target_unchecked_into::<HtmlInputElement>().checked();
        Action::Share(Sharing { result, ..sharing })
    });
    let disabled = *carried == Carried::TooLong;
    html! {
        <label class="choice check">
            <input type="checkbox" id="share-result" {disabled} checked={sharing.result && !disabled} {onchange} />
            <span>
                { "With the result of this run" }
                if disabled {
                    { ": too long for a link, send its record" }
                }
            </span>
        </label>
    }
}

fn as_level(made: bool, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch
        .reform(move |_: Event| if made { Action::Make(None) } else { Action::BeginMaking });
    html! {
        <label class="choice check">
            <input type="checkbox" id="share-level" checked={made} {onchange} />
            <span>{ "As a level to play" }</span>
        </label>
    }
}

fn starts(sharing: Sharing, is_explored: bool, dispatch: &Callback<Action>) -> Html {
    let onchange = dispatch.reform(move |event: Event| {
        let starts = event.target_unchecked_into::<HtmlInputElement>().checked();
        Action::Share(Sharing { starts, ..sharing })
    });
    let label = if is_explored { "Explores by itself" } else { "Runs by itself" };
    html! {
        <label class="choice check">
            <input type="checkbox" id="share-start" checked={sharing.starts} {onchange} />
            <span>{ label }</span>
        </label>
    }
}
