//! How soon a lab is ready, and how soon it begins.

use tests::{Browser, Engine, Served};
use xtask::Outcome;

use crate::Effort;
use crate::figure::Figure;
use crate::runs::ask;

/// Milliseconds from the start of a lab to its first request, or null if it was there already.
const READY: &str = "(async (link) => {
    let start, ready;
    await interleave.run(link, { onProgress: ({ doing }) => {
        if (doing === 'starting') start ??= performance.now();
        if (doing === 'computing') ready ??= performance.now();
    } });
    return start && ready - start;
})";

/// Milliseconds from the call of `run` to the word of the lab that it has begun. It is the second
/// report of this kind, the first one says that the lab was asked.
const BEGUN: &str = "(async (link) => {
    const asked = performance.now();
    const reports = [];
    await interleave.run(link, { onProgress: ({ doing }) => {
        if (doing === 'computing') reports.push(performance.now() - asked);
    } });
    return reports[1];
})";

fn link(threads: u32) -> String {
    format!("#/integrate?v=1&threads={threads}&method=pool&n=100000&repeats=1")
}

/// A new lab of two threads in a page that has had one before.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn fresh(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let name = "lab of 2 threads ready from nothing";
    from_nothing(browser, effort.rounds, name, [link(3), link(2)]).await
}

/// A new lab of a hundred threads, as `web-service` asks for one.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn large(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let name = "lab of 100 threads ready from nothing";
    let asking =
        |threads: u32| format!("#/web-service?v=1&client=threads&requests={threads}&delay_ms=0");
    from_nothing(browser, effort.rounds.div_ceil(3), name, [asking(2), asking(100)]).await
}

/// How long the lab of the second link takes, each time after that of the first: another thread count is another lab.
async fn from_nothing(
    browser: &Browser,
    rounds: usize,
    name: &str,
    [other, link]: [String; 2],
) -> Outcome<Figure> {
    let mut samples_ms = Vec::new();
    for _ in 0..rounds {
        let _: Option<f64> = ask(browser, &format!("{READY}({other:?})")).await?;
        let ready_ms: Option<f64> = ask(browser, &format!("{READY}({link:?})")).await?;
        samples_ms.extend(ready_ms);
    }
    Figure::median(name, &samples_ms)
}

/// The first lab of a page without its own start, in fresh browsers: its download comes on top.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn first(site: &Served, effort: Effort) -> Outcome<Figure> {
    let mut samples_ms = Vec::new();
    for _ in 0..effort.rounds.div_ceil(3) {
        let browser = Browser::open(Engine::Chromium).await;
        browser.goto(&site.url("?embed")).await;
        let ready_ms: Option<f64> = ask(&browser, &format!("{READY}({:?})", link(2))).await?;
        samples_ms.extend(ready_ms);
    }
    Figure::median("first lab of a fresh browser, with download and compilation", &samples_ms)
}

/// A run on a lab that is ready.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn warm(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let mut samples_ms = Vec::new();
    for _ in 0..=2 * effort.rounds {
        let begun_ms: Option<f64> = ask(browser, &format!("{BEGUN}({:?})", link(2))).await?;
        samples_ms.extend(begun_ms);
    }
    Figure::median("run begins on a warm lab", samples_ms.get(1..).unwrap_or_default())
}
