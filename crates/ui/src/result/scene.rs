//! What a run shows in which threads met: the picture that matters most, then figures, then the rest.

use experiments::Spec;
use serde_json::Value;
use yew::prelude::*;

use super::figures::{Figures, ShownProps};
use super::lines::lines;
use super::tables::{comparisons, tables};
use super::warnings;
use crate::chart::{Lanes, Samples, Source, depth, histogram, throughput, waits_for};
use crate::report::Report;

/// A picture of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picture {
    WaitsFor,
    Lines,
    Histogram,
    Lanes,
    Depth,
}

/// Everything but the verdict.
#[component]
pub(super) fn Scene(props: &ShownProps) -> Html {
    let shown = &props.shown;
    let Some(experiment) = experiments::find(&shown.record.experiment) else {
        return Html::default();
    };
    let spec: &Spec = experiment.spec();
    let picture = |picture: &Picture| match picture {
        Picture::WaitsFor => waits_for(shown.list("cycle")),
        Picture::Lines => lines(shown.list("lines")),
        Picture::Histogram => histogram(shown.list("distribution")),
        Picture::Lanes => html! {
            <Lanes source={Source::Report(shown.clone())} repeats={shown.repeats()} />
        },
        Picture::Depth => depth(&shown.lanes),
    };
    let [first, rest @ ..] = &order(shown);
    html! {
        <>
            { picture(first) }
            <Figures shown={shown.clone()} />
            { warnings(shown) }
            { for rest.iter().map(picture) }
            { throughput(shown.list("throughput"), shown.record.environment.cores) }
            { comparisons(shown, spec) }
            { tables(shown) }
            <Samples shown={shown.clone()} />
        </>
    }
}

/// The pictures, the one that matters most first: who blocks whom, what was written, what came of it
/// if that differed, and when.
fn order(report: &Report) -> [Picture; 5] {
    use Picture::{Depth, Histogram, Lanes, Lines, WaitsFor};
    let differs = report.list("distribution").len() > 1;
    let jumbled = |line: &Value| line.get("ok") == Some(&Value::Bool(false));
    match (report.list("cycle").is_empty(), report.list("lines")) {
        (false, _) => [WaitsFor, Lanes, Histogram, Lines, Depth],
        (true, lines) if lines.iter().any(jumbled) => [Lines, Lanes, Histogram, Depth, WaitsFor],
        (true, _) if differs => [Histogram, Lanes, Lines, Depth, WaitsFor],
        (true, _) => [Lanes, Lines, Depth, Histogram, WaitsFor],
    }
}
