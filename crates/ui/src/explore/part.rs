//! The explorer as a part of the page that is loaded when it is needed.

use yew::prelude::*;

use super::actions::{Beside, ExploreActions, GrainField};
use super::reduce::{beside, beside_plan, explored, follow, ran_beside, tick};
use super::stage::Stage;
use super::walk::walk;
use crate::action::{Action, Effect};
use crate::challenge::{
    self, Challenge, LevelSetup, Levels, begin_making, foretold, handed, known,
};
use crate::frame::page::PageProps;
use crate::json;
use crate::part::ExplorePart;
use crate::prediction::{Answered, of_exploration};
use crate::state::State;

/// What it does.
pub static EXPLORE: ExplorePart = ExplorePart {
    read: json::of_text,
    keep: Challenge::kept,
    apply,
    follow,
    beside: whether_beside,
    grain: |props| {
        html! {
            if let Some(explorer) = &props.explorer {
                <GrainField grain={explorer.grain()} dispatch={props.dispatch.clone()} />
            }
        }
    },
    actions: |props| html! { <ExploreActions ..props /> },
    answered,
    stage,
    levels: |PageProps { state, dispatch, .. }| {
        html! { <Levels challenge={state.challenge.clone()} dispatch={dispatch.clone()} /> }
    },
    level_setup: |PageProps { state, .. }| {
        html! { <LevelSetup draft={state.draft.clone()} computer={state.computer} /> }
    },
    begin_making,
    handed,
    known,
    foretold,
};

fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Beside(repeats) => beside(state, repeats),
        Action::Finished(report) => ran_beside(state, report),
        Action::Explored(record) => {
            explored(state, record);
            vec![]
        }
        Action::Walk(what) => walk(state, what),
        Action::Tick => tick(state),
        Action::PlayLevel(index) => {
            challenge::play_level(state, index);
            vec![]
        }
        Action::PlayOwn(link) => {
            challenge::play_own(state, &link);
            vec![]
        }
        Action::Hint => {
            challenge::hint(state);
            vec![]
        }
        Action::CallImpossible => challenge::call_impossible(state),
        Action::Recall(kept) => {
            let Challenge { solved, miscalled, .. } = Challenge::recalled(&kept);
            (state.challenge.solved, state.challenge.miscalled) = (solved, miscalled);
            vec![]
        }
        other => unreachable!("{other:?} is not about schedules or levels"),
    }
}

/// The right side of a model.
fn stage(props: &PageProps) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let Some(explorer) = state.shown_explorer() else {
        return html! {
            <section class="outcome">
                <p class="intent">{ "Correct the marked fields to see the program." }</p>
            </section>
        };
    };
    let playing = state.challenge.playing.clone();
    let (next, miscalls) = (state.challenge.next(), state.challenge.miscalls_now());
    let answered = answered(state).map(|answered| answered.text);
    let why = state.exploration_plan().and_then(|plan| plan.params().told().why_it_holds());
    html! {
        <Stage explorer={explorer.clone()} {answered} {playing} {miscalls}
            {next} {why} graph={state.parts.graph.clone()} embedded={state.layout.is_embed()} dispatch={dispatch.clone()} />
    }
}

/// What was said before the exploration beside what it found, if both are known.
fn answered(state: &State) -> Option<Answered> {
    let explorer = state.shown_explorer()?;
    let asks = state.draft.experiment().words().explore.asks;
    of_exploration(asks, state.predicted(&explorer.link)?, explorer.explored()?)
}

/// Whether real threads can do the same as the model.
fn whether_beside(state: &State) -> Beside {
    let Some(plan) = beside_plan(state, 1) else { return Beside::None };
    match state.obstacle(&plan) {
        None => Beside::Ready,
        Some(_) => Beside::Refused(
            "Real threads cannot run here, because the page is not isolated. Every schedule can be \
             explored all the same."
                .to_owned(),
        ),
    }
}
