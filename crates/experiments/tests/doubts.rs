//! What is said of a run whose times contradict its set-up, and of a curve whose best count is not the last one.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::{COMPUTER, params};
use experiments::Conclude;
use serde_json::{Map, Value, json};
use trace::wire::{Samples, StageRun};

type Given<'a> = &'a [(&'static str, &'a str)];

fn doubt(id: &str, given: Given<'_>, outcome: &Value) -> Option<String> {
    let params = params(id, given);
    let told = if id == "amdahl" { params.timed() } else { params.compared() };
    let outcome: Map<String, Value> = outcome.as_object().expect("it is one").clone();
    told.doubt(&outcome, COMPUTER)
}

/// On 2 cores, 2 threads are nearly twice as fast as one, unless they share a lock; and nobody is faster than that.
#[test]
fn threads_that_compute_gain_by_cores_unless_one_lock_is_theirs() {
    let doubt = |given: Given<'_>, gil: f64, none: f64| {
        doubt("gil", given, &json!({ "speed_up": { "gil": gil, "none": none } }))
    };
    assert_eq!(doubt(&[], 1.0, 1.9), None);
    let slow = doubt(&[], 1.0, 0.83).expect("it is no faster than one");
    assert!(slow.starts_with("Threads without the GIL should be up to 2.00 times"), "{slow}");
    let fast = doubt(&[], 1.8, 1.9).expect("the lock lets one at a time");
    assert!(fast.starts_with("Threads under the GIL cannot be more than 1.00 times"), "{fast}");
    // Alone nobody gains anything, and who waits gains by all that do.
    assert_eq!(doubt(&[("threads", "1")], 0.5, 0.5), None);
    assert_eq!(doubt(&[("work", "io"), ("threads", "8")], 7.5, 7.5), None);
    assert!(doubt(&[("work", "io"), ("threads", "8")], 7.5, 1.1).is_some());
    assert_eq!(doubt(&[("work", "mixed")], 0.1, 0.1), None);
}

/// 100 ms of work that take 43 ms of a core.
#[test]
fn work_that_was_measured_out_wrongly_says_so() {
    let outcome = |ms: f64| json!({ "speed_up": {}, "millisecond_ms": ms });
    assert_eq!(doubt("gil", &[], &outcome(0.9)), None);
    let off = doubt("gil", &[], &outcome(0.43)).expect("it is off");
    assert!(off.starts_with("What was to compute for 100 ms took 43.0 ms of a core"), "{off}");
    assert_eq!(doubt("gil", &[("work", "io")], &outcome(0.43)), None);
}

/// 24 jobs in 24 chunks on 2 cores; in one chunk, one worker has all of it.
#[test]
fn a_pool_gains_by_cores_and_chunks() {
    let doubt = |speed_up: f64, chunks: u64| {
        let outcome = json!({
            "speed_up": speed_up, "chunks": chunks, "failure": null, "timed_out": false
        });
        doubt("pool", &[("threads", "2")], &outcome)
    };
    assert_eq!([doubt(1.8, 24), doubt(0.97, 1)], [None, None]);
    assert!(doubt(0.8, 24).is_some_and(|slow| slow.starts_with("2 workers should be up to 2.00")));
    let failed = json!({ "speed_up": 0.2, "chunks": 24, "failure": "job 3", "timed_out": false });
    assert_eq!(self::doubt("pool", &[("threads", "2")], &failed), None);
}

/// Stages of `amdahl` without serial work: the sequential program takes 12 ms, threads as given.
fn stages(method_ms: &[(u32, f64)]) -> Vec<StageRun> {
    let samples = |variant: &str, threads, ms: f64| Samples {
        variant: variant.to_owned(),
        threads,
        wall_ms: vec![ms; 5],
        warm_up_ms: vec![],
    };
    let stage = |&(threads, ms): &(u32, f64)| StageRun {
        threads,
        samples: vec![samples("partly-serial", threads, ms), samples("sequential", 1, 12.0)],
        ..StageRun::default()
    };
    method_ms.iter().map(stage).collect()
}

/// 12 / 6 = 2 with 2 threads, 12 / 8 = 1.5 with 3, on 2 cores, where nothing is serial: 2 are allowed.
#[test]
fn a_curve_is_told_by_its_best_count() {
    let params = params("amdahl", &[("threads", "3"), ("serial", "0")]);
    let told: &dyn Conclude = params.timed();
    let concluded = told.conclude(&stages(&[(1, 12.0), (2, 6.0), (3, 8.0)]), COMPUTER);
    let (text, outcome) = (concluded.verdict.text, concluded.outcome);
    assert_eq!(
        text,
        "With 0 % serial work, 2 threads are 2.00 times as fast as the sequential program, the most of all counts; \
         Amdahl's law allows 2.00."
    );
    let told_of = ["speed_up", "predicted_speed_up", "median_ms", "fastest_threads"];
    assert_eq!(told_of.map(|name| outcome[name].as_f64()), [2.0, 2.0, 6.0, 2.0].map(Some));
    assert_eq!(told.doubt(&outcome, COMPUTER), None);
    // What took no time at all has no curve.
    let nothing = told.conclude(&stages(&[(1, 0.0), (2, 0.0), (3, 0.0)]), COMPUTER).outcome;
    assert!(
        told.doubt(&nothing, COMPUTER).is_some_and(|doubt| doubt.starts_with("No run was long"))
    );
    // 12 / 15 = 0.8 with 2 threads, whatever 1 and 3 are.
    let slow = told.conclude(&stages(&[(1, 12.0), (2, 15.0), (3, 9.0)]), COMPUTER).outcome;
    let doubt = told.doubt(&slow, COMPUTER).expect("two cores bring more");
    assert!(doubt.starts_with("2 threads should be up to 2.00 times as fast as one"), "{doubt}");
}
