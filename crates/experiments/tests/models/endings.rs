//! How the programs of models end, against every schedule of them.

use std::collections::BTreeSet;

use crate::brute::{self, check, choices, explore, program, successors};
use experiments::{Face, of_face};
use machine::{Grain, Machine};
use program::Op;
use trace::VerdictKind;

/// States of a program at its defaults, at most, without any reduction.
const MOST_STATES: usize = 50_000;
/// Characters of a line of source, at most.
const MOST_CHARACTERS: usize = 60;

fn counts(id: &str, given: &[(&'static str, &str)], grain: Grain) -> Vec<(String, u128)> {
    let found = explore(id, given, grain);
    let count = |((value, _), count): ((String, VerdictKind), Option<u128>)| {
        (value, count.expect("every schedule has an end"))
    };
    found.outcomes.into_iter().map(count).collect()
}

fn counted(counts: &[(&str, u128)]) -> Vec<(String, u128)> {
    counts.iter().map(|&(value, count)| (value.to_owned(), count)).collect()
}

/// Thread 1 reads (`r`) and writes back (`w`), thread 2 does `R` and `W`:
///
/// ```text
/// rwRW 2    rRwW 1    rRWw 1
/// RWrw 2    RrwW 1    RrWw 1
/// ```
///
/// With the increase as a step of its own there are 6! / (3! 3!) = 20 schedules. Both count only if one
/// thread does all three steps before the other begins, which are 2 of them.
#[test]
fn two_increments_have_six_schedules_and_four_of_them_lose_one() {
    assert_eq!(counts("lost-update", &[], Grain::Merged), counted(&[("1", 4), ("2", 2)]));
    assert_eq!(counts("lost-update", &[], Grain::Fine), counted(&[("1", 18), ("2", 2)]));
}

/// Two threads with four steps each: 8! / (4! 4!) = 70. The least total is 2: thread 1 reads 0, thread 2
/// counts to 1, thread 1 writes 1, thread 2 reads that 1, thread 1 counts to 2, thread 2 writes 2. It
/// cannot be 1: whoever writes last has read in its last turn, after a write of its own, at least 1.
#[test]
fn two_threads_with_two_increments_have_seventy_schedules_and_never_end_below_two() {
    let found = explore("lost-update", &[("increments", "2")], Grain::Merged);
    assert_eq!(found.schedules(), Some(70));
    assert_eq!(found.values(), BTreeSet::from(["2", "3", "4"].map(str::to_owned)));
}

/// Three threads with four steps each: 12! / (4! 4! 4!) = 479,001,600 / 13,824 = 34,650.
#[test]
fn three_threads_with_two_increments_have_34650_schedules() {
    let given = [("threads", "3"), ("increments", "2")];
    let found = explore("lost-update", &given, Grain::Merged);
    assert_eq!(found.schedules(), Some(34_650));
    assert_eq!(found.values().first().map(String::as_str), Some("2"));
}

/// Once both have a section it is too late: 2 schedules. Otherwise one train takes both, and the other
/// can take its first, which is the second of the one, before or after that gives back its first:
/// 2 schedules for each train.
#[test]
fn two_trains_have_six_schedules_and_two_of_them_are_deadlocks() {
    let found = counts("deadlock", &[], Grain::Merged);
    assert_eq!(found, counted(&[("deadlock", 2), ("held", 4)]));
}

/// All n philosophers take their left fork, in any of n! orders, and nothing else happens before.
#[test]
fn n_philosophers_starve_in_n_factorial_schedules() {
    for (n, factorial) in [("2", 2), ("3", 6), ("4", 24), ("5", 120)] {
        let found = counts("dining-philosophers", &[("threads", n)], Grain::Merged);
        assert_eq!(found[0], ("deadlock".to_owned(), factorial), "{n}");
    }
}

/// Two writers with three pieces and a last step each: 8! / (4! 4!) = 70. Both lines are whole if the
/// pieces of one come before those of the other; the last step of the first is then at one of 5 places
/// among the four steps of the second: 2 · 5 = 10.
#[test]
fn of_seventy_ways_to_write_two_lines_ten_leave_them_whole() {
    let found = counts("stdout-writer", &[], Grain::Merged);
    assert_eq!(found, counted(&[("0", 10), ("2", 60)]));
}

/// Whoever takes the lock does all of its part before anybody else can: the order of the three parts is
/// what a schedule decides. With the signal last, those who wait wake in one of 2 orders: 2 · 2 held.
/// With the signal first nobody hears it: 2. In the middle, the one who heard it and the one who comes
/// are in one of 2 orders: 2 · 2.
#[test]
fn of_ten_ways_to_signal_six_are_not_heard_by_all() {
    let found = counts("signals", &[], Grain::Merged);
    assert_eq!(found, counted(&[("held", 4), ("lost-wakeup", 6)]));
    let found = counts("signals", &[("wait", "predicate")], Grain::Merged);
    assert_eq!(found, counted(&[("held", 10)]));
}

/// Of n workers that have jobs each may be the next to send its result, until fewer than n jobs are left: of
/// j jobs there are n! · n^(j − n) orders. 1, 3! · 3⁰ = 6, 2! · 2² = 8, 3! · 3 = 18, 4! = 24.
#[test]
fn results_arrive_in_as_many_orders_as_workers_can_take_turns() {
    for (threads, jobs, orders) in
        [("1", "4", 1), ("3", "3", 6), ("2", "4", 8), ("3", "4", 18), ("4", "4", 24)]
    {
        let given = [("call", "imap_unordered"), ("threads", threads), ("jobs", jobs)];
        let found = explore("pool", &given, Grain::Merged);
        assert_eq!(found.values().len(), orders, "{threads} workers, {jobs} jobs");
    }
}

/// One worker, which may be killed, and one task. Until it is acknowledged the client waits (`join`, `J`, and then
/// `shutdown`, `S`), so that all goes in one order: the task is put and got, and the worker goes on or is killed (`C`).
///
/// * Early. Killed before the acknowledgement it comes back, is got and acknowledged; then J S and the payment meet:
///   3 orders. Else it is acknowledged, and there is another `C`. Killed: J S and C meet, 3 orders, nothing is paid.
///   Not killed: J S and C, payment, 4! / (2! 2!) = 6 orders. The last get comes after S.
/// * Late. Killed before the payment, it is paid by the next; killed after it, it is paid twice; not killed, once: J and S
///   come after all of it.
#[test]
fn a_task_of_a_worker_that_may_be_killed_is_lost_in_3_of_12_schedules_or_done_twice_in_1_of_3() {
    let early = counts("task-queue", &[("workers", "1")], Grain::Merged);
    assert_eq!(early, counted(&[("0", 3), ("1", 9)]));
    let late = counts("task-queue", &[("workers", "1"), ("ack", "late")], Grain::Merged);
    assert_eq!(late, counted(&[("1", 2), ("2", 1)]));
}

/// What each model may end with at its defaults, and with each choice alone.
#[test]
fn every_choice_ends_as_it_claims() {
    let other = |id: &str, given: &[(&'static str, &'static str)]| -> &[&str] {
        match (id, given.first().copied().unwrap_or_default()) {
            ("lost-update", ("" | "fix", "" | "none") | ("increase", _)) => &["1", "2"],
            ("lost-update", _) => &["2"],
            ("atomicity", ("" | "fix", "" | "none")) => &["-1", "0"],
            ("atomicity", _) => &["0"],
            ("deadlock", ("" | "order", "" | "opposite")) => &["deadlock", "held"],
            ("dining-philosophers", ("" | "strategy", "" | "naive")) => &["deadlock", "held"],
            ("livelock", ("" | "cure", "" | "none")) => &["livelock"],
            ("lock", (_, "look-first")) => &["held", "wrong-value"],
            ("lock", (_, "timeout")) => &["held", "timed-out"],
            ("reentrant-lock", ("" | "kind", "" | "lock")) => &["deadlock"],
            ("semaphore", (_, "look-first")) => &["1", "2", "wrong-value"],
            ("semaphore", _) => &["1", "2"],
            ("stdout-writer", (_, "lock")) => &["0"],
            ("stdout-writer", _) => &["0", "2"],
            ("peterson", (_, "no-turn")) => &["held", "livelock"],
            ("peterson", (_, "turn-first" | "late-flag")) => &["held", "wrong-value"],
            ("dekker", (_, "late-flag")) => &["held", "wrong-value"],
            ("pool", (_, "apply_async" | "imap_unordered")) => &["123", "132", "213", "231"],
            ("pool", _) => &["123"],
            ("queue", (_, "never")) => &["deadlock"],
            ("coroutines", (_, "lock" | "after")) => &["0"],
            ("coroutines", _) => &["-1", "0"],
            ("gil", (_, "function")) => &["2", "3", "4"],
            ("gil", (_, "check")) => &["1", "2"],
            ("gil", _) => &["4"],
            ("processes", (_, "shared")) => &["1", "2"],
            ("processes", _) => &["0"],
            ("signals", (_, "late")) => &["lost-wakeup"],
            ("task-queue", (_, "late")) => &["1", "2"],
            ("task-queue", _) => &["0", "1"],
            ("signals", (_, "" | "any" | "condition" | "bare")) => &["held", "lost-wakeup"],
            _ => &["held"],
        }
    };
    for model in of_face(Face::Explore) {
        for given in choices(model) {
            let expected: BTreeSet<String> =
                other(model.id, &given).iter().map(|&value| value.to_owned()).collect();
            for grain in [Grain::Merged, Grain::Fine] {
                let found = explore(model.id, &given, grain);
                assert_eq!(found.values(), expected, "{} {given:?} {grain:?}", model.id);
                assert!(found.states < MOST_STATES, "{} {given:?}: {}", model.id, found.states);
            }
        }
    }
}

/// A model, its parameters, and the values that it may end with.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// Values that need two choices at once.
#[test]
fn two_choices_together_end_as_they_claim() {
    let cases: [Case; 16] = [
        ("lock", &[("kind", "look-first"), ("acquire", "non-blocking")], &["held", "wrong-value"]),
        (
            "lock",
            &[("kind", "look-first"), ("acquire", "timeout")],
            &["held", "timed-out", "wrong-value"],
        ),
        ("lock", &[("kind", "spin"), ("acquire", "timeout")], &["held", "timed-out"]),
        ("lock", &[("kind", "ticket"), ("rounds", "2")], &["held"]),
        ("queue", &[("kind", "lifo"), ("maxsize", "0"), ("end", "item")], &["held", "wrong-value"]),
        (
            "queue",
            &[("kind", "priority"), ("items", "4"), ("maxsize", "0"), ("end", "item")],
            &["held"],
        ),
        ("queue", &[("producers", "1"), ("consumers", "3"), ("end", "item")], &["held"]),
        ("signals", &[("arrival", "early"), ("wait", "predicate")], &["held"]),
        ("signals", &[("arrival", "late"), ("wait", "predicate")], &["held"]),
        ("signals", &[("kind", "event"), ("arrival", "late")], &["held"]),
        ("stdout-writer", &[("threads", "3"), ("guard", "semaphore")], &["0", "2", "3"]),
        ("peterson", &[("variant", "correct"), ("rounds", "3")], &["held"]),
        // One that may be killed twice in a row is two workers; what is known is paid once.
        ("task-queue", &[("tasks", "2"), ("crashes", "2")], &["0", "1", "2"]),
        ("task-queue", &[("ack", "late"), ("crashes", "2")], &["1", "2", "3"]),
        ("task-queue", &[("ack", "late"), ("idempotent", "yes"), ("crashes", "2")], &["1"]),
        ("task-queue", &[("crashes", "0")], &["1"]),
    ];
    for (id, given, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|&value| value.to_owned()).collect();
        assert_eq!(explore(id, given, Grain::Merged).values(), expected, "{id} {given:?}");
    }
}

#[test]
fn every_limit_gives_a_program_that_runs() {
    for model in of_face(Face::Explore) {
        for param in model.params(Face::Explore) {
            let allowed = param.on(Face::Explore).unwrap();
            let Some((min, max)) = allowed.limits() else { continue };
            for number in [min, max] {
                let given = [(param.name, &*number.to_string())];
                for grain in [Grain::Merged, Grain::Fine] {
                    walk(&Machine::new(program(model.id, &given), grain), model.id);
                }
            }
        }
    }
}

/// Goes 200 steps at random, from a fixed seed.
fn walk(machine: &Machine, id: &str) {
    let mut cells = machine.start();
    let mut random = 1_u64;
    for _ in 0..200 {
        let next = successors(machine, &cells);
        if next.is_empty() {
            break;
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        cells.clone_from(&next[(random >> 33) as usize % next.len()]);
    }
    let failure = machine.failure(&cells);
    assert!(failure.is_none_or(|(_, failure)| !failure.is_misuse()), "{id}: {failure:?}");
}

#[test]
fn what_is_not_given_has_its_default() {
    for model in of_face(Face::Explore) {
        let params = check(model.id, &[]).unwrap();
        for (name, value) in model.values(Face::Explore, &*params) {
            let default = brute::default_text(model, name);
            assert_eq!(value.to_string(), default, "{} {name}", model.id);
        }
    }
}

#[test]
fn programs_can_be_read_and_packed() {
    for model in of_face(Face::Explore) {
        for given in choices(model) {
            let program = program(model.id, &given);
            for line in &program.source {
                assert!(line.chars().count() <= MOST_CHARACTERS, "{}: {line}", model.id);
                assert_eq!(line.trim_end(), line, "{}", model.id);
            }
            for instr in &program.code {
                assert!((1..=program.source.len()).contains(&instr.line.into()), "{}", model.id);
            }
            // With more, those that are no longer read would not be forgotten.
            assert!(program.locals.len() <= 64, "{}", model.id);
            let told_apart = |op: Op| matches!(op, Op::Start(_) | Op::Join(_));
            assert!(!program.code.iter().any(|instr| told_apart(instr.op)), "{}", model.id);
        }
    }
}

#[test]
fn what_is_said_to_hold_holds_in_every_schedule() {
    for model in of_face(Face::Explore) {
        for given in choices(model) {
            let found = explore(model.id, &given, Grain::Merged);
            let held =
                !found.trapped && found.outcomes.keys().all(|(_, kind)| *kind == VerdictKind::Held);
            let said = check(model.id, &given).unwrap().told().why_it_holds();
            assert_eq!(said.is_some(), held, "{} {given:?}: {said:?}", model.id);
            assert!(said.is_none_or(|text| text.ends_with('.')));
        }
    }
}
