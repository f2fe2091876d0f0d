//! The figures of a run as a small grid.

use experiments::shows;
use measure::{Summary, format_factor, format_ms, format_value};
use yew::prelude::*;

use super::laws::range;
use super::number::text;
use crate::run::report::Report;
use crate::same::Same;
use crate::words::{percent, rounded};

/// Properties of the views of a whole report.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ReportProps {
    /// The run.
    pub(crate) shown: Same<Report>,
}

/// One figure.
pub(super) struct Figure {
    /// Its name in the outcome.
    name: &'static str,
    /// What it is.
    pub(super) label: String,
    /// The value, with its unit.
    pub(super) value: String,
    /// A remark below it.
    remark: Option<String>,
}

/// Names, values and remarks; figures that the run did not measure are left out.
#[component]
pub(crate) fn Figures(props: &ReportProps) -> Html {
    html! {
        <dl class="figures">
            for figure in figures(&props.shown) {
                <div class={classes!(format!("figure-{}", figure.name), is_long(&figure.value).then_some("long"))}>
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

/// What was measured or counted in a run.
pub(super) fn figures(report: &Report) -> Vec<Figure> {
    if !report.is_timed() {
        return counted(report);
    }
    let method = report.record.samples.iter().find(|samples| samples.variant != "sequential");
    let method = method.map_or("method", |samples| samples.variant.as_str());
    let interval = report.figure("speed_up_low").zip(report.figure("speed_up_high"));
    let interval = interval.map(|(low, high)| {
        range(low, high)
            .map_or("no spread to judge it by".to_owned(), |range| format!("95 %: {range}"))
    });
    let best = report.figure("best_threads").or(report.figure("fastest_threads"));
    let best = best.map(|n| match n {
        1.0 => "with 1 thread".to_owned(),
        n => format!("with {n} threads"),
    });
    let exact_is_unknown = report.figure("value").is_some() && report.figure("exact").is_none();
    let mut figures = Vec::new();
    let mut put =
        |name: &'static str, label: &str, text: fn(f64) -> String, remark: Option<String>| {
            if let Some(value) = report.figure(name) {
                figures.push(Figure { name, label: label.to_owned(), value: text(value), remark });
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
    let figure = |figure: &shows::Figure| {
        let value = report.record.outcome.get(figure.name).filter(|value| !value.is_null())?;
        let value = text(value, figure.form);
        let remark = (!figure.remark.is_empty()).then(|| figure.remark.to_owned());
        Some(Figure { name: figure.name, label: figure.label.to_owned(), value, remark })
    };
    let own = report.record.samples.first().and_then(|own| Summary::of(&own.wall_ms));
    let time = own.map(|Summary { median, count, .. }| Figure {
        name: "wall_ms",
        label: if count > 1 { "Median time" } else { "Time" }.to_owned(),
        value: format_ms(median),
        remark: (count > 1).then(|| format!("of {count} runs")),
    });
    let listed = report.shows.figures;
    listed.iter().filter_map(figure).chain(time).collect()
}
