//! Experiment `processes` on threads of this machine, which share nothing as processes.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::cpython::cpython;
use common::run;
use experiments::Conclusion;
use serde_json::{Map, Value};
use trace::{EventKind, VerdictKind};

fn ends(given: &[(&'static str, &str)]) -> (VerdictKind, Map<String, Value>) {
    let few: Vec<_> = [("rounds", "3")].into_iter().chain(given.iter().copied()).collect();
    let (_, Conclusion { verdict, outcome }) = run("processes", &few);
    (verdict.kind, outcome)
}

/// The parent's number is 0. Three processes add 1 to a copy each: the parent sees 0, and each of them 1.
/// Threads add to the number itself: the parent sees 3, unless two of them read before either wrote.
#[test]
fn the_parent_sees_the_change_of_a_thread_and_never_that_of_a_process() {
    let (kind, outcome) = ends(&[("threads", "3")]);
    assert_eq!(kind, VerdictKind::Held);
    assert_eq!((&outcome["seen_by_parent"], &outcome["changed"]), (&0.into(), &3.into()));

    let (kind, outcome) = ends(&[("threads", "3"), ("memory", "shared")]);
    let seen = outcome["seen_by_parent"].as_u64().unwrap();
    assert!((1..=3).contains(&seen));
    assert_eq!(kind == VerdictKind::Held, seen == 3);
}

#[test]
fn a_guard_lets_in_as_many_as_it_has_permits_and_none_keeps_nobody_out() {
    let (kind, outcome) = ends(&[("threads", "4"), ("guard", "lock")]);
    assert_eq!((kind, &outcome["most_inside"]), (VerdictKind::Held, &1.into()));
    assert_eq!(outcome["mutual_exclusion_held"], true);
    assert!(outcome["lock_free_ms"].as_f64().is_some());

    let (kind, outcome) = ends(&[("threads", "4"), ("guard", "semaphore")]);
    assert_eq!((kind, &outcome["most_inside"]), (VerdictKind::Held, &2.into()));

    let (kind, outcome) = ends(&[("threads", "4"), ("guard", "none")]);
    assert_eq!((kind, &outcome["mutual_exclusion_held"]), (VerdictKind::Jumbled, &false.into()));
}

/// Each way of each connection is timed; a payload of no bytes has no rate.
#[test]
fn a_payload_goes_there_and_back_by_every_way() {
    for (link, ways) in [
        ("queue", &["copy", "transfer", "shared-memory"][..]),
        ("pipe", &["copy", "transfer", "shared-memory"]),
        ("shared-memory", &["shared-memory"]),
    ] {
        for bytes in ["0", "1", "100000"] {
            let (kind, outcome) = ends(&[("link", link), ("bytes", bytes)]);
            assert_eq!(kind, VerdictKind::Held, "{link} {bytes}");
            let names = |name: &str| -> Vec<String> {
                outcome[name].as_object().unwrap().keys().cloned().collect()
            };
            assert_eq!(names("round_trip_us"), ways, "{link} {bytes}");
            let with_rate = if bytes == "0" { &[][..] } else { ways };
            assert_eq!(names("mb_per_s"), with_rate, "{link} {bytes}");
        }
    }
}

#[test]
fn a_function_and_a_lock_cannot_be_sent_and_the_rest_goes_on() {
    for what in ["function", "lock"] {
        let (kind, outcome) = ends(&[("send", what)]);
        assert_eq!(kind, VerdictKind::Misuse);
        assert!(
            outcome["error"].as_str().unwrap().starts_with(&format!("a {what} cannot be sent"))
        );
        assert_eq!(outcome["changed"], 2);
    }
}

/// With a lock the first of three is ended while it holds it; the other two are joined, or cut off.
#[test]
fn processes_are_joined_and_daemons_are_cut_off() {
    let (_, joined) = ends(&[("threads", "3")]);
    assert!(joined["join_ms"].as_f64().is_some());
    assert_eq!(joined["cut_off"], 0);
    let (_, daemons) = ends(&[("threads", "3"), ("daemon", "yes")]);
    assert_eq!((&daemons["cut_off"], daemons.get("join_ms")), (&2.into(), None));
}

/// What is sent over a connection is received, and both events have the same number.
#[test]
fn every_message_that_is_received_was_sent() {
    let (stages, _) = run("processes", &[("threads", "2"), ("rounds", "3")]);
    let lanes = &stages.last().unwrap().lanes;
    assert_eq!(
        lanes.iter().map(|lane| lane.name.as_str()).collect::<Vec<_>>(),
        ["parent", "process 1", "process 2"]
    );
    let numbers = |kind: EventKind| -> Vec<u32> {
        let events = lanes.iter().flat_map(|lane| &lane.events);
        events.filter(|event| event.kind == kind).map(|event| event.subject).collect()
    };
    let sent = numbers(EventKind::Sent);
    let received = numbers(EventKind::Received);
    assert!(received.len() > 20);
    let known = received.iter().filter(|number| sent.contains(number)).count();
    // At the edge of what is recorded one end may be left out.
    assert!(known + 8 >= received.len(), "{known} of {}", received.len());
}

#[test]
fn sixty_four_processes_take_part() {
    let (kind, outcome) = ends(&[("threads", "64"), ("rounds", "1"), ("guard", "semaphore")]);
    assert_eq!((kind, &outcome["changed"]), (VerdictKind::Held, &64.into()));
    assert_eq!(outcome["names"].as_array().unwrap().len(), 64);
}

/// The same situations with three processes in CPython, by each start method. The lock is where both differ: the
/// browser frees that of a process which was ended, CPython's stays locked for ever, so it is not asked.
#[test]
fn cpython_agrees_whatever_its_start_method() {
    let (_, locked) = ends(&[("threads", "3"), ("link", "pipe"), ("bytes", "100000")]);
    let (_, counted) = ends(&[("threads", "3"), ("guard", "semaphore"), ("daemon", "yes")]);
    let refused = ["function", "lock"].map(|what| ends(&[("send", what)]).1["error"].is_string());
    for (method, python) in cpython("processes", &[]) {
        assert_eq!(python["seen_by_parent"], locked["seen_by_parent"], "{method}");
        assert_eq!(python["changed"], locked["changed"], "{method}");
        assert_eq!(python["seen_of_threads"], 3, "{method}: nothing comes between under a GIL");
        assert_eq!(python["there_and_back"], 3, "{method}: as many rounds as ours");
        assert_eq!(python["inside_with_lock"], locked["most_inside"], "{method}");
        assert_eq!(python["inside_with_semaphore"], counted["most_inside"], "{method}");
        assert_eq!(python["cut_off"], counted["cut_off"], "{method}");
        assert_eq!([&python["function_refused"], &python["lock_refused"]], refused.each_ref());
    }
}
