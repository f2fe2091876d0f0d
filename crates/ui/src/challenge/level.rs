//! The level that is played: its task, where one stands, and what came of it.

use experiments::Param;
use plan::{Computer, Draft};
use yew::prelude::*;

use super::state::{Judged, Par, Played, Playing};
use crate::action::Action;
use crate::explore::{Explorer, Walk, counted, number};
use crate::frame::icon::{Icon, Picture};
use crate::frame::keys::{focus, is_focus_lost};

/// Properties of [`LevelBanner`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LevelBannerProps {
    /// The level.
    pub(crate) playing: Playing,
    /// How often it was wrongly called impossible.
    pub(crate) miscalls: usize,
    /// Where its schedule stands.
    pub(crate) explorer: Explorer,
    /// The level of the list after it.
    pub(crate) next: Option<usize>,
    /// Why no schedule can fail, if it is known.
    pub(crate) why: Option<&'static str>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The banner above the stage.
#[component]
pub(crate) fn LevelBanner(props: &LevelBannerProps) -> Html {
    let LevelBannerProps { playing, miscalls: _, explorer, next, why: _, dispatch } = props;
    let level = &playing.level;
    let preemptions = plural(explorer.preemptions(), "preemption");
    let missed = !playing.is_won() && explorer.outcome().is_some();
    // What was pressed may be gone, and with it the focus.
    use_effect_with((level.clone(), playing.is_won(), missed, playing.back), |_| {
        if is_focus_lost() {
            focus("#level-title");
        }
    });
    let press = |label: &'static str, action: Action| {
        let onclick = dispatch.reform(move |_| action.clone());
        html! { <button type="button" {onclick}>{ label }</button> }
    };
    html! {
        <section class={classes!("level", playing.is_won().then_some("won"))}
            aria-labelledby="level-title">
            <div class="level-head">
                <p class="kicker" id="level-title" tabindex="-1">
                    // What stands in a link may be written from right to left.
                    <bdi>{ level.heading() }</bdi>
                </p>
                <p class="score">{ preemptions }</p>
            </div>
            <p class="task"><bdi>{ level.task() }</bdi>{ " Use as few preemptions as you can: interrupt a thread that could go on only where you must." }</p>
            <div role="status">
                { for playing.verdict.map(|judged| verdict(props, judged)) }
                if missed {
                    <p class="over">
                        <Picture icon={Icon::Info} />
                        <span>{ "Not what was asked: go back and try another way." }</span>
                    </p>
                }
                if let Some(hint) = playing.hint.as_ref().filter(|_| !playing.is_won()) {
                    <p class="level-hint"><Picture icon={Icon::Info} /><span>{ hint }</span></p>
                }
            </div>
            <div class="level-buttons">
                if playing.is_won() {
                    if let Some(next) = next {
                        <button type="button" class="run" onclick={
                            let next = *next;
                            dispatch.reform(move |_| Action::PlayLevel(next))
                        }>{ "Next level" }</button>
                    }
                    { press("Play again", again(level)) }
                } else {
                    if missed {
                        { press("One step back", Action::Walk(Walk::Undo)) }
                    }
                    if let Some(back) = playing.back {
                        <button type="button" onclick={
                            dispatch.reform(move |_| Action::Walk(Walk::To(back)))
                        }>{ back_to(back) }</button>
                    }
                    { press("Hint", Action::Hint) }
                    { press("It is impossible", Action::CallImpossible) }
                }
                if level.listed().is_some() {
                    { press("All levels", Action::OpenChallenges) }
                }
                { press("Leave", Action::LeaveLevel) }
            </div>
        </section>
    }
}

/// What begins a level anew.
fn again(level: &Played) -> Action {
    match level {
        Played::Listed(index) => Action::PlayLevel(*index),
        Played::Own(own) => Action::PlayOwn(own.link().to_owned()),
    }
}

