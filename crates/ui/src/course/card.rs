//! One lesson on the map.

use experiments::Face;
use yew::prelude::*;

use super::miniature::miniature;
use super::search::{Entry, link};
use crate::course::Achieved;
use crate::frame::icon::{Icon, Picture};

/// A lesson: what it looks like, what it is about, what can be done with it, and what was done.
pub(super) fn card(lesson: Entry, achieved: &Achieved) -> Html {
    let main = lesson.in_face(Face::Run);
    let both = lesson.subject(Face::Explore).filter(|_| !main.is_explored());
    let done = |path: &str| achieved.has(path);
    let title = lesson.experiment.words().title;
    let levels: Vec<_> = lesson.levels().collect();
    let solved = levels.iter().filter(|level| achieved.has_level(level.id)).count();
    html! {
        <li class="lesson-card" key={lesson.experiment.id}>
            { miniature(&lesson.card.miniature) }
            <h3><a href={link(main)}>{ title }</a></h3>
            <p>{ lesson.summary() }</p>
            <ul class="faces">
                <li>{ face(if main.is_explored() { "Every schedule" } else { "Real threads" }, done(&main.path())) }</li>
                if let Some(explored) = both {
                    <li><a href={link(explored)}>
                        <span class="unseen">{ format!("{title}: ") }</span>
                        { face("Every schedule", done(&explored.path())) }
                    </a></li>
                }
                if !levels.is_empty() {
                    <li>{ face(&of_levels(solved, levels.len()), solved == levels.len()) }</li>
                }
            </ul>
        </li>
    }
}

/// How many levels there are, and how many were solved if any were.
fn of_levels(solved: usize, all: usize) -> String {
    match (solved, all) {
        (0, 1) => "1 level".to_owned(),
        (0, _) => format!("{all} levels"),
        (_, 1) => "1 of 1 level".to_owned(),
        _ => format!("{solved} of {all} levels"),
    }
}

fn face(name: &str, is_done: bool) -> Html {
    html! {
        <span class={classes!("face", is_done.then_some("done"))}>
            if is_done {
                <Picture icon={Icon::Check} /><span class="unseen">{ "Done: " }</span>
            }
            { name }
        </span>
    }
}
