//! Every timed run as a dot.

use measure::{Summary, format_ms};
use trace::wire;
use yew::prelude::*;

use super::axis::TimeAxis;
use super::figure::Figure;
use crate::run::report::Report;
use crate::same::Same;
use crate::words::{count_of, variant};

/// Dots nearer than this, in percent of the width, are put beside each other.
const DOT_WIDTH: f64 = 1.3;
/// Dots nearer than this, where there is no room beside them, cover each other: one of them is drawn.
const DOT_COVERED: f64 = 0.2;
/// Height of the band of measured runs.
const BAND: f64 = 30.0;
/// Distance of dots beside each other.
const DOT_STEP: f64 = 5.0;
/// Height of the band of warm-up runs.
const WARM_UP_BAND: f64 = 14.0;
/// Heads of the table.
const HEAD: &[&str] = &["Variant", "Run", "Duration in ms"];
/// Rows of the table; a record holds them all.
const MAX_ROWS: usize = 500;

/// Properties of [`Samples`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SamplesProps {
    /// The run.
    pub(crate) shown: Same<Report>,
}

/// A row of the chart.
struct Row {
    name: String,
    sequential: bool,
    wall_ms: Vec<f64>,
    warm_up_ms: Vec<f64>,
}

/// One row for each variant: dots, quartiles, median; warm-up runs below, hollow.
#[component]
pub(crate) fn Samples(props: &SamplesProps) -> Html {
    let record = &props.shown.record;
    let is_live = !props.shown.is_timed();
    let rows = if is_live { own_row(&record.samples) } else { rows(&record.samples) };
    let all = rows.iter().flat_map(|row| row.wall_ms.iter().chain(&row.warm_up_ms));
    let longest = all.copied().fold(0.0, f64::max);
    if longest <= 0.0 {
        return Html::default();
    }
    let axis = TimeAxis::new(longest * 1.02, 6);
    let warm_up = rows.iter().any(|row| !row.warm_up_ms.is_empty());
    let (title, noun) = if is_live {
        ("How long each repeat took", "repeat, as long as its threads ran")
    } else {
        ("Every run", "timed run")
    };
    let caption = format!(
        "Each dot is one {noun}, the line is the median, the box holds the middle half.{}",
        if warm_up { " Hollow dots are warm-up runs, which may do less work." } else { "" }
    );
    let medians = rows.iter().filter_map(|row| {
        let summary = Summary::of(&row.wall_ms)?;
        Some(format!(
            "{}: median {} of {} runs, {} to {}",
            row.name,
            format_ms(summary.median),
            summary.count,
            format_ms(summary.min),
            format_ms(summary.max),
        ))
    });
    let label = format!("Durations. {}.", medians.collect::<Vec<_>>().join(". "));
    let mut cells: Vec<Vec<String>> = rows.iter().flat_map(table_rows).collect();
    let remark = (cells.len() > MAX_ROWS)
        .then(|| format!("The first {MAX_ROWS} of {} runs; the record has all.", cells.len()));
    cells.truncate(MAX_ROWS);
    html! {
        <Figure id="samples" {title} {caption} {label}
            head={HEAD} rows={cells} {remark}>
            { for rows.iter().map(|row| strip(row, &axis)) }
            { axis.row("median") }
        </Figure>
    }
}

/// One row for each method and thread count, and one for all baselines, which do the same work.
fn rows(samples: &[wire::Samples]) -> Vec<Row> {
    let (baseline, methods): (Vec<&wire::Samples>, _) =
        samples.iter().partition(|samples| samples.variant == "sequential");
    let mut rows: Vec<Row> = methods
        .into_iter()
        .map(|samples: &wire::Samples| Row {
            name: variant(samples),
            sequential: false,
            wall_ms: samples.wall_ms.clone(),
            warm_up_ms: samples.warm_up_ms.clone(),
        })
        .collect();
    if let Some(first) = baseline.first() {
        rows.push(Row {
            name: variant(first),
            sequential: true,
            wall_ms: baseline.iter().flat_map(|samples| samples.wall_ms.clone()).collect(),
            warm_up_ms: baseline.iter().flat_map(|samples| samples.warm_up_ms.clone()).collect(),
        });
    }
    rows
}

