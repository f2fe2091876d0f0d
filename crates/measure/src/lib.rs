//! Samples to statistics: speed-up, Amdahl and USL fits, warnings, and numbers as text.
//!
//! Pure functions of what was measured. There are no clocks here, no browser, and no random source
//! without a seed, so the same samples always give the same report.

#![forbid(unsafe_code)]

mod amdahl;
mod doubt;
mod format;
mod least_squares;
mod no_fit;
mod remaining;
mod sentence;
mod speed_up;
mod standing;
mod summary;
mod sweep;
mod usl;
mod usl_fit;
mod warning;

pub use amdahl::{AmdahlFit, amdahl, fit_amdahl, gustafson};
pub use doubt::doubt;
pub use format::{format_count, format_factor, format_ms, format_value};
pub use no_fit::NoFit;
pub use remaining::Remaining;
pub use speed_up::{Interval, efficiency, karp_flatt, serial_part, speed_up};
pub use standing::{Standing, best_threads, standing};
pub use summary::{Summary, median, outliers};
pub use sweep::{Sweep, SweepPoint, SweepSamples};
pub use usl::Usl;
pub use usl_fit::{UslFit, fit_usl};
pub use warning::{Warning, warnings};
