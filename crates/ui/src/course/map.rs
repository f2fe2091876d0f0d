//! The front page: what this is, the first thing to do, and every lesson.

use experiments::Face;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::card::card;
use super::found::{Lesson, found, link};
use crate::action::Action;
use crate::capability::Capability;
use crate::frame::page::PageProps;
use crate::state::State;

pub(super) fn map(props: &PageProps) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let groups = found(&state.search);
    html! {
        <div class="course">
            <section class="hero" aria-labelledby="what">
                <h1 id="what">{ "See what threads do to each other" }</h1>
                <p class="summary">
                    { "A laboratory for concurrency. Real threads run in this page: watch races and deadlocks \
                       happen, then step through every order in which they can." }
                </p>
                <p class="first">
                    { first(state) }
                    <span class="able">{ able(state) }</span>
                </p>
            </section>
            { search(&state.search, "course-search", dispatch) }
            { nothing(&state.search, groups.is_empty()) }
            for (group, lessons) in &groups {
                <section class="chapter" key={group.title()} aria-labelledby={id(group.title())}>
                    <h2 id={id(group.title())}>{ group.title() }</h2>
                    <ul class="lesson-cards">
                        { for lessons.iter().map(|lesson| card(*lesson, &state.finished)) }
                    </ul>
                </section>
            }
            if !state.finished.is_empty() {
                <p class="kept">
                    { "What you have finished is kept in this browser only. " }
                    <button type="button" class="as-link" onclick={dispatch.reform(|_| Action::Forget)}>
                        { "Forget it" }
                    </button>
                </p>
            }
        </div>
    }
}

/// The id of a heading.
fn id(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The one thing to do first: the first lesson that was not finished.
fn first(state: &State) -> Html {
    let lessons = || found("").into_iter().flat_map(|(_, lessons)| lessons);
    let is_new = |lesson: &Lesson| !state.finished.has(&lesson.in_face(Face::Run).path());
    let lesson = lessons().find(is_new).or_else(|| lessons().next()).expect("there are lessons");
    let verb = if state.finished.is_empty() { "Begin" } else { "Go on" };
    let title = lesson.experiment.words().title;
    html! {
        <a class="primary" href={link(lesson.in_face(Face::Run))}>{ format!("{verb}: {title}") }</a>
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
pub(super) fn search(search: &str, id: &'static str, dispatch: &Callback<Action>) -> Html {
    let oninput = dispatch.reform(|event: InputEvent| {
        Action::Search(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let onsubmit = {
        let (dispatch, search) = (dispatch.clone(), search.to_owned());
        move |event: SubmitEvent| {
            event.prevent_default();
            let hit = found(&search).into_iter().flat_map(|(_, lessons)| lessons).next();
            if let Some(lesson) = hit.filter(|_| !search.trim().is_empty()) {
                dispatch.emit(Action::Pick(lesson.in_face(Face::Run).path()));
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
