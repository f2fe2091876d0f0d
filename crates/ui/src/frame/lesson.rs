//! Below the results: the code.

use std::rc::Rc;
use trace::Few;

use experiments::ParamValue;
use plan::Subject;
use yew::prelude::*;

use super::code::Code;
use crate::action::Action;
use crate::state::State;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
struct LessonProps {
    /// What is shown.
    subject: Subject,
    /// Listings that were opened.
    listings: Few<String, Result<Rc<str>, String>>,
    /// The values that are set; none while a field is wrong.
    values: Vec<(&'static str, ParamValue)>,
    /// The listing that was copied, and what is to be said of it.
    copied: Option<(String, &'static str)>,
    /// Asked to do something.
    dispatch: Callback<Action>,
}

/// The lesson of the experiment that is shown.
pub(crate) fn lesson(state: &State, dispatch: &Callback<Action>) -> Html {
    // Listings follow the values, once one is open.
    let plan = if state.listings.is_empty() { None } else { state.plan() };
    let values = plan.map(|plan| plan.values()).unwrap_or_default();
    html! {
        <Lesson subject={state.draft.subject()} listings={state.listings.clone()} {values}
            copied={state.copied.clone().zip(state.notice)} dispatch={dispatch.clone()} />
    }
}

/// The program in two languages.
#[component]
fn Lesson(props: &LessonProps) -> Html {
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
