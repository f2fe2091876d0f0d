//! Runs in the page, through its automation interface.

use serde::de::DeserializeOwned;
use tests::{Browser, PageError};
use trace::wire::RunRecord;
use xtask::Outcome;

/// Runs `link` with the JavaScript object `options` and returns the record.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn run(browser: &Browser, link: &str, options: &str) -> Outcome<RunRecord> {
    ask(browser, &format!("interleave.run({link:?}, {options})")).await
}

/// Awaits the JavaScript expression `js` in the page.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn ask<T: DeserializeOwned>(browser: &Browser, js: &str) -> Outcome<T> {
    let answer = browser.eval_async(js).await;
    answer.map_err(|PageError { name, message }| {
        format!("{}: {name}: {message}", browser.engine()).into()
    })
}

/// All durations of `variant`, in milliseconds.
pub(crate) fn wall_ms(record: &RunRecord, variant: &str) -> Vec<f64> {
    let samples = record.samples.iter().filter(|samples| samples.variant == variant);
    samples.flat_map(|samples| samples.wall_ms.iter().copied()).collect()
}