/// The repeats of an experiment on synchronization; what its fixes cost has a chart of its own. A single
/// repeat is none.
fn own_row(samples: &[wire::Samples]) -> Vec<Row> {
    let own = samples.first().filter(|own| own.wall_ms.len() > 1).into_iter();
    own.map(|own| Row {
        name: count_of(own.threads, "thread"),
        sequential: false,
        wall_ms: own.wall_ms.clone(),
        warm_up_ms: own.warm_up_ms.clone(),
    })
    .collect()
}

fn strip(row: &Row, axis: &TimeAxis) -> Html {
    let summary = Summary::of(&row.wall_ms);
    let height = BAND + if row.warm_up_ms.is_empty() { 0.0 } else { WARM_UP_BAND };
    let dot = |(at, level): (f64, i32)| {
        let cy = BAND / 2.0 + DOT_STEP * f64::from(level);
        html! { <circle class="dot" cx={format!("{at:.3}%")} cy={cy.to_string()} r="3.5" /> }
    };
    let warm_up = |(at, _): (f64, i32)| {
        let cy = BAND + WARM_UP_BAND / 2.0 - 2.0;
        html! { <circle class="dot hollow" cx={format!("{at:.3}%")} cy={cy.to_string()} r="3" /> }
    };
    let class = if row.sequential { "sequential" } else { "method" };
    html! {
        <div class={classes!("row", class)}>
            <span class="row-name">{ &row.name }</span>
            <svg class="row-plot" width="100%" height={height.to_string()}>
                { axis.lines() }
                if let Some(Summary { q1, q3, median, .. }) = summary {
                    <rect class="box" x={axis.x(q1)} width={format!("{:.3}%", axis.at(q3) - axis.at(q1))}
                        y="3" height={(BAND - 6.0).to_string()} />
                    { for placed(&row.wall_ms, axis, &[0, -1, 1, -2, 2]).into_iter().map(dot) }
                    <line class="median" x1={axis.x(median)} x2={axis.x(median)} y1="1"
                        y2={(BAND - 1.0).to_string()} />
                }
                { for placed(&row.warm_up_ms, axis, &[]).into_iter().map(warm_up) }
            </svg>
            <span class="row-value">{ summary.map(|summary| format_ms(summary.median)) }</span>
        </div>
    }
}

/// Where dots are drawn, in percent of the width, and on which of `levels`: beside those before them, or upon them where all
/// levels are taken, and not at all where one would cover another. Thousands of runs would otherwise be as many dots.
fn placed(wall_ms: &[f64], axis: &TimeAxis, levels: &[i32]) -> Vec<(f64, i32)> {
    let mut placed: Vec<(f64, i32)> = Vec::new();
    for at in wall_ms.iter().map(|&ms| axis.at(ms)) {
        let taken = |level: i32, width: f64| {
            placed.iter().any(|&(other, there)| there == level && (other - at).abs() < width)
        };
        let free = levels.iter().copied().find(|&level| !taken(level, DOT_WIDTH));
        if let Some(level) = free.or_else(|| (!taken(0, DOT_COVERED)).then_some(0)) {
            placed.push((at, level));
        }
    }
    placed
}

fn table_rows(row: &Row) -> Vec<Vec<String>> {
    let cells = |kind: &str, index: usize, ms: &f64| {
        vec![row.name.clone(), format!("{kind}{}", index + 1), format!("{ms:.3}")]
    };
    let warm_up = row.warm_up_ms.iter().enumerate().map(|(i, ms)| cells("warm-up ", i, ms));
    warm_up.chain(row.wall_ms.iter().enumerate().map(|(i, ms)| cells("", i, ms))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On an axis to 100 ms a millisecond is a percent. Three runs of 50 ms stand on three levels; of 1000, five find a
    /// level, and all others would cover the first. 50.1 ms is 0.1 percent away, and covered, 50.3 ms is not.
    #[test]
    fn dots_stand_beside_each_other_and_are_not_drawn_where_they_would_cover_another() {
        let axis = TimeAxis::new(100.0, 6);
        let levels = [0, -1, 1, -2, 2];
        let on = |ms: &[f64]| -> Vec<i32> {
            placed(ms, &axis, &levels).into_iter().map(|(_, level)| level).collect()
        };
        assert_eq!(on(&[50.0; 3]), [0, -1, 1]);
        assert_eq!(on(&[50.0; 1000]), levels);
        assert_eq!(on(&[[50.0; 5].as_slice(), &[50.1, 50.3]].concat()), [0, -1, 1, -2, 2, 0]);
        assert_eq!(placed(&[50.0, 50.1, 50.3], &axis, &[]).len(), 2);
    }
}
