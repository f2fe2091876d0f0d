//! Promise: processes share what they are meant to and nothing else, with shared memory and without, and none
//! is left behind.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Browser, Engine, PageError, Served, eventually, for_each_engine};

async fn run(browser: &Browser, link: &str, options: &str) -> Result<Value, PageError> {
    browser.eval_async(&format!("window.interleave.run({link:?}, {options})")).await
}

/// Link, word, and figures by name.
type Row = (&'static str, &'static str, &'static [(&'static str, u64)]);

/// The parent's number is 0: it sees no change of a process, and all of the threads. Of two processes one is
/// ended while it holds the lock, so that one is left to be cut off. Without a guard several
/// of four go in together.
const ROWS: &[Row] = &[
    ("#/processes?v=1", "held", &[("seen_by_parent", 0), ("changed", 2), ("most_inside", 1)]),
    ("#/processes?v=1&link=pipe&repeats=3", "held", &[("seen_by_parent", 0), ("cut_off", 0)]),
    ("#/processes?v=1&daemon=yes", "held", &[("cut_off", 1)]),
    ("#/processes?v=1&threads=4&guard=none", "jumbled", &[("changed", 4)]),
    ("#/processes?v=1&threads=4&guard=semaphore", "held", &[("changed", 4)]),
    ("#/processes?v=1&bytes=0", "held", &[]),
    ("#/processes?v=1&bytes=67108864&rounds=2", "held", &[]),
    ("#/processes?v=1&bytes=67108864&rounds=2&link=pipe", "held", &[]),
    ("#/processes?v=1&send=function", "misuse", &[("changed", 2)]),
    ("#/processes?v=1&send=lock", "misuse", &[("changed", 2)]),
    ("#/processes?v=1&threads=64&rounds=1&guard=semaphore", "held", &[("changed", 64)]),
];

/// These need shared memory. Two threads that add to the number that they share may lose an addition; one cannot.
const SHARING: &[Row] = &[
    ("#/processes?v=1&threads=1&memory=shared", "held", &[("seen_by_parent", 1), ("changed", 1)]),
    ("#/processes?v=1&link=shared-memory", "held", &[("seen_by_parent", 0)]),
];

/// Pools of processes. Two workers get 24 jobs in chunks of ⌈24 / (4 · 2)⌉ = 3; of a chunk of 2 in which job 3 fails its
/// other job is lost as well, and map loses everything; imap with chunks of one job loses that job only. A job of
/// 100 ms is late after 10.
const POOLS: &[Row] = &[
    ("#/pool?v=1&threads=2", "held", &[("n_results", 24), ("computed", 24), ("chunksize", 3)]),
    ("#/pool?v=1&cost=uneven&chunksize=1&repeats=3", "held", &[("n_results", 24), ("chunks", 24)]),
    ("#/pool?v=1&call=map_async", "held", &[("n_results", 24), ("callbacks", 1)]),
    ("#/pool?v=1&call=apply_async", "held", &[("n_results", 24), ("callbacks", 24)]),
    ("#/pool?v=1&call=imap", "held", &[("n_results", 24)]),
    ("#/pool?v=1&call=imap_unordered", "held", &[("n_results", 24)]),
    ("#/pool?v=1&fails=3&chunksize=2", "held", &[("n_results", 0), ("computed", 22)]),
    ("#/pool?v=1&fails=3&call=imap", "held", &[("n_results", 23)]),
    ("#/pool?v=1&threads=1&jobs=1&work_ms=100&timeout_ms=10", "timed-out", &[("n_results", 1)]),
    ("#/pool?v=1&jobs=8&work_ms=1&sweep=on", "held", &[("n_results", 8)]),
    ("#/pool?v=1&threads=64&jobs=64&work_ms=1&chunksize=1", "held", &[("n_results", 64)]),
    ("#/pool?v=1&jobs=10000&work_ms=0", "held", &[("n_results", 10_000)]),
];

/// The same with threads.
const THREAD_POOLS: &[Row] = &[
    ("#/pool?v=1&kind=thread", "held", &[("n_results", 24), ("computed", 24)]),
    ("#/pool?v=1&kind=thread&call=imap_unordered", "held", &[("n_results", 24)]),
    ("#/pool?v=1&kind=thread&fails=3&chunksize=2", "held", &[("n_results", 0), ("computed", 22)]),
    ("#/pool?v=1&kind=thread&jobs=8&work_ms=1&sweep=on", "held", &[("n_results", 8)]),
];

async fn every_pool_holds(browser: &Browser, rows: &[Row], backend: &str) {
    for &(link, kind, figures) in rows {
        let record = run(browser, link, "{}").await.unwrap_or_else(|e| panic!("{link}: {e:?}"));
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert_eq!(record["verdict"]["kind"], kind, "{link}: {text}");
        assert_eq!(record["backend"], backend, "{link}");
        let outcome = &record["outcome"];
        for &(name, expected) in figures {
            assert_eq!(outcome[name], expected, "{link}: {name}");
        }
        assert_eq!(outcome["pool_alive"], true, "{link}");
        assert_eq!(outcome["failure"].is_string(), link.contains("fails"), "{link}");
        assert_eq!(outcome["best_chunksize"].is_u64(), link.contains("sweep"), "{link}");
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(page.contains(text), "{link}: the page shows {text:?}");
    }
}

