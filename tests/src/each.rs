//! The same promise in several engines.

use crate::{Browser, Engine};
use futures_util::FutureExt;
use futures_util::future::join_all;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::time::timeout;

/// How long one test may take in one engine, beside the time that a soak is asked to take.
const TEST_LIMIT: Duration = Duration::from_secs(400);
/// For how many seconds the adversary goes on, if it is asked to soak.
pub const SOAK_SECONDS: &str = "INTERLEAVE_SOAK_SECONDS";

/// Runs `test` in each of `engines`, side by side where there is room, each with a fresh tab and a
/// fresh `site`. For tests that time nothing and count nothing but what is in their own browser.
///
/// ```no_run
/// # use tests::{Engine, for_each_engine};
/// # async fn start_site() -> String { String::new() }
/// # async fn promise() {
/// for_each_engine(&Engine::ALL, start_site, async |browser, url| {
///     browser.goto(url).await;
///     assert!(browser.eval::<bool>("crossOriginIsolated", vec![]).await);
/// })
/// .await;
/// # }
/// ```
///
/// # Panics
///
/// When it failed anywhere, after it has run everywhere; gives every failure under the name of its
/// engine.
pub async fn for_each_engine<S>(
    engines: &[Engine],
    site: impl AsyncFn() -> S,
    test: impl AsyncFn(&Browser, &S),
) {
    side_by_side(engines, async |engine| Browser::open_or_go_on(engine).await, site, test).await;
}

/// Runs `test` in each of `engines`, one after the other, with no other browser on this machine:
/// for what is measured, and for what a busy machine changes. The name of such a test ends in
/// `_to_itself`, by which it is run after all others.
///
/// # Panics
///
/// As [`for_each_engine`].
pub async fn alone_in_each_engine<S>(
    engines: &[Engine],
    site: impl AsyncFn() -> S,
    test: impl AsyncFn(&Browser, &S),
) {
    let open = async |engine| Browser::open_alone(engine).await;
    let mut outcomes = Vec::new();
    for &engine in engines {
        outcomes.push(in_one(engine, &open, &site, &test).await);
    }
    report(outcomes);
}

/// Runs `test` in each of `engines` at once, with no other browser on this machine: for what waits rather
/// than computes, and is not measured. The name of such a test ends in `_to_itself` as well.
///
/// # Panics
///
/// As [`for_each_engine`].
pub async fn alone_side_by_side<S>(
    engines: &[Engine],
    site: impl AsyncFn() -> S,
    test: impl AsyncFn(&Browser, &S),
) {
    let room = Browser::room_alone().await;
    let open = async |engine| Browser::open_in(engine, room.clone()).await;
    side_by_side(engines, open, site, test).await;
}

/// The same promise in all of `engines` at once, each in a browser that `open` gives.
async fn side_by_side<S>(
    engines: &[Engine],
    open: impl AsyncFn(Engine) -> Browser,
    site: impl AsyncFn() -> S,
    test: impl AsyncFn(&Browser, &S),
) {
    let runs = engines.iter().map(|&engine| in_one(engine, &open, &site, &test));
    report(join_all(runs).await);
}

/// What went wrong in an engine.
type Failure = (Engine, String);

/// The time limit begins when the browser is there: waiting for room may take as long as other
/// tests do, and a start has its own limits.
async fn in_one<S>(
    engine: Engine,
    open: &impl AsyncFn(Engine) -> Browser,
    site: &impl AsyncFn() -> S,
    test: &impl AsyncFn(&Browser, &S),
) -> Result<(), Failure> {
    let start = AssertUnwindSafe(async { (open(engine).await, site().await) });
    let (browser, site) = start.catch_unwind().await.map_err(|panic| (engine, text_of(&*panic)))?;
    let run = AssertUnwindSafe(test(&browser, &site)).catch_unwind();
    let soak = std::env::var(SOAK_SECONDS).ok().and_then(|text| text.parse().ok());
    let limit = TEST_LIMIT + Duration::from_secs(soak.unwrap_or(0));
    let outcome = match timeout(limit, run).await {
        Ok(Ok(())) => {
            drop(site); // a page that still asks for something is told now, not in another test
            browser.finish().await;
            return Ok(());
        }
        Ok(Err(panic)) => {
            let console = AssertUnwindSafe(browser.console()).catch_unwind().await;
            let console = console.unwrap_or_default().join("\n");
            Err((engine, format!("{}\n{console}", text_of(&*panic))))
        }
        Err(_) => Err((engine, format!("not done within {limit:?}"))),
    };
    browser.close().await;
    outcome
}

fn report(outcomes: Vec<Result<(), Failure>>) {
    let failures: Vec<Failure> = outcomes.into_iter().filter_map(Result::err).collect();
    let report = failures.iter().map(|(engine, text)| {
        let name = format!("{engine}: "); // a panic of the browser says it already
        format!("\n{name}{}", text.strip_prefix(&name).unwrap_or(text))
    });
    assert!(failures.is_empty(), "{}", report.collect::<String>());
}

/// What a panic said.
fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
