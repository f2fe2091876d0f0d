//! Experiment `amdahl`: part of a job is done by one thread alone; how far do more threads carry?
//!
//! * **Claim:** with a serial fraction `s`, `p` threads are at most `1 / (s + (1 − s) / p)` times as
//!   fast as one, and never more than `1 / s`.
//! * **Source:** Amdahl, "Validity of the Single Processor Approach to Achieving Large Scale
//!   Computing Capabilities", AFIPS Spring Joint Computer Conference, 1967.
//! * **Smallest failure:** 10 % serial work keeps 10 threads from being 6 times as fast.
//! * **Look at:** the distance between the measured and the predicted curve.

files! { run, words }

use crate::Stage;
use crate::computer::Computer;
use crate::declare::{files, only_runs, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{DefaultValue, run, whole};

/// Thread counts that are measured, as far as the largest one asked for.
const COUNTS: [u32; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 64];
/// Name of the variant that is measured against the baseline.
#[allow(dead_code, reason = "said where it runs and where that is told")]
const VARIANT: &str = "partly-serial";

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<AmdahlsLaw>("amdahl", Group::Performance);

params! {
    /// Checked parameters of `amdahl`.
    AmdahlsLaw {
        /// The curve is measured from 1 thread up to this many.
        threads: u32 = run(whole(1, 64, "").or(DefaultValue::Cores));
        /// Share of the work that one thread must do alone, in percent.
        serial: u64 = run(whole(0, 100, "10"));
        /// Size of the job.
        n: u64 = run(whole(1000, 1_000_000_000, "10000000"));
        /// How often each thread count and its baseline are measured.
        repeats: u32 = run(whole(1, 100, "5"));
    }
}

only_runs!(AmdahlsLaw);

impl Needs for AmdahlsLaw {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn stages(&self, _computer: Computer) -> Vec<Stage> {
        let counts = COUNTS.into_iter().filter(|&count| count < self.threads).chain([self.threads]);
        counts.map(Stage::threads).collect()
    }
}
