//! The level that is played: its task, where one stands, and what came of it.

use yew::prelude::*;

use super::challenge::{Judged, Par, Playing};
use super::explorer::Explorer;
use super::numbers::number;
use crate::action::Action;
use crate::icon::{Icon, Picture};

/// Properties of [`LevelBanner`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LevelBannerProps {
    /// The level.
    pub(super) playing: Playing,
    /// Where its schedule stands.
    pub(super) explorer: Explorer,
    /// The level after it.
    pub(super) next: Option<usize>,
    /// Why no schedule can fail, if it is known.
    pub(super) why: Option<&'static str>,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// The banner above the stage.
#[component]
pub(super) fn LevelBanner(props: &LevelBannerProps) -> Html {
    let LevelBannerProps { playing, explorer, next, why, dispatch } = props;
    let level = playing.level();
    let preemptions = plural(explorer.preemptions(), "preemption");
    let press = |label: &'static str, action: Action| {
        let onclick = dispatch.reform(move |_| action.clone());
        html! { <button type="button" {onclick}>{ label }</button> }
    };
    html! {
        <section class={classes!("level", playing.is_won().then_some("won"))}
            aria-labelledby="level-title">
            <div class="level-head">
                <p class="kicker" id="level-title">
                    { format!("Level {}: {}", playing.level + 1, level.title) }
                </p>
                <p class="score">{ preemptions }</p>
            </div>
            <p class="task">{ level.task }</p>
            <div role="status">
                { for playing.verdict.map(|judged| verdict(playing, judged, explorer, *why)) }
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
                    { press("Play again", Action::PlayLevel(playing.level)) }
                } else {
                    { press("Hint", Action::Hint) }
                    { press("It is impossible", Action::CallImpossible) }
                }
                { press("All levels", Action::OpenChallenges) }
                { press("Leave", Action::LeaveLevel) }
            </div>
        </section>
    }
}

fn verdict(playing: &Playing, judged: Judged, explorer: &Explorer, why: Option<&str>) -> Html {
    let (icon, class, text) = match judged {
        Judged::Reached { preemptions, steps } => {
            (Icon::Check, "ends-held", reached(playing, preemptions, steps))
        }
        Judged::RightlyImpossible => (Icon::Check, "ends-held", impossible(explorer, why)),
        Judged::WronglyImpossible => {
            let text = match playing.par {
                Par::Unknown => "Nobody knows: this program has too many states to tell at once.",
                _ => "It is possible: some schedule ends so. A hint may help.",
            };
            (Icon::Cross, "ends-wrong", text.to_owned())
        }
    };
    html! { <p class={classes!("over", class)}><Picture {icon} /><span>{ text }</span></p> }
}

fn reached(playing: &Playing, preemptions: usize, steps: usize) -> String {
    let took = format!("{} and {}", plural(preemptions, "preemption"), plural(steps, "step"));
    match playing.par {
        Par::Preemptions(par) if preemptions <= par => format!("Solved at par: {took}."),
        Par::Preemptions(par) => {
            format!("Solved, with {took}. Par is {}: can you?", plural(par, "preemption"))
        }
        Par::Impossible | Par::Unknown => format!("Solved, with {took}."),
    }
}

fn impossible(explorer: &Explorer, why: Option<&str>) -> String {
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
    let why = why.map(|why| format!(" {why}")).unwrap_or_default();
    format!("Right, it is impossible.{why}{}", all.unwrap_or_default())
}

/// `1 step`, `4 steps`.
pub(super) fn plural(count: usize, one: &str) -> String {
    super::numbers::counted(count as u64, one)
}
