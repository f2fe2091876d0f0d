//! Promise: every experiment on synchronization runs from its link on real threads in every engine,
//! and shows what it claims.

use serde_json::{Value, json};
use tests::{Browser, Engine, Served, alone_in_each_engine, for_each_engine};

async fn record(browser: &Browser, link: &str) -> Value {
    let run = browser.eval_async(&format!("window.interleave.run({link:?})")).await;
    run.unwrap_or_else(|error| panic!("{link}: {error:?}"))
}

fn count(record: &Value, name: &str) -> u64 {
    let figure = &record["outcome"][name];
    figure.as_u64().unwrap_or_else(|| panic!("{name} is a count in {}", record["outcome"]))
}

/// Link, word, and figures by name.
type Row = (&'static str, &'static str, &'static [(&'static str, u64)]);

/// The figures are such that a person can count them: 2 × 100 increments; 2 trains × 40 trips; 5 philosophers
/// × 30 meals; 2 people × 100 rounds of stepping aside; 3 threads × 5 rounds; 6 × 2 visits; 4 × 5 lines.
const ROWS: &[Row] = &[
    ("#/hello-threads?v=1", "held", &[]),
    ("#/lost-update?v=1", "lost-updates", &[("expected", 200)]),
    ("#/lost-update?v=1&gap=sleep", "lost-updates", &[("expected", 40)]),
    ("#/lost-update?v=1&fix=atomic", "held", &[("observed", 200), ("lost", 0)]),
    ("#/lost-update?v=1&fix=lock", "held", &[("observed", 200), ("lost", 0)]),
    ("#/lost-update?v=1&fix=per-thread&gap=none", "held", &[("observed", 2_000_000)]),
    ("#/atomicity?v=1", "wrong-value", &[("coins", 1)]),
    ("#/atomicity?v=1&fix=lock", "held", &[("paid_out", 1), ("overdrawn", 0)]),
    ("#/deadlock?v=1", "deadlock", &[]),
    ("#/deadlock?v=1&threads=8", "deadlock", &[]),
    ("#/deadlock?v=1&order=same", "held", &[("trips", 80)]),
    ("#/deadlock?v=1&order=try-lock", "held", &[("trips", 80)]),
    ("#/dining-philosophers?v=1", "deadlock", &[]),
    ("#/dining-philosophers?v=1&strategy=ordered", "held", &[("total_meals", 150)]),
    ("#/dining-philosophers?v=1&strategy=waiter", "held", &[("total_meals", 150)]),
    ("#/dining-philosophers?v=1&strategy=try-lock", "held", &[("total_meals", 150)]),
    ("#/livelock?v=1", "livelock", &[("sidesteps", 200), ("passed", 0)]),
    ("#/livelock?v=1&cure=back-off", "held", &[("passed", 2)]),
    ("#/livelock?v=1&cure=priority", "held", &[("sidesteps", 1), ("passed", 2)]),
    ("#/lock?v=1", "held", &[("refused", 0)]),
    ("#/lock?v=1&kind=spin", "held", &[("refused", 0)]),
    ("#/lock?v=1&kind=ticket", "held", &[("refused", 0)]),
    ("#/lock?v=1&acquire=non-blocking", "held", &[("timed_out", 0)]),
    ("#/lock?v=1&acquire=timeout&hold_ms=40", "timed-out", &[("refused", 0)]),
    ("#/reentrant-lock?v=1", "deadlock", &[]),
    ("#/reentrant-lock?v=1&kind=rlock", "held", &[]),
    ("#/semaphore?v=1", "held", &[("max_inside", 2)]),
    ("#/stdout-writer?v=1", "jumbled", &[]),
    ("#/stdout-writer?v=1&guard=semaphore", "jumbled", &[]),
    ("#/stdout-writer?v=1&guard=lock", "held", &[("jumbled_lines", 0)]),
    ("#/queue?v=1", "held", &[("lost", 0), ("duplicated", 0)]),
    ("#/queue?v=1&kind=lifo&maxsize=0", "held", &[("lost", 0), ("duplicated", 0)]),
    ("#/queue?v=1&kind=priority&threads=6", "held", &[("lost", 0), ("duplicated", 0)]),
    ("#/queue?v=1&maxsize=1&timeout_ms=2&work_ms=20", "timed-out", &[("lost", 0)]),
    ("#/pool?v=1&kind=thread", "held", &[("n_results", 24), ("computed", 24)]),
    ("#/pool?v=1&kind=thread&fails=3&chunksize=2", "held", &[("n_results", 0), ("computed", 22)]),
    ("#/signals?v=1", "lost-wakeup", &[]),
    ("#/signals?v=1&wait=predicate", "held", &[]),
    ("#/signals?v=1&arrival=early", "held", &[]),
    ("#/signals?v=1&kind=event", "held", &[]),
    ("#/signals?v=1&kind=barrier", "held", &[]),
];

#[tokio::test]
async fn every_row_shows_what_it_claims_in_every_engine_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for &(link, kind, figures) in ROWS {
            let record = record(browser, link).await;
            let text = record["verdict"]["text"].as_str().unwrap_or_default();
            assert_eq!(record["verdict"]["kind"], kind, "{link}: {text}");
            assert_eq!(record["backend"], "threads", "{link}");
            for &(name, expected) in figures {
                assert_eq!(count(&record, name), expected, "{link}: {name}");
            }
            let page: String = browser.eval("document.body.innerText", vec![]).await;
            assert!(page.contains(text), "{link}: the page shows {text:?}");
        }
    })
    .await;
}

