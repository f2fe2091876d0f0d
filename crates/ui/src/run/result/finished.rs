//! A finished run: figures, charts, warnings, surroundings.

use yew::prelude::*;

use super::environment::Surroundings;
use super::figures::Figures;
use super::laws::Laws;
use super::scene::Scene;
use crate::action::{Action, File};
use crate::frame::icon::{Icon, Picture};
use crate::prediction::Said;
use crate::run::chart::{Samples, SpeedUp, Timeline};
use crate::run::report::Report;
use crate::same::Same;

/// What a timed run shows, and whether the set-up is still the one that ran.
pub(crate) fn timed(
    shown: &Same<Report>,
    said: Option<&Said>,
    current: bool,
    dispatch: &Callback<Action>,
) -> Html {
    let body = html! {
        <>
            <Figures shown={shown.clone()} />
            { warnings(shown) }
            if let Some(curve) = shown.curve() {
                <SpeedUp curve={curve.clone()} said={said.cloned().unwrap_or_default()} cores={shown.record.environment.cores} />
                <Laws {curve} />
            }
            <Timeline shown={shown.clone()} />
            <Samples shown={shown.clone()} />
        </>
    };
    framed(body, shown, current, dispatch)
}

/// The same for a run in which threads meet.
pub(crate) fn meeting(
    shown: &Same<Report>,
    _: Option<&Said>,
    current: bool,
    dispatch: &Callback<Action>,
) -> Html {
    framed(html! { <Scene shown={shown.clone()} /> }, shown, current, dispatch)
}

/// What stands around the picture of any run.
fn framed(body: Html, shown: &Same<Report>, current: bool, dispatch: &Callback<Action>) -> Html {
    html! {
        <>
            if !current {
                <p class="stale">
                    <Picture icon={Icon::Info} />
                    { "The set-up has changed since this run. Run again to see what it does now." }
                </p>
            }
            { body }
            <Surroundings shown={shown.clone()} />
            <p class="downloads">
                { download("Record (JSON)", File::Record, dispatch) }
                { download("Timeline (for Perfetto)", File::Timeline, dispatch) }
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
