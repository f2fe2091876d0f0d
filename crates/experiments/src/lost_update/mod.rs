//! Experiment `lost-update`: threads read, increase and write back one shared number.
//!
//! * **Claim:** two threads that read the same number write the same successor, and one increment is
//!   lost; an atomic addition, a lock or a number for each thread loses none.
//! * **Source:** the lecture's table of two interleaved increments.
//! * **Smallest failure:** read, read, write back, write back: two increments, one counted.
//! * **Look at:** the histogram of totals over the repeats.

files! { run, model, words }

use crate::choice::{Gap, Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{DefaultValue, both, each, explore, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<LostUpdate>("lost-update", Group::Threads);

params! {
    /// Checked parameters.
    LostUpdate {
        /// Each adds its increments to the same number.
        threads: u32 = each(whole(1, 64, "2"), whole(1, 8, "2"));
        /// How often each thread adds 1.
        increments: u64 = each(whole(1, 10_000_000, "100").or(INCREMENTS), whole(1, 100, "1"));
        /// What a thread does while the number it has read grows old.
        gap: Gap = run(word::<Gap>("yield"));
        /// How a thread of the model increases the number that it has read.
        increase: Increase = explore(word::<Increase>("operator"));
        /// What keeps read and write together.
        fix: Fix = both(word::<Fix>("none"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("20");
    }
}

/// Enough that some are lost, and few enough that it does not take long.
const INCREMENTS: DefaultValue = DefaultValue::Follows {
    param: "gap",
    table: &[("yield", "100"), ("sleep", "20"), ("none", "1000000")],
};

choice! {
    /// How the number that was read is increased: a call is where Python may switch threads.
    Increase {
        /// `counter += 1`.
        Operator = "operator";
        /// `counter = increase(counter)`.
        Function = "function";
    }
}

choice! {
    /// What keeps the three steps together.
    Fix {
        /// Nothing does.
        None = "none";
        /// One instruction does all three.
        Atomic = "atomic";
        /// Only the holder of a lock may do them.
        Lock = "lock";
        /// Nothing is shared until the end.
        PerThread = "per-thread";
    }
}

impl Needs for LostUpdate {
    fn check(&mut self, fields: &mut Fields<'_>) {
        if self.increase == Increase::Function && matches!(self.fix, Fix::Atomic | Fix::PerThread) {
            fields.refuse(ParamError::new("increase", "function", Problem::CallInOneStep));
        }
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned()]
    }
}
