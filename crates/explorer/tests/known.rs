//! Values that a person can derive by hand. Each derivation is given.

mod common;

use std::collections::BTreeSet;

use common::*;
use explorer::{Exploration, FindingKind, Grain, Options, Program};
use trace::VerdictKind;

/// Findings of a kind.
fn text(found: &Exploration, kind: FindingKind) -> &str {
    let finding = found.findings.iter().find(|finding| finding.kind == kind);
    &finding.unwrap_or_else(|| panic!("{kind:?} was not found")).text
}

fn values(found: &Exploration) -> BTreeSet<String> {
    outcomes(found).into_iter().map(|outcome| outcome.value).collect()
}

/// Schedules and exact probability of an outcome, as texts.
fn number(found: &Exploration, value: &str) -> (String, String) {
    let ending = found.endings.iter().find(|ending| ending.outcome.value == value);
    let ending = ending.unwrap_or_else(|| panic!("{value} is not possible"));
    let fraction = ending.fraction.as_ref().map_or_else(String::new, ToString::to_string);
    (ending.schedules.to_string(), fraction)
}

/// A finding for each of `kinds` and no others, and every witness shows what it says.
fn finds(program: &Program, kinds_expected: &[&str]) -> Exploration {
    let found = merged(program);
    assert_eq!(kinds(&found), kinds_expected);
    witnesses_replay(program, Grain::Merged, &found);
    found
}

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
        text(&found, FindingKind::Ends(VerdictKind::LostUpdates)),
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
        text(&found, FindingKind::Ends(VerdictKind::Deadlock)),
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
        let text = text(&found, FindingKind::Ends(VerdictKind::Deadlock));
        for seat in 0..seats {
            let next = (seat + 1) % seats;
            let waits =
                format!("philosopher {seat} waits for fork {next}, which philosopher {next} holds");
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
    assert_eq!(text(&found, misuse), "In line 1, thread 1 released a lock that nobody held.");
    assert_eq!(number(&found, "misuse"), ("1".to_owned(), "1".to_owned()));
    // The thief may come first, in the middle, or after the end; it is always wrong.
    let found = finds(&release_of_another(), &["misuse"]);
    assert_eq!(number(&found, "misuse"), ("3".to_owned(), "1".to_owned()));
}

/// A lock that is not reentrant blocks whoever takes it twice: after one step, and for sure.
#[test]
fn a_lock_taken_twice_waits_for_itself() {
    let program = twice(false);
    let found = finds(&program, &["deadlock"]);
    assert_eq!(number(&found, "deadlock"), ("2".to_owned(), "1".to_owned()));
    assert_eq!(cheapest_witness(&program, &found, "deadlock"), (1, 0));
    let text = text(&found, FindingKind::Ends(VerdictKind::Deadlock));
    assert!(text.contains("waits for lock, which it holds itself"), "{text}");
    // An RLock does not. One thread holds it from its first step to its last, so they take turns.
    let found = finds(&twice(true), &[]);
    assert_eq!(number(&found, "held"), ("2".to_owned(), "1".to_owned()));
}

/// The flag is never set: every schedule goes round, and none ends.
#[test]
fn looking_for_what_never_comes_is_a_livelock() {
    let found = finds(&waits_for_nothing(), &["busy-waiting", "livelock"]);
    assert_eq!(found.schedules.to_string(), "infinite");
    assert_eq!(values(&found), ["livelock".to_owned()].into());
    assert!((found.endings[0].probability - 1.0).abs() < 1e-12);
}

/// A flag that somebody sets ends the wait: it is busy, but it ends. A scheduler that never lets the
/// setter go on would not be fair, so nothing else is wrong.
#[test]
fn a_spin_on_a_flag_is_busy_waiting_and_no_more() {
    let found = finds(&spin_on_flag(), &["busy-waiting"]);
    assert_eq!(found.schedules.to_string(), "infinite");
    assert_eq!(values(&found), ["held".to_owned()].into());
    assert!((found.endings[0].probability - 1.0).abs() < 1e-12);
    let text = text(&found, FindingKind::BusyWaiting);
    assert!(text.contains("line 1"), "{text}");
}

