//! A barrier means what it means in Python's `threading`.

mod common;

use std::num::NonZeroUsize;
use std::thread;

use common::{LONG, Lab, SHORT};
use primitives::{Barrier, BarrierError};

const BROKEN: Result<usize, BarrierError> = Err(BarrierError::Broken);

fn barrier(parties: usize) -> Barrier {
    Barrier::new(0, NonZeroUsize::new(parties).expect("at least one"))
}

/// Lets threads `0..n` wait, calls `then` while they do, and returns what they got.
fn wait_together(
    lab: &Lab,
    barrier: &Barrier,
    n: usize,
    then: impl FnOnce(),
) -> Vec<Result<usize, BarrierError>> {
    thread::scope(|scope| {
        let waiters: Vec<_> = (0..n)
            .map(|index| {
                let waiter = scope.spawn(move || barrier.wait_timeout(&lab.me(index), LONG));
                common::until(|| barrier.n_waiting() == index + 1);
                waiter
            })
            .collect();
        then();
        waiters.into_iter().map(|waiter| waiter.join().expect("no wait panics")).collect()
    })
}

/// Two wait, one after the other, and the third opens it: 0, 1 and 2 had come before. The same again.
#[test]
fn the_last_to_come_opens_it_for_all_again_and_again() {
    let (lab, barrier) = (Lab::new(3), barrier(3));
    for _ in 0..2 {
        let got = wait_together(&lab, &barrier, 2, || {
            assert_eq!(barrier.wait(&lab.me(2)), Ok(2));
            assert_eq!(barrier.n_waiting(), 0);
        });
        assert_eq!(got, [Ok(0), Ok(1)]);
        assert!(!barrier.is_broken());
    }
}

#[test]
fn a_barrier_for_one_is_always_open() {
    let (lab, barrier) = (Lab::new(1), barrier(1));
    assert_eq!(barrier.wait(&lab.me(0)), Ok(0));
    assert_eq!(barrier.wait_timeout(&lab.me(0), std::time::Duration::ZERO), Ok(0));
}

#[test]
fn one_that_gives_up_breaks_it_for_all_and_for_those_who_come_later() {
    let (lab, barrier) = (Lab::new(4), barrier(4));
    let got = wait_together(&lab, &barrier, 2, || {
        assert_eq!(barrier.wait_timeout(&lab.me(2), SHORT), BROKEN);
    });
    assert_eq!(got, [BROKEN, BROKEN]);
    assert_eq!(barrier.wait(&lab.me(3)), BROKEN);
    assert_eq!((barrier.is_broken(), barrier.n_waiting()), (true, 0));
}

#[test]
fn abort_breaks_it_until_it_is_reset() {
    let (lab, barrier) = (Lab::new(3), barrier(3));
    assert_eq!(wait_together(&lab, &barrier, 2, || barrier.abort()), [BROKEN, BROKEN]);
    assert_eq!((barrier.is_broken(), barrier.wait(&lab.me(0))), (true, BROKEN));
    barrier.reset();
    assert!(!barrier.is_broken());
    let got = wait_together(&lab, &barrier, 2, || assert_eq!(barrier.wait(&lab.me(2)), Ok(2)));
    assert_eq!(got, [Ok(0), Ok(1)]);
}

#[test]
fn reset_sends_those_who_wait_away_and_leaves_it_whole() {
    let (lab, barrier) = (Lab::new(2), barrier(2));
    for _ in 0..2 {
        assert_eq!(wait_together(&lab, &barrier, 1, || barrier.reset()), [BROKEN]);
        assert_eq!((barrier.is_broken(), barrier.n_waiting()), (false, 0));
    }
    let got = wait_together(&lab, &barrier, 1, || assert_eq!(barrier.wait(&lab.me(1)), Ok(1)));
    assert_eq!(got, [Ok(0)]);
}

/// The thread that waits may not have run between the two calls; it must not take the reset for an
/// opening.
#[test]
fn a_reset_right_after_an_abort_still_sends_those_who_wait_away() {
    let (lab, barrier) = (Lab::new(2), barrier(2));
    let got = wait_together(&lab, &barrier, 1, || {
        barrier.abort();
        barrier.reset();
    });
    assert_eq!((got, barrier.is_broken()), (vec![BROKEN], false));
}

/// The generation ended well before the abort, so who waited in it has passed.
#[test]
fn an_abort_does_not_reach_those_who_have_passed() {
    let (lab, barrier) = (Lab::new(2), barrier(2));
    let got = wait_together(&lab, &barrier, 1, || {
        assert_eq!(barrier.wait(&lab.me(1)), Ok(1));
        barrier.abort();
    });
    assert_eq!(got, [Ok(0)]);
}
