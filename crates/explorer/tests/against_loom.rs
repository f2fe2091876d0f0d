//! The same small programs in loom, which runs real code under every order that it cannot tell apart
//! from another: the outcomes are the same.
//!
//! loom's own types are used directly, so that nothing needs `cfg(loom)`.

mod common;

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex as Plain;

use common::*;
use loom::model::Builder;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;
use program::Program;

/// The totals that loom finds for threads that each do `increments` times `increase`.
fn totals<T: Send + Sync + 'static>(
    threads: usize,
    increments: usize,
    counter: fn() -> T,
    increase: fn(&T),
    total: fn(&T) -> usize,
) -> BTreeSet<String> {
    let found = std::sync::Arc::new(Plain::new(BTreeSet::new()));
    let shared = found.clone();
    everything(move || {
        let counter = Arc::new(counter());
        let work = |counter: Arc<T>| {
            move || {
                for _ in 0..increments {
                    increase(&counter);
                }
            }
        };
        let others: Vec<_> = (1..threads).map(|_| thread::spawn(work(counter.clone()))).collect();
        work(counter.clone())();
        for other in others {
            other.join().expect("it does not panic");
        }
        let mut found = shared.lock().expect("nobody panics while holding it");
        found.insert(total(&counter).to_string());
    });
    let found = found.lock().expect("nobody panics while holding it");
    found.clone()
}

fn everything(program: impl Fn() + Sync + Send + 'static) {
    let mut model = Builder::new();
    model.preemption_bound = None;
    model.check(program);
}

fn ours(program: &Program) -> BTreeSet<String> {
    outcomes(&merged(program)).into_iter().map(|outcome| outcome.value).collect()
}

const SIZES: [(usize, usize); 4] = [(2, 1), (2, 2), (2, 3), (3, 1)];

#[test]
fn a_counter_that_is_read_and_written_apart() {
    for (threads, increments) in SIZES {
        let theirs = totals(
            threads,
            increments,
            || AtomicUsize::new(0),
            |counter| {
                let value = counter.load(Ordering::SeqCst);
                counter.store(value + 1, Ordering::SeqCst);
            },
            |counter| counter.load(Ordering::SeqCst),
        );
        assert_eq!(ours(&lost_update(threads as u32, increments as i32)), theirs);
    }
}

#[test]
fn a_counter_that_is_increased_in_one_step() {
    for (threads, increments) in SIZES {
        let theirs = totals(
            threads,
            increments,
            || AtomicUsize::new(0),
            |counter| {
                counter.fetch_add(1, Ordering::SeqCst);
            },
            |counter| counter.load(Ordering::SeqCst),
        );
        assert_eq!(ours(&atomic_counter(threads as u32, increments as i32)), theirs);
    }
}

#[test]
fn a_counter_under_a_lock() {
    for (threads, increments) in SIZES {
        let theirs = totals(
            threads,
            increments,
            || Mutex::new(0_usize),
            |counter| *counter.lock().expect("nobody panics while holding it") += 1,
            |counter| *counter.lock().expect("nobody panics while holding it"),
        );
        assert_eq!(ours(&locked_counter(threads as u32, increments as i32)), theirs);
    }
}

/// Takes two locks, one thread in the order of `left`, the other in that of `right`; loom panics when
/// it finds a deadlock.
fn two_locks(left: [usize; 2], right: [usize; 2]) {
    everything(move || {
        let locks = std::sync::Arc::new([Mutex::new(()), Mutex::new(())]);
        let both = |locks: std::sync::Arc<[Mutex<()>; 2]>, [one, other]: [usize; 2]| {
            move || {
                // Where loom stops for a deadlock, guards must not be dropped any more.
                let take = |lock: usize| {
                    ManuallyDrop::new(locks[lock].lock().expect("nobody panics while holding it"))
                };
                let (one, other) = (take(one), take(other));
                drop(ManuallyDrop::into_inner(other));
                drop(ManuallyDrop::into_inner(one));
            }
        };
        let other = thread::spawn(both(locks.clone(), right));
        both(locks, left)();
        other.join().expect("it does not panic");
    });
}

#[test]
fn two_locks_in_the_same_order_and_in_opposite_order() {
    two_locks([0, 1], [0, 1]);
    assert_eq!(ours(&ordered_locks()), ["held".to_owned()].into());
    let panic = catch_unwind(AssertUnwindSafe(|| two_locks([0, 1], [1, 0])));
    let panic = panic.expect_err("loom finds the deadlock");
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or_default();
    assert!(text.contains("deadlock"), "{text}");
    assert_eq!(ours(&opposite_locks()), ["deadlock", "held"].map(str::to_owned).into());
}
