//! Values that a person can derive by hand. Each derivation is given.

mod common;

use std::collections::BTreeSet;

use common::*;
use explorer::{FindingKind, Options};
use machine::Grain;
use trace::VerdictKind;

fn factorial(n: u32) -> u128 {
    (1..=u128::from(n)).product()
}

/// Two threads of two merged steps (read and increase; write back), R and W, have C(4,2) = 6 orders:
/// RWrw, RrWw, RrwW, rRwW, rRWw, rwRW. In the first and the last, one thread is done before the other
/// reads, and both updates count. In the other 4 both read 0, and the counter ends at 1.
///
/// The uniform scheduler gives each thread half at each step as long as both live. Whoever reads
/// first writes back next with 1/2, and only then do both count. So the chance is 1/2 each, although
/// 4 of 6 schedules lose an update.
///
/// Happened-before tells apart: both reads first, and then which write comes first; that is 2
/// classes, for the order of the reads does not matter. Or one thread before the other: 2 more.
#[test]
fn two_threads_one_increment_six_schedules_four_lose_one_update() {
    let found = finds(&lost_update(2, 1), &["lost-updates", "race"]);
    assert_eq!(found.schedules.to_string(), "6");
    assert_eq!(number(&found, "2"), ("2".to_owned(), "1/2".to_owned()));
    assert_eq!(number(&found, "1"), ("4".to_owned(), "1/2".to_owned()));
    assert_eq!(found.classes, Some(4_u8.into()));
    assert_eq!(
        text(&lost_update(2, 1), &found, FindingKind::Ends(VerdictKind::LostUpdates)),
        "Updates are overwritten: it can end with 1."
    );
}

/// Three visible steps each (read, increase, write back) have C(6,3) = 20 orders. Both updates count
/// only if one thread has written before the other reads: then all three of its steps come first,
/// so in 2 of 20.
///
/// By the uniform scheduler, whoever steps first must go on twice more: chance 1/2 · 1/2.
#[test]
fn the_same_in_visible_steps_has_twenty_schedules() {
    let found = all(&lost_update(2, 1), Grain::Fine, &Options::default());
    assert_eq!(found.schedules.to_string(), "20");
    assert_eq!(number(&found, "2"), ("2".to_owned(), "1/4".to_owned()));
    assert_eq!(number(&found, "1"), ("18".to_owned(), "3/4".to_owned()));
    assert_eq!(found.classes, Some(4_u8.into()));
}

