//! The parameters of `integrate`: their description and their checks.

use quadrature::{Integrand, Kernel, Problem as Integral, Rule};
use trace::Backend;
#[cfg(any(feature = "kernels", feature = "reports"))]
use trace::wire::StageRun;

use super::spec::{MAX_THREADS, SPEC};
use crate::chunk::{Chunk, Reduction};
use crate::error::{ParamError, Problem};
use crate::machine::Machine;
use crate::param::Fields;
use crate::spec::{ParamValue, Spec};
use crate::{Experiment, ProcessJob, Runnable, Stage};

/// Points of a warm-up run: a few milliseconds, and enough blocks for the compiler to notice.
const WARM_UP_POINTS: u64 = 4_000_000;
/// The thread counts of a sweep reach this many times the cores.
const SWEEP_CORES: u32 = 2;

/// How the integral is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Sequential,
    Threads,
    Pool,
    Processes,
    Slide,
}

impl Method {
    const ALL: [Self; 5] =
        [Self::Sequential, Self::Threads, Self::Pool, Self::Processes, Self::Slide];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sequential => "sequential",
            Self::Threads => "threads",
            Self::Pool => "pool",
            Self::Processes => "processes",
            Self::Slide => "slide",
        }
    }

    fn backend(self) -> Backend {
        match self {
            Self::Sequential => Backend::Single,
            Self::Processes => Backend::Processes,
            Self::Threads | Self::Pool | Self::Slide => Backend::Threads,
        }
    }
}

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Integrate;

/// Checked parameters of `integrate`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Params {
    pub(crate) threads: u32,
    pub(crate) method: Method,
    pub(crate) integral: Integral,
    pub(crate) reduction: Reduction,
    pub(crate) repeats: u32,
    pub(crate) sweep: bool,
}

impl Experiment for Integrate {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: u32::try_from(fields.integer("threads")).expect("limited to 64"),
            method: named(&Method::ALL, Method::name, fields.word("method")),
            integral: Integral {
                f: named(&Integrand::ALL, Integrand::name, fields.word("f")),
                a: fields.real("a"),
                b: fields.real("b"),
                n: fields.integer("n"),
                rule: named(&Rule::ALL, Rule::name, fields.word("rule")),
                kernel: named(&Kernel::ALL, Kernel::name, fields.word("kernel")),
            },
            reduction: match fields.word("reduction") {
                "per-thread" => Reduction::PerThread,
                _ => Reduction::Blocks,
            },
            repeats: u32::try_from(fields.integer("repeats")).expect("limited to 100"),
            sweep: fields.word("sweep") == "on",
        };
        params.cross_check(&mut fields);
        fields.finish()?;
        Ok(Box::new(params))
    }
}

/// The item that `name` calls `word`; the spec offers exactly these words.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, word: &str) -> T {
    let found = all.iter().copied().find(|&item| name(item) == word);
    found.expect("the spec offers exactly the names of these items")
}

impl Params {
    /// The rules that concern more than one field.
    fn cross_check(&self, fields: &mut Fields<'_>) {
        let cores = fields.machine().cores;
        let Integral { f, a, b, n, rule, .. } = self.integral;
        let (min, max) = f.domain();
        for (field, x) in [("a", a), ("b", b)] {
            if !(min..=max).contains(&x) {
                let problem = Problem::OutsideDomain { integrand: f.name(), min, max };
                fields.refuse(ParamError::new(field, fields.text(field), problem));
            }
        }
        if rule == Rule::Simpson && n % 2 == 1 {
            fields.refuse(ParamError::new("n", fields.text("n"), Problem::Odd));
        }
        if self.method != Method::Slide {
            return;
        }
        if rule != Rule::Left {
            fields.refuse(ParamError::new("rule", rule.name(), Problem::SlideRule));
        }
        let threads = self.thread_counts(cores).into_iter().max().expect("at least one count");
        if n < u64::from(threads) {
            let problem = Problem::SlideTooFew { threads };
            fields.refuse(ParamError::new("n", fields.text("n"), problem));
        }
        if !(min..=max).contains(&0.0) || !(min..=max).contains(&(b - a)) {
            let problem = Problem::SlideLeavesDomain { end: b - a, integrand: f.name(), min, max };
            fields.refuse(ParamError::new("b", fields.text("b"), problem));
        }
    }

    /// The thread counts that are measured on a machine with `cores` cores.
    fn thread_counts(&self, cores: u32) -> Vec<u32> {
        if !self.sweep {
            return vec![self.threads];
        }
        (1..=cores.saturating_mul(SWEEP_CORES).min(MAX_THREADS as u32)).collect()
    }

    /// The whole job, and the smaller one for warming up.
    pub(crate) fn chunks(&self) -> (Chunk, Chunk) {
        let warm_up = Integral { n: self.integral.n.min(WARM_UP_POINTS), ..self.integral };
        (Chunk::whole(self.integral, self.reduction), Chunk::whole(warm_up, self.reduction))
    }
}

impl Runnable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        let Integral { f, a, b, n, rule, kernel } = self.integral;
        let reduction = match self.reduction {
            Reduction::PerThread => "per-thread",
            Reduction::Blocks => "blocks",
        };
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("method", ParamValue::Word(self.method.name())),
            ("f", ParamValue::Word(f.name())),
            ("a", ParamValue::Real(a)),
            ("b", ParamValue::Real(b)),
            ("n", ParamValue::Integer(n)),
            ("rule", ParamValue::Word(rule.name())),
            ("reduction", ParamValue::Word(reduction)),
            ("kernel", ParamValue::Word(kernel.name())),
            ("repeats", ParamValue::Integer(self.repeats.into())),
            ("sweep", ParamValue::Word(if self.sweep { "on" } else { "off" })),
        ]
    }

    fn stages(&self, machine: Machine) -> Vec<Stage> {
        let backend = self.method.backend();
        match backend {
            Backend::Single => vec![Stage { backend, threads: 1 }],
            Backend::Threads | Backend::Processes => {
                let counts = self.thread_counts(machine.cores);
                counts.into_iter().map(|threads| Stage { backend, threads }).collect()
            }
        }
    }

    #[cfg(feature = "kernels")]
    fn run_on_threads(&self, lab: &crate::Lab<'_>) -> Result<StageRun, primitives::Stopped> {
        self.measure(lab)
    }

    fn process_job(&self) -> Option<ProcessJob> {
        let method = match self.method {
            Method::Sequential => None,
            Method::Processes => Some(self.method.name()),
            Method::Threads | Method::Pool | Method::Slide => return None,
        };
        let (whole, warm_up) = self.chunks();
        Some(ProcessJob { whole, warm_up, repeats: self.repeats, method })
    }

    #[cfg(feature = "reports")]
    fn conclude(&self, stages: &[StageRun], machine: Machine) -> crate::Conclusion {
        super::conclude::conclude(self, stages, machine)
    }
}
