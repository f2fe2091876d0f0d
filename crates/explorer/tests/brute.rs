//! What is told of a program agrees with following each of its schedules.

mod common;

use common::*;

/// Schedules that are followed at most.
const MOST: u64 = 40_000;

fn all_schedules_agree(program: &program::Program) {
    assert!(agree(program, MOST), "too many schedules to follow");
    same_without_forgetting(program);
}

#[test]
fn counters() {
    for program in [lost_update(2, 1), lost_update(1, 3), locked_counter(2, 1)] {
        all_schedules_agree(&program);
    }
    for (threads, increments) in [(2, 1), (2, 3), (3, 1), (3, 2)] {
        all_schedules_agree(&atomic_counter(threads, increments));
    }
}

#[test]
fn lost_updates_of_more_threads() {
    all_schedules_agree(&lost_update(2, 2)); // 924 fine ones
    all_schedules_agree(&lost_update(3, 1)); // 1680 fine ones
    assert!(!agree(&lost_update(3, 2), 40_000), "it has 17 million fine ones"); // but 34,650 merged
}

#[test]
fn locks() {
    for program in [opposite_locks(), ordered_locks(), twice(true), twice(false)] {
        all_schedules_agree(&program);
    }
    for program in [release_not_held(), release_of_another()] {
        all_schedules_agree(&program);
    }
    all_schedules_agree(&philosophers(2, false));
    all_schedules_agree(&philosophers(3, true));
    all_schedules_agree(&philosophers(3, false));
}

#[test]
fn conditions_barriers_and_semaphores() {
    all_schedules_agree(&deaf_waiter());
    all_schedules_agree(&barrier(2));
    all_schedules_agree(&barrier(3));
    all_schedules_agree(&semaphore(2, 1));
    all_schedules_agree(&semaphore(2, 2));
}

/// What fails ends everything, so that others may do something before it, and it must not be merged
/// into the step before.
#[test]
fn a_failure_is_a_step_of_its_own() {
    let found = merged(&breaks_off());
    assert_eq!(kinds(&found), ["misuse", "wrong-value"]);
    all_schedules_agree(&breaks_off());
}

#[test]
fn queues_choices_and_starts() {
    all_schedules_agree(&queue_of_one());
    all_schedules_agree(&start_and_join());
    all_schedules_agree(&remembers());
}
