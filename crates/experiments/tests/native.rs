//! The catalogue's experiments on native threads: the same kernels that run in the browser.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::{params, run, run_in};
use experiments::Conclusion;
use primitives::{Control, Stopped};
use trace::VerdictKind;

/// n = 100 left strips of x² from 0 to 10: dx = 0.1, so the sum is 0.1³ · Σ i² for i < 100
/// = 0.001 · 99·100·199/6 = 328.35, which is 1000/3 − 328.35 = 4.98333… short.
#[test]
fn a_hundred_left_strips_of_x_squared_are_328_35() {
    for method in ["threads", "pool", "slide", "processes", "sequential"] {
        let (_, Conclusion { verdict, outcome }) =
            run("integrate", &[("n", "100"), ("threads", "4"), ("method", method)]);
        assert_eq!(verdict.kind, VerdictKind::Held, "{method}: {}", verdict.text);
        assert!((outcome["value"].as_f64().unwrap() - 328.35).abs() < 1e-10, "{method}");
        let error = outcome["abs_error"].as_f64().unwrap();
        assert!((error - (1000.0 / 3.0 - 328.35)).abs() < 1e-10, "{method}");
    }
}

#[test]
fn blocks_give_the_same_bits_for_every_thread_count_and_method() {
    let bits = |threads: &str, method: &str, kernel: &str| {
        let given = [
            ("f", "gauss"),
            ("n", "100003"),
            ("repeats", "1"),
            ("threads", threads),
            ("method", method),
            ("kernel", kernel),
        ];
        run("integrate", &given).1.outcome["value"].as_f64().unwrap().to_bits()
    };
    for kernel in ["scalar", "simd"] {
        let expected = bits("1", "threads", kernel);
        for threads in ["1", "2", "3", "7", "64"] {
            for method in ["threads", "pool", "processes"] {
                assert_eq!(bits(threads, method, kernel), expected, "{threads} {method} {kernel}");
            }
        }
    }
}

/// From 2 to 10 with the slide's chunks: dx = 8 / 4 = 2, chunks 0..2, 2..4, 4..6, 6..8, so it sums
/// x² from 0 to 8: 8³/3 = 170.67 instead of (10³ − 2³)/3 = 330.67. With 25 strips of width 0.08 in
/// each chunk, the left sum is 0.08³ · Σ i² for i < 100 = 0.000512 · 328350 = 168.1152.
#[test]
fn the_slide_forgets_where_the_interval_begins() {
    let given = [("method", "slide"), ("a", "2"), ("n", "100"), ("threads", "4")];
    let (_, Conclusion { verdict, outcome }) = run("integrate", &given);
    assert_eq!(verdict.kind, VerdictKind::WrongValue);
    assert!((outcome["value"].as_f64().unwrap() - 168.1152).abs() < 1e-10);
    assert!(verdict.text.contains("start at 0 instead of a = 2"), "{}", verdict.text);
}

/// 100 points for 3 threads: int(100 / 3) = 33 each, so 99 strips of width 10/99: the left sum is
/// (10/99)³ · Σ i² for i < 99 = (10/99)³ · 98·99·197/6.
#[test]
fn the_slide_drops_the_remainder() {
    let given = [("method", "slide"), ("n", "100"), ("threads", "3")];
    let (_, Conclusion { verdict, outcome }) = run("integrate", &given);
    let expected = (10.0_f64 / 99.0).powi(3) * f64::from(98 * 99 * 197) / 6.0;
    assert!((outcome["value"].as_f64().unwrap() - expected).abs() < 1e-10);
    assert_eq!(verdict.kind, VerdictKind::WrongValue);
    assert!(verdict.text.contains("leave out 1 of 100"), "{}", verdict.text);
}

#[test]
fn a_run_counts_every_block_and_shows_every_thread() {
    let (stages, _) = run("integrate", &[("threads", "3"), ("repeats", "2"), ("n", "1000")]);
    let samples = &stages[0].samples;
    assert_eq!((samples[0].variant.as_str(), samples[0].wall_ms.len()), ("threads", 2));
    assert_eq!((samples[1].variant.as_str(), samples[1].wall_ms.len()), ("sequential", 2));
    let spans: Vec<usize> = stages[0].lanes.iter().map(|lane| lane.spans().len()).collect();
    assert_eq!(spans, [1, 1, 1, 0], "one chunk for each thread, none for the coordinator");
}

/// On 2 cores a sweep measures 1 to 4 threads.
#[test]
fn a_sweep_measures_up_to_twice_the_cores() {
    let given = [("sweep", "on"), ("n", "10000"), ("repeats", "3"), ("method", "pool")];
    let (stages, Conclusion { verdict, outcome }) = run("integrate", &given);
    assert_eq!(stages.iter().map(|s| s.threads).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(outcome["curve"]["points"].as_array().unwrap().len(), 4);
    assert!(verdict.text.contains("best") || verdict.text.contains("faster"), "{}", verdict.text);
}

/// 25 % serial on 2 threads: 1 / (0.25 + 0.75 / 2) = 1.6, unless one was faster, of which the law says 1.
#[test]
fn amdahls_law_predicts_1_6_for_two_threads_with_a_quarter_serial() {
    let given = [("threads", "2"), ("serial", "25"), ("n", "100000")];
    let (stages, Conclusion { outcome, .. }) = run("amdahl", &given);
    assert_eq!(stages.len(), 2);
    let law = if outcome["fastest_threads"] == 2 { 1.6 } else { 1.0 };
    assert!((outcome["predicted_speed_up"].as_f64().unwrap() - law).abs() < 1e-12);
    assert_eq!(outcome["limit"].as_f64(), Some(4.0));
    let coordinator = stages[1].lanes.last().unwrap();
    assert_eq!(coordinator.spans().len(), 1, "the serial part is on the coordinator's lane");
}

#[test]
fn a_stopped_lab_ends_every_method_with_stopped() {
    for method in ["threads", "pool", "slide"] {
        let params = params("integrate", &[("n", "10000000000"), ("method", method)]);
        let control = Control::new();
        control.stop();
        assert_eq!(run_in(&control, 2, &*params).map(|_| ()), Err(Stopped), "{method}");
    }
}
