//! Promise: without shared memory the page says what is missing, and what can run still runs.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, HeaderSet, PageError, Served, Site, for_each_engine};

async fn run(browser: &Browser, link: &str) -> Result<Value, PageError> {
    browser.eval_async(&format!("window.interleave.run({link:?})")).await
}

async fn messages_still_work(browser: &Browser) {
    for (method, backend) in [("sequential", "single"), ("processes", "processes")] {
        let link = format!("#/integrate?v=1&threads=2&n=1000000&repeats=2&method={method}");
        let record = run(browser, &link).await.unwrap_or_else(|e| panic!("{method}: {e:?}"));
        assert_eq!(
            (&record["backend"], &record["verdict"]["kind"]),
            (&backend.into(), &"held".into())
        );
        // 1000/3 · (1 − 3/(2·10⁶)) = 333.332833…
        let value = record["outcome"]["value"].as_f64().unwrap();
        assert!((value - 333.332_833_333).abs() < 1e-6, "{method}: {value}");
    }
}

#[tokio::test]
async fn a_page_without_headers_names_them_and_runs_what_needs_no_shared_memory() {
    for_each_engine(&Engine::ALL, Served::plain, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1")).await;
        // A tab of its own is offered in a frame only: here it would be the same again.
        let names = "document.body.innerText.includes('Cross-Origin-Embedder-Policy')
            && !document.body.innerText.includes('Open in its own tab')
            && document.querySelector('.run').disabled";
        browser.wait_for(names, Duration::from_secs(30)).await;
        let refused = run(browser, "#/integrate?v=1&threads=2&method=pool").await.unwrap_err();
        assert_eq!(refused.name, "Unsupported");
        assert!(refused.message.contains("Cross-Origin-Opener-Policy"), "{}", refused.message);
        // What was asked of the refused run is not asked of the next.
        let unrecorded = "window.interleave.run('#/integrate?v=1&method=pool', { record: false })";
        browser.eval_async::<Value>(unrecorded).await.unwrap_err();
        browser
            .eval::<Value>("location.hash = '#/integrate?v=1&method=processes&n=1000'", vec![])
            .await;
        let run = "(() => { const form = document.querySelector('[name=n]').form;
            if (document.querySelector('[name=n]').value !== '1000') return false;
            form.requestSubmit(); return true; })()";
        browser.wait_for(run, Duration::from_secs(30)).await;
        let shown = "document.body.innerText.includes('Who computed when')";
        browser.wait_for(shown, Duration::from_secs(30)).await;
        messages_still_work(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_shared_array_buffer_says_so_and_runs_the_rest() {
    for_each_engine(&[Engine::WebKitNoSab], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let says = "document.body.innerText.includes('no SharedArrayBuffer')";
        browser.wait_for(says, Duration::from_secs(30)).await;
        let refused = run(browser, "#/integrate?v=1&threads=2&method=threads").await.unwrap_err();
        assert_eq!(refused.name, "Unsupported");
        messages_still_work(browser).await;
    })
    .await;
}

/// A host that sends no headers, but lets the service worker supply them, as static hosting does.
#[tokio::test]
async fn the_service_worker_gives_threads_to_a_static_host_at_a_sub_path() {
    let bare = async || {
        let prefix = "/course/lab".to_owned();
        Served::start(Site { headers: HeaderSet::None, prefix, ..Served::dist_site() }).await
    };
    for_each_engine(&Engine::ALL, bare, async |browser, site| {
        browser.goto(&site.url("")).await;
        browser.wait_for("crossOriginIsolated", Duration::from_secs(30)).await;
        browser.wait_for("window.interleave?.version", Duration::from_secs(30)).await;
        let record = run(browser, "#/integrate?v=1&threads=2&n=1000000&repeats=1").await;
        assert_eq!(record.expect("threads work")["backend"], "threads");
    })
    .await;
}
