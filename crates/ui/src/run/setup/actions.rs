//! Run, stop, sweep, repeat, and what is going on.

use yew::prelude::*;

use super::progress::Progress;
use crate::action::Action;
use crate::reduce::MANY_REPEATS;
use crate::state::Phase;
use crate::words::count_of;

/// Properties of [`Actions`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ActionsProps {
    /// Fields that are wrong.
    pub(crate) errors: usize,
    /// Whether a sweep is set, and what it is called; none if the experiment has no sweep.
    pub(crate) sweep: Option<(bool, &'static str)>,
    /// Repeats as typed; none if runs of this experiment are not counted.
    pub(crate) repeats: Option<String>,
    /// Whether threads play rather than compute.
    pub(crate) is_live: bool,
    /// What is going on here.
    pub(crate) phase: Phase,
    /// Why nothing can be started here now, although the fields are right.
    pub(crate) blocked: Option<String>,
    /// What another tab that takes part is called, and its link.
    pub(crate) other_tab: Option<(&'static str, String)>,
    /// What there is to know while it runs.
    pub(crate) meanwhile: Option<&'static str>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The buttons below the fields.
#[component]
pub(crate) fn Actions(props: &ActionsProps) -> Html {
    let ActionsProps { errors, sweep, repeats, is_live, phase, blocked, dispatch, .. } = props;
    let ActionsProps { other_tab, meanwhile, .. } = props;
    let idle = *phase == Phase::Idle;
    let disabled = *errors > 0 || !idle || blocked.is_some();
    let reason = match (*errors, idle) {
        (1.., true) => Some(format!(
            "Correct {} to run.",
            count_of(u32::try_from(*errors).unwrap_or(u32::MAX), "field")
        )),
        (0, true) => blocked.clone(),
        (_, false) => meanwhile.map(str::to_owned),
    };
    html! {
        <div class="actions">
            <div class="buttons">
                <button type="submit" class="run" {disabled} aria-describedby="run-reason">
                    { if sweep.is_some_and(|(is_set, _)| is_set) { "Run sweep" } else { "Run" } }
                </button>
                if idle {
                    { other(*sweep, disabled, dispatch) }
                    { many(repeats.as_deref(), disabled, dispatch) }
                } else {
                    <button type="button" class="stop" disabled={matches!(phase, Phase::Stopping { .. })}
                        onclick={dispatch.reform(|_| Action::Stop)}>
                        { "Stop" }
                    </button>
                }
            </div>
            if let Some((label, link)) = other_tab {
                <a class="other-tab" href={link.clone()} target="_blank" rel="noopener">{ *label }</a>
            }
            <p id="run-reason" class={if *errors > 0 { "error" } else { "hint" }}>{ reason }</p>
            <Progress phase={phase.clone()} is_live={*is_live} />
        </div>
    }
}

/// The button for the run that the first button does not start.
fn other(sweep: Option<(bool, &'static str)>, disabled: bool, dispatch: &Callback<Action>) -> Html {
    match sweep {
        None => Html::default(),
        Some((false, name)) => html! {
            <button type="button" {disabled} onclick={dispatch.reform(|_| Action::Sweep)}>
                { name }
            </button>
        },
        Some((true, _)) => {
            let dispatch = dispatch.clone();
            let onclick = move |_| {
                dispatch.emit(Action::Clear("sweep"));
                dispatch.emit(Action::Run);
            };
            html! { <button type="button" {disabled} {onclick}>{ "Run without it" }</button> }
        }
    }
}

/// The button that counts outcomes over many runs, or plays one only.
fn many(repeats: Option<&str>, disabled: bool, dispatch: &Callback<Action>) -> Html {
    let Some(repeats) = repeats else { return Html::default() };
    if repeats.trim() != MANY_REPEATS {
        return html! {
            <button type="button" {disabled} onclick={dispatch.reform(|_| Action::Repeat)}>
                { format!("Run {MANY_REPEATS} times") }
            </button>
        };
    }
    let dispatch = dispatch.clone();
    let onclick = move |_| {
        dispatch.emit(Action::Type { name: "repeats", text: "1".to_owned() });
        dispatch.emit(Action::Run);
    };
    html! { <button type="button" {disabled} {onclick}>{ "Run once" }</button> }
}
