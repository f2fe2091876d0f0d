//! How far the run is, as a sentence and as a bar.

use measure::format_count;
use yew::prelude::*;

use crate::state::{Doing, Phase};
use crate::words::count_of;

/// Properties of [`Progress`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ProgressProps {
    /// What is going on.
    pub(crate) phase: Phase,
    /// Whether threads play rather than compute: they do not warm up.
    pub(crate) is_live: bool,
    /// What there is to know while it runs.
    #[prop_or_default]
    pub(crate) meanwhile: Option<&'static str>,
}

/// Nothing while nothing runs. The sentence is announced, the percentage is not: it changes often.
#[component]
pub(crate) fn Progress(props: &ProgressProps) -> Html {
    let text = sentence(&props.phase, props.is_live);
    let done = done(&props.phase);
    let percent = done.map(|done| format!("{:.0}", 100.0 * done));
    html! {
        <div class="progress">
            <p>
                <span role="status">{ text.clone() }</span>
                if let Some(percent) = &percent {
                    <span class="percent" aria-hidden="true">{ format!("{percent}\u{a0}%") }</span>
                }
                if let Some(left) = left(&props.phase) {
                    <span class="left">{ left }</span>
                }
            </p>
            if let Some(label) = text {
                if let Some(meanwhile) = props.meanwhile {
                    <p class="hint">{ meanwhile }</p>
                }
                <progress max="100" value={percent} aria-label={label} />
            }
        </div>
    }
}

fn sentence(phase: &Phase, is_live: bool) -> Option<String> {
    let doing = match phase {
        Phase::Idle => return None,
        Phase::Stopping { .. } => return Some("Stopping".to_owned()),
        Phase::Exploring { states: 0, .. } => return Some("Exploring".to_owned()),
        Phase::Exploring { states, .. } => {
            return Some(format!("Exploring: {} states", format_count(*states)));
        }
        Phase::Running { doing, .. } => doing,
    };
    Some(match doing {
        Doing::CoolingDown => "Waiting until the stopped run has fallen silent".to_owned(),
        Doing::StartingLab { threads } => format!("Starting {}", count_of(*threads, "worker")),
        Doing::Computing { threads, stage, stages, fraction, .. } => {
            let what = match fraction {
                _ if is_live => "Running",
                Some(_) => "Computing",
                None => "Warming up",
            };
            let of =
                if *stages > 1 { format!(", stage {stage} of {stages}") } else { String::new() };
            format!("{what} on {}{of}", count_of(*threads, "worker"))
        }
    })
}

/// About how long the run will still take, in words.
fn left(phase: &Phase) -> Option<String> {
    let Phase::Running { doing: Doing::Computing { left_ms, .. }, .. } = phase else { return None };
    let seconds = ((*left_ms)? / 1000.0).ceil().max(1.0);
    Some(match seconds {
        ..60.0 => format!("about {seconds}\u{a0}s left"),
        ..3600.0 => format!("about {}\u{a0}min left", (seconds / 60.0).ceil()),
        _ => format!("about {:.1}\u{a0}h left", seconds / 3600.0),
    })
}

/// The finished part of the whole run, from 0 to 1.
fn done(phase: &Phase) -> Option<f64> {
    match phase {
        Phase::Running { doing: Doing::Computing { stage, stages, fraction, .. }, .. } => {
            let within = fraction.unwrap_or(0.0).clamp(0.0, 1.0);
            let known = fraction.is_some() || *stage > 1;
            known.then(|| ((stage.saturating_sub(1)) as f64 + within) / (*stages).max(1) as f64)
        }
        Phase::Running { .. } | Phase::Exploring { .. } | Phase::Idle | Phase::Stopping { .. } => {
            None
        }
    }
}