/// T threads of 2K steps each interleave in (T · 2K)! / ((2K)!)^T ways, the multinomial coefficient.
/// For 3 × 2 that is 12! / (4!)³ = 34,650.
#[test]
fn schedules_are_a_multinomial_coefficient() {
    for (threads, increments) in [(1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (4, 2)] {
        let steps = 2 * increments;
        let expected =
            factorial(threads * steps) / (0..threads).map(|_| factorial(steps)).product::<u128>();
        for symmetry in [true, false] {
            let options = Options { symmetry, ..Options::default() };
            let program = lost_update(threads, increments as i32);
            let found = all(&program, Grain::Merged, &options);
            assert_eq!(found.schedules.to_string(), expected.to_string());
            let sum: f64 = found.endings.iter().map(|ending| ending.probability).sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }
    let found = merged(&lost_update(3, 2));
    assert_eq!(found.schedules.to_string(), "34650");
    // Not by hand: `brute.rs` follows all 34,650 and sorts them by what depends on what.
    assert_eq!(found.classes, Some(7134_u16.into()));
}

/// 4 × 4: 32! / (8!)⁴ is beyond 64 bits: 32! ≈ 2.63 · 10³⁵ and (8!)⁴ ≈ 2.64 · 10¹⁸.
#[test]
fn numbers_beyond_64_bits_are_exact() {
    let found = merged(&lost_update(4, 4));
    assert_eq!(found.schedules.to_string(), (factorial(32) / factorial(8).pow(4)).to_string());
    assert_eq!(found.schedules.to_string(), "99561092450391000");
}

/// The least total of T ≥ 2 threads with K ≥ 2 increments each is 2.
///
/// 2 is possible: A reads 0. All others run to their end, but B keeps its last increment. A writes 1.
/// B reads 1. A runs to its end. B writes 2.
///
/// 1 is not: whoever writes last writes its own K-th increment. It read after its own write before
/// that, and every value written is at least 1, so it read at least 1 and writes at least 2.
///
/// With K = 1 there is no write before, and 1 is possible. Nothing is beyond T · K.
#[test]
fn the_least_total_is_two() {
    for (threads, increments) in [(2, 2), (2, 3), (3, 2), (3, 3)] {
        let expected: BTreeSet<String> =
            (2..=threads * increments).map(|total| total.to_string()).collect();
        assert_eq!(values(&merged(&lost_update(threads, increments as i32))), expected);
    }
    let expected: BTreeSet<String> = ["1", "2", "3"].map(str::to_owned).into();
    assert_eq!(values(&merged(&lost_update(3, 1))), expected);
}

/// Shortest ways, and the fewest preemptions of those: every schedule of 3 × 1 has 6 steps. A total of
/// 3 needs no preemption. For 1, one thread reads 0 and is interrupted (1), the others run to their
/// end, then it writes 1. For 2 the same, but one of the others runs after it.
///
/// 2 of 3 × 3, as derived above: A reads 0 and is interrupted (1) before anybody writes. B makes two
/// increments and is interrupted (2), for A must write 1 before B reads last. A then is interrupted
/// (3), for it has more to do, which must come after B's last read and before B's last write; so B
/// is interrupted (4), and A ends. The third thread runs before A writes. All in 18 steps.
#[test]
fn witnesses_have_the_fewest_steps_and_then_preemptions() {
    let program = lost_update(3, 1);
    let found = merged(&program);
    assert_eq!(cheapest_witness(&program, &found, "3"), (6, 0));
    assert_eq!(cheapest_witness(&program, &found, "2"), (6, 1));
    assert_eq!(cheapest_witness(&program, &found, "1"), (6, 1));
    let program = lost_update(3, 3);
    assert_eq!(cheapest_witness(&program, &merged(&program), "2"), (18, 4));
}

/// In four steps each (take one, take the other, give both back) the two meet in a deadlock as soon as
/// both hold one: after 2 steps, in 2 orders. Otherwise one holds both before the other holds any:
/// then the other's first step, on what is taken last, waits until that is given back.
///
/// left takes both (aB), then: right wants `second`, which left gives back in its 3rd step. So right's 4
/// steps come after the 3rd of left; its second, which takes `first`, after the 4th. Orders of left's 4th
/// step and right's first: 2. So 2 schedules with left first, 2 with right first, and 2 deadlocks.
///
/// By the uniform scheduler, after the first step the other thread goes with 1/2: deadlock 1/2.
#[test]
fn opposite_locks_deadlock_with_their_cycle() {
    let program = opposite_locks();
    let found = finds(&program, &["deadlock"]);
    assert_eq!(found.schedules.to_string(), "6");
    assert_eq!(number(&found, "deadlock"), ("2".to_owned(), "1/2".to_owned()));
    assert_eq!(number(&found, "held"), ("4".to_owned(), "1/2".to_owned()));
    // The second of two steps interrupts the first thread, which could have gone on.
    assert_eq!(cheapest_witness(&program, &found, "deadlock"), (2, 1));
    assert_eq!(
        text(&program, &found, FindingKind::Ends(VerdictKind::Deadlock)),
        "Nobody can go on: left waits for second, which right holds; right waits for first, which \
         left holds."
    );
}

/// In the same order, the second thread takes `first` only after the other has given back both: the
/// release of `first` is the last step. So one runs before the other.
#[test]
fn ordered_locks_are_correct() {
    let found = finds(&ordered_locks(), &[]);
    assert_eq!(number(&found, "held"), ("2".to_owned(), "1".to_owned()));
}

/// Of n philosophers who take the left fork first, all may hold one: the cycle has all of them. The
/// shortest way is n steps. The first philosopher to take a fork is interrupted, for the next fork is
/// free; then comes the one before it, who waits for that fork and so is not, and so on.
#[test]
fn philosophers_wait_for_each_other_in_a_circle() {
    for seats in 2..=5 {
        let program = philosophers(seats, false);
        let found = finds(&program, &["deadlock"]);
        assert_eq!(cheapest_witness(&program, &found, "deadlock"), (seats, 1));
        let text = text(&program, &found, FindingKind::Ends(VerdictKind::Deadlock));
        for seat in 0..seats {
            let next = (seat + 1) % seats;
            // Of more than three, the ring is told in short.
            let waits = match seats {
                2 | 3 => {
                    format!(
                        "philosopher {seat} waits for fork {next}, which philosopher {next} holds"
                    )
                }
                _ => format!("philosopher {seat} → philosopher {next}"),
            };
            assert!(text.contains(&waits), "{text}");
        }
        finds(&philosophers(seats, true), &[]);
    }
}

/// Nobody holds it: the first step is wrong. If somebody else may hold it: that is found as well.
#[test]
fn a_release_of_a_lock_not_held_is_misuse() {
    let misuse = FindingKind::Ends(VerdictKind::Misuse);
    let found = finds(&release_not_held(), &["misuse"]);
    assert_eq!(
        text(&release_not_held(), &found, misuse),
        "In line 1, thread 1 released a lock that nobody held."
    );
    assert_eq!(number(&found, "misuse"), ("1".to_owned(), "1".to_owned()));
    // The thief may come first, in the middle, or after the end; it is always wrong.
    let found = finds(&release_of_another(), &["misuse"]);
    assert_eq!(number(&found, "misuse"), ("3".to_owned(), "1".to_owned()));
}

/// The write ends everything, so a race with it is shown with the read first.
#[test]
fn a_race_with_a_step_that_fails_is_shown_with_both() {
    let found = finds(&writes_too_much(), &["misuse", "race"]);
    let race = found.findings.iter().find(|finding| finding.kind() == FindingKind::Race);
    let order: Vec<u8> = race.expect("it was found").witness.0.iter().map(|by| by.thread).collect();
    assert_eq!(order, [1, 0]);
    // Write; or read and then write.
    assert_eq!(number(&found, "misuse"), ("2".to_owned(), "1".to_owned()));
}

/// A lock that is not reentrant blocks whoever takes it twice: after one step, and for sure.
#[test]
fn a_lock_taken_twice_waits_for_itself() {
    let program = twice(false);
    let found = finds(&program, &["deadlock"]);
    assert_eq!(number(&found, "deadlock"), ("2".to_owned(), "1".to_owned()));
    assert_eq!(cheapest_witness(&program, &found, "deadlock"), (1, 0));
    let text = text(&program, &found, FindingKind::Ends(VerdictKind::Deadlock));
    assert!(text.contains("waits for lock, which it holds itself"), "{text}");
    // An RLock does not. One thread holds it from its first step to its last, so they take turns.
    let found = finds(&twice(true), &[]);
    assert_eq!(number(&found, "held"), ("2".to_owned(), "1".to_owned()));
}

/// Three steps each under one lock (a condition's): if the signaller is first, its notification
/// reaches nobody, and the waiter waits for ever. Otherwise the waiter gives the lock back as it
/// waits. So two schedules, and the first step decides.
#[test]
fn a_signal_that_nobody_hears_is_lost() {
    let program = deaf_waiter();
    let found = finds(&program, &["lost-wakeup"]);
    assert_eq!(number(&found, "lost-wakeup"), ("1".to_owned(), "1/2".to_owned()));
    assert_eq!(number(&found, "held"), ("1".to_owned(), "1/2".to_owned()));
    // acquire, notify, release; acquire, wait
    assert_eq!(cheapest_witness(&program, &found, "lost-wakeup"), (5, 0));
}

/// Nothing is wrong with a counter under a lock, or increased in one step: one outcome, no finding.
#[test]
fn correct_programs_have_no_findings() {
    for threads in [1, 2, 3] {
        for increments in [1, 2] {
            let most = threads as i32 * increments;
            for program in
                [locked_counter(threads, increments), atomic_counter(threads, increments)]
            {
                let found = finds(&program, &[]);
                assert_eq!(values(&found), [most.to_string()].into());
                assert_eq!(number(&found, &most.to_string()).1, "1");
            }
        }
    }
    finds(&queue_of_one(), &[]);
}

/// A semaphore of two permits lets two of three in at a time, and never three.
#[test]
fn a_semaphore_lets_in_as_many_as_it_has_permits() {
    // What is stored is how many were inside before.
    assert_eq!(values(&merged(&semaphore(2, 1))), ["0".to_owned()].into());
    for threads in [2, 3] {
        let found = merged(&semaphore(threads, 2));
        assert_eq!(values(&found), ["0".to_owned(), "1".to_owned()].into());
    }
}

/// A barrier for two opens for two of three; the third waits for ever.
#[test]
fn a_barrier_keeps_whoever_comes_alone() {
    assert_eq!(values(&merged(&barrier(2))), ["1".to_owned()].into());
    let found = merged(&barrier(3));
    assert_eq!(values(&found), ["lost-wakeup".to_owned()].into());
}

/// What is stored stays small: at most 64 bytes for each state with all its steps.
#[test]
fn a_state_of_four_by_four_takes_at_most_64_bytes() {
    let found = merged(&lost_update(4, 4));
    assert_eq!(found.limit, None);
    let each = found.bytes as f64 / found.states as f64;
    assert!(each <= 64.0, "{each} bytes for each of {} states", found.states);
}
