//! The same promise in several engines.

use crate::{Browser, Engine};
use futures_util::FutureExt;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::time::timeout;

/// How long one test may take in one engine.
const TEST_LIMIT: Duration = Duration::from_secs(400);

/// Runs `test` in each of `engines`, one after the other, each with a fresh browser and a fresh
/// `site`.
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
    let mut failures = Vec::new();
    for &engine in engines {
        let run = async {
            let site = site().await;
            let browser = Browser::open(engine).await;
            let outcome = AssertUnwindSafe(test(&browser, &site)).catch_unwind().await;
            outcome.map_err(|panic| (text_of(&*panic), browser))
        };
        match timeout(TEST_LIMIT, AssertUnwindSafe(run).catch_unwind()).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err((text, browser)))) => {
                let console = AssertUnwindSafe(browser.console()).catch_unwind().await;
                let console = console.unwrap_or_default().join("\n");
                failures.push((engine, format!("{text}\n{console}")));
            }
            Ok(Err(panic)) => failures.push((engine, text_of(&*panic))),
            Err(_) => failures.push((engine, format!("not done within {TEST_LIMIT:?}"))),
        }
    }
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
