//! Below the results: the code.

use std::rc::Rc;
use trace::Few;

use plan::Subject;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::action::Action;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LessonProps {
    /// What is shown.
    pub(crate) subject: Subject,
    /// Listings that were opened.
    pub(crate) listings: Few<String, Result<Rc<str>, String>>,
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

/// A listing, which is read when it is opened.
fn code(props: &LessonProps, language: &'static str, remark: &str, file: &str) -> Html {
    let path = format!("code/{}/{file}", props.subject.experiment.id);
    let listing = props.listings.get(&path);
    let dispatch = props.dispatch.clone();
    let ontoggle = {
        let path = path.clone();
        move |event: Event| {
            if event.target_unchecked_into::<HtmlDetailsElement>().open() {
                dispatch.emit(Action::Read(path.clone()));
            }
        }
    };
    html! {
        <details key={path} class="code" {ontoggle}>
            <summary><strong>{ language }</strong>{ format!(", {remark}") }</summary>
            { match listing {
                Some(Ok(text)) => html! {
                    <pre tabindex="0" role="region" aria-label={format!("Code in {language}")}>
                        <code>{ text.trim_end() }</code>
                    </pre>
                },
                Some(Err(why)) => html! { <p class="hint" role="status">{ why }</p> },
                None => html! { <p class="hint" role="status">{ "Reading …" }</p> },
            } }
        </details>
    }
}