fn verdict(props: &LevelBannerProps, judged: Judged) -> Html {
    let LevelBannerProps { playing, miscalls, .. } = props;
    let (icon, class, text) = match judged {
        Judged::Reached { preemptions, steps } => {
            let text = reached(playing, *miscalls, preemptions, steps);
            (Icon::Check, "ends-held", text)
        }
        Judged::RightlyImpossible => (Icon::Check, "ends-held", impossible(props)),
        Judged::WronglyImpossible => {
            let text = match playing.par {
                Par::Unknown => {
                    "Nobody knows: this program has too many states to tell at once.".to_owned()
                }
                _ => format!(
                    "Not so: it can be reached. That is {}.",
                    plural(*miscalls, "wrong call")
                ),
            };
            (Icon::Cross, "ends-wrong", text)
        }
    };
    html! { <p class={classes!("over", class)}><Picture {icon} /><span>{ text }</span></p> }
}

/// How to say where the goal was lost.
fn back_to(step: usize) -> String {
    match step {
        0 => "Back to the start".to_owned(),
        step => format!("Back to step {step}"),
    }
}

/// The help that a solution took, for the end of a sentence.
pub(super) fn help(hints: usize, miscalls: usize) -> String {
    let mut text = String::new();
    if hints > 0 {
        text += &format!(", with {}", plural(hints, "hint"));
    }
    if miscalls > 0 {
        text += &format!(", after {}", plural(miscalls, "wrong call"));
    }
    text
}

fn reached(playing: &Playing, miscalls: usize, preemptions: usize, steps: usize) -> String {
    let help = help(playing.hints, miscalls);
    let took = format!("{} and {}{help}", plural(preemptions, "preemption"), plural(steps, "step"));
    match playing.par {
        Par::Preemptions(par) if preemptions <= par => format!("Solved at par: {took}."),
        Par::Preemptions(par) => {
            format!("Solved, with {took}. Par is {}: can you?", plural(par, "preemption"))
        }
        Par::Impossible | Par::Unknown => format!("Solved, with {took}."),
    }
}

fn impossible(props: &LevelBannerProps) -> String {
    let LevelBannerProps { playing, explorer, why, .. } = props;
    let all = explorer.explored().filter(|record| record.complete).map(|record| {
        match record.schedules.as_str() {
            "infinite" => format!(
                " All {} states were explored, and none ends so.",
                number(&record.states.to_string())
            ),
            "1" => " There is only one schedule, and it does not end so.".to_owned(),
            n => format!(" All {} schedules were explored, and none ends so.", number(n)),
        }
    });
    // Why no schedule can fail is no answer to a goal that need not be a failure.
    let why = why.filter(|_| playing.level.listed().is_some());
    let why = why.or(playing.ends.as_deref()).unwrap_or_default();
    let help = help(playing.hints, 0);
    format!("Right, it is impossible{help}. {why}{}", all.unwrap_or_default())
}

/// `1 step`, `4 steps`.
pub(super) fn plural(count: usize, one: &str) -> String {
    counted(count as u64, one)
}

/// Properties of [`LevelSetup`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LevelSetupProps {
    /// What the level sets.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
}

/// The parameters of a level, which nobody changes.
#[component]
pub(crate) fn LevelSetup(props: &LevelSetupProps) -> Html {
    let LevelSetupProps { draft, computer } = props;
    let field = |param: &'static Param| {
        let words = draft.experiment().words().param(param.name);
        let text = draft.text(param.name, *computer);
        let choice = words.choices.iter().find(|(value, _)| *value == text);
        html! {
            <div class="field">
                <div class="field-head"><span class="label">{ words.label }</span></div>
                <p class="field-input">
                    { choice.map_or(text.clone(), |(_, label)| (*label).to_owned()) }
                    { " " }{ words.unit }
                </p>
            </div>
        }
    };
    html! {
        <section class="setup" aria-labelledby="setup-title">
            <h2 id="setup-title">{ "Set-up" }</h2>
            <p class="hint given">{ "A level comes with its set-up." }</p>
            <div class="fields">{ for draft.subject().params().map(field) }</div>
        </section>
    }
}
