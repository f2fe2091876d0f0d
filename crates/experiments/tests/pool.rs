//! Pools of processes and of threads, natively, beside those of CPython.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use common::cpython::cpython;
use common::{COMPUTER, params, run, run_in};
use experiments::{Conclusion, Face, Problem, find};
use primitives::{Control, Stopped};
use processes::Ended;
use serde_json::{Map, Value, json};
use trace::wire::StageRun;
use trace::{Few, VerdictKind};

type Given<'a> = &'a [(&'static str, &'a str)];

/// Plays a pool of each kind and checks its word; what each shows, and its sentence.
fn pools(given: Given<'_>, kind: VerdictKind) -> [(Map<String, Value>, String); 2] {
    ["process", "thread"].map(|workers| {
        let given = [&[("kind", workers)], given].concat();
        let (_, Conclusion { verdict, outcome }) = run("pool", &given);
        assert_eq!(verdict.kind, kind, "{given:?}: {}", verdict.text);
        (outcome, verdict.text)
    })
}

fn squares(jobs: impl IntoIterator<Item = u64>) -> Value {
    jobs.into_iter().map(|job| json!(job * job)).collect()
}

/// 1², 2², … 10².
#[test]
fn every_call_gives_every_result_and_all_but_one_in_order() {
    for call in ["apply_async", "map", "map_async", "imap", "imap_unordered"] {
        let given = [("call", call), ("jobs", "10"), ("threads", "3"), ("work_ms", "0.1")];
        for (outcome, text) in pools(&given, VerdictKind::Held) {
            let mut results: Vec<u64> = serde_json::from_value(outcome["results"].clone()).unwrap();
            if call == "imap_unordered" {
                results.sort_unstable();
            }
            assert_eq!(json!(results), squares(1..=10), "{call}: {text}");
            assert_eq!(outcome["computed"], 10);
            let callbacks = match call {
                "apply_async" => 10,
                "map_async" => 1,
                _ => 0,
            };
            assert_eq!(outcome["callbacks"], callbacks, "{call}");
            assert_eq!(outcome["callback_order"].is_array(), call == "apply_async");
            assert_eq!((&outcome["failure"], &outcome["pool_alive"]), (&Value::Null, &json!(true)));
        }
    }
}

#[test]
fn one_worker_calls_back_in_the_order_of_the_jobs() {
    let given = [("call", "apply_async"), ("jobs", "9"), ("threads", "1"), ("work_ms", "0")];
    for (outcome, _) in pools(&given, VerdictKind::Held) {
        assert_eq!(outcome["callback_order"], json!([1, 2, 3, 4, 5, 6, 7, 8, 9]));
        assert_eq!(outcome["distribution"][0]["value"], "123456789");
    }
}

/// 24 jobs in chunks of 10 are 10, 10 and 4; CPython makes chunks of 24 / (4 · 3) = 2 for 3 workers.
#[test]
fn chunks_are_as_great_as_was_asked_for_and_the_workers_share_them() {
    for (chunksize, used, chunks) in [("10", 10, 3), ("0", 2, 12), ("10000", 10_000, 1)] {
        let given = [("threads", "3"), ("chunksize", chunksize), ("work_ms", "0.1")];
        for (outcome, _) in pools(&given, VerdictKind::Held) {
            assert_eq!((&outcome["chunksize"], &outcome["chunks"]), (&json!(used), &json!(chunks)));
            let workers = outcome["workers"].as_array().unwrap();
            let sum = |name: &str| workers.iter().map(|w| w[name].as_u64().unwrap()).sum::<u64>();
            assert_eq!((workers.len(), sum("chunks"), sum("jobs")), (3, chunks, 24));
            assert_eq!(outcome["busy_ms"].as_array().unwrap().len(), 3);
        }
    }
}

