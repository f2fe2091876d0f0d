//! The GIL keeps threads apart, and goes to whoever asks for it.

mod common;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use common::{LONG, Lab, SHORT, TURNS};
use primitives::{Gil, Resource, Stopped};

/// Three threads do two steps of an increment each turn; each turn has a switch point in the middle of nothing.
#[test]
fn one_thread_at_a_time_has_it() {
    let (lab, gil) = (Lab::new(3), Gil::new(0, Duration::from_micros(100)));
    let (inside, count) = (AtomicU32::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for index in 0..3 {
            let (lab, gil, inside, count) = (&lab, &gil, &inside, &count);
            scope.spawn(move || {
                let me = &lab.me(index).silent();
                gil.take(me).unwrap();
                for turn in 0..TURNS {
                    assert_eq!(inside.fetch_add(1, Relaxed), 0);
                    count.store(count.load(Relaxed) + 1, Relaxed);
                    assert_eq!(inside.fetch_sub(1, Relaxed), 1);
                    gil.check(me).unwrap();
                    if turn % 8 == 0 {
                        gil.drop(me).unwrap();
                        gil.take(me).unwrap();
                    }
                }
                gil.drop(me).unwrap();
            });
        }
    });
    assert_eq!((count.into_inner(), gil.holder()), (3 * TURNS, None));
}

/// Who never lets go by itself does at a switch point, once it was asked, and not before the other has it.
#[test]
fn a_holder_that_is_asked_hands_it_over() {
    let (lab, gil) = (Lab::new(2), Gil::new(0, SHORT));
    thread::scope(|scope| {
        let me = &lab.me(0).silent();
        gil.take(me).unwrap();
        scope.spawn(|| {
            let me = &lab.me(1).silent();
            gil.take(me).unwrap();
            gil.drop(me).unwrap();
        });
        while gil.hand_overs() == 0 {
            gil.check(me).unwrap();
            thread::yield_now();
        }
        gil.drop(me).unwrap();
    });
    assert!(gil.hand_overs() >= 1 && gil.held_ms().is_some_and(|held_ms| held_ms >= 2.0));
}

#[test]
fn who_is_alone_keeps_it() {
    let (lab, gil) = (Lab::new(1), Gil::new(0, SHORT));
    let me = &lab.me(0);
    gil.take(me).unwrap();
    for _ in 0..TURNS {
        gil.check(me).unwrap();
    }
    assert_eq!((gil.holder(), gil.hand_overs(), gil.held_ms()), (Some(0), 0, None));
}

#[test]
fn a_wait_for_it_ends_with_the_lab() {
    let (lab, gil) = (Lab::new(2), Gil::new(0, LONG));
    gil.take(&lab.me(0)).unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| gil.take(&lab.me(1)));
        lab.until_waiting(1);
        lab.control.stop();
        assert_eq!(waiting.join().unwrap(), Err(Stopped));
    });
}
