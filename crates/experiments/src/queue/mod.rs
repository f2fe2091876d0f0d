//! Experiment `queue`: producers put items, consumers get them.
//!
//! * **Claim:** nothing is lost and nothing comes twice, whoever puts and gets when; a full queue makes
//!   producers wait, an empty one consumers.
//! * **Source:** the lecture's `Queue`, `LifoQueue` and `PriorityQueue`.
//! * **Smallest failure:** none.
//! * **Look at:** the depth over time, and the order of retrieval.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;

use crate::choice::choice;
use crate::error::{ParamError, Problem};
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Queues;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    producers: u32,
    consumers: u32,
    items: u64,
    kind: Kind,
    maxsize: u64,
    timeout_ms: u64,
    work_ms: u64,
    repeats: u64,
}

choice! {
    /// The order in which items leave.
    Kind {
        /// First in, first out.
        Fifo = "fifo", "FIFO";
        /// Last in, first out.
        Lifo = "lifo", "LIFO";
        /// Lowest first.
        Priority = "priority", "Priority";
    }
}

static SPEC: Spec = Spec {
    id: "queue",
    #[cfg(feature = "reports")]
    title: "Queue",
    group: Group::Queues,
    #[cfg(feature = "reports")]
    summary: "Producers put numbered items into a queue, and consumers take them out.",
    #[cfg(feature = "reports")]
    prediction: "The queue has room for four items. Who will wait more, producers or consumers?",
    #[cfg(feature = "reports")]
    look_for: &[
        "The depth never exceeds the queue's size; at the size producers wait, at 0 consumers do.",
        "FIFO hands items out as they came, LIFO the newest first, priority the lowest that is in.",
        "Every item arrives exactly once, however many threads put and get.",
    ],
    live: true,
    params: &[
        ParamSpec {
            name: "threads",
            #[cfg(feature = "reports")]
            label: "Threads",
            kind: ParamKind::Integer { min: 2, max: 64 },
            default: DefaultValue::Sum("producers", "consumers"),
            #[cfg(feature = "reports")]
            unit: "",
            #[cfg(feature = "reports")]
            help: "Producers and consumers together.",
        },
        ParamSpec {
            name: "producers",
            #[cfg(feature = "reports")]
            label: "Producers",
            kind: ParamKind::Integer { min: 1, max: MOST },
            default: DefaultValue::Rest { sum: "threads", other: None, otherwise: "2" },
            #[cfg(feature = "reports")]
            unit: "threads",
            #[cfg(feature = "reports")]
            help: "Threads that put.",
        },
        ParamSpec {
            name: "consumers",
            #[cfg(feature = "reports")]
            label: "Consumers",
            kind: ParamKind::Integer { min: 1, max: MOST },
            default: DefaultValue::Rest {
                sum: "threads",
                other: Some("producers"),
                otherwise: "2",
            },
            #[cfg(feature = "reports")]
            unit: "threads",
            #[cfg(feature = "reports")]
            help: "Threads that get.",
        },
        ParamSpec::integer("items", "Items", (1, 100_000), "40", "in all", "Items that are put."),
        ParamSpec::choice("kind", "Order", Kind::CHOICES, "fifo", "Which item leaves first."),
        ParamSpec::integer(
            "maxsize",
            "Size",
            (0, 100_000),
            "4",
            "items",
            "Items that fit in; 0 is any number.",
        ),
        ParamSpec::integer(
            "timeout_ms",
            "Timeout",
            (0, 10_000),
            "0",
            "ms",
            "The longest wait of a put or get before it tries again; 0 waits as long as it takes.",
        ),
        ParamSpec::integer(
            "work_ms",
            "Work",
            (0, 100),
            "1",
            "ms per item",
            "What a consumer does with an item.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

/// Most producers, and most consumers.
const MOST: u64 = 32;

/// Refuses producers and consumers that are not `threads` together: whichever of the two can be put
/// right by itself, as each is from 1 to `most`.
fn check_sum(fields: &mut Fields<'_>, threads: u32, (producers, consumers): (u32, u32), most: u64) {
    if !fields.all_right() || producers + consumers == threads {
        return;
    }
    let kinds = "producers and consumers";
    let rest = u64::from(threads.saturating_sub(producers));
    let (field, value, rest) = if (1..=most).contains(&rest) {
        ("consumers", consumers, rest)
    } else {
        let rest = u64::from(threads.saturating_sub(consumers));
        ("producers", producers, rest.clamp(1, most))
    };
    let problem = Problem::NotTheRest { rest, kinds, threads };
    fields.refuse(ParamError::new(field, value, problem));
}

/// The item that is put as number `number` of `items` is `number` times this, modulo `items`. For a
/// priority queue they come shuffled, or there would be nothing to sort: the factor is near the golden
/// section and has no divisor in common with `items`.
#[cfg(any(feature = "kernels", feature = "models"))]
fn shuffle(kind: Kind, items: u64) -> u64 {
    let divisor = |mut a: u64, mut b: u64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    match kind {
        Kind::Fifo | Kind::Lifo => 1,
        Kind::Priority => {
            let near = (items as f64 * 0.618) as u64;
            let mut factors = near.max(1)..;
            factors.find(|&f| divisor(f, items) == 1).expect("items + 1 has none at the latest")
        }
    }
}

impl Experiment for Queues {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let count = |number: u64| u32::try_from(number).expect("limited to 64");
        let threads = fields.threads();
        let params = Params {
            producers: count(fields.integer("producers")),
            consumers: count(fields.integer("consumers")),
            items: fields.integer("items"),
            kind: Kind::of(fields.word("kind")),
            maxsize: fields.integer("maxsize"),
            timeout_ms: fields.integer("timeout_ms"),
            work_ms: fields.integer("work_ms"),
            repeats: fields.integer("repeats"),
        };
        check_sum(&mut fields, threads, (params.producers, params.consumers), MOST);
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Scenario for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads().into())),
            ("producers", ParamValue::Integer(self.producers.into())),
            ("consumers", ParamValue::Integer(self.consumers.into())),
            ("items", ParamValue::Integer(self.items)),
            ("kind", ParamValue::Word(self.kind.word())),
            ("maxsize", ParamValue::Integer(self.maxsize)),
            ("timeout_ms", ParamValue::Integer(self.timeout_ms)),
            ("work_ms", ParamValue::Integer(self.work_ms)),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.producers + self.consumers
    }

    fn resources(&self) -> Vec<String> {
        vec!["the queue".to_owned()]
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use crate::scenario::plural;
        use measure::format_count;
        use trace::VerdictKind;

        let count = |name| format_count(shown.count_of(name));
        if shown.count(VerdictKind::WrongValue) > 0 {
            return format!(
                "{} items were lost and {} came twice: this queue is broken.",
                count("lost"),
                count("duplicated")
            );
        }
        let gave_up = shown.count_of("timed_out_puts") + shown.count_of("timed_out_gets");
        let gave_up = match (shown.count(VerdictKind::TimedOut), gave_up) {
            (0, _) => String::new(),
            (some, 0) => {
                format!(" Waits ran out of time in {}, not in the last.", plural(some, "run"))
            }
            (_, 1) => " 1 wait ran out of time and was tried again.".to_owned(),
            (_, n) => format!(" {} waits ran out of time and were tried again.", format_count(n)),
        };
        let all = match self.items {
            1 => "The item".to_owned(),
            n => format!("All {} items", format_count(n)),
        };
        format!(
            "{all} arrived exactly once; the queue held up to {}; {} and {} had to wait.{gave_up}",
            count("max_depth"),
            plural(shown.count_of("blocked_puts"), "put"),
            plural(shown.count_of("blocked_gets"), "get"),
        )
    }
}
