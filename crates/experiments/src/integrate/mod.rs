//! Experiment `integrate`: one integral, cut into chunks, by six methods.
//!
//! * **Claim:** on `p` cores the chunks take nearly `1/p` of the time, and the value is the same.
//! * **Source:** the lecture's integration of x² from 0 to 10, sequentially, with `threading` and
//!   with `multiprocessing`.
//! * **Smallest failure:** method `slide` with `a = 2`: its chunks start at 0.
//! * **Look at:** gaps in the timeline with integrand `uneven`, method `threads` against `pool`.

mod choices;

files! { run, roles, words }

use quadrature::{Integrand, Kernel, Problem as Integral, Rule};
use trace::Backend;

use self::choices::{Method, Transport};
use crate::Stage;
use crate::choice::Sweep;
use crate::chunk::{Chunk, Reduction};
use crate::computer::Computer;
use crate::declare::{files, only_runs, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{DefaultValue, real, run, whole, word};
use crate::task_queue::TaskQueue;

/// Most threads on offer: enough to see that more threads than cores bring nothing.
const MAX_THREADS: u64 = 64;
/// Most points on offer; every index is exact in a double.
const MAX_POINTS: u64 = 10_000_000_000;
/// The thread counts of a sweep reach this many times the cores.
const SWEEP_CORES: u32 = 2;

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<Integrate>("integrate", Group::Performance);

params! {
    /// Checked parameters of `integrate`.
    Integrate {
        /// How many workers share the job.
        threads: u32 = run(whole(1, MAX_THREADS, "").or(DefaultValue::Cores));
        /// How the chunks are cut and who computes them.
        method: Method = run(word::<Method>("threads"));
        /// What is integrated.
        f: Integrand = run(word::<Integrand>("x2"));
        /// Lower end of the interval.
        a: f64 = run(real(-1e9, 1e9, "").or(FROM));
        /// Upper end.
        b: f64 = run(real(-1e9, 1e9, "").or(TO));
        /// Number of strips.
        n: u64 = run(whole(1, MAX_POINTS, "10000000"));
        /// Where in each strip the function is evaluated.
        rule: Rule = run(word::<Rule>("left"));
        /// How the parts are added.
        reduction: Reduction = run(word::<Reduction>("blocks"));
        /// One point at a time, or two in each instruction.
        kernel: Kernel = run(word::<Kernel>("scalar"));
        /// How often the method and the sequential baseline are measured, in turn.
        repeats: u32 = run(whole(1, 100, "5"));
        /// Whether every thread count is measured.
        sweep: Sweep = run(word::<Sweep>("off"));
        /// What carries tasks to workers that are elsewhere.
        transport: Transport = run(word::<Transport>("tabs"));
    }
}

/// Where the interval of a function begins.
const FROM: DefaultValue = DefaultValue::Follows {
    param: "f",
    table: &[
        ("x2", "0"),
        ("pi", "0"),
        ("sin", "0"),
        ("circle", "0"),
        ("gauss", "-3"),
        ("uneven", "0"),
    ],
};
/// Where it ends.
const TO: DefaultValue = DefaultValue::Follows {
    param: "f",
    table: &[
        ("x2", "10"),
        ("pi", "1"),
        ("sin", "3.141592653589793"),
        ("circle", "1"),
        ("gauss", "3"),
        ("uneven", "0.9"),
    ],
};

only_runs!(Integrate);

impl Needs for Integrate {
    fn check(&mut self, fields: &mut Fields<'_>) {
        self.cross_check(fields);
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn asks_for_login(&self) -> bool {
        self.method == Method::Tasks && self.transport == Transport::RabbitMq
    }

    fn stages(&self, computer: Computer) -> Vec<Stage> {
        let counts = || self.thread_counts(computer.cores).into_iter();
        if self.method == Method::Tasks {
            return vec![Stage::processes(self.threads).started_by_others()];
        }
        match self.method.backend() {
            Backend::Single => vec![Stage::single()],
            Backend::Threads => counts().map(Stage::threads).collect(),
            Backend::Processes => counts().map(Stage::processes).collect(),
        }
    }
}

impl Integrate {
    fn integral(&self) -> Integral {
        let Self { f, a, b, n, rule, kernel, .. } = *self;
        Integral { f, a, b, n, rule, kernel }
    }

    /// The rules that concern more than one field.
    fn cross_check(&self, fields: &mut Fields<'_>) {
        let cores = fields.computer().cores;
        let Integral { f, a, b, n, rule, .. } = self.integral();
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
        if self.method == Method::Tasks {
            self.check_tasks(fields);
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

    /// Workers elsewhere know the integrals of `task-queue` only.
    fn check_tasks(&self, fields: &mut Fields<'_>) {
        let known = TaskQueue::integral(self.f, self.n);
        let is_known = [
            ("a", self.a == known.a, known.a.to_string()),
            ("b", self.b == known.b, known.b.to_string()),
            ("rule", self.rule == known.rule, known.rule.name().to_owned()),
            ("kernel", self.kernel == known.kernel, known.kernel.name().to_owned()),
            ("reduction", self.reduction == Reduction::Blocks, "blocks".to_owned()),
            ("sweep", self.sweep == Sweep::Off, "off".to_owned()),
        ];
        for (field, is_right, right) in is_known {
            if !is_right {
                let problem = Problem::UnknownElsewhere { right };
                fields.refuse(ParamError::new(field, fields.text(field), problem));
            }
        }
    }

    /// The thread counts that are measured on a machine with `cores` cores.
    fn thread_counts(&self, cores: u32) -> Vec<u32> {
        if self.sweep == Sweep::Off {
            return vec![self.threads];
        }
        (1..=cores.saturating_mul(SWEEP_CORES).min(MAX_THREADS as u32)).collect()
    }

    /// The whole job, and the smaller one for warming up.
    #[allow(dead_code, reason = "the page computes nothing")]
    pub(crate) fn chunks(&self) -> (Chunk, Chunk) {
        /// A few milliseconds, and enough blocks for the compiler to notice.
        const WARM_UP_POINTS: u64 = 4_000_000;
        let whole = self.integral();
        let warm_up = Integral { n: whole.n.min(WARM_UP_POINTS), ..whole };
        (Chunk::whole(whole, self.reduction), Chunk::whole(warm_up, self.reduction))
    }
}
