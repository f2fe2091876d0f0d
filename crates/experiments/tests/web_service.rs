//! The runs of `web-service`, against a service in this process.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::run;
use experiments::Conclusion;
use serde_json::{Map, Value};
use trace::VerdictKind;

const CLIENTS: [&str; 6] =
    ["sequential", "threads", "processes", "pool", "coroutines", "asyncio-as-written"];

type Given<'a> = &'a [(&'static str, &'a str)];

fn shown(given: Given<'_>, kind: VerdictKind) -> (Map<String, Value>, String) {
    let (_, Conclusion { verdict, outcome }) = run("web-service", given);
    assert_eq!(verdict.kind, kind, "{given:?}: {}", verdict.text);
    (outcome, verdict.text)
}

/// Each number once, whoever asks. Who asks one after the other collects them in their order.
#[test]
fn each_number_comes_once() {
    for client in CLIENTS {
        let given = [("client", client), ("requests", "12"), ("delay_ms", "5")];
        let (outcome, text) = shown(&given, VerdictKind::Held);
        let mut numbers: Vec<u64> = serde_json::from_value(outcome["numbers"].clone()).unwrap();
        if ["sequential", "asyncio-as-written"].contains(&client) {
            assert!(numbers.is_sorted(), "{client}: {numbers:?}");
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>(), "{client}");
        assert_eq!((&outcome["lost"], &outcome["repeated"]), (&0.into(), &0.into()), "{client}");
        assert!(text.starts_with("All 12 answers came once"), "{text}");
    }
}

/// Six requests of 40 ms: one after the other 240 ms at least, by a pool of two 120 ms, to a service with one worker
/// 240 ms from any client. Under way are at most as many as ask at once.
#[test]
fn it_takes_as_long_as_the_slowest_of_client_and_service() {
    for (client, workers, least_ms, most_in_flight, bottleneck) in [
        ("sequential", "0", 240.0, 1, "client"),
        ("asyncio-as-written", "0", 240.0, 1, "client"),
        ("pool", "0", 120.0, 2, "client"),
        ("pool", "1", 240.0, 2, "server"),
        ("threads", "1", 240.0, 6, "server"),
        ("processes", "1", 240.0, 6, "server"),
        ("coroutines", "1", 240.0, 6, "server"),
        ("coroutines", "2", 120.0, 6, "server"),
    ] {
        let given = [
            ("client", client),
            ("server_workers", workers),
            ("requests", "6"),
            ("pool", "2"),
            ("delay_ms", "40"),
        ];
        let (outcome, _) = shown(&given, VerdictKind::Held);
        assert!(outcome["total_ms"].as_f64().unwrap() >= least_ms, "{given:?}: {outcome:?}");
        assert!(outcome["most_in_flight"].as_u64().unwrap() <= most_in_flight, "{given:?}");
        assert_eq!(outcome["bottleneck"], bottleneck, "{given:?}: {outcome:?}");
    }
}

/// The tenth and the twentieth of twenty fail.
#[test]
fn who_fails_is_counted() {
    for client in CLIENTS {
        for (fault, said) in [("error", "status 500"), ("close", "cut off")] {
            let given =
                [("client", client), ("fault", fault), ("requests", "20"), ("delay_ms", "2")];
            let (outcome, text) = shown(&given, VerdictKind::WrongValue);
            assert_eq!((&outcome["failed"], &outcome["lost"]), (&2.into(), &2.into()), "{given:?}");
            assert!(text.contains(said), "{given:?}: {text}");
        }
    }
}

/// Answers that take 200 ms are late for who waits 50 ms for each of two: the first get of the queue is in vain, and
/// so is the second, 100 ms after the begin.
#[test]
fn a_collector_without_patience_waits_in_vain() {
    for client in ["threads", "processes", "coroutines"] {
        let given =
            [("client", client), ("requests", "2"), ("delay_ms", "200"), ("timeout_ms", "50")];
        let (outcome, text) = shown(&given, VerdictKind::TimedOut);
        assert_eq!((&outcome["timed_out"], &outcome["lost"]), (&2.into(), &2.into()), "{client}");
        assert!(text.contains("in vain"), "{text}");
    }
}

/// Of ten requests the last is never answered: nine numbers are collected, and the tenth get is in vain. What was still
/// under way is shown, too.
#[test]
fn who_is_never_answered_is_waited_for_in_vain() {
    for client in ["threads", "processes", "coroutines"] {
        let given = [
            ("client", client),
            ("requests", "10"),
            ("fault", "never"),
            ("delay_ms", "5"),
            ("timeout_ms", "300"),
        ];
        let (outcome, _) = shown(&given, VerdictKind::TimedOut);
        assert_eq!((&outcome["timed_out"], &outcome["lost"]), (&1.into(), &1.into()), "{client}");
        let requests = outcome["requests"].as_array().unwrap();
        assert_eq!(
            (requests.len(), &requests[9]["failure"]),
            (10, &"no answer".into()),
            "{client}"
        );
    }
}

/// A coroutine prints a line without awaiting; nobody comes in between.
#[test]
fn coroutines_print_whole_lines() {
    let given =
        [("client", "coroutines"), ("collect", "printed"), ("requests", "10"), ("delay_ms", "5")];
    let (outcome, _) = shown(&given, VerdictKind::Held);
    let lines = outcome["lines"].as_array().unwrap();
    assert!(lines.len() == 10 && lines.iter().all(|line| line["ok"] == true), "{lines:?}");
}

/// A browser has addresses for the memories of some hundred processes.
#[test]
fn more_processes_than_a_browser_has_room_for_are_refused() {
    let experiment = experiments::find("web-service", experiments::Face::Run).unwrap();
    let given = [("requests", "101".to_owned()), ("client", "processes".to_owned())];
    let given = given.into_iter().collect();
    let fields = experiment.fields(experiments::Face::Run, &given, common::COMPUTER);
    let refused = experiment.check(fields).unwrap_err();
    let said = "requests must be at most 100 for client processes: a browser has no room for more, got \"101\"";
    assert_eq!(refused[0].to_string(), said);
}