/// A spin lock protects the counter. While one holds it the others look again and again. With three,
/// two can hand it to and fro... but each takes it once, so nobody is left out for ever.
#[test]
fn a_spin_lock_keeps_a_core_busy() {
    for threads in [2, 3] {
        let found = finds(&spin_lock(threads), &["busy-waiting"]);
        assert_eq!(values(&found), [threads.to_string()].into());
        assert!((found.endings[0].probability - 1.0).abs() < 1e-9);
    }
}

/// Both take their own, see that the other's is taken, give back, and begin again: a loop in which
/// all are at work. It can be left at any time, so no schedule is caught in it.
#[test]
fn politeness_can_go_on_for_ever() {
    let found = finds(&polite(), &["busy-waiting", "livelock"]);
    assert_eq!(values(&found), ["held".to_owned()].into());
    assert!((found.endings[0].probability - 1.0).abs() < 1e-9);
    let livelock = found.findings.iter().find(|f| f.kind == FindingKind::Livelock);
    let livelock = livelock.expect("it was found");
    let from = livelock.loop_from.expect("it goes round");
    let round: BTreeSet<u8> = livelock.witness.0[from..].iter().map(|by| by.thread).collect();
    assert_eq!(round, [0, 1].into());
}

/// Once the first may go it needs two steps, look and write, and the other one. The first has the last
/// word unless it makes both before the other's: 1 − (1/2)².
#[test]
fn a_loop_has_exact_chances_behind_it() {
    let found = merged(&last_word());
    let chance = |value: &str| {
        let ending = found.endings.iter().find(|ending| ending.outcome.value == value);
        ending.expect("it is possible").probability
    };
    assert!((chance("1") - 0.75).abs() < 1e-12);
    assert!((chance("2") - 0.25).abs() < 1e-12);
}

/// The first thread must make 20 additions between two resets. After a reset, the other thread looks
/// next, and then resets. So the additions come with the look behind them, with a chance of 2⁻²⁰, or
/// with the look before one of them, 20 · 2⁻²¹, or there is another reset: the ratio is 1 to 10. In
/// the second case the next step of the other is a reset. In the first it is a look, and if that
/// comes before the first thread says that it is done, with 1/2, a reset follows. So the number stays
/// with 1/22, but the very first round begins with a reset: with 2⁻²⁰ all additions come before it,
/// and then they are lost.
///
/// A computation that subtracts the chance to stay from 1 loses digits here, and all of them below.
#[test]
fn a_rare_way_out_keeps_its_chance() {
    let found = merged(&sisyphus(19));
    let stays = found.endings.iter().find(|ending| ending.outcome.value == "20");
    let chance = stays.expect("it is possible").probability;
    let expected = (1.0 - 2.0_f64.powi(-20)) / 22.0;
    assert!((chance - expected).abs() < 1e-12, "{chance} is not {expected}");
    let sum: f64 = found.endings.iter().map(|ending| ending.probability).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    // In general: 1 to (k + 1) / 2 for k + 1 additions, and a rarer way out than 1 in 2⁶⁰.
    let found = merged(&sisyphus(61));
    let stays = found.endings.iter().find(|ending| ending.outcome.value == "62");
    let chance = stays.expect("it is possible").probability;
    assert!((chance - 1.0 / 64.0).abs() < 1e-12, "{chance} is not 1/64");
}

/// Two threads that take a lock again and again can leave out a third one that wants it once. They
/// themselves never end.
#[test]
fn greedy_threads_starve_a_modest_one() {
    let found = merged(&greedy());
    let starvation = found.findings.iter().find(|f| f.kind == FindingKind::Starvation);
    let starvation = starvation.expect("the third thread may be left out");
    let from = starvation.loop_from.expect("it goes round");
    assert!(starvation.text.starts_with("Modest can be left out"), "{}", starvation.text);
    assert!(starvation.witness.0[from..].iter().all(|by| by.thread != 2));
    witnesses_replay(&greedy(), Grain::Merged, &found);
}

/// Peterson's algorithm excludes; with its first two assignments swapped both may get in: A sets the
/// turn, B sets the turn and its wish and enters (A's wish is not seen), then A sets its wish and
/// enters, for the turn is A's.
#[test]
fn peterson_is_correct_and_its_swapped_twin_is_not() {
    let found = finds(&peterson(false), &["busy-waiting"]);
    assert_eq!(values(&found), ["2".to_owned()].into());
    let found = finds(&peterson(true), &["busy-waiting", "lost-updates", "race"]);
    assert_eq!(values(&found), ["1".to_owned(), "2".to_owned()].into());
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
