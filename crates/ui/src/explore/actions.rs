//! Below the fields of a model: how finely it steps, Explore, what to expect, and real threads.

use machine::Grain;
use yew::prelude::*;

use super::explorer::{Explorer, Walk, expected};
use super::numbers::{about, about_ten_to, counted};
use crate::action::Action;
use crate::frame::stop::Stop;
use crate::run::setup::Progress;
use crate::same::Same;
use crate::state::Phase;
use crate::words::count_of;

/// States explored in a second at least, on a slow machine.
const STATES_PER_S: f64 = 300_000.0;
/// Times that real threads are asked at first, and then.
const REPEATS: [u32; 2] = [100, 1000];

/// Whether real threads can do the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Beside {
    /// There is no such experiment.
    None,
    /// They cannot in this browser, for this reason.
    Refused(String),
    /// They can.
    Ready,
}

/// Properties of [`ExploreActions`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ExploreActionsProps {
    /// Fields that are wrong.
    pub(crate) errors: usize,
    /// The program.
    pub(crate) explorer: Option<Explorer>,
    /// Whether real threads can do the same.
    pub(crate) beside: Beside,
    /// What is going on here.
    pub(crate) phase: Phase,
    /// Why nothing can be started here now, although the fields are right.
    pub(crate) blocked: Option<String>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The buttons below the fields.
#[component]
pub(crate) fn ExploreActions(props: &ExploreActionsProps) -> Html {
    let ExploreActionsProps { errors, explorer, beside, phase, blocked, dispatch } = props;
    let idle = *phase == Phase::Idle;
    let busy = (!idle).then_some("true");
    let right = *errors == 0;
    let ready = right && blocked.is_none();
    let ran = explorer.as_ref().is_some_and(|explorer| explorer.beside.is_some());
    let repeats = REPEATS[usize::from(ran)];
    let reason = (!right && idle).then(|| {
        let fields = count_of(u32::try_from(*errors).unwrap_or(u32::MAX), "field");
        format!("Correct {fields} to explore.")
    });
    let reason = reason.or_else(|| blocked.clone());
    html! {
        <div class="actions">
            <div class="buttons">
                // While something goes on, what was pressed keeps the focus.
                <button type="submit" class="run" disabled={!ready} aria-disabled={busy}
                    aria-describedby="run-reason expected">
                    { "Explore" }
                </button>
                if *beside == Beside::Ready {
                    <button type="button" disabled={!ready} aria-disabled={busy}
                        title="The same program on real threads, with outcomes counted"
                        onclick={dispatch.reform(move |_| Action::Beside(repeats))}>
                        { format!("Try real threads × {repeats}") }
                    </button>
                }
                if !idle {
                    <Stop pressed={matches!(phase, Phase::Stopping { .. })} dispatch={dispatch.clone()} />
                }
            </div>
            if let Some(explorer) = explorer.as_ref().filter(|of| right && idle && of.explored().is_none()) {
                <Estimate machine={Same(explorer.replay.machine().clone())} />
            }
            if let (Beside::Refused(why), true) = (beside, idle) {
                <p class="hint beside-hint">{ why }</p>
            }
            <p id="run-reason" class={if right { "hint" } else { "error" }}>{ reason }</p>
            if let (Phase::Exploring { states, .. }, Some(explorer)) = (phase, explorer) {
                <Found machine={Same(explorer.replay.machine().clone())} states={*states} />
            } else {
                <Progress phase={phase.clone()} is_live={true} />
            }
        </div>
    }
}

/// Properties of [`Found`].
#[derive(Clone, PartialEq, Properties)]
struct FoundProps {
    machine: Same<machine::Machine>,
    states: u64,
}

/// How far an exploration is: states that were found, of about as many as there are.
#[component]
fn Found(props: &FoundProps) -> Html {
    let all = use_memo(props.machine.clone(), |machine| expected(machine).states);
    let states = counted(props.states, "state");
    // It is an estimate: only the end is all of it.
    let percent = (100.0 * props.states as f64 / all.max(1.0)).min(99.0);
    html! {
        <div class="progress">
            <p>
                <span role="status">{ "Exploring" }</span>
                <span class="percent" aria-hidden="true">
                    { format!("{states} of about {}", about(*all)) }
                </span>
            </p>
            <progress max="100" value={format!("{percent:.0}")} aria-label="States explored"
                aria-valuetext={format!("{states} of about {}", about(*all))} />
        </div>
    }
}

