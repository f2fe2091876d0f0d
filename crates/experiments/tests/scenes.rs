//! The experiments in which threads meet, on native threads: each shows what it claims.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::run;
use experiments::Conclusion;
use serde_json::{Value, json};
use trace::{EventKind, VerdictKind};

/// Runs an experiment and checks its word; returns its figures and its sentence.
fn shows(
    id: &str,
    given: &[(&'static str, &str)],
    kind: VerdictKind,
) -> (serde_json::Map<String, Value>, String) {
    let (_, Conclusion { verdict, outcome }) = run(id, given);
    assert_eq!(verdict.kind, kind, "{id} {given:?}: {}", verdict.text);
    (outcome, verdict.text)
}

fn number(outcome: &serde_json::Map<String, Value>, name: &str) -> u64 {
    outcome[name].as_u64().unwrap_or_else(|| panic!("{name} is a count in {outcome:?}"))
}

/// 2 threads × 100 increments are 200, and what is missing was lost.
#[test]
fn unguarded_increments_are_lost_and_guarded_ones_are_not() {
    let (outcome, text) = shows("lost-update", &[], VerdictKind::LostUpdates);
    assert_eq!(number(&outcome, "expected"), 200);
    assert_eq!(number(&outcome, "observed") + number(&outcome, "lost"), 200);
    assert!(text.starts_with("Increments were lost in "), "{text}");
    let counted: u64 = outcome["distribution"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, 20, "every repeat is counted once");
    for fix in ["atomic", "lock", "per-thread"] {
        for gap in ["none", "yield", "sleep"] {
            let given = [("fix", fix), ("gap", gap), ("increments", "5"), ("threads", "3")];
            let (outcome, _) = shows("lost-update", &given, VerdictKind::Held);
            assert_eq!(number(&outcome, "observed"), 15, "{fix} {gap}");
        }
    }
}

#[test]
fn all_four_costs_of_an_increment_are_measured() {
    let (stages, Conclusion { outcome, .. }) = run("lost-update", &[("repeats", "1")]);
    let variants: Vec<&str> = stages[0].samples.iter().map(|s| s.variant.as_str()).collect();
    assert_eq!(variants, ["run", "cost-none", "cost-atomic", "cost-lock", "cost-per-thread"]);
    assert!(outcome["cost_ns"]["cost-lock"].as_f64().unwrap() > 0.0);
}

/// Two trains: each waits for the section that the other holds.
#[test]
fn two_trains_in_opposite_order_wait_for_each_other() {
    let (stages, Conclusion { verdict, outcome }) = run("deadlock", &[]);
    assert_eq!(verdict.kind, VerdictKind::Deadlock, "{}", verdict.text);
    let tie = |thread, resource, holder| {
        json!({ "thread": format!("train {thread}"), "resource": format!("section {resource}"),
                "holder": format!("train {holder}") })
    };
    assert_eq!(outcome["cycle"], json!([tie(1, "B", 2), tie(2, "A", 1)]));
    assert!(outcome["detected_ms"].as_f64().unwrap() >= 0.0);
    for lane in &stages[0].lanes[..2] {
        assert_eq!(lane.events.last().map(|e| e.kind), Some(EventKind::End), "{}", lane.name);
        assert!(lane.events.iter().any(|event| event.kind == EventKind::Cut), "{}", lane.name);
    }
}

#[test]
fn eight_trains_in_a_ring_are_one_circle_of_eight() {
    let (outcome, _) = shows("deadlock", &[("threads", "8")], VerdictKind::Deadlock);
    assert_eq!(outcome["cycle"].as_array().unwrap().len(), 8);
}

/// 3 trains × 5 trips.
#[test]
fn one_order_or_giving_way_lets_every_train_make_its_trips() {
    for order in ["same", "try-lock"] {
        let given = [("order", order), ("threads", "3"), ("trips", "5"), ("hold_ms", "1")];
        let (outcome, _) = shows("deadlock", &given, VerdictKind::Held);
        assert_eq!(number(&outcome, "trips"), 15, "{order}");
        assert!(outcome["throughput_of_cures"][order].as_f64().unwrap() > 0.0);
    }
}

/// 5 philosophers × 4 meals.
#[test]
fn philosophers_starve_only_if_everybody_takes_the_left_fork_first() {
    let (outcome, _) = shows("dining-philosophers", &[], VerdictKind::Deadlock);
    assert_eq!(outcome["cycle"].as_array().unwrap().len(), 5);
    for strategy in ["ordered", "waiter", "try-lock"] {
        let given = [("strategy", strategy), ("meals", "4"), ("eat_ms", "1")];
        let (outcome, _) = shows("dining-philosophers", &given, VerdictKind::Held);
        assert_eq!(outcome["meals"], json!([4, 4, 4, 4, 4]), "{strategy}");
        assert_eq!(outcome["fairness"], json!(1.0));
        // Whoever eats for a second time has been hungry in between, if only for the first fork's millisecond.
        let hungry_ms: Vec<f64> = serde_json::from_value(outcome["hungry_ms"].clone()).unwrap();
        assert!(hungry_ms.len() == 5 && hungry_ms.iter().all(|ms| *ms >= 1.0), "{hungry_ms:?}");
    }
}

/// Without a cure everybody steps aside in every round: 2 people × 50 rounds = 100 sidesteps. With
/// priority person 1 stays in the first round and passes in the second, and so does person 2, who is
/// alone in the other lane: 1 sidestep, 2 rounds.
#[test]
fn polite_people_sway_for_ever_unless_chance_or_precedence_helps() {
    let given = [("rounds", "50"), ("step_ms", "0")];
    let (outcome, _) = shows("livelock", &given, VerdictKind::Livelock);
    let figures = ["sidesteps", "rounds", "passed"].map(|name| number(&outcome, name));
    assert_eq!(figures, [100, 50, 0]);
    let priority = [("cure", "priority"), ("step_ms", "0")];
    let (outcome, _) = shows("livelock", &priority, VerdictKind::Held);
    let figures = ["sidesteps", "rounds", "passed"].map(|name| number(&outcome, name));
    assert_eq!(figures, [1, 2, 2]);
    let by_chance = [("cure", "back-off"), ("step_ms", "0"), ("threads", "4")];
    shows("livelock", &by_chance, VerdictKind::Held);
}

/// 3 threads × 4 rounds, each of which gets the lock.
#[test]
fn one_thread_at_a_time_holds_any_lock() {
    for kind in ["futex", "spin", "ticket"] {
        let given = [("kind", kind), ("rounds", "4"), ("hold_ms", "1")];
        let (outcome, _) = shows("lock", &given, VerdictKind::Held);
        assert_eq!(outcome["order"].as_array().unwrap().len(), 12, "{kind}");
        let counts: Vec<u64> = outcome["throughput"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| point["threads"].as_u64().unwrap())
            .collect();
        assert_eq!(counts, [1, 2, 3]);
    }
}

/// 3 threads ask at once for a lock that is held for 30 ms, once each, and wait for at most 5 ms: one
/// gets it, two give up. Without waiting, two are refused.
#[test]
fn whoever_does_not_wait_long_enough_does_without() {
    let common = [("rounds", "1"), ("hold_ms", "30"), ("timeout_ms", "5")];
    let with = |acquire| [&common[..], &[("acquire", acquire)]].concat();
    let (outcome, _) = shows("lock", &with("timeout"), VerdictKind::TimedOut);
    assert_eq!(number(&outcome, "timed_out"), 2);
    let (outcome, _) = shows("lock", &with("non-blocking"), VerdictKind::Held);
    assert_eq!(number(&outcome, "refused"), 2);
}

#[test]
fn a_lock_locks_its_holder_out_and_an_rlock_counts() {
    let given = [("threads", "1"), ("depth", "3")];
    let (outcome, _) = shows("reentrant-lock", &given, VerdictKind::Deadlock);
    let tie = json!({ "thread": "thread 1", "resource": "the lock", "holder": "thread 1" });
    assert_eq!((&outcome["cycle"], &outcome["counts"]), (&json!([tie]), &json!([1])));
    let given = [("kind", "rlock"), ("depth", "3")];
    let (outcome, _) = shows("reentrant-lock", &given, VerdictKind::Held);
    assert_eq!(outcome["counts"], json!([1, 2, 3]));
}

/// 6 threads × 2 rounds are 12 visits; with 2 permits never more than 2 at once.
#[test]
fn a_semaphore_lets_in_as_many_as_it_has_permits() {
    let (outcome, _) = shows("semaphore", &[("inside_ms", "2")], VerdictKind::Held);
    assert_eq!(number(&outcome, "max_inside"), 2);
    let line = outcome["line"].as_array().unwrap();
    assert_eq!(line.len(), 12);
    let came_ms: Vec<f64> = line.iter().filter_map(|visit| visit["came_ms"].as_f64()).collect();
    assert!(came_ms.len() == 12 && came_ms.is_sorted(), "{came_ms:?}");
}

/// 4 threads × 5 lines.
#[test]
fn lines_are_jumbled_unless_a_lock_is_around_them() {
    let (outcome, _) = shows("stdout-writer", &[], VerdictKind::Jumbled);
    assert!(number(&outcome, "jumbled_lines") > 0);
    let (outcome, _) = shows("stdout-writer", &[("guard", "lock")], VerdictKind::Held);
    let lines = outcome["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 20);
    assert!(lines.iter().all(|line| line["ok"] == json!(true)));
    shows("stdout-writer", &[("guard", "semaphore"), ("gap", "sleep")], VerdictKind::Jumbled);
}

/// One producer puts 0 to 9 and one consumer works for a while on each: FIFO hands them out as they
/// came. LIFO hands 0 out last only if everything is in before it is taken out, which size 0 allows;
/// whatever is taken out first, each item arrives once.
#[test]
fn queues_lose_nothing_and_keep_their_order() {
    let given = [("producers", "1"), ("consumers", "1"), ("items", "10")];
    let (outcome, _) = shows("queue", &given, VerdictKind::Held);
    assert_eq!(outcome["retrieved"], json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    assert_eq!((number(&outcome, "lost"), number(&outcome, "duplicated")), (0, 0));
    assert!(number(&outcome, "max_depth") <= 4);
    for kind in ["fifo", "lifo", "priority"] {
        let given = [("kind", kind), ("items", "500"), ("work_ms", "0"), ("threads", "6")];
        let (outcome, _) = shows("queue", &given, VerdictKind::Held);
        assert_eq!((number(&outcome, "lost"), number(&outcome, "duplicated")), (0, 0), "{kind}");
    }
}

/// A consumer works for 20 ms on each item, and the only place is taken: a put that waits for 2 ms at
/// most must try again.
#[test]
fn a_put_that_waits_too_long_tries_again_and_loses_nothing() {
    let given = [
        ("producers", "1"),
        ("consumers", "1"),
        ("items", "4"),
        ("maxsize", "1"),
        ("timeout_ms", "2"),
        ("work_ms", "20"),
    ];
    let (outcome, _) = shows("queue", &given, VerdictKind::TimedOut);
    assert!(number(&outcome, "timed_out_puts") > 0);
    assert_eq!(number(&outcome, "lost"), 0);
}

#[test]
fn a_signal_is_lost_only_on_a_condition_without_a_predicate() {
    let (outcome, _) = shows("signals", &[], VerdictKind::LostWakeup);
    assert_eq!(outcome["cycle"].as_array().unwrap().len(), 2, "two threads wait for ever");
    assert_eq!(outcome["cycle"][0]["holder"], Value::Null);
    for (kind, arrival, wait) in [
        ("condition", "early", "bare"),
        ("condition", "late", "predicate"),
        ("condition", "early", "predicate"),
        ("event", "late", "bare"),
        ("event", "early", "bare"),
        ("barrier", "late", "bare"),
    ] {
        let given = [("kind", kind), ("arrival", arrival), ("wait", wait), ("threads", "4")];
        let (outcome, _) = shows("signals", &given, VerdictKind::Held);
        assert_eq!(outcome["woken"].as_array().unwrap().len(), 3, "{kind} {arrival} {wait}");
    }
}

/// 3 threads, of which 1 is a daemon: the 2 others write 2 lines each, main writes 3 starts and an end,
/// and the daemon at least its first line.
#[test]
fn daemons_are_cut_off_when_main_ends() {
    let given = [("threads", "3"), ("greetings", "2"), ("repeats", "3")];
    let (outcome, _) = shows("hello-threads", &given, VerdictKind::Held);
    assert_eq!(outcome["cut_off"], json!(["thread 3"]));
    let lines = outcome["lines"].as_array().unwrap();
    let by = |thread: &Value| lines.iter().filter(|line| line["thread"] == *thread).count();
    assert_eq!(by(&json!("thread 1")) + by(&json!("thread 2")), 4);
    assert_eq!(by(&Value::Null), 4);
    assert!(by(&json!("thread 3")) >= 1);
}

#[test]
fn more_threads_than_cores_work_in_every_experiment() {
    for (id, kind) in [
        ("hello-threads", VerdictKind::Held),
        ("lock", VerdictKind::Held),
        ("semaphore", VerdictKind::Held),
        ("stdout-writer", VerdictKind::Jumbled),
        ("lost-update", VerdictKind::LostUpdates),
        ("signals", VerdictKind::LostWakeup),
    ] {
        shows(id, &[("threads", "16"), ("repeats", "2")], kind);
    }
}

/// What decides a run is found in what its threads recorded, and only where it happened.
#[test]
fn the_moment_that_decides_a_run_is_found_in_its_recording() {
    let moment = |id: &str, given: &[(&'static str, &str)]| {
        let (stages, _) = run(id, given);
        let lanes = &stages.last().expect("it has a stage").lanes;
        common::params(id, given).meeting().moment(lanes)
    };
    let lost = moment("lost-update", &[]).expect("two reads met");
    assert_eq!(lost.marks.len(), 4);
    assert!(lost.schedule.is_some());
    assert_eq!(moment("lost-update", &[("fix", "lock")]), None);
    let stuck = moment("deadlock", &[]).expect("the circle was closed");
    assert_eq!(stuck.marks.iter().filter(|mark| mark.what.starts_with("wants ")).count(), 2);
    assert_eq!(moment("deadlock", &[("order", "same")]), None);
    assert!(moment("reentrant-lock", &[]).is_some_and(|alone| alone.marks.len() == 2));
    let missed = moment("signals", &[("kind", "condition"), ("arrival", "late"), ("wait", "bare")]);
    assert!(missed.is_some_and(|missed| missed.marks[0].what == "gives the signal"));
}
