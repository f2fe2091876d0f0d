//! Experiment `queue`: producers put items, consumers get them.
//!
//! * **Claim:** nothing is lost and nothing comes twice, whoever puts and gets when; a full queue makes
//!   producers wait, an empty one consumers.
//! * **Source:** the lecture's `Queue`, `LifoQueue` and `PriorityQueue`.
//! * **Smallest failure:** none.
//! * **Look at:** the depth over time, and the order of retrieval.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::face::Face;
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{DefaultValue, both, each, explore, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Queues>("queue", Group::Queues);

params! {
    /// Checked parameters.
    Queues {
        /// Producers and consumers together.
        threads: u32 =
            each(whole(2, 2 * MOST_RUN, "4").or(SUM), whole(2, 2 * MOST_EXPLORED, "4").or(SUM));
        /// Threads that put.
        producers: u32 =
            each(whole(1, MOST_RUN, "2").or(HALF), whole(1, MOST_EXPLORED, "2").or(HALF));
        /// Threads that get.
        consumers: u32 =
            each(whole(1, MOST_RUN, "2").or(REST), whole(1, MOST_EXPLORED, "2").or(REST));
        /// Items that are put, in all.
        items: u64 = each(whole(1, 100_000, "40"), whole(1, 6, "2"));
        /// Which item leaves first.
        kind: Kind = both(word::<Kind>("fifo"));
        /// Items that fit in; 0 is any number.
        maxsize: u64 = each(whole(0, 100_000, "4"), whole(0, 6, "1"));
        /// How consumers learn that nothing more will come.
        end: End = explore(word::<End>("shut-down"));
        /// The longest wait before another try; 0 waits as long as it takes.
        timeout_ms: u64 = run(whole(0, 10_000, "0"));
        /// What a consumer does with an item.
        work_ms: u64 = run(whole(0, 100, "1"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

/// Most producers, and most consumers, of a run.
const MOST_RUN: u64 = 32;
/// Most producers, and most consumers, of an exploration.
const MOST_EXPLORED: u64 = 3;

const SUM: DefaultValue = DefaultValue::Sum("producers", "consumers");
const HALF: DefaultValue = DefaultValue::Rest { sum: "threads", other: None, otherwise: "2" };
const REST: DefaultValue =
    DefaultValue::Rest { sum: "threads", other: Some("producers"), otherwise: "2" };

choice! {
    /// The order in which items leave.
    Kind {
        /// First in, first out.
        Fifo = "fifo";
        /// Last in, first out.
        Lifo = "lifo";
        /// Lowest first.
        Priority = "priority";
    }
}

choice! {
    /// How consumers learn that nothing more will come.
    End {
        /// The last producer shuts the queue down.
        ShutDown = "shut-down";
        /// The last producer puts an item for each consumer that means the end.
        Item = "item";
        /// They do not.
        Never = "never";
    }
}

/// The item that is put as number `number` of `items` is `number` times this, modulo `items`. For a
/// priority queue they come shuffled, or there would be nothing to sort: the factor is near the golden
/// section and has no divisor in common with `items`.
#[allow(dead_code, reason = "needed where items are put, by a run or a program")]
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

impl Needs for Queues {
    /// Refuses producers and consumers that are not `threads` together: whichever of the two can be put
    /// right by itself, as each is from 1 to the most of the face.
    fn check(&mut self, fields: &mut Fields<'_>) {
        let Self { threads, producers, consumers, .. } = *self;
        if !fields.all_right() || producers + consumers == threads {
            return;
        }
        let most = match fields.face() {
            Face::Run => MOST_RUN,
            Face::Explore => MOST_EXPLORED,
        };
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

    fn threads(&self) -> u32 {
        self.threads
    }

    fn thread_name(&self, index: usize) -> String {
        match index.checked_sub(self.producers as usize) {
            None => format!("producer {}", index + 1),
            Some(index) => format!("consumer {}", index + 1),
        }
    }

    fn resources(&self) -> Vec<String> {
        vec!["the queue".to_owned()]
    }
}
