//! The list of levels.

use experiments::{Group, LEVELS, Level};
use yew::prelude::*;

use super::level::{help, plural};
use super::state::{Challenge, Par, Solved};
use crate::action::Action;
use crate::frame::icon::{Icon, Picture};
use crate::groups::by_group;

/// Properties of [`Levels`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LevelsProps {
    /// What was solved.
    pub(crate) challenge: Challenge,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// All levels by lesson, with what was solved of them.
#[component]
pub(crate) fn Levels(props: &LevelsProps) -> Html {
    let LevelsProps { challenge, dispatch } = props;
    let solved = challenge.solved.len();
    html! {
        <section class="levels" aria-labelledby="levels-title">
            <div class="title">
                <h1 id="levels-title" tabindex="-1">{ "Challenges" }</h1>
                <p class="summary">
                    { "You are the scheduler, and not a kind one: make each program end as asked, with \
                       as few preemptions as you can: a preemption interrupts a thread that could have \
                       gone on. Some levels are impossible; say so." }
                </p>
                if let Some(notice) = &challenge.notice {
                    <p class="notice caution" role="alert">
                        <Picture icon={Icon::Warning} /><span>{ notice }</span>
                    </p>
                }
                <p class="level-buttons">
                    <button type="button" onclick={dispatch.reform(|_| Action::OpenChallenges)}>
                        { "Back" }
                    </button>
                    <span class="score">
                        { format!("{solved} of {} solved", LEVELS.len()) }
                    </span>
                </p>
            </div>
            for (group, levels) in groups() {
                <h2>{ group.title() }</h2>
                <ol class="level-list">
                    { for levels.iter().map(|&index| entry(index, challenge, dispatch)) }
                </ol>
            }
        </section>
    }
}

fn entry(index: usize, challenge: &Challenge, dispatch: &Callback<Action>) -> Html {
    let level = &LEVELS[index];
    let solved = challenge.solved(level);
    let label = if solved.is_some() { "Play again" } else { "Play" };
    html! {
        <li class={solved.map(|_| "solved")}>
            <span class="level-number">{ index + 1 }</span>
            <div>
                <h3>{ level.title }</h3>
                <p>{ level.task }</p>
            </div>
            <p class="level-state">
                if let Some(solved) = solved {
                    <Picture icon={Icon::Check} /><span>{ solution(solved, challenge.miscalls(level)) }</span>
                } else if challenge.miscalls(level) > 0 {
                    <span>{ plural(challenge.miscalls(level), "wrong call") }</span>
                }
            </p>
            <button type="button" aria-label={format!("{label}: {}", level.title)}
                onclick={dispatch.reform(move |_| Action::PlayLevel(index))}>
                { label }
            </button>
        </li>
    }
}

fn solution(solved: &Solved, miscalls: usize) -> String {
    let help = help(solved.hints, miscalls);
    let Some(preemptions) = solved.preemptions else { return format!("Found impossible{help}") };
    let par = match solved.par {
        Par::Preemptions(par) if preemptions <= par => ", par".to_owned(),
        Par::Preemptions(par) => format!(", par {par}"),
        Par::Impossible | Par::Unknown => String::new(),
    };
    let (preemptions, steps) = (plural(preemptions, "preemption"), plural(solved.steps, "step"));
    format!("{preemptions}{par}, {steps}{help}")
}

/// Indices of levels by the lesson of their program, in the order of both.
fn groups() -> Vec<(Group, Vec<usize>)> {
    let group = |level: &Level| plan::open(level.link).draft.map(|draft| draft.experiment().group);
    by_group(LEVELS.iter().enumerate().filter_map(|(index, level)| Some((group(level)?, index))))
}
