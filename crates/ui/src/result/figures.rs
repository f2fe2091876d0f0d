//! The figures of a run as a small grid.

use measure::{format_factor, format_ms, format_value};
use yew::prelude::*;

use crate::report::{Report, Shown};
use crate::words::{percent, rounded};

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
    let method = report.record.samples.iter().find(|samples| samples.variant != "sequential");
    let method = method.map_or("method", |samples| samples.variant.as_str());
    let interval = report.figure("speed_up_low").zip(report.figure("speed_up_high"));
    let interval = interval
        .map(|(low, high)| format!("95 %: {} to {}", format_factor(low), format_factor(high)));
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
