//! Wire form of a speed-up curve.

use serde::{Deserialize, Serialize};

/// What was measured at one thread count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Threads.
    pub threads: u32,
    /// Median wall time of the method in milliseconds.
    pub median_ms: f64,
    /// Median wall time of the sequential baseline, measured in turn with it, in milliseconds.
    pub sequential_ms: f64,
    /// `sequential_ms` divided by `median_ms`.
    pub speed_up: f64,
    /// Lower end of the 95 % interval of the ratio.
    pub speed_up_low: f64,
    /// Upper end of the 95 % interval of the ratio.
    pub speed_up_high: f64,
    /// Speed-up divided by threads.
    pub efficiency: f64,
    /// Experimentally determined serial fraction (Karp and Flatt 1990), from 0 to 1; none for one
    /// thread, and where it would be impossible or its interval says nothing.
    pub karp_flatt: Option<f64>,
}

/// Amdahl's law fitted to a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmdahlRecord {
    /// Fitted serial fraction, from 0 to 1.
    pub serial_fraction: f64,
    /// 95 % interval, cut off at 0 and 1.
    pub interval: Option<(f64, f64)>,
}

/// The universal scalability law fitted to a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UslRecord {
    /// Contention σ, from 0 to 1.
    pub contention: f64,
    /// 95 % interval of σ, cut off at 0 and 1; none where σ is held at 0, because the best fit would
    /// have it below.
    pub contention_interval: Option<(f64, f64)>,
    /// Coherency κ, 0 or more.
    pub coherency: f64,
    /// 95 % interval of κ, cut off at 0; none where κ is held at 0 likewise.
    pub coherency_interval: Option<(f64, f64)>,
    /// Fitted speed-up at one thread, λ.
    pub rate: f64,
    /// Threads at which the law has its maximum, if it has one.
    pub peak_threads: Option<f64>,
}

/// A measured speed-up curve with the laws fitted to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// One point for each thread count, ascending.
    pub points: Vec<CurvePoint>,
    /// Amdahl's law, if its serial fraction is possible and its interval says something.
    pub amdahl: Option<AmdahlRecord>,
    /// Why Amdahl's law is not given, as a clause.
    pub amdahl_reason: Option<String>,
    /// The universal scalability law, likewise.
    pub usl: Option<UslRecord>,
    /// Why the universal scalability law is not given, as a clause.
    pub usl_reason: Option<String>,
    /// The serial fraction that was asked for, where an experiment sets one.
    pub predicted_serial_fraction: Option<f64>,
    /// The least thread count whose interval overlaps that of the fastest.
    pub best_threads: u32,
    /// What that count may be called: `best` or `enough`; none where the intervals do not say so, or
    /// no count is measurably faster than the sequential program.
    pub standing: Option<String>,
}
