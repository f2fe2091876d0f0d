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
    /// Ratio of the two medians.
    pub speed_up: f64,
    /// Lower end of the 95 % interval of the ratio.
    pub speed_up_low: f64,
    /// Upper end of the 95 % interval of the ratio.
    pub speed_up_high: f64,
    /// Speed-up divided by threads.
    pub efficiency: f64,
    /// Experimentally determined serial fraction (Karp and Flatt 1990); none for one thread.
    pub karp_flatt: Option<f64>,
}

/// Amdahl's law fitted to a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmdahlRecord {
    /// Fitted serial fraction; slightly below 0 if the curve is better than ideal.
    pub serial_fraction: f64,
    /// 95 % interval, if there are enough points for one.
    pub interval: Option<(f64, f64)>,
}

/// The universal scalability law fitted to a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UslRecord {
    /// Contention σ.
    pub contention: f64,
    /// Coherency κ.
    pub coherency: f64,
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
    /// Amdahl's law, from two points beyond one thread on.
    pub amdahl: Option<AmdahlRecord>,
    /// The universal scalability law, from three points on.
    pub usl: Option<UslRecord>,
    /// The serial fraction that was asked for, where an experiment sets one.
    pub predicted_serial_fraction: Option<f64>,
    /// The least thread count whose speed-up is as good as any, within the noise.
    pub best_threads: u32,
}
