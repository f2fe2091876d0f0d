//! The set-up: every parameter of the experiment as a field, and the buttons that run it.

mod actions;
mod field;
mod login;
mod progress;
mod threads;

pub(crate) use field::input;

use experiments::{OtherTab, Remedy};
use plan::{Computer, Draft, Plan, Subject};
use trace::wire::Login;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::action::Action;
use crate::explore::{Beside, ExploreActionsProps, Explorer};
use crate::part::ExplorePart;
use crate::state::Phase;
use actions::Actions;
use field::{Field, FieldProps};
use login::SignIn;
pub(crate) use progress::Progress;
use threads::Threads;

/// Properties of [`Setup`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SetupProps {
    /// What was typed.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
    /// Who a broker is told that it has to do with.
    pub(crate) login: Login,
    /// The explorer, if this is a model and it has been loaded.
    pub(crate) part: Option<&'static ExplorePart>,
    /// The program, if this is a model.
    pub(crate) explorer: Option<Explorer>,
    /// Whether real threads can do the same as the model.
    pub(crate) beside: Beside,
    /// What is going on here.
    pub(crate) phase: Phase,
    /// Why nothing can be started here now, although the fields are right.
    pub(crate) blocked: Option<String>,
    /// Whether the fields are folded away until they are asked for, or one is wrong.
    pub(crate) folds: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The form. Enter in any field runs or explores.
#[component]
pub(crate) fn Setup(props: &SetupProps) -> Html {
    let SetupProps { draft, computer, part, phase, blocked, dispatch, .. } = props;
    let is_explored = draft.subject().is_explored();
    // Whether the secondary fields are shown, once somebody has chosen.
    let chosen = use_state(|| None);
    let checked = draft.check(*computer);
    let plan = checked.as_ref().ok();
    let errors = checked.as_ref().err().cloned().unwrap_or_default();
    let fields: Vec<FieldProps> = draft
        .subject()
        .params()
        .map(|param| FieldProps {
            name: param.name,
            draft: draft.clone(),
            computer: *computer,
            error: errors.iter().find(|error| error.field == param.name).cloned(),
            dispatch: dispatch.clone(),
        })
        .collect();
    let words = draft.experiment().words();
    let is_secondary = |field: &FieldProps| words.param(field.name).aside;
    let (secondary, primary): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_secondary);
    let wrong = secondary.iter().any(|field| field.error.is_some());
    let needed = secondary.iter().any(FieldProps::differs);
    let open = wrong || chosen.unwrap_or(needed);
    let unfolded = use_state(|| false);
    let folded = props.folds && !*unfolded && errors.is_empty();
    let ontoggle = move |event: Event| {
        let is_open = event.target_unchecked_into::<HtmlDetailsElement>().open();
        if is_open != open {
            chosen.set(Some(is_open));
        }
    };
    let onsubmit = dispatch.reform(move |event: SubmitEvent| {
        event.prevent_default();
        if is_explored { Action::Explore } else { Action::Run }
    });
    html! {
        <form id="setup" class={classes!("setup", (*phase != Phase::Idle).then_some("busy"))} novalidate=true
            autocomplete="off" aria-labelledby="setup-title" {onsubmit}>
            <h2 id="setup-title">{ "Set-up" }</h2>
            if props.folds {
                <button type="button" class="unfold" aria-expanded={(!folded).to_string()} aria-controls="fields"
                    onclick={move |_| unfolded.set(!*unfolded)}>{ "Set-up" }</button>
            }
            <div class="fields" id="fields" hidden={folded}>
                if plan.is_some_and(|plan| plan.params().asks_for_login()) {
                    <SignIn login={props.login.clone()} dispatch={dispatch.clone()} />
                }
                for field in primary {
                    { view(field) }
                }
                if part.is_some() || !secondary.is_empty() {
                    <details class="more" {open} {ontoggle}>
                        <summary>{ "More" }</summary>
                        for field in secondary {
                            { view(field) }
                        }
                        { for part.map(|part| (part.grain)(props)) }
                    </details>
                }
            </div>
            <div class="foot">
                if let Some(remedy) = plan.and_then(|plan| plan.params().told().remedy()) {
                    { cure(props, remedy) }
                }
                if is_explored {
                    { exploring(props, errors.len()) }
                } else {
                    <Actions errors={errors.len()} sweep={sweep(draft, *computer)}
                        repeats={repeats(draft, *computer)} is_live={!draft.experiment().is_timed()}
                        phase={phase.clone()}
                        blocked={blocked.clone()} other_tab={plan.and_then(|plan| other_tab(plan, *computer))}
                        meanwhile={plan.and_then(|plan| plan.params().told().meanwhile())}
                        dispatch={dispatch.clone()} />
                }
            </div>
        </form>
    }
}

