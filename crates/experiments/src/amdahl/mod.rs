//! Experiment `amdahl`: part of a job is done by one thread alone; how far do more threads carry?
//!
//! * **Claim:** with a serial fraction `s`, `p` threads are at most `1 / (s + (1 − s) / p)` times as
//!   fast as one, and never more than `1 / s`.
//! * **Source:** Amdahl, "Validity of the Single Processor Approach to Achieving Large Scale
//!   Computing Capabilities", AFIPS Spring Joint Computer Conference, 1967.
//! * **Smallest failure:** 10 % serial work keeps 10 threads from being 6 times as fast.
//! * **Look at:** the distance between the measured and the predicted curve.

#[cfg(feature = "reports")]
mod conclude;
#[cfg(feature = "kernels")]
mod run;

use trace::Backend;
#[cfg(any(feature = "kernels", feature = "reports"))]
use trace::wire::StageRun;

use crate::error::ParamError;
use crate::machine::Machine;
use crate::param::Fields;
use crate::spec::{DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};
use crate::{Experiment, ProcessJob, Runnable, Stage};

/// Thread counts that are measured, as far as the largest one asked for.
const COUNTS: [u32; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 64];
/// Name of the variant that is measured against the baseline.
#[cfg(any(feature = "kernels", feature = "reports"))]
const VARIANT: &str = "partly-serial";

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct AmdahlsLaw;

/// Checked parameters of `amdahl`.
#[derive(Clone, Debug, PartialEq)]
struct Params {
    threads: u32,
    serial_percent: u64,
    n: u64,
    repeats: u32,
}

static SPEC: Spec = Spec {
    id: "amdahl",
    #[cfg(feature = "reports")]
    title: "Amdahl's law",
    group: Group::Performance,
    #[cfg(feature = "reports")]
    summary: "One thread does the serial part alone, then all threads share the rest.",
    #[cfg(feature = "reports")]
    prediction: "With 10 % serial work, how fast can 4 threads be at best? And a thousand?",
    #[cfg(feature = "reports")]
    look_for: &[
        "The measured curve stays below the predicted one: starting and ending the parallel part costs time too.",
        "With 50 % serial work, not even a thousand threads are more than twice as fast as one.",
        "In the timeline the other threads wait while the coordinator does the serial part.",
    ],
    live: false,
    params: &[
        ParamSpec {
            name: "threads",
            #[cfg(feature = "reports")]
            label: "Threads",
            kind: ParamKind::Integer { min: 1, max: 64 },
            default: DefaultValue::Cores,
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "The curve is measured from 1 thread up to this many.",
        },
        ParamSpec {
            name: "serial",
            #[cfg(feature = "reports")]
            label: "Serial part",
            kind: ParamKind::Integer { min: 0, max: 100 },
            default: DefaultValue::Fixed("10"),
            #[cfg(feature = "reports")]
            unit: "%",
            #[cfg(feature = "reports")]
            help: "Share of the work that one thread must do alone.",
        },
        ParamSpec {
            name: "n",
            #[cfg(feature = "reports")]
            label: "Points n",
            kind: ParamKind::Integer { min: 1000, max: 1_000_000_000 },
            default: DefaultValue::Fixed("10000000"),
            #[cfg(feature = "reports")]
            unit: "points",
            #[cfg(feature = "reports")]
            help: "Size of the job: strips under 4/(1+x²), whose area is π.",
        },
        ParamSpec {
            name: "repeats",
            #[cfg(feature = "reports")]
            label: "Repeats",
            kind: ParamKind::Integer { min: 1, max: 100 },
            default: DefaultValue::Fixed("5"),
            #[cfg(feature = "reports")]
            unit: "runs",
            #[cfg(feature = "reports")]
            help: "How often each thread count and its baseline are measured, in turn.",
        },
    ],
    #[cfg(feature = "reports")]
    python: r#"from concurrent.futures import ThreadPoolExecutor


def speed_up(serial_fraction, threads):
    return 1 / (serial_fraction + (1 - serial_fraction) / threads)


def job(work, serial_fraction, threads):
    """work(start, stop) computes part of the job; 0..1 is all of it."""
    work(0, serial_fraction)
    step = (1 - serial_fraction) / threads
    bounds = [serial_fraction + i * step for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, bounds, bounds[1:]))


for threads in 1, 2, 4, 8, 1000:
    print(threads, speed_up(0.10, threads))
"#,
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for AmdahlsLaw {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: u32::try_from(fields.integer("threads")).expect("limited to 64"),
            serial_percent: fields.integer("serial"),
            n: fields.integer("n"),
            repeats: u32::try_from(fields.integer("repeats")).expect("limited to 100"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Runnable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("serial", ParamValue::Integer(self.serial_percent)),
            ("n", ParamValue::Integer(self.n)),
            ("repeats", ParamValue::Integer(self.repeats.into())),
        ]
    }

    fn stages(&self, _machine: Machine) -> Vec<Stage> {
        let counts = COUNTS.into_iter().filter(|&count| count < self.threads).chain([self.threads]);
        counts.map(|threads| Stage { backend: Backend::Threads, threads }).collect()
    }

    #[cfg(feature = "kernels")]
    fn run_on_threads(&self, lab: &crate::Lab<'_>) -> Result<StageRun, primitives::Stopped> {
        self.measure(lab)
    }

    fn process_job(&self) -> Option<ProcessJob> {
        None
    }

    #[cfg(feature = "reports")]
    fn conclude(&self, stages: &[StageRun], machine: Machine) -> crate::Conclusion {
        conclude::conclude(self, stages, machine)
    }
}
