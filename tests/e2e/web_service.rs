//! Promise: a service is really asked, by clients of six kinds; each number comes exactly once, and whatever goes wrong is
//! said.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Served, for_each_engine};

async fn run(browser: &Browser, link: &str) -> Value {
    let record = browser.eval_async(&format!("window.interleave.run({link:?})")).await;
    record.unwrap_or_else(|error| panic!("{}: {link}: {error:?}", browser.engine()))
}

/// The numbers of a run, in the order in which they were collected.
fn numbers(record: &Value) -> Vec<u64> {
    let list = record["outcome"]["numbers"].as_array().expect("numbers were collected");
    list.iter().filter_map(Value::as_u64).collect()
}

/// A hundred requests of 100 ms by each client, in both services: the numbers 1 to 100, once each.
#[tokio::test]
async fn a_hundred_numbers_come_exactly_once() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        for service in ["page", "server"] {
            for client in ["threads", "processes", "pool", "coroutines", "sequential", "asyncio-as-written"]
            {
                let delay_ms = if client.starts_with('s') || client.starts_with('a') { 5 } else { 100 };
                let link =
                    format!("#/web-service?v=1&client={client}&delay_ms={delay_ms}&service={service}&timeout_ms=0");
                let record = run(browser, &link).await;
                let text = record["verdict"]["text"].as_str().unwrap_or_default().to_owned();
                let mut numbers = numbers(&record);
                numbers.sort_unstable();
                assert_eq!(numbers, (1..=100).collect::<Vec<_>>(), "{link}: {text}");
                assert_eq!(record["outcome"]["answered_by"], service, "{link}");
                assert_eq!(record["verdict"]["kind"], "held", "{link}: {text}");
                let page: String = browser.eval("document.body.innerText", vec![]).await;
                assert!(page.contains(&text), "{link}: the page shows {text:?}");
            }
        }
    })
    .await;
}

/// Eight requests of 100 ms to a service with one worker are served one after the other, whoever asks: 800 ms at
/// least. Two at a time take 400.
#[tokio::test]
async fn a_service_with_one_worker_makes_every_client_wait() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        for service in ["page", "server"] {
            for client in ["threads", "processes", "coroutines"] {
                for (workers, least_ms) in [(1, 800.0), (2, 400.0)] {
                    let link = format!(
                        "#/web-service?v=1&requests=8&client={client}&delay_ms=100&server_workers={workers}&service={service}"
                    );
                    let outcome = run(browser, &link).await["outcome"].clone();
                    let total_ms = outcome["total_ms"].as_f64().expect("it is measured");
                    // A timer may be early by the step of the clock.
                    assert!(total_ms >= least_ms - 2.0, "{link}: {total_ms} ms");
                    assert_eq!(outcome["lost"], 0, "{link}");
                    if workers == 1 {
                        assert_eq!(outcome["bottleneck"], "server", "{link}: {outcome}");
                    }
                }
            }
        }
    })
    .await;
}

/// Thirty requests at once to the server over HTTP/1.1: six at a time, so that five rounds of 100 ms wait for a
/// connection. In a slide the page's own service answers as well.
#[tokio::test]
async fn a_browser_keeps_few_connections_and_a_slide_is_answered_too() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend();
        browser.open_page(&site.url("?embed#/web-service?v=1&client=coroutines")).await;
        let link = "#/web-service?v=1&requests=30&client=coroutines&delay_ms=100&service=server";
        let outcome = run(browser, link).await["outcome"].clone();
        assert_eq!(outcome["bottleneck"], "browser", "{outcome}");
        assert!(outcome["total_ms"].as_f64().is_some_and(|ms| ms >= 498.0), "{outcome}");
        let record =
            run(browser, "#/web-service?v=1&requests=30&client=coroutines&delay_ms=100").await;
        assert_eq!(record["verdict"]["kind"], "held", "{record}");
        assert_eq!(record["outcome"]["answered_by"], "page");
        for client in ["threads", "pool", "processes"] {
            let link = format!(
                "#/web-service?v=1&requests=12&client={client}&delay_ms=20&collect=printed"
            );
            let record = run(browser, &link).await;
            let kind = record["verdict"]["kind"].as_str().unwrap_or_default();
            assert!(["held", "jumbled"].contains(&kind), "{link}: {record}");
            assert_eq!(record["outcome"]["lost"], 0, "{link}: {record}");
        }
    })
    .await;
}

