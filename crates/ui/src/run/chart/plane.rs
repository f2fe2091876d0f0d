//! A plot with an axis on its left and one below it.

use yew::prelude::*;

use super::scale::Scale;
use super::shape::{self, text};

/// `plot` between the axes. `across` are the texts below it, with their places in percent, and `unit`
/// says what they are.
pub(super) fn plane(y: Scale, across: &[(f64, String)], unit: &str, plot: Html) -> Html {
    let up = y.ticks(4);
    let below = |value: f64| 100.0 - y.at(value);
    html! {
        <div class="plane plain">
            <svg class="plane-left" width="100%" height="100%">
                for &value in &up.values {
                    { text("", (100.0, below(value)), (0.0, 4.0), "end", &up.text(value)) }
                }
            </svg>
            <svg class="plane-plot" width="100%" height="100%">
                for &value in &up.values {
                    { shape::line("grid", (0.0, below(value)), (100.0, below(value))) }
                }
                { plot }
            </svg>
            <svg class="plane-below" width="100%" height="20">
                for (at, name) in across {
                    { text("", (*at, 0.0), (0.0, 15.0), anchor(*at), name) }
                }
            </svg>
            <span class="plane-unit">{ unit }</span>
        </div>
    }
}

/// A line through `points`, which are percentages from the lower left. It is stretched in a box of its
/// own; its width is not, see the style sheet.
pub(super) fn line(class: &'static str, points: &[(f64, f64)]) -> Html {
    let points: Vec<String> =
        points.iter().map(|(x, y)| format!("{x:.3},{:.3}", 100.0 - y)).collect();
    html! {
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">
            <polyline {class} points={points.join(" ")} />
        </svg>
    }
}

/// Texts at the ends must not leave the chart.
fn anchor(at: f64) -> &'static str {
    match at {
        ..1.0 => "start",
        97.0.. => "end",
        _ => "middle",
    }
}