/// Job 3 is the first of the chunk 3, 4: job 4 is not computed, the other 22 jobs are, and none reaches the
/// caller. Job 25 is computed afterwards.
#[test]
fn a_failure_in_a_map_reaches_the_caller_alone_and_the_pool_lives_on() {
    for call in ["map", "map_async"] {
        let given = [("call", call), ("fails", "3"), ("chunksize", "2"), ("work_ms", "0")];
        for (outcome, text) in pools(&given, VerdictKind::Held) {
            assert_eq!(outcome["failure"], "job 3 failed");
            assert_eq!((&outcome["results"], &outcome["computed"]), (&json!([]), &json!(22)));
            assert_eq!(outcome["pool_alive"], true);
            assert!(outcome["tasks_done_after_failure"].as_u64().unwrap() >= 1);
            assert_eq!(outcome["error_callbacks"], u64::from(call == "map_async"));
            assert!(text.contains("“job 3 failed” and nothing else, though 22 jobs"), "{text}");
        }
    }
}

#[test]
fn sixty_four_workers_do_ten_thousand_jobs() {
    let given = [("threads", "64"), ("jobs", "10000"), ("work_ms", "0"), ("repeats", "2")];
    for (outcome, _) in pools(&given, VerdictKind::Held) {
        assert_eq!(outcome["n_results"], 10_000);
        assert_eq!(outcome["results"], squares(1..=1000), "the first thousand are sent");
        assert_eq!(
            outcome["distribution"],
            json!([{"value": "in order", "kind": "held", "count": 2}])
        );
    }
}

/// As on the slide, a tenth of a second instead of ten: the job takes far longer than its caller waits.
#[test]
fn a_result_that_was_late_can_be_had_later() {
    let given = [("call", "apply_async"), ("jobs", "1"), ("work_ms", "100"), ("timeout_ms", "10")];
    for (outcome, text) in pools(&given, VerdictKind::TimedOut) {
        assert_eq!(
            (&outcome["timed_out"], &outcome["result_came_later"]),
            (&json!(true), &json!(true))
        );
        assert_eq!(outcome["results"], json!([1]));
        assert!(text.contains("within 10 ms"), "{text}");
    }
}

/// 7 jobs: chunk sizes 1, 2 and 4.
#[test]
fn a_sweep_measures_the_powers_of_two_and_goes_on_with_the_best() {
    let given =
        [("sweep", "on"), ("jobs", "7"), ("threads", "2"), ("work_ms", "1"), ("fails", "1")];
    for (outcome, _) in pools(&given, VerdictKind::Held) {
        let times = outcome["wall_ms_by_chunksize"].as_object().unwrap();
        assert_eq!(times.keys().collect::<Vec<_>>(), ["1", "2", "4"]);
        assert_eq!(outcome["best_chunksize"], outcome["chunksize"]);
        assert_eq!(
            outcome["failure"], "job 1 failed",
            "no job of the sweep fails, but this one does"
        );
    }
}

/// Two jobs in one chunk are for one worker, and the other cannot help.
#[test]
fn one_chunk_of_all_jobs_is_for_one_worker() {
    let given = [("threads", "2"), ("jobs", "2"), ("work_ms", "30"), ("chunksize", "2")];
    for (outcome, _) in pools(&given, VerdictKind::Held) {
        let idle = outcome["workers"].as_array().unwrap().iter().filter(|w| w["jobs"] == 0).count();
        assert_eq!(idle, 1);
    }
}

#[test]
fn what_no_pool_can_do_is_refused() {
    let experiment = find("pool", Face::Run).unwrap();
    let refused = |given: Given<'_>| {
        let given: Few<_, _> = given.iter().map(|&(name, text)| (name, text.to_owned())).collect();
        let errors = experiment.check(experiment.fields(Face::Run, &given, COMPUTER)).unwrap_err();
        (errors[0].field, errors[0].problem.clone())
    };
    let outside = |max| Problem::IntegerOutside { min: 0, max };
    assert_eq!(refused(&[("fails", "25")]), ("fails", outside(24)));
    assert_eq!(refused(&[("jobs", "20000"), ("fails", "10001")]).0, "jobs");
    let given = [("call", "imap"), ("chunksize", "2"), ("timeout_ms", "1")];
    assert_eq!(refused(&given), ("timeout_ms", Problem::NoTimeout { call: "imap" }));
}

