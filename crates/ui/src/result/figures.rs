//! The figures of a run as a small grid.

use measure::{Summary, format_factor, format_ms, format_value};
use yew::prelude::*;

use super::laws::range;
use super::number::{Form, of};
use crate::report::{Report, Shown};
use crate::words::{percent, rounded};

/// What experiments on synchronization count: name, label, form, and a remark or nothing.
const COUNTED: [(&str, &str, Form, &str); 28] = [
    ("expected", "Expected", Form::Count, ""),
    ("observed", "Observed", Form::Count, "in the last run"),
    ("lost", "Lost", Form::Count, "in the last run"),
    ("least", "Least total", Form::Count, "of all runs"),
    ("most_lost", "Most lost", Form::Count, "in one run"),
    ("jumbled_lines", "Jumbled lines", Form::Count, ""),
    ("permits", "Permits", Form::Count, ""),
    ("max_inside", "Most inside", Form::Count, "at the same time"),
    ("detected_ms", "Found after", Form::Ms, "from the last wait to its name"),
    ("trips", "Trips", Form::Count, ""),
    ("trips_per_s", "Trips per second", Form::PerSecond, ""),
    ("retries", "Retries", Form::Count, ""),
    ("sidesteps", "Sidesteps", Form::Count, "gave way, in vain or not"),
    ("rounds", "Rounds", Form::Count, ""),
    ("passed", "Passed", Form::Count, ""),
    ("refused", "Refused", Form::Count, ""),
    ("timed_out", "Gave up waiting", Form::Count, ""),
    ("total_meals", "Meals", Form::Count, "of all together"),
    ("fairness", "Fairness", Form::Index, "Jain’s index: 1 is equal shares"),
    ("acquisitions_per_s", "Acquisitions per second", Form::PerSecond, ""),
    ("items_per_s", "Items per second", Form::PerSecond, ""),
    ("max_depth", "Most in the queue", Form::Count, ""),
    ("blocked_puts", "Puts that waited", Form::Count, "the queue was full"),
    ("blocked_gets", "Gets that waited", Form::Count, "the queue was empty"),
    ("timed_out_puts", "Puts that gave up", Form::Count, ""),
    ("timed_out_gets", "Gets that gave up", Form::Count, ""),
    ("duplicated", "Duplicated", Form::Count, "taken twice"),
    ("distinct_orders", "Distinct orders", Form::Count, "over the repeats"),
];

/// Properties of the views of a whole report.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ShownProps {
    /// The run.
    pub(crate) shown: Shown,
}

/// One figure.
struct Figure {
    label: String,
    value: String,
    /// A remark below it.
    remark: Option<String>,
}

/// Names, values and remarks; figures that the run did not measure are left out.
#[component]
pub(crate) fn Figures(props: &ShownProps) -> Html {
    html! {
        <dl class="figures">
            for figure in figures(&props.shown) {
                <div class={is_long(&figure.value).then_some("long")}>
                    <dt>{ figure.label }</dt>
                    <dd>
                        { figure.value }
                        if let Some(remark) = figure.remark {
                            <small>{ remark }</small>
                        }
                    </dd>
                </div>
            }
        </dl>
    }
}

/// Whether a value needs more room than half the width of a phone.
fn is_long(value: &str) -> bool {
    value.chars().count() > 10
}

fn figures(report: &Report) -> Vec<Figure> {
    if experiments::find(&report.record.experiment).is_some_and(|found| found.spec().live) {
        return counted(report);
    }
    let method = report.record.samples.iter().find(|samples| samples.variant != "sequential");
    let method = method.map_or("method", |samples| samples.variant.as_str());
    let interval = report.figure("speed_up_low").zip(report.figure("speed_up_high"));
    let interval = interval.map(|(low, high)| {
        range(low, high)
            .map_or("no spread to judge it by".to_owned(), |range| format!("95 %: {range}"))
    });
    let best = report.figure("best_threads").map(|n| match n {
        1.0 => "with 1 thread".to_owned(),
        n => format!("with {n} threads"),
    });
    let exact_is_unknown = report.figure("value").is_some() && report.figure("exact").is_none();
    let mut figures = Vec::new();
    let mut put = |name: &str, label: &str, text: fn(f64) -> String, remark: Option<String>| {
        if let Some(value) = report.figure(name) {
            figures.push(Figure { label: label.to_owned(), value: text(value), remark });
        }
    };
    put("speed_up", "Speed-up", format_factor, interval);
    put("predicted_speed_up", "Amdahl's law allows", format_factor, None);
    put("limit", "With endless threads", format_factor, None);
    put("median_ms", &format!("Median, {method}"), format_ms, best);
    put("sequential_ms", "Median, sequential", format_ms, None);
    put("efficiency", "Efficiency", percent, Some("speed-up per thread".to_owned()));
    let unknown = exact_is_unknown.then(|| "no exact value known".to_owned());
    put("value", "Value", format_value, unknown);
    put("exact", "Exact value", format_value, None);
    put("abs_error", "Error", rounded, Some("distance to the exact value".to_owned()));
    figures
}

/// What was counted, and how long a run took.
fn counted(report: &Report) -> Vec<Figure> {
    let figure = |(name, label, form, remark): (&str, &str, Form, &str)| {
        let value = of(report.figure(name)?, form);
        let remark = (!remark.is_empty()).then(|| remark.to_owned());
        Some(Figure { label: label.to_owned(), value, remark })
    };
    let own = report.record.samples.first().and_then(|own| Summary::of(&own.wall_ms));
    let time = own.map(|Summary { median, count, .. }| Figure {
        label: if count > 1 { "Median time" } else { "Time" }.to_owned(),
        value: format_ms(median),
        remark: (count > 1).then(|| format!("of {count} runs")),
    });
    COUNTED.into_iter().filter_map(figure).chain(time).collect()
}
