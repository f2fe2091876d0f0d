//! Promise: the state graph is downloaded when it is shown, and whoever chooses a state in it is there.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Served, for_each_engine};

const LINK: &str = "#/explore/lost-update?v=1";
const SHOW: &str = "document.querySelectorAll('.views input')[2].click()";

async fn is_true(browser: &Browser, check: &str) {
    browser.wait_for(check, Duration::from_secs(20)).await;
}

async fn run(browser: &Browser, script: &str) {
    browser.eval::<Value>(script, vec![]).await;
}

/// Two threads that add 1 have 12 states, 8 if they are merged (`crates/explorer/tests/alike.rs`), as many as are explored. The
/// second goes on; the state where the first would be instead is the same.
#[tokio::test]
async fn alike_threads_are_merged_as_in_the_exploration_and_told_apart_when_asked() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url(LINK)).await;
        let found = browser.eval_async::<Value>(&format!("interleave.explore({LINK:?})")).await;
        assert_eq!(found.expect("it is explored")["states"], 8);
        run(browser, SHOW).await;
        let has = |states: usize| {
            format!("document.querySelectorAll('.graph-scroll .state').length === {states}")
        };
        is_true(browser, &has(8)).await;
        run(browser, "document.querySelectorAll('.movers button')[1].click()").await;
        is_true(browser, "document.querySelectorAll('.edge.walked.thread-2').length === 1").await;
        let here = "document.querySelector('.state.current').getAttribute('aria-label')";
        is_true(browser, &format!("{here}.includes('thread 2: write back value')")).await;
        run(browser, "document.querySelector('.graph-head input').click()").await;
        is_true(browser, &has(12)).await;
        is_true(browser, &format!("{here}.includes('thread 2: write back value')")).await;
    })
    .await;
}

/// Two threads that add 1 have read and written after four steps; the last state is an end.
#[tokio::test]
async fn the_state_graph_is_downloaded_when_it_is_shown_and_asked_for_again_if_it_cannot_be_had() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        site.hide(&["graph.wasm"]);
        browser.goto(&site.url(LINK)).await;
        is_true(browser, "!!document.querySelector('.schedule .now')").await;
        run(browser, SHOW).await;
        let failed = "document.querySelector('.board')?.innerText.includes('The state graph could not be loaded.')";
        is_true(browser, failed).await;
        // Everything else goes on.
        run(browser, "document.querySelector('.movers button').click()").await;
        is_true(browser, "document.querySelector('.position').innerText.startsWith('Step 1')")
            .await;
        site.hide(&[]);
        run(browser, "document.querySelector('.board .notice button').click()").await;
        is_true(browser, "document.querySelectorAll('.graph .state.current').length === 1").await;
        let last = "[...document.querySelectorAll('.graph-scroll .state')].at(-1)";
        let choose = format!("{last}.dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))");
        run(browser, &choose).await;
        is_true(browser, "document.querySelector('.position').innerText.startsWith('Step 4')")
            .await;
        is_true(browser, &format!("{last}.classList.contains('current')")).await;
    })
    .await;
}