/// Properties of [`Estimate`].
#[derive(Clone, PartialEq, Properties)]
struct EstimateProps {
    machine: Same<machine::Machine>,
}

/// What to expect of Explore.
#[component]
fn Estimate(props: &EstimateProps) -> Html {
    let text = use_memo(props.machine.clone(), |machine| sentence(&expected(machine)));
    html! { <p id="expected" class="hint">{ (*text).clone() }</p> }
}

fn sentence(estimate: &explorer::Estimate) -> String {
    let count = |number: String, one: &str| {
        let plural = if number == "1" { "" } else { "s" };
        format!("{number} {one}{plural}")
    };
    let states = count(about(estimate.states), "state");
    let seconds = estimate.states / STATES_PER_S;
    let time = match seconds {
        s if s < 0.05 => "less than 0.1\u{a0}s".to_owned(),
        s if s < 1.0 => format!("{s:.1}\u{a0}s"),
        s if s < 20.0 => format!("{s:.0}\u{a0}s"),
        _ => "too many to explore all of them".to_owned(),
    };
    if estimate.magnitude.is_finite() {
        let schedules = count(about_ten_to(estimate.magnitude), "schedule");
        format!("About {schedules}, {states}, {time}.")
    } else {
        format!("Schedules without end, about {states}, {time}.")
    }
}

/// Properties of [`GrainField`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct GrainFieldProps {
    /// How finely schedules are cut.
    pub(crate) grain: Grain,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The switch between merged steps and a step for every line.
#[component]
pub(crate) fn GrainField(props: &GrainFieldProps) -> Html {
    let GrainFieldProps { grain, dispatch } = props;
    let choices = [(Grain::Merged, "merged", "Merged"), (Grain::Fine, "fine", "Every line")];
    html! {
        <div class="field field-grain">
            <div class="field-head"><span class="label" id="label-grain">{ "Steps" }</span></div>
            <div class="field-input">
                <div class="segments" role="radiogroup" aria-labelledby="label-grain"
                    aria-describedby="help-grain">
                    for (choice, value, label) in choices {
                        <label>
                            <input type="radio" name="grain" {value} checked={choice == *grain}
                                onchange={dispatch.reform(move |_| Action::Walk(Walk::Grain(choice)))} />
                            <span>{ label }</span>
                        </label>
                    }
                </div>
            </div>
            <p class="hint" id="help-grain">
                { "Merged: what only a thread itself can see is done along with its step before." }
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use plan::Computer;

    use super::*;

    fn said(link: &str) -> String {
        let draft = plan::open(link).draft.expect("there is such a model");
        let plan = draft.exploration_plan(Computer { cores: 2 }).expect("its parameters are right");
        sentence(&expected(&plan.machine(true)))
    }

    /// Each of 8 threads reads and writes 50 times: 800! / (100!)⁸ schedules, and that is about 10⁷¹³,
    /// as ln 800! = 4551.95 and ln 100! = 363.74. Random schedules see a little less of it: few of
    /// them stand for most.
    #[test]
    fn a_program_without_a_loop_has_an_end_to_its_schedules_however_many_there_are() {
        let said = said("#/explore/lost-update?v=1&threads=8&increments=50");
        let rest = said.strip_prefix("About 10").expect("it is a power of ten");
        assert!(rest.starts_with('⁷') || rest.starts_with('⁶'), "{said}");
        let digits = rest.chars().take_while(|digit| !digit.is_whitespace());
        assert_eq!(digits.count(), 3, "{said}");
        assert!(rest.ends_with("too many to explore all of them."), "{said}");
    }

    /// Polite threads may give way to each other any number of times. Two threads that each read and
    /// write once have 4! / (2!)² = 6 schedules.
    #[test]
    fn only_what_goes_round_has_schedules_without_end() {
        assert!(said("#/explore/livelock?v=1").starts_with("Schedules without end, about "));
        assert!(said("#/explore/lost-update?v=1").starts_with("About 6 schedules, "));
    }
}
