//! What to look for, beside the picture: each point leads to what it speaks of.

use experiments::shows::Picture;
use experiments::{Experiment, Spot};
use serde_json::Value;
use yew::prelude::*;

use super::keys::lead_to;
use crate::action::Action;
use crate::explore::{View, Walk};
use crate::run::report::Report;
use crate::run::setup::input;
use crate::state::{Phase, State};

/// The stage of an explorer, on which all of its views are shown.
const STAGE: &str = ".explorer .stage";

/// A list of what to look for in what `state` shows.
pub(super) fn look_for(state: &State, dispatch: &Callback<Action>) -> Html {
    let subject = state.draft.subject();
    let point = |&(text, spot): &(&'static str, Spot)| {
        html! {
            <li>
                { text }
                if let Some(goal) = goal(spot, state) {
                    { " " }
                    { link(goal, dispatch) }
                }
            </li>
        }
    };
    html! {
        <section class="look-for" aria-labelledby="look-for">
            <h2 id="look-for">{ "What to look for" }</h2>
            <ul>{ for subject.experiment.words().lesson(subject.face).look_for.iter().map(point) }</ul>
        </section>
    }
}

/// Where a point leads.
struct Goal {
    /// What stands there, as it is called there.
    label: &'static str,
    /// What of the page it is.
    selector: String,
    /// The view of an explorer that it is in.
    view: Option<View>,
}

fn link(Goal { label, selector, view }: Goal, dispatch: &Callback<Action>) -> Html {
    let dispatch = dispatch.clone();
    let onclick = move |_| {
        if let Some(view) = view {
            dispatch.emit(Action::Walk(Walk::Show(view)));
        }
        lead_to(&selector);
    };
    html! { <button type="button" class="leads" {onclick}>{ label }</button> }
}

/// Where `spot` is, if it is on the page.
fn goal(spot: Spot, state: &State) -> Option<Goal> {
    let experiment = state.draft.experiment();
    let report = state.report().filter(|_| state.phase_here() == Phase::Idle);
    let of_view = |view, label| {
        let selector = STAGE.to_owned();
        state.shown_explorer().map(|_| Goal { label, selector, view: Some(view) })
    };
    let of_run =
        |label, selector| report?.has(spot).then_some(Goal { label, selector, view: None });
    match spot {
        Spot::Param(name) => {
            let selector = input(name);
            let label = experiment.words().param(name).label;
            Some(Goal { label, selector, view: None })
        }
        Spot::Named(name) => {
            let selector = format!(".figures .figure-{name}, .chart-{name}");
            of_run(report?.shows.label(name)?, selector)
        }
        Spot::Picture(picture) => {
            let (label, class) = drawn(picture, experiment);
            of_run(label, format!(".chart-{class}"))
        }
        Spot::Curve => of_run("Speed-up by threads", ".chart-speed-up".to_owned()),
        Spot::Steps => of_view(View::Table, "Table"),
        Spot::Graph => of_view(View::Graph, "State graph"),
        Spot::Outcomes => of_view(View::Outcomes, "Outcomes"),
    }
}

/// The title of a picture, and the word for it in its class.
fn drawn(picture: Picture, experiment: &Experiment) -> (&'static str, &'static str) {
    match picture {
        Picture::Lanes if experiment.is_timed() => ("Who computed when", "timeline"),
        Picture::Lanes => ("Who did what", "lanes"),
        Picture::Histogram => ("Outcomes", "histogram"),
        Picture::WaitsFor => ("Who waits for whom", "waits-for"),
        Picture::Lines => ("What was written", "lines"),
        Picture::Depth => ("Items in the queue", "depth"),
        Picture::InFlight => ("Requests under way", "in-flight"),
        Picture::Turns => ("Whose turn it was", "turns"),
        Picture::Holders => ("Who held the lock", "turns"),
        Picture::Throughput => ("Acquisitions by threads", "throughput"),
    }
}

impl Report {
    /// Whether it shows what a point speaks of.
    fn has(&self, spot: Spot) -> bool {
        let is_known = |name: &str| match self.record.outcome.get(name) {
            // Nobody has anything: it is not drawn.
            Some(Value::Array(list)) => list.iter().any(|value| value.as_f64() != Some(0.0)),
            Some(Value::Object(by_word)) => by_word.values().any(|value| !value.is_null()),
            Some(value) => !value.is_null(),
            None => false,
        };
        match spot {
            Spot::Named(name) => is_known(name),
            Spot::Picture(Picture::Histogram) => self.repeats() > 1,
            Spot::Picture(Picture::WaitsFor) => is_known("cycle"),
            Spot::Picture(Picture::Lines) => is_known("lines"),
            Spot::Picture(Picture::Throughput) => is_known("throughput"),
            Spot::Picture(Picture::Turns) => is_known("order"),
            Spot::Picture(_) => !self.lanes.is_empty(),
            Spot::Curve => is_known("curve"),
            Spot::Param(_) | Spot::Steps | Spot::Graph | Spot::Outcomes => false,
        }
    }
}
