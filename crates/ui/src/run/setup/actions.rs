//! Run, stop, sweep, repeat, and what is going on.

use yew::prelude::*;

use super::progress::Progress;
use crate::action::Action;
use crate::frame::stop::Stop;
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
    let off = Off { disabled: *errors > 0 || blocked.is_some(), busy: !idle };
    let reason = match (*errors, idle) {
        (1.., true) => Some(format!(
            "Correct {} to run.",
            count_of(u32::try_from(*errors).unwrap_or(u32::MAX), "field")
        )),
        (0, true) => blocked.clone(),
        (_, false) => None,
    };
    html! {
        <div class="actions">
            <div class="buttons">
                <button type="submit" class="run" disabled={off.disabled} aria-disabled={off.busy()}
                    aria-describedby="run-reason">
                    { if sweep.is_some_and(|(is_set, _)| is_set) { "Run sweep" } else { "Run" } }
                </button>
                { other(*sweep, off, dispatch) }
                { many(repeats.as_deref(), off, dispatch) }
                // The last one: no other button comes to where it was.
                if !idle {
                    <Stop pressed={matches!(phase, Phase::Stopping { .. })} dispatch={dispatch.clone()} />
                }
            </div>
            if let Some((label, link)) = other_tab {
                <a class="other-tab" href={link.clone()} target="_blank" rel="noopener">{ *label }</a>
            }
            <p id="run-reason" class={if *errors > 0 { "error" } else { "hint" }}>{ reason }</p>
            <Progress phase={phase.clone()} is_live={*is_live} meanwhile={*meanwhile} />
        </div>
    }
}

/// Why a button cannot be pressed.
#[derive(Clone, Copy)]
struct Off {
    /// There is something to be done first.
    disabled: bool,
    /// A run is on: the button keeps the focus until it is over.
    busy: bool,
}

impl Off {
    fn busy(self) -> Option<&'static str> {
        self.busy.then_some("true")
    }

    /// A button that does these, one after the other.
    fn button(self, label: String, does: Vec<Action>, dispatch: &Callback<Action>) -> Html {
        let dispatch = dispatch.clone();
        let onclick = move |_| {
            if !self.busy {
                does.iter().for_each(|action| dispatch.emit(action.clone()));
            }
        };
        html! {
            <button type="button" disabled={self.disabled} aria-disabled={self.busy()} {onclick}>
                { label }
            </button>
        }
    }
}

/// The button for the run that the first button does not start.
fn other(sweep: Option<(bool, &'static str)>, off: Off, dispatch: &Callback<Action>) -> Html {
    match sweep {
        None => Html::default(),
        Some((false, name)) => off.button(name.to_owned(), vec![Action::Sweep], dispatch),
        Some((true, _)) => {
            let does = vec![Action::Clear("sweep"), Action::Run];
            off.button("Run without sweep".to_owned(), does, dispatch)
        }
    }
}

/// The button that counts outcomes over many runs, or plays one only.
fn many(repeats: Option<&str>, off: Off, dispatch: &Callback<Action>) -> Html {
    let Some(repeats) = repeats else { return Html::default() };
    if repeats.trim() != MANY_REPEATS {
        return off.button(format!("Run {MANY_REPEATS} times"), vec![Action::Repeat], dispatch);
    }
    let once = Action::Type { name: "repeats", text: "1".to_owned() };
    off.button("Run once".to_owned(), vec![once, Action::Run], dispatch)
}
