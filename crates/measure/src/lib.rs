//! Samples to statistics: speed-up, Amdahl and USL fits, warnings, and numbers as text.
//!
//! Pure functions of what was measured. There are no clocks here, no browser, and no random source
//! without a seed, so the same samples always give the same report.

#![forbid(unsafe_code)]

mod amdahl;
mod format;
mod speed_up;
mod summary;
mod sweep;
mod usl;
mod warning;

pub use amdahl::{AmdahlFit, amdahl, fit_amdahl, gustafson};
pub use format::{format_count, format_factor, format_ms, format_value};
pub use speed_up::{Interval, efficiency, karp_flatt, speed_up};
pub use summary::{Summary, median, outliers};
pub use sweep::{Sweep, SweepPoint, SweepSamples};
pub use usl::{UslFit, fit_usl};
pub use warning::{Warning, warnings};
