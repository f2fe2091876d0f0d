//! The test harness itself: every browser it offers starts, answers, and can be looked at.

use std::path::{Path, PathBuf};
use std::time::Duration;
use tests::{
    Browser, Engine, HeaderSet, Page, PageError, Served, Site, alone_in_each_engine, eventually,
    for_each_engine,
};

const PAGE: &str = "<!doctype html><title>probe</title><script>console.error('said')</script>
    <style>@media (prefers-color-scheme: dark) { html { color: white } }</style>";

/// A site of one page.
async fn probe() -> Served {
    let page = Page { content_type: "text/html".to_owned(), body: PAGE.to_owned() };
    let pages = [("/".to_owned(), page)].into();
    Served::start(Site { pages, headers: HeaderSet::CoopCoep, ..Site::default() }).await
}

#[tokio::test]
async fn every_engine_opens_an_isolated_page_and_tells_whether_it_has_shared_memory() {
    let engines = [Engine::Chromium, Engine::Firefox, Engine::WebKit, Engine::WebKitNoSab];
    for_each_engine(&engines, probe, async |browser, site| {
        browser.goto(&site.url("")).await;
        assert!(browser.eval::<bool>("crossOriginIsolated", vec![]).await);
        let shared: String = browser.eval("typeof SharedArrayBuffer", vec![]).await;
        let expected =
            if browser.engine() == Engine::WebKitNoSab { "undefined" } else { "function" };
        assert_eq!(shared, expected);
    })
    .await;
}

#[tokio::test]
async fn every_engine_evaluates_awaits_and_returns_what_a_promise_was_rejected_with() {
    for_each_engine(&Engine::ALL, probe, async |browser, site| {
        browser.goto(&site.url("")).await;
        assert_eq!(browser.eval::<u32>("arguments[0] + 1", vec![41.into()]).await, 42);
        assert_eq!(browser.eval::<Option<u32>>("undefined", vec![]).await, None);

        let later = "new Promise((resolve) => setTimeout(() => resolve([7, 'seven']), 100))";
        let value: Result<(u32, String), PageError> = browser.eval_async(later).await;
        assert_eq!(value, Ok((7, "seven".to_owned())));

        let error: Result<u32, PageError> = browser.eval_async("null.field").await;
        assert_eq!(error.unwrap_err().name, "TypeError");
        let error: Result<u32, PageError> = browser.eval_async("Promise.reject('no')").await;
        assert_eq!(error, Err(PageError { name: String::new(), message: "no".to_owned() }));

        browser.reload().await;
        browser.wait_for("document.title === 'probe'", Duration::from_secs(20)).await;
    })
    .await;
}

/// A PNG begins with eight fixed bytes and an `IHDR` chunk: length, name, width, height (RFC 2083).
#[tokio::test]
async fn a_screenshot_is_a_png_of_the_size_that_was_asked_for() {
    for_each_engine(&Engine::ALL, probe, async |browser, site| {
        browser.goto(&site.url("")).await;
        assert_eq!(browser.resize(960, 540).await, (960, 540));
        let name = format!("{}.png", browser.engine());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        browser.screenshot(&path).await;
        assert_eq!(png_size(&path), (960, 540));
    })
    .await;
}

#[tokio::test]
async fn chromium_shows_a_phone_dark_colors_and_the_console() {
    let site = probe().await;
    let browser = Browser::open(Engine::Chromium).await;
    browser.goto(&site.url("")).await;
    assert_eq!(browser.resize(320, 640).await, (320, 640));
    browser.emulate_media("prefers-color-scheme", "dark").await;
    let color: String =
        browser.eval("getComputedStyle(document.documentElement).color", vec![]).await;
    assert_eq!(color, "rgb(255, 255, 255)");
    let console = browser.console().await;
    assert!(console.iter().any(|line| line.contains("said")), "{console:?}");
}

/// Two workers of two that never rest: they keep a core busy; without them the browser comes to
/// rest.
#[tokio::test]
async fn workers_memory_and_processor_time_are_counted_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, probe, async |browser, site| {
        browser.goto(&site.url("")).await;
        let start = "(() => {
            const url = URL.createObjectURL(new Blob(['while (true);']));
            window.busy = [new Worker(url), new Worker(url)];
        })()";
        browser.eval::<Option<u32>>(start, vec![]).await;
        if browser.engine() == Engine::Chromium {
            let counted = || browser.n_workers() == 2;
            assert!(eventually(counted).await, "{} workers", browser.n_workers());
            assert!(browser.page_mebibytes() > 0);
        }
        let limit = Duration::from_millis(600);
        assert_eq!(browser.time_until_idle(limit).await, limit);
        browser.eval::<Option<u32>>("busy.forEach((worker) => worker.terminate())", vec![]).await;
        let limit = Duration::from_secs(60);
        assert!(browser.time_until_idle(limit).await < limit);
    })
    .await;
}

fn png_size(path: &Path) -> (u32, u32) {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}
