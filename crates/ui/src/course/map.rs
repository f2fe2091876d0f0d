//! The front page: what this is, the first thing to do, and every lesson.

use experiments::Face;
use plan::Subject;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::card::card;
use super::search::{Entry, best, found, link};
use crate::action::Action;
use crate::capability::Capability;
use crate::challenge::LEVELS_LINK;
use crate::frame::page::PageProps;
use crate::groups::by_group;
use crate::state::State;

pub(super) fn map(props: &PageProps) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let found = found(&state.search).into_iter().map(|entry| (entry.experiment.group, entry));
    let groups = by_group(found);
    html! {
        <div class="course">
            <section class="hero" aria-labelledby="what">
                <h1 id="what" tabindex="-1">{ "See what threads do to each other" }</h1>
                <p class="summary">
                    { promise(state.capability) }
                </p>
                <p class="first">
                    { first(state) }
                    <span class="able">{ able(state) }</span>
                </p>
            </section>
            { search((&state.search, Face::Run), "course-search", dispatch) }
            { nothing(&state.search, groups.is_empty()) }
            for (group, lessons) in &groups {
                <section class="chapter" key={group.title()} aria-labelledby={id(group.title())}>
                    <h2 id={id(group.title())}>{ group.title() }</h2>
                    <ul class="lesson-cards">
                        { for lessons.iter().map(|lesson| card(*lesson, &state.achieved)) }
                    </ul>
                </section>
            }
            <p class="kept" role="status">
                if !state.achieved.is_empty() {
                    { "What you have finished and solved is kept in this browser only. " }
                    <button type="button" class="as-link" onclick={dispatch.reform(|_| Action::Forget)}>
                        { "Forget it" }
                    </button>
                } else {
                    { state.notice.unwrap_or_default() }
                }
            </p>
        </div>
    }
}

/// The id of a heading.
fn id(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The one thing to do first: the first lesson that was not finished, or levels if there is none.
fn first(state: &State) -> Html {
    let is_done = |subject: Subject| state.achieved.has(&subject.path());
    let is_new = |entry: &Entry| {
        let faces = [Face::Run, Face::Explore].into_iter();
        !faces.filter_map(|face| entry.subject(face)).any(is_done)
    };
    let (link, text) = match found("").into_iter().find(is_new) {
        None => (LEVELS_LINK.to_owned(), "Go on: Challenges".to_owned()),
        Some(entry) => {
            let verb = if state.achieved.is_empty() { "Begin" } else { "Go on" };
            let title = entry.experiment.words().title;
            (link(entry.in_face(Face::Run)), format!("{verb}: {title}"))
        }
    };
    html! { <a class="primary" href={link}>{ text }</a> }
}

/// What this is, in a sentence that holds in this browser.
fn promise(capability: Capability) -> &'static str {
    match capability {
        Capability::Threads => {
            "A laboratory for concurrency. Real threads run in this page: watch races and deadlocks happen, then step \
             through every order in which they can."
        }
        Capability::Processes(_) | Capability::Nothing(_) => {
            "A laboratory for concurrency: step through every order in which races and deadlocks can happen. Real \
             threads need what this page lacks."
        }
    }
}

/// What this browser can do.
fn able(state: &State) -> String {
    let cores = state.computer.cores;
    match state.capability {
        Capability::Threads if cores == 1 => "This browser runs threads, on 1 core.".to_owned(),
        Capability::Threads => format!("This browser runs threads, on {cores} cores."),
        Capability::Processes(missing) | Capability::Nothing(missing) => missing.text().to_owned(),
    }
}

/// The field to look for lessons in.
pub(super) fn search(
    (search, face): (&str, Face),
    id: &'static str,
    dispatch: &Callback<Action>,
) -> Html {
    let oninput = dispatch.reform(|event: InputEvent| {
        Action::Search(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let onsubmit = {
        let (dispatch, search) = (dispatch.clone(), search.to_owned());
        move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(entry) = best(&search) {
                dispatch.emit(Action::Pick(entry.in_face(face).path()));
            }
        }
    };
    html! {
        <form class="look" role="search" {onsubmit}>
            <label class="unseen" for={id}>{ "Look for a lesson" }</label>
            <input {id} type="search" autocomplete="off" spellcheck="false" enterkeyhint="go"
                placeholder="Look for mutex, Amdahl, GIL, RLock …" value={search.to_owned()} {oninput} />
        </form>
    }
}

/// What is said if nothing was found.
pub(super) fn nothing(search: &str, is_nothing: bool) -> Html {
    html! {
        <p class="nothing" role="status">
            if is_nothing {
                { format!("No lesson is about “{}”. Try lock, queue or race.", search.trim()) }
            }
        </p>
    }
}
