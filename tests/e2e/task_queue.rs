//! Promise: tasks are done by workers of this page and of other tabs, whoever of them is killed, closed or loaded again.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Served, for_each_engine};

const PATIENCE: Duration = Duration::from_secs(60);

async fn run(browser: &Browser, link: &str) -> Value {
    let record = browser.eval_async(&format!("window.interleave.run({link:?})")).await;
    record.unwrap_or_else(|error| panic!("{}: {link}: {error:?}", browser.engine()))
}

/// Begins a run and does not wait for its end; see [`ended`].
async fn begin(browser: &Browser, link: &str) {
    let script = format!(
        "void (window.ended = null, window.interleave.run({link:?}).then(
            (record) => window.ended = record, (error) => window.ended = {{ error: error.message }}))"
    );
    browser.eval::<Value>(&script, vec![]).await;
}

async fn ended(browser: &Browser) -> Value {
    browser.wait_for("window.ended", PATIENCE).await;
    browser.eval("window.ended", vec![]).await
}

/// Whether a tenth of the tasks has come to an end.
const IS_ON: &str = "document.querySelector('progress')?.value > 0.1";

const WORKER: &str = "?start#/task-queue?v=1&transport=tabs&part=worker&workers=1";

/// The rest of a link, its verdict, and counts of its outcome.
type Case = (&'static str, &'static str, &'static [(&'static str, u64)]);

/// What each link ends with. Whoever is killed in each third task, before its effect, does two
/// tasks; of 20 tasks two workers lose 6: of 18 they do 12, and the last two are done by whoever came last.
#[tokio::test]
async fn tasks_end_as_their_links_say() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let cases: [Case; 10] = [
            ("", "lost", &[("done_twice", 0)]),
            ("&crash=0", "held", &[("done", 20)]),
            (
                "&job=add&tasks=10000&crash=0&store=memory",
                "held",
                &[("done", 10_000), ("wrong", 0)],
            ),
            ("&job=add&tasks=2000&crash=0", "held", &[("done", 2000), ("wrong", 0)]),
            ("&work_ms=5&ack=late&crash=3", "held", &[("done", 20), ("lost", 0)]),
            ("&work_ms=5&crash=20&tasks=19&workers=1", "held", &[("done", 19)]),
            ("&work_ms=5&crash=3&tasks=3&workers=1", "lost", &[("done", 2), ("lost", 1)]),
            (
                "&work_ms=5&ack=late&crash=3&crash_at=after&tasks=3&workers=1",
                "repeated",
                &[("done", 3), ("done_twice", 1), ("effects", 4)],
            ),
            ("&work_ms=1&fault=once&retries=1&crash=0", "held", &[("done", 20), ("retried", 2)]),
            (
                "&work_ms=10000&time_limit_ms=20&tasks=2&workers=16&crash=0",
                "timed-out",
                &[("time_limit_exceeded", 2)],
            ),
        ];
        for (more, kind, counts) in cases {
            let link = format!("#/task-queue?v=1{more}");
            let record = run(browser, &link).await;
            let text = record["verdict"]["text"].as_str().unwrap_or_default();
            assert_eq!(record["verdict"]["kind"], kind, "{link}: {text}");
            for (name, count) in counts {
                assert_eq!(record["outcome"][name], *count, "{link}: {name}: {text}");
            }
            let page: String = browser.eval("document.body.innerText", vec![]).await;
            assert!(page.contains(text), "{link}: the page shows {text:?}");
        }
    })
    .await;
}

/// A thousand tasks, and whoever has begun 50 of them is killed: a late acknowledgement loses none.
#[tokio::test]
async fn of_a_thousand_tasks_none_is_lost_though_a_worker_is_killed_every_fifty() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let link = "#/task-queue?v=1&tasks=1000&job=add&ack=late&crash=50";
        let record = run(browser, link).await;
        let outcome = &record["outcome"];
        assert_eq!(record["verdict"]["kind"], "held", "{}", record["verdict"]["text"]);
        assert_eq!((&outcome["done"], &outcome["lost"]), (&1000.into(), &0.into()));
        let killed = outcome["killed"].as_u64().unwrap_or_default();
        assert!((19..=40).contains(&killed), "{killed} were killed");
    })
    .await;
}