/// A button that starts the same, cured or broken; nothing if what is shown has no such parameter.
fn cure(props: &SetupProps, remedy: Remedy) -> Html {
    let SetupProps { draft, computer, phase, blocked, dispatch, .. } = props;
    let (subject, name) = (draft.subject(), remedy.param);
    let is_broken = draft.text(name, *computer) == remedy.broken;
    let (doing, word) =
        if is_broken { ("Cure it", remedy.cured) } else { ("Break it", remedy.broken) };
    let allowed = |name| subject.param(name).and_then(|param| param.on(subject.face));
    let is_idle = |(name, word)| allowed(name).is_some() && draft.text(name, *computer) != word;
    if remedy.only.is_some_and(is_idle)
        || !allowed(name).is_some_and(|allowed| allowed.choices().contains(&word))
    {
        return Html::default();
    }
    let label = subject.experiment.words().param(name).choice_label(word);
    let (dispatch, start) =
        (dispatch.clone(), if subject.is_explored() { Action::Explore } else { Action::Run });
    let onclick = move |_| {
        // What was said was about the other one.
        dispatch.emit(Action::Say { threads: 0, text: String::new() });
        dispatch.emit(Action::Type { name, text: word.to_owned() });
        dispatch.emit(start.clone());
    };
    html! {
        <p class="cure">
            <button type="button" disabled={*phase != Phase::Idle || blocked.is_some()} {onclick}>
                { format!("{doing}: {label}") }
            </button>
        </p>
    }
}

/// The buttons of a model; before the explorer has been loaded, they cannot be pressed.
fn exploring(props: &SetupProps, errors: usize) -> Html {
    let SetupProps { part, explorer, beside, phase, blocked, dispatch, .. } = props;
    let Some(part) = part else {
        return html! {
            <div class="actions">
                <div class="buttons">
                    <button type="submit" class="run" disabled=true>{ "Explore" }</button>
                </div>
            </div>
        };
    };
    (part.actions)(ExploreActionsProps {
        errors,
        explorer: explorer.clone(),
        beside: beside.clone(),
        phase: phase.clone(),
        blocked: blocked.clone(),
        dispatch: dispatch.clone(),
    })
}

fn view(field: FieldProps) -> Html {
    let key = field.name;
    match key {
        "threads" => html! { <Threads {key} ..field /> },
        _ => html! { <Field {key} ..field /> },
    }
}

/// What another tab that takes part is called, and its link, if one can.
fn other_tab(plan: &Plan, computer: Computer) -> Option<(&'static str, String)> {
    let OtherTab { label, path, changes } = plan.params().told().other_tab()?;
    let mut theirs = Draft::new(Subject::find(path)?);
    for (name, text) in changes {
        theirs.set(name, *text);
    }
    Some((label, format!("?start{}", theirs.check(computer).ok()?.link())))
}

/// Whether a sweep is set, and what it is called; none if the experiment has no such parameter.
fn sweep(draft: &Draft, computer: Computer) -> Option<(bool, &'static str)> {
    draft.subject().param("sweep")?;
    let label = draft.experiment().words().param("sweep").label;
    Some((draft.text("sweep", computer) == "on", label))
}

/// Repeats as typed, if their outcomes are counted.
fn repeats(draft: &Draft, computer: Computer) -> Option<String> {
    let counted = !draft.experiment().is_timed();
    draft.subject().param("repeats").filter(|_| counted).map(|_| draft.text("repeats", computer))
}
