//! Experiment `atomicity`: customers look at an account, and withdraw if there is enough.
//!
//! * **Claim:** a check and the step that relies on it must be one; steps that are atomic each are not
//!   atomic together.
//! * **Source:** Lu, Park, Seo and Zhou, "Learning from Mistakes: A Comprehensive Study on Real World
//!   Concurrency Bug Characteristics", ASPLOS, 2008: two thirds of the bugs they found that are no
//!   deadlock break such an assumption.
//! * **Smallest failure:** check, check, withdraw, withdraw: one coin is paid out twice.
//! * **Look at:** the balance over the repeats. No update is lost: it is below zero because all count.

files! { run, model, words }

use crate::choice::{Gap, Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Atomicity>("atomicity", Group::Threads);

params! {
    /// Checked parameters.
    Atomicity {
        /// Customers who want one coin each.
        threads: u32 = each(whole(1, 64, "2"), whole(1, 8, "2"));
        /// Coins in the account.
        coins: u64 = each(whole(0, 64, "1"), whole(0, 8, "1"));
        /// Between the check and the withdrawal.
        gap: Gap = run(word::<Gap>("yield"));
        /// What keeps the two together.
        fix: Fix = both(word::<Fix>("none"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("20");
    }
}

choice! {
    /// What keeps the check and the withdrawal together.
    Fix {
        /// Nothing does.
        None = "none";
        /// A lock around both.
        Lock = "lock";
    }
}

impl Needs for Atomicity {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the account".to_owned()]
    }
}