/// The parts are summed block by block, whoever sums them: the bits are those of one thread.
#[tokio::test]
async fn an_integral_in_tasks_has_the_bits_of_one_thread() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let tab = browser.open_tab(&site.url(WORKER)).await;
        for f in ["pi", "gauss"] {
            let alone =
                format!("#/integrate?v=1&threads=1&method=sequential&f={f}&n=3000000&repeats=1");
            let alone = run(browser, &alone).await["outcome"]["value"].clone();
            for transport in ["page", "tabs"] {
                let link = format!(
                    "#/task-queue?v=1&transport={transport}&job=integrate&f={f}&n=3000000&tasks=7&crash=0"
                );
                let record = run(browser, &link).await;
                assert_eq!(record["outcome"]["value"], alone, "{link}: {record}");
            }
        }
        browser.close_tab(tab).await;
    })
    .await;
}

/// Method `tasks` of `integrate`: two tabs compute, and both baselines have the same bits. What workers elsewhere do not know
/// is refused before.
#[tokio::test]
async fn an_integral_is_computed_in_other_tabs() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let link = "#/integrate?v=1&threads=2&method=tasks&n=3000000&repeats=2";
        begin(browser, link).await;
        browser.wait_for("document.body.innerText.includes('as many workers')", PATIENCE).await;
        let tabs =
            [browser.open_tab(&site.url(WORKER)).await, browser.open_tab(&site.url(WORKER)).await];
        let record = ended(browser).await;
        let outcome = &record["outcome"];
        assert_eq!(record["verdict"]["kind"], "held", "{record}");
        assert_eq!(outcome["value"], outcome["sequential_value"], "{record}");
        assert!(outcome["speed_up"].as_f64().is_some_and(|ratio| ratio > 0.0), "{record}");
        for tab in tabs {
            browser.close_tab(tab).await;
        }
        let wrong = format!("window.interleave.run('{link}&rule=midpoint&a=1')");
        let refused = browser.eval_async::<Value>(&wrong).await.unwrap_err();
        assert!(refused.message.contains("must be left for method tasks"), "{refused:?}");
    })
    .await;
}

/// A tab without workers waits for others. One of two is closed while it works: what it had is done by the other.
#[tokio::test]
async fn tabs_work_for_a_tab_and_may_be_closed_in_the_middle() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let link = "#/task-queue?v=1&transport=tabs&workers=0&tasks=600&ack=late&crash=0";
        begin(browser, link).await;
        browser.wait_for("document.body.innerText.includes('wait for a worker')", PATIENCE).await;
        let tabs =
            [browser.open_tab(&site.url(WORKER)).await, browser.open_tab(&site.url(WORKER)).await];
        browser.wait_for(IS_ON, PATIENCE).await;
        let [first, second] = tabs;
        browser.close_tab(first).await;
        let record = ended(browser).await;
        let outcome = &record["outcome"];
        // What had its effect in the last moment of the tab may be done again.
        let kind = record["verdict"]["kind"].as_str();
        assert!(kind.is_some_and(|kind| ["held", "repeated"].contains(&kind)), "{record}");
        assert_eq!((&outcome["done"], &outcome["lost"]), (&600.into(), &0.into()), "{record}");
        let fates: Vec<&str> = outcome["by_worker"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|worker| worker["fate"].as_str())
            .collect();
        assert_eq!(fates.iter().filter(|fate| **fate == "gone").count(), 1, "{fates:?}");
        // The one that is left works for the next run as well, whatever its tasks are.
        let link = "#/task-queue?v=1&transport=tabs&workers=0&tasks=300&job=add&crash=0";
        assert_eq!(run(browser, link).await["outcome"]["done"], 300);
        browser.close_tab(second).await;
    })
    .await;
}

