//! The time axis below rows of a chart, and the lines that carry it through them.

use yew::prelude::*;

use super::scale::{Scale, Ticks, time_unit};

/// Time from 0 to the longest duration of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimeAxis {
    unit: &'static str,
    per_ms: f64,
    scale: Scale,
    ticks: Ticks,
}

impl TimeAxis {
    /// An axis that reaches `longest_ms`, with about `wanted` ticks.
    pub(super) fn new(longest_ms: f64, wanted: u32) -> Self {
        let (unit, per_ms) = time_unit(longest_ms);
        let scale = Scale::new(0.0, longest_ms * per_ms);
        Self { unit, per_ms, scale, ticks: scale.ticks(wanted) }
    }

    /// Position of a time in percent.
    pub(super) fn at(&self, ms: f64) -> f64 {
        self.scale.at(ms * self.per_ms)
    }

    /// Position of a time as an attribute.
    pub(super) fn x(&self, ms: f64) -> String {
        self.scale.x(ms * self.per_ms)
    }

    /// A line through a row at every tick.
    pub(super) fn lines(&self) -> Html {
        html! {
            for &value in &self.ticks.values {
                <line class="grid" x1={self.scale.x(value)} x2={self.scale.x(value)} y1="0" y2="100%" />
            }
        }
    }

    /// The row that names the ticks, the unit to the left, and `right` what stands right of the rows.
    pub(super) fn row(&self, right: &str) -> Html {
        html! {
            <div class="row axis">
                <span class="row-name">{ self.unit }</span>
                <svg class="row-plot" width="100%" height="20">
                    for &value in &self.ticks.values {
                        <text x={self.scale.x(value)} y="14" text-anchor={anchor(self.scale.at(value))}>
                            { self.ticks.text(value) }
                        </text>
                    }
                </svg>
                <span class="row-value">{ right }</span>
            </div>
        }
    }
}

/// A text near the right end must not leave the chart.
fn anchor(at: f64) -> &'static str {
    if at > 97.0 { "end" } else { "middle" }
}