#[tokio::test]
async fn a_pool_gives_what_cpython_promises() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        every_pool_holds(browser, POOLS, "processes").await;
        every_pool_holds(browser, THREAD_POOLS, "threads").await;
    })
    .await;
}

#[tokio::test]
async fn without_shared_memory_a_pool_of_processes_works_and_one_of_threads_is_refused() {
    for_each_engine(&Engine::ALL, Served::plain, async |browser, site| {
        browser.goto(&site.url("")).await;
        every_pool_holds(browser, POOLS, "processes").await;
        let error = run(browser, "#/pool?v=1&kind=thread", "{}").await.unwrap_err();
        assert_eq!(error.name, "Unsupported");
    })
    .await;
}

async fn every_row_holds(browser: &Browser, rows: &[Row], ways: &[&str]) {
    for &(link, kind, figures) in rows {
        let record = run(browser, link, "{}").await.unwrap_or_else(|e| panic!("{link}: {e:?}"));
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert_eq!(record["verdict"]["kind"], kind, "{link}: {text}");
        assert_eq!(record["backend"], "processes", "{link}");
        let outcome = &record["outcome"];
        for &(name, expected) in figures {
            assert_eq!(outcome[name], expected, "{link}: {name}");
        }
        let timed: Vec<&String> = outcome["round_trip_us"].as_object().unwrap().keys().collect();
        let ways = if link.contains("shared-memory") { &["shared-memory"][..] } else { ways };
        assert_eq!(timed, ways, "{link}");
        assert!(outcome["start_ms"]["process"].as_f64().unwrap() > 0.0, "{link}");
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(page.contains(text), "{link}: the page shows {text:?}");
    }
}

#[tokio::test]
async fn every_row_shows_what_it_claims() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        every_row_holds(browser, ROWS, &["copy", "transfer", "shared-memory"]).await;
        every_row_holds(browser, SHARING, &["copy", "transfer", "shared-memory"]).await;
        let record = run(browser, "#/processes?v=1", "{}").await.unwrap();
        assert!(record["outcome"]["start_ms"]["thread"].as_f64().unwrap() > 0.0);
        let lanes: Vec<&str> = record["threads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|thread| thread["name"].as_str().unwrap())
            .collect();
        assert_eq!(lanes, ["parent", "process 1", "process 2"]);
    })
    .await;
}

/// Everything but threads and shared memory works, and the page says what is missing.
#[tokio::test]
async fn without_shared_memory_the_rest_runs_and_the_page_says_what_is_missing() {
    for_each_engine(&Engine::ALL, Served::plain, async |browser, site| {
        browser.goto(&site.url("")).await;
        every_row_holds(browser, ROWS, &["copy", "transfer"]).await;
        let said = "document.body.innerText.includes('what needs threads was left out')";
        browser.wait_for(said, Duration::from_secs(20)).await;
        for (link, ..) in SHARING {
            let error = run(browser, link, "{}").await.unwrap_err();
            assert_eq!(error.name, "Unsupported", "{link}");
            assert!(error.message.contains("Cross-Origin-Opener-Policy"), "{}", error.message);
        }
    })
    .await;
}

#[tokio::test]
async fn a_process_that_panics_reaches_the_page_with_its_text() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/integrate?v=1&threads=2&n=100000&repeats=1&method=processes";
        let error = run(browser, link, "{ fault: 'panic' }").await.unwrap_err();
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("a fault that was asked for"), "{}", error.message);
        let record = run(browser, link, "{}").await.expect("the next run works");
        assert_eq!(record["verdict"]["kind"], "held");
    })
    .await;
}

/// At the start of 64, in long copies, in turns over shared memory, in visits and in many repeats. Afterwards no
/// worker is left but those of the lab that waits for the next run: for `processes` threads, a coordinator and two.
#[tokio::test]
async fn stop_ends_a_run_on_processes_wherever_it_is_and_leaves_none_behind() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for (link, after_ms) in [
            ("#/processes?v=1&threads=64&repeats=100", 700),
            ("#/processes?v=1&bytes=67108864&rounds=1000", 1500),
            ("#/processes?v=1&bytes=67108864&rounds=1000&link=pipe", 1500),
            ("#/processes?v=1&rounds=1000&link=shared-memory&repeats=1000", 700),
            ("#/processes?v=1&threads=16&guard=lock&rounds=1&repeats=1000", 900),
            ("#/processes?v=1&daemon=yes&rounds=1&repeats=1000", 900),
            ("#/pool?v=1&threads=8&jobs=10000&work_ms=1000", 900),
            ("#/pool?v=1&threads=8&jobs=10000&work_ms=1000&kind=thread", 900),
            ("#/pool?v=1&threads=2&jobs=10000&work_ms=1&sweep=on&call=imap", 900),
        ] {
            let start = Instant::now();
            let ended = browser.run_and_stop(link, after_ms).await;
            assert_eq!(ended, Ok("Stopped".into()), "{link}");
            assert!(start.elapsed() < Duration::from_secs(12), "{link}: {:?}", start.elapsed());
        }
        let record = run(browser, "#/processes?v=1", "{}").await.expect("the next run works");
        assert_eq!(record["verdict"]["kind"], "held");
        if browser.engine() == Engine::Chromium {
            let few = || browser.n_workers() <= 3;
            assert!(eventually(few).await, "{} workers are left", browser.n_workers());
        }
    })
    .await;
}