/// A race that does not appear teaches nothing: it must in 99 of 100 runs.
#[tokio::test]
async fn races_appear_in_ninety_nine_of_a_hundred_runs_in_every_engine_with_the_machine_to_itself()
{
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for (link, kind) in [
            ("#/lost-update?v=1&repeats=100", "lost-updates"),
            ("#/stdout-writer?v=1&repeats=100", "jumbled"),
        ] {
            let record = record(browser, link).await;
            let outcomes = record["outcome"]["distribution"].as_array().unwrap();
            let of_kind = outcomes.iter().filter(|outcome| outcome["kind"] == kind);
            let shown: u64 = of_kind.map(|outcome| outcome["count"].as_u64().unwrap()).sum();
            assert!(shown >= 99, "{link}: {shown} of 100");
        }
    })
    .await;
}

/// Each waits for the section that the other holds; the pictures name the same threads.
#[tokio::test]
async fn a_deadlock_is_named_and_drawn() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/deadlock?v=1").await;
        let cycle = json!([
            { "thread": "train 1", "resource": "section B", "holder": "train 2" },
            { "thread": "train 2", "resource": "section A", "holder": "train 1" },
        ]);
        assert_eq!(record["outcome"]["cycle"], cycle);
        assert!(record["outcome"]["detected_ms"].as_f64().unwrap() >= 0.0);
        assert!(record["trace"]["events"].as_u64().unwrap() > 6);
        let drawn = "document.querySelector('.chart-waits-for svg') !== null
            && document.querySelector('.chart-lanes canvas') !== null";
        assert!(browser.eval::<bool>(drawn, vec![]).await, "both pictures are there");
    })
    .await;
}

/// A hundred deadlocks at the press of a button: the histogram counts all of them.
#[tokio::test]
async fn running_a_hundred_times_counts_the_outcomes() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/deadlock?v=1&hold_ms=1")).await;
        let press = "[...document.querySelectorAll('button')]
            .find((button) => button.textContent.trim() === 'Run 100 times').click()";
        browser.eval::<Value>(press, vec![]).await;
        let shown = "document.querySelector('.verdict')?.innerText.includes('100 runs')";
        browser.wait_for(shown, std::time::Duration::from_secs(60)).await;
        let address: String = browser.eval("location.hash", vec![]).await;
        assert_eq!(address, "#/deadlock?v=1&hold_ms=1&repeats=100");
        let drawn = "document.querySelector('.chart-histogram') !== null";
        assert!(browser.eval::<bool>(drawn, vec![]).await);
    })
    .await;
}

/// Nothing vanishes silently: what found no room in a ring is counted, and the page says so. Each of
/// 2 × 400 000 increments acquires and releases once.
#[tokio::test]
async fn events_that_find_no_room_are_counted_and_shown() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/lost-update?v=1&fix=lock&gap=none&increments=400000&repeats=1";
        let record = record(browser, link).await;
        let trace = |name: &str| record["trace"][name].as_u64().unwrap();
        assert!(trace("events") + trace("dropped") >= 1_600_000, "{}", record["trace"]);
        if trace("dropped") > 0 {
            let page: String = browser.eval("document.body.innerText", vec![]).await;
            assert!(page.contains("found no room"), "{}", record["trace"]);
        }
    })
    .await;
}

/// Semaphore: six threads, two inside for half a second each: for seconds there is something to see.
#[tokio::test]
async fn the_timeline_is_drawn_while_the_threads_run() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let start = "void window.interleave.run('#/semaphore?v=1&inside_ms=500&rounds=20')
            .catch(() => 0)";
        browser.eval::<Value>(start, vec![]).await;
        let painted = "(() => {
            const canvas = document.querySelector('.chart-lanes canvas');
            if (!canvas || canvas.hidden || !canvas.width) return false;
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            return data.some((byte) => byte > 0) && canvas.getAttribute('aria-label').includes('thread 6');
        })()";
        browser.wait_for(painted, std::time::Duration::from_secs(60)).await;
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(page.contains("The run is on"), "{page}");
        browser.eval_async::<Value>("window.interleave.stop()").await.expect("it stops");
    })
    .await;
}

/// A person without a pointer walks through the timeline and reads what a thread did.
#[tokio::test]
async fn the_keyboard_reads_the_timeline() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        record(browser, "#/deadlock?v=1").await;
        let press = |key: &str| {
            format!(
                "(() => {{
                    const canvas = document.querySelector('.chart-lanes canvas');
                    canvas.focus();
                    canvas.dispatchEvent(new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true }}));
                    return document.activeElement === canvas;
                }})()"
            )
        };
        assert!(browser.eval::<bool>(&press("End"), vec![]).await, "it takes the focus");
        let waits = "/waiting for section [AB], held by train [12]/
            .test(document.querySelector('.chart-lanes .said').innerText)";
        for _ in 0..4 {
            for _ in 0..20 {
                if browser.eval::<bool>(waits, vec![]).await {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            browser.eval::<bool>(&press("ArrowLeft"), vec![]).await;
        }
        panic!("the last stretches are the wait and its end");
    })
    .await;
}
