//! The watchdog names nobody who goes on.

use std::sync::Arc;

use loom::thread;
use primitives::{Lock, RawLock, Resource, SpinLock, Watchdog};

use crate::lab::{Lab, TWO, explore};

/// Looks of the watchdog while two threads take both locks in the same order.
const LOOKS: usize = 2;

fn two_locks_in_the_same_order<L: RawLock + Send + 'static>(new: fn(u32) -> L) {
    fn take_both<L: RawLock>((lab, [first, second]): &(Lab, [L; 2]), index: usize) {
        let me = lab.me(index);
        let both = || first.with(&me, || second.with(&me, || ()));
        assert_eq!(me.run(both), Ok(Ok(())));
    }
    explore(TWO, move || {
        let stage = Arc::new((Lab::new(2), [new(0), new(1)]));
        let shared = Arc::clone(&stage);
        let other = thread::spawn(move || take_both(&shared, 1));
        let shared = Arc::clone(&stage);
        let watches = thread::spawn(move || {
            let (lab, [first, second]) = &*shared;
            let mut watchdog = Watchdog::new(&lab.waits, 2);
            let resources: [&dyn Resource; 2] = [first, second];
            (0..LOOKS).for_each(|_| assert_eq!(watchdog.look(&resources), None));
        });
        take_both(&stage, 0);
        other.join().expect("no thread panics");
        watches.join().expect("the watchdog does not panic");
    });
}

#[test]
fn two_threads_that_take_two_locks_in_the_same_order_are_never_named() {
    two_locks_in_the_same_order(Lock::new);
}

#[test]
fn two_threads_that_spin_for_two_locks_in_the_same_order_are_never_named() {
    two_locks_in_the_same_order(SpinLock::new);
}
