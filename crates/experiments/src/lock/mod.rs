//! Experiment `lock`: threads hold one lock in turn.
//!
//! * **Claim:** one thread at a time is inside; who comes next is up to the lock, and so is what a
//!   wait costs.
//! * **Source:** the lecture's three threads in line for `f()`, and its non-blocking lock.
//! * **Smallest failure:** none; a spin lock on one core wastes the time its holder needs.
//! * **Look at:** the line of waiting threads, and acquisitions per second against the thread count.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{Allowed, DefaultValue, ParamKind, both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Locks>("lock", Group::Locks);

params! {
    /// Checked parameters.
    Locks {
        /// Threads that want the lock.
        threads: u32 = each(whole(1, 64, "3"), whole(1, 6, "3"));
        /// How a thread waits.
        kind: Kind = each(REAL_KINDS, word::<Kind>("futex"));
        /// How long a thread waits.
        acquire: Acquire = both(word::<Acquire>("blocking"));
        /// Time inside, in milliseconds.
        hold_ms: u64 = run(whole(0, 1000, "5"));
        /// With acquire timeout: the longest wait, in milliseconds.
        timeout_ms: u64 = run(whole(1, 10_000, "8"));
        /// How often each thread asks for the lock.
        rounds: u64 = each(whole(1, 1000, "5"), whole(1, 5, "1"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

/// The kinds that run. The one that is no lock is for explorations only.
const REAL_KINDS: Allowed = Allowed {
    kind: ParamKind::Choice(&["futex", "spin", "ticket"]),
    default: DefaultValue::Fixed("futex"),
};

choice! {
    /// How a thread waits.
    Kind {
        /// It sleeps.
        Futex = "futex";
        /// It looks again and again, and whoever looks first gets it.
        Spin = "spin";
        /// It draws a number and looks again and again whether it is served.
        Ticket = "ticket";
        /// It looks, and takes it in a second step: that is no lock.
        LookFirst = "look-first";
    }
}

choice! {
    /// How long a thread waits.
    Acquire {
        /// As long as it takes.
        Blocking = "blocking";
        /// Not at all.
        NonBlocking = "non-blocking";
        /// For a time.
        Timeout = "timeout";
    }
}

impl Needs for Locks {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned()]
    }
}
