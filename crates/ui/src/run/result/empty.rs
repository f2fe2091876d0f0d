//! Before the first run: what it will do.

use experiments::{ParamValue, Stage, Start};
use plan::{Computer, Draft, Plan};
use trace::Backend;
use yew::prelude::*;

use crate::words::{count_of, counts};

/// Most strands that are drawn.
const MAX_STRANDS: u32 = 8;

/// Properties of [`Empty`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct EmptyProps {
    /// What was typed.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
}

/// The invitation. It weaves as many strands as threads were asked for.
#[component]
pub(crate) fn Empty(props: &EmptyProps) -> Html {
    let plan = props.draft.run_plan(props.computer);
    let strands = plan.as_ref().map_or(1, |plan| {
        plan.params().stages(props.computer).iter().map(|stage| stage.threads).max().unwrap_or(1)
    });
    html! {
        <div class="empty">
            { weave(strands.min(MAX_STRANDS)) }
            <p class="intent">
                { plan.map_or_else(
                    || "Correct the marked fields, then run.".to_owned(),
                    |plan| intent(&plan, props.computer),
                ) }
            </p>
        </div>
    }
}

/// What the run will do, in a sentence.
fn intent(plan: &Plan, computer: Computer) -> String {
    let params = plan.params();
    let is_live = !plan.subject().experiment.is_timed();
    let repeats = match plan.values().into_iter().find(|(name, _)| *name == "repeats") {
        Some((_, ParamValue::Integer(1))) => "once",
        Some((_, ParamValue::Integer(n))) => &format!("{n} times"),
        _ if is_live => "once",
        _ => "several times",
    };
    let stages = params.stages(computer);
    match stages.as_slice() {
        [stage] if is_live => match stage.start {
            Start::Others => format!("The run {}, then sends its tasks.", gathers(stage)),
            _ if repeats == "once" => format!("The run {} once.", gathers(stage)),
            _ => format!("The run {}, {repeats}.", gathers(stage)),
        },
        [stage] if stage.backend == Backend::Single => {
            format!("The run measures one thread alone, {repeats}.")
        }
        [stage] => format!(
            "The run {} and measures the job {repeats}, in turn with one thread alone.",
            gathers(stage)
        ),
        stages if is_live => format!(
            "The run {} one after the other.",
            stages.iter().map(gathers).collect::<Vec<_>>().join(" and ")
        ),
        stages => {
            let all: Vec<u32> = stages.iter().map(|stage| stage.threads).collect();
            let plural = match stages.first().map(|stage| stage.backend) {
                Some(Backend::Processes) => "processes",
                _ => "threads",
            };
            format!(
                "The run measures the job on {} {plural}, each {repeats} and in turn with one thread \
                 alone, and draws the speed-up curve.",
                counts(&all)
            )
        }
    }
}

/// What it does for the workers of a lab to be there.
fn gathers(stage: &Stage) -> String {
    let n = stage.threads;
    match (stage.start, stage.backend) {
        (Start::Others, _) => format!("waits for {} elsewhere", count_of(n, "worker")),
        (_, Backend::Processes) if n != 1 => format!("starts {n}\u{a0}processes on this machine"),
        (_, Backend::Processes) => "starts 1\u{a0}process on this machine".to_owned(),
        _ => format!("starts {} on this machine", count_of(n, "thread")),
    }
}

/// Strands that change places, one for each thread.
fn weave(strands: u32) -> Html {
    let strand = |index: u32| {
        let phase = f64::from(index) / f64::from(strands);
        let points: Vec<String> = (0..=120)
            .map(|step| {
                let along = f64::from(step) / 120.0;
                let y = 50.0 + 34.0 * wave(3.0 * along + phase);
                format!("{:.1},{y:.1}", 1000.0 * along)
            })
            .collect();
        html! { <polyline class={format!("strand-{}", index % 4 + 1)} points={points.join(" ")} /> }
    };
    html! {
        <svg class="weave" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
            { for (0..strands).map(strand) }
        </svg>
    }
}

/// A wave of length 1 between -1 and 1, of parabolas: nobody sees that it is no sine, which would have to be
/// downloaded.
fn wave(at: f64) -> f64 {
    let half = 2.0 * (at - at.floor());
    let along = half - half.floor();
    let hill = 4.0 * along * (1.0 - along);
    if half < 1.0 { hill } else { -hill }
}