/// 10,000 jobs of a second for 2 workers are more than an hour.
#[test]
fn a_stopped_pool_ends() {
    let plan = params("pool", &[("jobs", "10000"), ("work_ms", "1000")]);
    let theirs = plan.clone();
    let children = move |role, me| -> processes::native::Playing {
        let params = theirs.clone();
        Box::pin(async move { params.roles().child(role, me).await })
    };
    let processes = processes::native::Run::new(Arc::new(children));
    let stage = plan.stages(COMPUTER)[0];
    let since = Instant::now();
    let ended: Result<StageRun, Ended> = thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(500));
            processes.stop();
        });
        processes.play(|me| plan.roles().main(stage, me)).map(|(run, _)| run)
    });
    assert_eq!(ended.map(|_| ()), Err(Ended::Stopped));
    assert!(since.elapsed() < Duration::from_secs(30));
    for work_ms in ["0", "1000"] {
        let params = params("pool", &[("kind", "thread"), ("work_ms", work_ms)]);
        let control = Control::new();
        control.stop();
        assert_eq!(run_in(&control, 2, &*params).map(|_| ()), Err(Stopped));
    }
}

/// What is run here and by CPython.
fn scenarios() -> Vec<Value> {
    let one = |threads: u64, call: &str, (jobs, chunksize, fails): (u64, u64, u64)| {
        json!({
            "threads": threads, "call": call, "jobs": jobs, "chunksize": chunksize, "fails": fails,
            "work_ms": 0, "timeout_ms": 0,
        })
    };
    let mut all = Vec::new();
    for call in ["apply_async", "map", "map_async", "imap", "imap_unordered"] {
        // Of two workers each order of arrival may come; of one only one.
        let threads = if call == "imap_unordered" { 1 } else { 2 };
        for given in [(10, 0, 0), (10, 3, 0), (1, 0, 1), (8, 0, 3), (9, 1, 5), (9, 1, 9)] {
            all.push(one(threads, call, given));
        }
        if call != "apply_async" {
            for given in [(8, 2, 3), (8, 2, 4), (8, 3, 8), (4, 10, 2)] {
                all.push(one(threads, call, given));
            }
        }
        // A job of 150 ms is late after 10 ms, and there within 20 s, whether it fails or not.
        for (timeout_ms, fails) in [(10, 0), (10, 1), (20_000, 0)] {
            let mut slow = one(1, call, (1, 0, fails));
            (slow["work_ms"], slow["timeout_ms"]) = (json!(150), json!(timeout_ms));
            all.push(slow);
        }
    }
    all
}

#[test]
fn both_kinds_do_what_pools_of_cpython_do_with_every_start_method() {
    let scenarios = scenarios();
    let theirs = cpython("pool", &[&json!(scenarios).to_string()]);
    assert!(theirs.len() >= 2, "a start method and threads: {theirs:?}");
    for (at, scenario) in scenarios.iter().enumerate() {
        let given: Vec<(&'static str, String)> =
            ["threads", "call", "jobs", "chunksize", "fails", "work_ms", "timeout_ms"]
                .map(|name| (name, scenario[name].to_string().replace('"', "")))
                .to_vec();
        for kind in ["process", "thread"] {
            let mut given: Vec<_> = given.iter().map(|(name, text)| (*name, &**text)).collect();
            given.push(("kind", kind));
            let (_, Conclusion { outcome, verdict }) = run("pool", &given);
            for (method, outcomes) in &theirs {
                for (name, value) in outcomes[at].as_object().unwrap() {
                    let place =
                        format!("{name} of {scenario}, {kind} and {method}: {}", verdict.text);
                    assert_eq!(&outcome[name], value, "{place}");
                }
            }
        }
    }
}
