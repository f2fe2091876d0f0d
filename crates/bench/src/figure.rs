//! One figure of the table: a median or a ratio, its spread, and its target.

use measure::{Summary, speed_up};
use xtask::Outcome;

/// What a figure counts.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    /// A ratio.
    Times,
    /// A difference, as part of a hundred.
    Percent,
    /// Time.
    Milliseconds,
    /// Time, of which browsers report 50 ms and more only.
    LongTask,
    /// Thousands of bytes.
    Kilobytes,
    /// Bytes.
    Bytes,
    /// A number without a unit.
    Score,
    /// How many in a second.
    MillionsPerSecond,
}

/// A figure as the table shows it.
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) name: String,
    unit: Unit,
    value: f64,
    /// How far the samples lie apart, and how many they are.
    pub(crate) spread: String,
    target: Option<Target>,
}

enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Figure {
    /// A single value.
    pub(crate) fn new(name: impl Into<String>, unit: Unit, value: f64, spread: String) -> Self {
        Self { name: name.into(), unit, value, spread, target: None }
    }

    /// The median of some durations in milliseconds.
    ///
    /// # Errors
    ///
    /// There is none, or one is not finite.
    pub(crate) fn median(name: impl Into<String>, samples_ms: &[f64]) -> Outcome<Self> {
        let name = name.into();
        let unit = Unit::Milliseconds;
        let Some(summary) = Summary::of(samples_ms) else {
            return Err(format!("{name}: the page reported no duration").into());
        };
        let Summary { count, median, q1, q3, min, max, .. } = summary;
        let [q1, q3, min, max] = [q1, q3, min, max].map(|ms| unit.text(ms));
        let spread = format!("half of them {q1} to {q3}, all {min} to {max}; {count} samples");
        Ok(Self::new(name, unit, median, spread))
    }

    /// How many times as fast `fast_ms` are as `slow_ms`, median by median.
    ///
    /// # Errors
    ///
    /// There is no duration, or one is not positive.
    pub(crate) fn ratio(
        name: impl Into<String>,
        slow_ms: &[f64],
        fast_ms: &[f64],
    ) -> Outcome<Self> {
        let name = name.into();
        let Some(ratio) = speed_up(slow_ms, fast_ms) else {
            return Err(format!("{name}: the page reported no duration, or 0").into());
        };
        let [low, high] = [ratio.low, ratio.high].map(|value| Unit::Times.text(value));
        let (slow, fast) = (slow_ms.len(), fast_ms.len());
        let spread = format!("95 % interval {low} to {high}; {slow} and {fast} samples");
        Ok(Self::new(name, Unit::Times, ratio.value, spread))
    }

    /// The same with a target that it must reach.
    pub(crate) fn at_least(self, value: f64) -> Self {
        Self { target: Some(Target::AtLeast(value)), ..self }
    }

    /// The same with a target that it must not exceed.
    pub(crate) fn at_most(self, value: f64) -> Self {
        Self { target: Some(Target::AtMost(value)), ..self }
    }

    /// The value with its unit.
    pub(crate) fn measured(&self) -> String {
        self.unit.text(self.value)
    }

    /// The target in words; empty if there is none.
    pub(crate) fn target(&self) -> String {
        match self.target {
            None => String::new(),
            Some(Target::AtLeast(value)) => format!("≥ {}", self.unit.text(value)),
            Some(Target::AtMost(value)) => format!("≤ {}", self.unit.text(value)),
        }
    }

    /// Whether the target is met; nothing if there is none.
    pub(crate) fn is_met(&self) -> Option<bool> {
        match self.target {
            None => None,
            Some(Target::AtLeast(value)) => Some(self.value >= value),
            Some(Target::AtMost(value)) => Some(self.value <= value),
        }
    }
}

impl Unit {
    /// `value` with its unit.
    pub(crate) fn text(self, value: f64) -> String {
        match self {
            Self::Times => format!("{value:.2} ×"),
            Self::Percent => format!("{value:.1} %"),
            Self::Milliseconds if value < 1.0 => format!("{:.0} µs", value * 1000.0),
            Self::Milliseconds if value < 10.0 => format!("{value:.1} ms"),
            Self::Milliseconds => format!("{value:.0} ms"),
            Self::LongTask if value < 50.0 => "< 50 ms".to_owned(),
            Self::LongTask => format!("{value:.0} ms"),
            Self::Kilobytes => format!("{value:.1} kB"),
            Self::Bytes => format!("{value:.1} bytes"),
            Self::Score => format!("{value:.3}"),
            Self::MillionsPerSecond => format!("{value:.2} million/s"),
        }
    }
}