/// What the service does to the tenth of ten requests, and what is said of it.
#[tokio::test]
async fn what_a_service_does_wrong_is_said() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        for (more, kind, said) in [
            ("fault=error", "wrong-value", "status 500"),
            ("fault=close", "wrong-value", "cut off"),
            ("delay_ms=300&timeout_ms=100", "timed-out", "in vain"),
            ("collect=printed&client=coroutines", "held", "All 10 answers came once"),
            ("requests=1", "held", "The answer came after"),
            ("fault=never&timeout_ms=500", "timed-out", "in vain"),
        ] {
            for service in ["page", "server"] {
                let requests = if more.starts_with("requests") { "" } else { "&requests=10" };
                let link = format!("#/web-service?v=1{requests}&service={service}&{more}");
                let link = if more.contains("delay_ms") { link } else { link + "&delay_ms=50" };
                let record = run(browser, &link).await;
                let text = record["verdict"]["text"].as_str().unwrap_or_default();
                assert_eq!(record["verdict"]["kind"], kind, "{link}: {text}");
                assert!(text.contains(said), "{link}: {text}");
            }
        }
    })
    .await;
}

/// As many as there may be, at once and without a pause, and as few.
#[tokio::test]
async fn two_hundred_may_ask_at_once() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        for more in [
            "client=threads&requests=200&delay_ms=0&timeout_ms=0",
            "client=processes&requests=100&delay_ms=0&server_workers=64&timeout_ms=0",
            "client=coroutines&requests=200&delay_ms=0&service=server&timeout_ms=0",
            "client=pool&pool=64&requests=200&delay_ms=0&server_workers=1&timeout_ms=0",
            "client=pool&pool=64&requests=1&delay_ms=0&timeout_ms=1",
            "client=pool&pool=1&requests=2&delay_ms=0",
        ] {
            let link = format!("#/web-service?v=1&{more}");
            let record = run(browser, &link).await;
            let outcome = &record["outcome"];
            assert_eq!(outcome["repeated"], 0, "{link}");
            // Whoever waits for a millisecond only may leave before the answer comes.
            let left_early =
                if more.contains("timeout_ms=1") { &outcome["timed_out"] } else { &0.into() };
            assert!(outcome["failed"].as_u64() <= left_early.as_u64(), "{link}: {outcome}");
            if !more.contains("timeout_ms=1") {
                assert_eq!(
                    record["verdict"]["kind"], "held",
                    "{link}: {}",
                    record["verdict"]["text"]
                );
            }
        }
    })
    .await;
}

/// With a hundred requests under way, and with one that never ends, Stop is at once; and the next run has its
/// numbers from 1 again.
#[tokio::test]
async fn stop_leaves_no_request() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        for client in ["threads", "processes", "pool", "coroutines", "sequential"] {
            let link = format!(
                "#/web-service?v=1&client={client}&server_workers=1&timeout_ms=0&fault=never"
            );
            for after_ms in [0, 1500] {
                let said = browser.run_and_stop(&link, after_ms).await;
                assert_eq!(said, Ok(Value::from("Stopped")), "{link} after {after_ms} ms");
            }
        }
        // A hundred of a second each, one at a time: were they still under way, they would keep all connections.
        let link =
            "#/web-service?v=1&client=coroutines&service=server&server_workers=1&delay_ms=1000";
        assert_eq!(browser.run_and_stop(link, 1500).await, Ok(Value::from("Stopped")));
        for service in ["page", "server"] {
            let link = format!("#/web-service?v=1&requests=5&delay_ms=20&service={service}");
            let record = run(browser, &link).await;
            let mut numbers = numbers(&record);
            numbers.sort_unstable();
            assert_eq!(numbers, [1, 2, 3, 4, 5], "{link}: {}", record["verdict"]["text"]);
            let total_ms = record["outcome"]["total_ms"].as_f64().expect("it is measured");
            assert!(total_ms < 20_000.0, "{link}: {total_ms} ms");
        }
    })
    .await;
}

/// Without its service worker the page cannot answer itself, and a host that has no such service cannot either; both are
/// said, and what is in reach goes on.
#[tokio::test]
async fn who_does_not_answer_is_named() {
    let plain = async || Served::plain().await;
    for_each_engine(&Engine::ALL, plain, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        let link = "#/web-service?v=1&client=coroutines&requests=3&delay_ms=5";
        let record = run(browser, link).await;
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert!(text.contains("service worker does not answer"), "{text}");
        let record = run(browser, &format!("{link}&service=server")).await;
        assert_eq!(record["outcome"]["answered_by"], "server", "{record}");
        site.stop().await;
        let record = run(browser, &format!("{link}&service=server")).await;
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert!(text.contains("No connection was made"), "{text}");
    })
    .await;
}

