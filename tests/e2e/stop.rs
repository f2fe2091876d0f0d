//! Promise: Stop stops at once, and leaves a page that is as fresh as before.

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Engine, Served, alone_in_each_engine, eventually, for_each_engine};

/// 10¹⁰ points take many seconds on any machine; the liveness limit of 10 s covers starting the
/// lab twice, and not one sample.
#[tokio::test]
async fn ten_billion_points_stop_at_once_by_every_method_and_the_next_run_works_with_the_machine_to_itself()
 {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for method in ["threads", "pool", "slide", "processes", "sequential"] {
            let link = format!("#/integrate?v=1&n=10000000000&threads=2&method={method}");
            let start = Instant::now();
            assert_eq!(browser.run_and_stop(&link, 700).await, Ok("Stopped".into()), "{method}");
            assert!(start.elapsed() < Duration::from_secs(10), "{method}: {:?}", start.elapsed());
        }
        let link = "#/integrate?v=1&n=100000&threads=2&repeats=1";
        let record: Result<Value, _> =
            browser.eval_async(&format!("window.interleave.run({link:?})")).await;
        assert_eq!(record.expect("the next run works")["verdict"]["kind"], "held");
    })
    .await;
}

#[tokio::test]
async fn a_stop_in_the_same_moment_as_the_run_is_not_forgotten() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let script = "(async () => {
            const ended = window.interleave.run('#/integrate?v=1&n=10000000000&threads=2')
                .then(() => 'finished', (error) => error.name);
            await window.interleave.stop();
            return ended;
        })()";
        assert_eq!(browser.eval_async::<Value>(script).await, Ok("Stopped".into()));
    })
    .await;
}

/// A person presses Run and Stop; the page says so and offers Run again.
#[tokio::test]
async fn the_stop_button_stops_and_the_run_button_comes_back() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=10000000000&threads=2&method=pool")).await;
        let click = |name: &str| {
            format!(
                "[...document.querySelectorAll('button')]
                    .find((button) => button.textContent.trim() === {name:?}).click()"
            )
        };
        let offers = |name: &str| {
            format!(
                "[...document.querySelectorAll('button')]
                    .some((button) => button.textContent.trim() === {name:?}
                        && !button.disabled && button.ariaDisabled !== 'true')"
            )
        };
        browser.wait_for(&offers("Run"), Duration::from_secs(30)).await;
        browser.eval::<Value>(&click("Run"), vec![]).await;
        browser.wait_for(&offers("Stop"), Duration::from_secs(30)).await;
        browser.eval::<Value>(&click("Stop"), vec![]).await;
        browser.wait_for(&offers("Run"), Duration::from_secs(30)).await;
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(page.contains("The run was stopped."), "{page}");
    })
    .await;
}

/// Every second run is stopped at a time that a small generator chooses (Knuth's MMIX constants);
/// the others finish. Afterwards no worker is left but those of the lab that waits for the next run,
/// a coordinator and two threads, and the page has grown by less
/// than 128 MiB: the program and the stacks of the 192 labs since would be several times that. On a busy
/// machine each stop may take 2 s, so few runs are asked for at a time.
#[tokio::test]
async fn five_hundred_runs_with_stops_in_between_leave_nothing_behind() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.spend();
        browser.goto(&site.url("")).await;
        let script = |seed: u32| {
            format!(
                "(async () => {{
                    let random = {seed}n;
                    const api = window.interleave, endings = {{}};
                    for (let i = 0; i < 25; i += 1) {{
                        random = (random * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
                        const stops = i % 2 === 1, n = stops ? 10000000000 : 100000;
                        const link = `#/integrate?v=1&threads=2&repeats=1&method=pool&n=${{n}}`;
                        const ended = api.run(link).then((record) => record.verdict.kind, (e) => e.name);
                        if (stops) {{
                            await new Promise((resolve) => setTimeout(resolve, Number(random >> 57n)));
                            await api.stop();
                        }}
                        const ending = await ended;
                        endings[ending] = (endings[ending] ?? 0) + 1;
                    }}
                    return endings;
                }})()"
            )
        };
        let mut at_first = 0;
        for seed in 0..20 {
            let endings: Value = browser.eval_async(&script(seed)).await.expect("every run ends");
            let count = |name: &str| endings[name].as_u64().unwrap_or(0);
            assert_eq!((count("held"), count("Stopped")), (13, 12), "{endings}");
            if seed == 3 {
                at_first = browser.page_mebibytes();
                assert!(at_first > 0, "the page has a process");
            }
        }
        let grown = || browser.page_mebibytes().saturating_sub(at_first);
        assert!(eventually(|| grown() < 128).await, "{} MiB more after 400 runs", grown());
        assert!(
            eventually(|| browser.n_workers() <= 3).await,
            "{} workers are left",
            browser.n_workers()
        );
        eprintln!("{at_first} MiB after 100 runs, {} more after 500", grown());
        let idle = "[...document.querySelectorAll('button')]
            .some((button) => button.textContent.trim() === 'Run' && !button.disabled && button.ariaDisabled !== 'true')";
        browser.wait_for(idle, Duration::from_secs(30)).await;
    })
    .await;
}
