//! Promise: whatever threads wait for, Stop ends it, every limit is kept, and nothing is left behind.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{
    Browser, Engine, PageError, Served, alone_in_each_engine, alone_side_by_side, eventually,
    for_each_engine,
};

/// Starts `link`, stops it after `after_ms` if it still runs, and returns how it ended.
async fn run_and_stop(browser: &Browser, link: &str, after_ms: u32) -> Result<Value, PageError> {
    let script = format!(
        "(async () => {{
            const ended = window.interleave.run({link:?})
                .then((record) => record.verdict.kind, (error) => `${{error.name}}: ${{error.message}}`);
            await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, {after_ms}))]);
            await window.interleave.stop();
            return ended;
        }})()"
    );
    browser.eval_async(&script).await
}

/// Each of these waits for many seconds: asleep, for a lock of each kind, for a permit, for a queue,
/// at a barrier, or not at all but in a loop.
const LONG: &[&str] = &[
    "#/hello-threads?v=1&pause_ms=1000&greetings=20",
    "#/lost-update?v=1&gap=sleep&increments=1000000",
    "#/lost-update?v=1&gap=none&threads=8&increments=10000000&repeats=1000",
    "#/lost-update?v=1&gap=sleep&fix=lock&increments=1000000",
    "#/deadlock?v=1&order=same&hold_ms=1000&trips=1000",
    "#/deadlock?v=1&order=try-lock&hold_ms=1000&trips=1000",
    "#/dining-philosophers?v=1&strategy=waiter&eat_ms=100&meals=1000",
    "#/livelock?v=1&step_ms=100&rounds=10000",
    "#/lock?v=1&hold_ms=1000&rounds=1000",
    "#/lock?v=1&kind=spin&hold_ms=1000&rounds=1000",
    "#/lock?v=1&kind=ticket&hold_ms=1000&rounds=1000",
    "#/lock?v=1&acquire=timeout&timeout_ms=10000&hold_ms=1000&rounds=1000",
    "#/reentrant-lock?v=1&kind=rlock&depth=100&repeats=1000",
    "#/semaphore?v=1&permits=1&inside_ms=1000&rounds=100",
    "#/stdout-writer?v=1&threads=64&lines=100&guard=lock&gap=sleep",
    "#/queue?v=1&items=100000&maxsize=1&work_ms=100",
    "#/queue?v=1&items=100000&maxsize=1&work_ms=100&timeout_ms=10000&consumers=32",
    "#/signals?v=1&kind=barrier&threads=64&repeats=1000",
];

/// The liveness limit of 10 s covers starting a lab; the processor must be idle 3 s after the stop, and
/// the measure itself looks for a quarter of a second at a time.
#[tokio::test]
async fn stop_ends_every_kind_of_wait_and_the_processor_comes_to_rest_with_the_machine_to_itself() {
    alone_side_by_side(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        // A browser goes on compiling the page for a while, which is no matter of the stop.
        let ending = run_and_stop(browser, "#/lost-update?v=1", 60_000).await;
        assert_eq!(ending, Ok("lost-updates".into()));
        browser.time_until_idle(Duration::from_secs(20)).await;
        for link in LONG {
            let start = Instant::now();
            let ending = run_and_stop(browser, link, 400).await.expect("both promises settle");
            assert_eq!(ending, "Stopped: The run was stopped.", "{link}");
            assert!(start.elapsed() < Duration::from_secs(10), "{link}: {:?}", start.elapsed());
            let rest = browser.time_until_idle(Duration::from_secs(20)).await;
            assert!(rest < Duration::from_secs(4), "{link}: still busy after {rest:?}");
        }
        let ending = run_and_stop(browser, "#/deadlock?v=1", 60_000).await;
        assert_eq!(ending, Ok("deadlock".into()), "the page is as fresh as before");
    })
    .await;
}

/// Afterwards no worker is left but those of the lab that waits for the next run, a coordinator and
/// two threads, and the page has grown by less than 64 MiB; 180 labs would need several times that.
#[tokio::test]
async fn two_hundred_deadlocks_in_a_row_leave_the_page_as_fresh_as_the_first() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let script = |runs: u32| {
            format!(
                "(async () => {{
                    let deadlocks = 0;
                    for (let i = 0; i < {runs}; i += 1) {{
                        const record = await window.interleave.run('#/deadlock?v=1&hold_ms=5');
                        deadlocks += record.verdict.kind === 'deadlock';
                    }}
                    return deadlocks;
                }})()"
            )
        };
        let first: Value = browser.eval_async(&script(20)).await.expect("every run ends");
        let at_first = browser.page_mebibytes();
        assert!(at_first > 0 || browser.engine() != Engine::Chromium, "the page has a process");
        let mut deadlocks = first.as_u64().unwrap();
        for _ in 0..3 {
            let more: Value = browser.eval_async(&script(60)).await.expect("every run ends");
            deadlocks += more.as_u64().unwrap();
        }
        assert_eq!(deadlocks, 200);
        if browser.engine() == Engine::Chromium {
            let grown = || browser.page_mebibytes().saturating_sub(at_first);
            assert!(eventually(|| grown() < 64).await, "{} MiB more", grown());
            assert!(
                eventually(|| browser.n_workers() <= 3).await,
                "{} workers are left",
                browser.n_workers()
            );
        }
    })
    .await;
}

/// Every whole number of every experiment at its least and greatest value runs, or at least begins
/// to; one less and one more is refused by name. Daemons need a thread that is none, and a job that fails must be
/// among the jobs.
#[tokio::test]
async fn every_parameter_runs_at_its_limits_and_is_refused_beyond_with_the_machine_to_itself() {
    alone_in_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let catalogue: Value = browser.eval("window.interleave.catalogue()", vec![]).await;
        let mut tried = 0;
        for experiment in catalogue.as_array().unwrap() {
            let id = experiment["id"].as_str().unwrap();
            if ["integrate", "amdahl"].contains(&id) {
                continue; // their own promise
            }
            let params = experiment["params"].as_array().unwrap();
            for param in params.iter().filter(|param| param["kind"] == "integer") {
                let name = param["name"].as_str().unwrap();
                let (min, max) = (param["min"].as_u64().unwrap(), param["max"].as_u64().unwrap());
                let more = match name {
                    "daemons" => "&threads=64",
                    "fails" => "&jobs=10000",
                    "workers" => "&transport=tabs", // somebody else may have them
                    _ => "",
                };
                let link = |value: u64| format!("#/{id}?v=1&{name}={value}{more}");
                for value in [min, max] {
                    let ending = run_and_stop(browser, &link(value), 120).await.expect("it ends");
                    let text = ending.as_str().unwrap();
                    let failed = text.contains("Error") || text.contains("Unsupported");
                    assert!(!failed, "{}: {text}", link(value));
                    tried += 1;
                }
                for value in [min.checked_sub(1), Some(max + 1)].into_iter().flatten() {
                    let ending = run_and_stop(browser, &link(value), 120).await.expect("it ends");
                    let text = ending.as_str().unwrap();
                    let refused =
                        format!("ParamError: {name} must be between {min} and {max}, got");
                    assert!(text.contains(&refused), "{}: {text}", link(value));
                }
            }
        }
        assert!(tried > 80, "{tried} limits were tried");
    })
    .await;
}