/// Without network the page's own service goes on.
#[tokio::test]
async fn the_page_answers_without_network() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend(); // a hundred workers at a time
        browser.open_page(&site.url("")).await;
        let link = "#/web-service?v=1&client=coroutines&requests=3&delay_ms=5";
        assert_eq!(run(browser, link).await["verdict"]["kind"], "held");
        site.stop().await;
        let record = run(browser, link).await;
        assert_eq!(record["verdict"]["kind"], "held", "{}", record["verdict"]["text"]);
    })
    .await;
}

/// A service that forgets what it has counted after five requests, as one does that is started anew: of ten requests
/// five get the numbers 1 to 5, and five the same again.
#[tokio::test]
async fn a_service_that_begins_anew_in_the_middle_is_named() {
    let forgets = async || {
        let counts = "(run.number += 1)";
        Served::changed("service.js", counts, "(run.number = 1 + (run.number % 5))").await
    };
    for_each_engine(&Engine::ALL, forgets, async |browser, site| {
        browser.open_page(&site.url("")).await;
        for client in ["coroutines", "threads", "sequential"] {
            let link = format!("#/web-service?v=1&client={client}&requests=10&delay_ms=5");
            let record = run(browser, &link).await;
            let (outcome, text) = (&record["outcome"], record["verdict"]["text"].to_string());
            assert_eq!((&outcome["lost"], &outcome["repeated"]), (&5.into(), &5.into()), "{link}");
            assert!(text.contains("5 numbers came more than once"), "{text}");
            assert!(text.contains("the service was started anew"), "{text}");
        }
    })
    .await;
}

/// The page's service worker is replaced by another one while it is asked. Either the old one answers to the end, or
/// the new one begins at 1 again; nothing in between, and the next run has all its numbers.
#[tokio::test]
async fn a_service_worker_may_be_updated_during_a_run() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.spend();
        browser.open_page(&site.url("")).await;
        browser.wait_for("navigator.serviceWorker.controller", Duration::from_secs(30)).await;
        let link = "#/web-service?v=1&client=sequential&requests=30&delay_ms=200&timeout_ms=0";
        // Another address is another worker. Chromium keeps it waiting until nothing was under way for a while.
        let script = format!(
            "(async () => {{
                const came = new Promise((resolve) =>
                    navigator.serviceWorker.addEventListener('controllerchange', resolve, {{ once: true }}));
                const record = window.interleave.run({link:?});
                await new Promise((resolve) => setTimeout(resolve, 1000));
                await navigator.serviceWorker.register('sw.js?another');
                const ended = await record;
                await Promise.race([came, new Promise((resolve) => setTimeout(resolve, 2000))]);
                return ended;
            }})()"
        );
        let record: Value = browser.eval_async(&script).await.expect("the run ends");
        let (outcome, text) = (&record["outcome"], record["verdict"]["text"].to_string());
        if outcome["failed"] == 0 && outcome["lost"] == 0 {
            assert_eq!(record["verdict"]["kind"], "held", "{text}");
        } else {
            let said = ["the service was started anew", "was cut off"];
            assert!(said.iter().any(|said| text.contains(said)), "{text}");
        }
        let next = run(browser, &link.replace("200", "5")).await;
        assert_eq!(next["verdict"]["kind"], "held", "{}", next["verdict"]["text"]);
    })
    .await;
}

/// A browser that keeps nothing for this site, neither for the service worker nor for the page.
#[tokio::test]
async fn a_service_without_storage_answers() {
    let refused = async || {
        let refuses = "Promise.reject(new DOMException('refused', 'SecurityError'))";
        Served::changed("sw.js", "caches.open(CACHE)", refuses).await
    };
    for_each_engine(&Engine::ALL, refused, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused'); } })";
        browser.eval::<Value>(&format!("void {refuse}"), vec![]).await;
        for client in ["coroutines", "threads", "processes"] {
            let link = format!("#/web-service?v=1&client={client}&requests=10&delay_ms=20");
            let record = run(browser, &link).await;
            assert_eq!(record["verdict"]["kind"], "held", "{link}: {}", record["verdict"]["text"]);
            assert_eq!(record["outcome"]["answered_by"], "page", "{link}");
        }
    })
    .await;
}
