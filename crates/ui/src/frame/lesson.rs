//! Below the results: the code.

use std::rc::Rc;
use trace::Few;

use experiments::ParamValue;
use plan::Subject;
use yew::prelude::*;

use super::code::Code;
use crate::action::Action;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LessonProps {
    /// What is shown.
    pub(crate) subject: Subject,
    /// Listings that were opened.
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

/// A listing.
fn code(
    props: &LessonProps,
    language: &'static str,
    remark: &'static str,
    file: &'static str,
) -> Html {
    let path = format!("code/{}/{file}", props.subject.experiment.id);
    let notice = props.copied.as_ref().filter(|(copied, _)| *copied == path).map(|(_, text)| *text);
    html! {
        <Code key={path.clone()} path={path.clone()} {language} {remark} listings={props.listings.clone()}
            values={props.values.clone()} {notice} dispatch={props.dispatch.clone()} />
    }
}
