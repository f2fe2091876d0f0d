//! Experiment `integrate`: one integral, cut into chunks, by five methods.
//!
//! * **Claim:** on `p` cores the chunks take nearly `1/p` of the time, and the value is the same.
//! * **Source:** the lecture's integration of x² from 0 to 10, sequentially, with `threading` and
//!   with `multiprocessing`.
//! * **Smallest failure:** method `slide` with `a = 2`: its chunks start at 0.
//! * **Look at:** gaps in the timeline with integrand `uneven`, method `threads` against `pool`.

#[cfg(feature = "reports")]
mod conclude;
#[cfg(feature = "kernels")]
mod methods;
mod params;
mod spec;
#[cfg(feature = "reports")]
mod text;

pub(crate) use params::Integrate;
