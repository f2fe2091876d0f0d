//! What the last run shows: verdict, figures, charts, warnings, surroundings.

mod empty;
mod environment;
mod figures;
mod laws;
mod lines;
mod number;
mod scene;
mod tables;
mod verdict;

use std::rc::Rc;

use plan::{Computer, Draft};
use trace::Recording;
use yew::prelude::*;

use crate::action::{Action, File};
use crate::chart::{Lanes, Samples, Source, SpeedUp, Timeline};
use crate::icon::{Icon, Picture};
use crate::report::Report;
use crate::same::Same;
use empty::Empty;
use environment::Surroundings;
use figures::Figures;
use laws::Laws;
use scene::Scene;
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

/// Properties of [`Outcome`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct OutcomeProps {
    /// What was typed.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
    /// The run under way, if it is drawn while it is on.
    pub(crate) live: Option<Live>,
    /// The last finished run.
    pub(crate) shown: Option<Same<Report>>,
    /// Whether the set-up is still the one that ran.
    pub(crate) current: bool,
    /// Whether this is a frame.
    pub(crate) embedded: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The right side of the page: an invitation before the first run, what a run shows while it is on,
/// the report after it.
#[component]
pub(crate) fn Outcome(props: &OutcomeProps) -> Html {
    let OutcomeProps { draft, computer, live, shown, current, embedded, dispatch } = props;
    let shown = shown.as_ref().filter(|_| live.is_none());
    // A frame scrolls here; its keyboard users must be able to reach what is below.
    let tabindex = embedded.then_some("0");
    html! {
        <section class="outcome" aria-labelledby="outcome-title" {tabindex}>
            <h2 id="outcome-title" class="unseen">{ "Result" }</h2>
            // The element stays, so that a new verdict inside it is announced.
            <div role="status">
                if let Some(shown) = shown {
                    <Verdict kind={shown.record.verdict.kind.clone()}
                        text={shown.record.verdict.text.clone()} />
                }
            </div>
            if let Some(Live { recording, resources, repeats }) = live {
                <Lanes source={Source::Live(recording.clone(), resources.clone())} repeats={*repeats} />
            } else if let Some(shown) = shown {
                { report(shown, *current, dispatch) }
            } else {
                <Empty draft={draft.clone()} computer={*computer} />
            }
        </section>
    }
}

fn report(shown: &Same<Report>, current: bool, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            if !current {
                <p class="stale">
                    <Picture icon={Icon::Info} />
                    { "The set-up has changed since this run. Run again to see what it does now." }
                </p>
            }
            if !shown.is_timed() {
                <Scene shown={shown.clone()} />
            } else {
                <Figures shown={shown.clone()} />
                { warnings(shown) }
                if let Some(curve) = shown.curve() {
                    <SpeedUp curve={curve.clone()} cores={shown.record.environment.cores} />
                    <Laws {curve} />
                }
                <Timeline shown={shown.clone()} />
                <Samples shown={shown.clone()} />
            }
            <Surroundings shown={shown.clone()} />
            <p class="downloads">
                { download("Record (JSON)", File::Record, dispatch) }
                { download("Timeline (for Perfetto)", File::Timeline, dispatch) }
            </p>
        </>
    }
}

/// Reasons not to trust a number.
fn warnings(report: &Report) -> Html {
    html! {
        if !report.warnings.is_empty() {
            <section class="warnings" aria-labelledby="warnings">
                <h3 id="warnings"><Picture icon={Icon::Warning} />{ "Read with care" }</h3>
                <ul>
                    for warning in &report.warnings {
                        <li>{ warning }</li>
                    }
                </ul>
            </section>
        }
    }
}

fn download(label: &str, file: File, dispatch: &Callback<Action>) -> Html {
    html! {
        <button type="button" onclick={dispatch.reform(move |_| Action::Download(file))}>
            <span class="unseen">{ "Download " }</span>{ label }
        </button>
    }
}