/// What had come to an end before the page was loaded again is not done again.
#[tokio::test]
async fn a_page_that_is_loaded_again_goes_on_where_it_was() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let link = "#/task-queue?v=1&tasks=200&work_ms=100&ack=late&crash=0";
        browser.open_page(&site.url(link)).await;
        begin(browser, link).await;
        browser.wait_for(IS_ON, PATIENCE).await;
        browser.reload().await;
        browser.wait_for("window.interleave", PATIENCE).await;
        let record = run(browser, link).await;
        let outcome = &record["outcome"];
        assert_eq!((&outcome["done"], &outcome["lost"]), (&200.into(), &Value::Null), "{record}");
        let before = outcome["done_before"].as_u64().unwrap_or_default();
        assert!((1..200).contains(&before), "{before} had been done before");
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert!(text.contains(&format!("{before} tasks had ended in a run")), "{text}");
        // It is over: the same link begins anew.
        let link = "#/task-queue?v=1&tasks=3&work_ms=1&crash=0";
        for _ in 0..2 {
            assert_eq!(run(browser, link).await["outcome"]["done_before"], 0);
        }
    })
    .await;
}

/// A browser without room keeps nothing: the tasks are done all the same, and the page says what a reload would have lost.
#[tokio::test]
async fn a_full_disk_is_said_and_loses_no_task() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        browser.limit_storage(site.url("").trim_end_matches('/'), 1).await;
        let record = run(browser, "#/task-queue?v=1&job=add&tasks=3000&crash=0").await;
        assert_eq!(record["outcome"]["done"], 3000, "{record}");
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert!(text.contains("This browser keeps nothing here"), "{text}");
    })
    .await;
}

/// Two brokers would mix up their tasks: the second tab is told where the first one is.
#[tokio::test]
async fn a_second_tab_with_a_broker_is_refused() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let busy = "?start#/task-queue?v=1&transport=tabs&tasks=10000&work_ms=20&crash=0";
        let tab = browser.open_tab(&site.url(busy)).await;
        let is_on = "document.querySelector('progress')?.value > 0";
        browser.wait_in(&tab, is_on, PATIENCE).await;
        begin(browser, "#/task-queue?v=1&transport=tabs&job=add&crash=0").await;
        let said = ended(browser).await["error"].as_str().unwrap_or_default().to_owned();
        assert!(said.contains("in another tab already"), "{said}");
        // What neither keeps anything nor has other tabs can go on beside it.
        let alone = "#/task-queue?v=1&job=add&store=memory&crash=0";
        assert_eq!(run(browser, alone).await["verdict"]["kind"], "held");
        browser.close_tab(tab).await;
        let link = "#/task-queue?v=1&transport=tabs&job=add&crash=0";
        assert_eq!(run(browser, link).await["verdict"]["kind"], "held");
    })
    .await;
}

/// Stop in every part of a run, and the next one is as fresh as the first.
#[tokio::test]
async fn stop_ends_whatever_waits_for_tasks() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        for more in [
            "&tasks=10000&work_ms=10000&workers=16&crash=0",
            "&transport=tabs&part=worker&workers=3",
            "&transport=tabs&workers=0",
            "&tasks=10000&crash=1&ack=late&work_ms=1",
            "&job=integrate&n=10000000000&tasks=2&crash=0",
        ] {
            let link = format!("#/task-queue?v=1{more}");
            for after_ms in [0, 300, 1500] {
                let said = browser.run_and_stop(&link, after_ms).await;
                assert_eq!(said, Ok(Value::from("Stopped")), "{link} after {after_ms} ms");
            }
        }
        let record = run(browser, "#/task-queue?v=1&job=add&tasks=50&crash=0").await;
        assert_eq!(record["outcome"]["done"], 50, "{record}");
    })
    .await;
}
