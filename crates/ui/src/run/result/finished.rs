//! A finished run: figures, charts, warnings, surroundings.

use yew::prelude::*;

use super::Shown;
use super::compared::compared;
use super::environment::{Surroundings, place};
use super::figures::Figures;
use super::laws::Laws;
use super::scene::Scene;
use crate::action::{Action, File};
use crate::frame::icon::{Icon, Picture};
use crate::run::chart::{Samples, SpeedUp, Timeline};
use crate::run::report::Report;

/// What a timed run shows.
pub(crate) fn timed(shown: &Shown, dispatch: &Callback<Action>) -> Html {
    let (report, said) = (shown.report(), shown.said.clone().unwrap_or_default());
    let body = html! {
        <>
            <Figures shown={report.clone()} />
            { warnings(report) }
            if let Some(curve) = report.curve() {
                <SpeedUp curve={curve.clone()} {said} cores={report.record.environment.cores} />
                <Laws {curve} />
            }
            <Timeline shown={report.clone()} docked={shown.docked} dispatch={dispatch.clone()} />
            <Samples shown={report.clone()} />
        </>
    };
    framed(body, shown, dispatch)
}

/// The same for a run in which threads meet.
pub(crate) fn meeting(shown: &Shown, dispatch: &Callback<Action>) -> Html {
    let (report, docked) = (shown.report().clone(), shown.docked);
    framed(html! { <Scene shown={report} {docked} dispatch={dispatch.clone()} /> }, shown, dispatch)
}

/// What stands around the picture of any run.
fn framed(body: Html, shown: &Shown, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            if shown.report().theirs {
                <p class="stale theirs">
                    <Picture icon={Icon::Info} />
                    { format!("The result of somebody else: {}. Run it here to see both.", place(shown.report())) }
                </p>
            } else if !shown.current {
                <p class="stale">
                    <Picture icon={Icon::Info} />
                    { "The set-up has changed since this run. Run again to see what it does now." }
                </p>
            }
            { compared(&shown.kept, dispatch) }
            { body }
            <Surroundings shown={shown.report().clone()} />
            <p class="downloads">
                { download("Record (JSON)", File::Record, dispatch) }
                if !shown.report().is_let_go() {
                    { download("Timeline (for Perfetto)", File::Timeline, dispatch) }
                }
            </p>
        </>
    }
}

/// Reasons not to trust a number.
pub(super) fn warnings(report: &Report) -> Html {
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
