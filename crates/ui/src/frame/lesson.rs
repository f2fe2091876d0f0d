//! Below the results: the code.

use std::rc::Rc;
use trace::Few;

use experiments::ParamValue;
use plan::Subject;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::code::Listing;
use crate::action::Action;
use crate::part::FilesPart;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LessonProps {
    /// What is shown.
    pub(crate) subject: Subject,
    /// What colors listings, once it is there.
    pub(crate) part: Option<&'static FilesPart>,
    /// Listings that were opened, and the marks beside them.
    pub(crate) listings: Few<String, Result<Rc<str>, String>>,
    /// The values that are set; none while a field is wrong.
    pub(crate) values: Vec<(&'static str, ParamValue)>,
    /// The listing that was copied, and what is to be said of it.
    pub(crate) copied: Option<(String, &'static str)>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The program in two languages.
#[component]
pub(crate) fn Lesson(props: &LessonProps) -> Html {
    html! {
        <div class="lesson">
            <section aria-labelledby="code">
                <h2 id="code">{ "The code" }</h2>
                { code(props, "Python", "as one would write it today", "program.py") }
                { code(props, "Rust", "as it runs here", "run.rs") }
            </section>
        </div>
    }
}

/// A listing, which is read when it is opened, and plain until the part is there that colors it.
fn code(props: &LessonProps, language: &'static str, remark: &str, file: &str) -> Html {
    let LessonProps { subject, part, listings, values, copied, dispatch } = props;
    let path = format!("code/{}/{file}", subject.experiment.id);
    let marks = format!("{path}.marks");
    let body = match (listings.get(&path), part) {
        (Some(Ok(text)), Some(part)) => (part.listing)(&Listing {
            path: &path,
            language,
            text: text.trim_end(),
            marks: listings.get(&marks).and_then(|marks| marks.as_deref().ok()).unwrap_or_default(),
            values,
            notice: copied.as_ref().filter(|(copied, _)| *copied == path).map(|(_, said)| *said),
            dispatch,
        }),
        (Some(Ok(text)), None) => html! { <pre><code>{ text.trim_end() }</code></pre> },
        (Some(Err(why)), _) => html! { <p class="hint" role="status">{ why }</p> },
        (None, _) => html! { <p class="hint" role="status">{ "Reading …" }</p> },
    };
    let (key, dispatch) = (path.clone(), dispatch.clone());
    let ontoggle = move |event: Event| {
        if event.target_unchecked_into::<HtmlDetailsElement>().open() {
            dispatch.emit(Action::Read(path.clone()));
            dispatch.emit(Action::Read(marks.clone()));
        }
    };
    html! {
        <details {key} class="code" {ontoggle}>
            <summary><strong>{ language }</strong>{ format!(", {remark}") }</summary>
            { body }
        </details>
    }
}
