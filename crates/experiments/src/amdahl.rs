//! Experiment `amdahl`: part of a job is done by one thread alone; how far do more threads carry?
//!
//! * **Claim:** with a serial fraction `s`, `p` threads are at most `1 / (s + (1 − s) / p)` times as
//!   fast as one, and never more than `1 / s`.
//! * **Source:** Amdahl, "Validity of the Single Processor Approach to Achieving Large Scale
//!   Computing Capabilities", AFIPS Spring Joint Computer Conference, 1967.
//! * **Smallest failure:** 10 % serial work keeps 10 threads from being 6 times as fast.
//! * **Look at:** the distance between the measured and the predicted curve.

use measure::{format_factor, median};
use primitives::Stopped;
use quadrature::{Integrand, Kernel, Problem as Integral, Rule};
use serde_json::{Map, Value, json};
use trace::wire::StageRun;
use trace::{Activity, Backend, Verdict, VerdictKind};

use crate::chunk::{Chunk, Reduction};
use crate::curve::curve;
use crate::lab::{Lab, Machine};
use crate::param::{Fields, ParamError};
use crate::sampling::Take;
use crate::spec::{DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};
use crate::{Conclusion, Experiment, ProcessJob, Runnable, Stage};

/// Thread counts that are measured, as far as the largest one asked for.
const COUNTS: [u32; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 64];
/// Points of a warm-up run.
const WARM_UP_POINTS: u64 = 1_000_000;
/// Name of the variant that is measured against the baseline.
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
    title: "Amdahl's law",
    group: Group::Performance,
    summary: "One thread does the serial part alone, then all threads share the rest.",
    prediction: "With 10 % serial work, how fast can 4 threads be at best? And a thousand?",
    look_for: &[
        "The measured curve stays below the predicted one: starting and ending the parallel part costs time too.",
        "With 50 % serial work, not even a thousand threads are more than twice as fast as one.",
        "In the timeline the other threads wait while the coordinator does the serial part.",
    ],
    params: &[
        ParamSpec {
            name: "threads",
            label: "Threads",
            kind: ParamKind::Integer { min: 1, max: 64 },
            default: DefaultValue::Cores,
            unit: "",
            help: "The curve is measured from 1 thread up to this many.",
        },
        ParamSpec {
            name: "serial",
            label: "Serial part",
            kind: ParamKind::Integer { min: 0, max: 100 },
            default: DefaultValue::Fixed("10"),
            unit: "%",
            help: "Share of the work that one thread must do alone.",
        },
        ParamSpec {
            name: "n",
            label: "Points n",
            kind: ParamKind::Integer { min: 1000, max: 1_000_000_000 },
            default: DefaultValue::Fixed("10000000"),
            unit: "points",
            help: "Size of the job: strips under 4/(1+x²), whose area is π.",
        },
        ParamSpec {
            name: "repeats",
            label: "Repeats",
            kind: ParamKind::Integer { min: 1, max: 100 },
            default: DefaultValue::Fixed("5"),
            unit: "runs",
            help: "How often each thread count and its baseline are measured, in turn.",
        },
    ],
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
    rust: include_str!("amdahl.rs"),
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

impl Params {
    fn job(&self, n: u64) -> Chunk {
        let (f, rule, kernel) = (Integrand::Pi, Rule::Midpoint, Kernel::Scalar);
        Chunk::whole(Integral { f, a: 0.0, b: 1.0, n, rule, kernel }, Reduction::Blocks)
    }

    /// The serial part on the coordinator, then one chunk of the rest for each thread.
    fn partly_serial(&self, job: &Chunk, lab: &Lab<'_>) -> Result<(), Stopped> {
        let cut = job.blocks.start + job.n_blocks() * self.serial_percent / 100;
        let serial = Chunk { blocks: job.blocks.start..cut, ..job.clone() };
        let shared = Chunk { blocks: cut..job.blocks.end, ..job.clone() };
        let coordinator = lab.recorder.lane(lab.coordinator());
        coordinator.span(Activity::SerialWork, 0, || compute(&serial, lab))?;
        let worker = |index: usize| {
            let chunk = shared.part(index as u64, lab.threads as u64);
            let subject = chunk.blocks.start as u32;
            // A stopped thread leaves early; the check below says so for all of them.
            let work = || compute(&chunk, lab).is_ok();
            lab.recorder.lane(index).span(Activity::Work, subject, work);
        };
        lab.each_thread(worker, || ());
        lab.control.check()
    }
}

fn compute(chunk: &Chunk, lab: &Lab<'_>) -> Result<(), Stopped> {
    let mut work = chunk.work();
    while work.step() {
        lab.control.advance()?;
    }
    std::hint::black_box(work.sums());
    Ok(())
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

    fn run_on_threads(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let (whole, warm_up) = (self.job(self.n), self.job(self.n.min(WARM_UP_POINTS)));
        let variants = [(VARIANT, lab.threads as u32), ("sequential", 1)];
        let (samples, lanes) =
            lab.time(&variants, self.repeats, whole.n_blocks(), |take| match take {
                Take::WarmUp(0) => self.partly_serial(&warm_up, lab),
                Take::WarmUp(_) => compute(&warm_up, lab),
                Take::Measured { variant: 0, .. } => self.partly_serial(&whole, lab),
                Take::Measured { .. } => compute(&whole, lab),
            })?;
        Ok(StageRun { threads: lab.threads as u32, samples, figures: Map::new(), lanes })
    }

    fn process_job(&self) -> Option<ProcessJob> {
        None
    }

    fn conclude(&self, stages: &[StageRun], machine: Machine) -> Conclusion {
        let serial_fraction = self.serial_percent as f64 / 100.0;
        let last = stages.last().expect("a plan has at least one stage");
        let cores = machine.cores;
        let curve = curve(stages, VARIANT, Some(serial_fraction), cores).map(|(curve, _)| curve);
        let point = curve.as_ref().and_then(|curve| curve.points.last());
        // Threads beyond the cores add no processors.
        let predicted = measure::amdahl(serial_fraction, last.threads.min(cores));
        let outcome = [
            ("serial_fraction", json!(serial_fraction)),
            ("predicted_speed_up", json!(predicted)),
            ("speed_up", json!(point.map(|point| point.speed_up))),
            ("efficiency", json!(point.map(|point| point.efficiency))),
            ("limit", json!((serial_fraction > 0.0).then(|| 1.0 / serial_fraction))),
            ("median_ms", json!(median(last.wall_ms(VARIANT)))),
            ("sequential_ms", json!(median(last.wall_ms("sequential")))),
            ("curve", json!(curve)),
        ];
        let measured = point.map_or(0.0, |point| point.speed_up);
        let threads = match last.threads {
            1 => "1 thread is".to_owned(),
            n => format!("{n} threads are"),
        };
        let text = format!(
            "With {} % serial work, {threads} {} times as fast as one; Amdahl's law allows {}.",
            self.serial_percent,
            format_factor(measured),
            format_factor(predicted),
        );
        Conclusion {
            verdict: Verdict { kind: VerdictKind::Held, text },
            outcome: outcome
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect::<Map<String, Value>>(),
        }
    }
}
