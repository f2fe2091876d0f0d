//! What the last run shows: verdict, figures, charts, warnings, surroundings.

mod compared;
mod empty;
mod environment;
mod figures;
mod finished;
mod laws;
mod lines;
mod moment;
mod number;
mod scene;
mod tables;
mod verdict;

use std::rc::Rc;

use plan::{Computer, Draft};
use trace::Recording;
use yew::prelude::*;

use crate::action::Action;
use crate::part::RunPart;
use crate::prediction::{Answered, Said};
use crate::run::kept::Kept;
use crate::run::report::Report;
use crate::same::Same;
use empty::Empty;
pub(crate) use environment::place;
pub(super) use finished::{meeting, timed};
use verdict::Verdict;

/// A run under way that is drawn while it is on.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    /// What it has recorded so far.
    pub(crate) recording: Recording,
    /// Names of the resources that its events speak of, by their numbers.
    pub(crate) resources: Rc<[String]>,
    /// How often it is repeated.
    pub(crate) repeats: u64,
}

impl PartialEq for Live {
    /// A recording that has grown is another.
    fn eq(&self, other: &Self) -> bool {
        self.recording == other.recording && self.repeats == other.repeats
    }
}

/// A finished run, and what stands around it.
#[derive(Clone, PartialEq)]
pub(crate) struct Shown {
    /// The run, and those before and after it.
    pub(crate) kept: Kept,
    /// What was said before it.
    pub(crate) said: Option<Said>,
    /// Whether the set-up is still the one that ran.
    pub(crate) current: bool,
    /// Whether the code is in sight of the timeline.
    pub(crate) docked: bool,
}

impl Shown {
    /// The run.
    pub(crate) fn report(&self) -> &Same<Report> {
        self.kept.shown()
    }
}

/// Properties of [`Outcome`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct OutcomeProps {
    /// What was typed.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
    /// What draws results, if it has been loaded.
    pub(crate) part: Option<&'static RunPart>,
    /// The run under way, if it is drawn while it is on.
    pub(crate) live: Option<Live>,
    /// The finished run that is shown.
    pub(crate) shown: Option<Shown>,
    /// Whether this is a frame.
    pub(crate) embedded: bool,
    /// Whether a run is on here.
    pub(crate) busy: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The right side of the page: an invitation before the first run, what a run shows while it is on,
/// the report after it.
#[component]
pub(crate) fn Outcome(props: &OutcomeProps) -> Html {
    let OutcomeProps { draft, computer, part, live, shown, embedded, busy, dispatch } = props;
    let shown = shown.as_ref().filter(|_| live.is_none());
    let old = shown.filter(|_| *busy).map(|_| "old");
    // A frame scrolls here; its keyboard users must be able to reach what is below.
    let tabindex = embedded.then_some("0");
    html! {
        <section class={classes!("outcome", old)} aria-labelledby="outcome-title" {tabindex}>
            <h2 id="outcome-title" class="unseen">{ "Result" }</h2>
            if old.is_some() {
                <p class="last">{ "From your last run" }</p>
            }
            // The element stays, so that a new verdict inside it is announced.
            <div role="status">
                if let Some(shown) = shown {
                    <Verdict kind={shown.report().record.verdict.kind.clone()}
                        text={shown.report().record.verdict.text.clone()} doubt={shown.report().doubt.clone()} />
                    if let Some(answered) = answered(props, shown) {
                        <p class="answered">{ answered.text }</p>
                    }
                }
            </div>
            if let (Some(live), Some(part)) = (live, part) {
                { (part.live)(live) }
            } else if let (Some(shown), Some(part)) = (shown, part) {
                { (part.report)(shown, dispatch) }
            } else {
                <Empty draft={draft.clone()} computer={*computer} />
            }
        </section>
    }
}

/// What was said beside what it was.
fn answered(props: &OutcomeProps, shown: &Shown) -> Option<Answered> {
    let asks = props.draft.experiment().words().run.asks;
    (props.part?.answered)(asks, shown.said.as_ref()?, shown.report())
}
