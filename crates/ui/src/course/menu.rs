//! The map as a menu: titles only, by chapter.

use yew::prelude::*;

use super::map::{nothing, search};
use super::search::{Entry, found, link};
use crate::action::Action;
use crate::frame::keys::{focus, has_keys};
use crate::frame::page::PageProps;
use crate::groups::by_group;
use crate::state::Screen;

pub(super) fn menu(props: &PageProps) -> Html {
    html! { <Menu ..props.clone() /> }
}

/// The menu; whoever opens it can type at once.
#[component]
fn Menu(props: &PageProps) -> Html {
    let PageProps { state, dispatch, .. } = props;
    use_effect_with((), |()| {
        // Elsewhere the keyboard on the screen would hide the list.
        if has_keys() {
            focus("#menu-search");
        }
    });
    let found = found(&state.search).into_iter().map(|entry| (entry.experiment.group, entry));
    let groups = by_group(found);
    let shown = state.draft.subject();
    let here = state.screen == Screen::Subject;
    let entry = |lesson: &Entry| {
        let subject = lesson.in_face(shown.face);
        let is_here = here && subject.experiment == shown.experiment;
        html! {
            <li key={lesson.experiment.id}>
                <a href={link(subject)} onclick={dispatch.reform(|_| Action::CloseMenu)} aria-current={is_here.then_some("page")}>
                    { lesson.experiment.words().title }
                </a>
            </li>
        }
    };
    html! {
        <nav class="menu" id="menu" aria-label="Lessons">
            { search((&state.search, shown.face), "menu-search", dispatch) }
            { nothing(&state.search, groups.is_empty()) }
            <div class="menu-groups">
                for (group, lessons) in &groups {
                    <section key={group.title()} aria-label={group.title()}>
                        <p class="menu-group">{ group.title() }</p>
                        <ul>{ for lessons.iter().map(entry) }</ul>
                    </section>
                }
            </div>
        </nav>
    }
}
