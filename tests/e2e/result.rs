//! Promise: a link carries the result of a run, and whoever opens it sees both.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Served, for_each_engine};

const LIMIT: Duration = Duration::from_secs(60);
/// Two threads add 100 each under a lock: the total is 200 wherever it runs.
const LINK: &str = "#/lost-update?v=1&fix=lock&repeats=3";

/// The link with the result of a run that was made just now, as the panel gives it.
async fn shared(browser: &Browser) -> String {
    let run = format!("window.interleave.run({LINK:?}).then(() => true)");
    assert_eq!(browser.eval_async(&run).await, Ok(true));
    browser.press("button.share").await;
    browser.press("#share-result").await;
    let text = "document.querySelector('#share-text')?.value ?? ''";
    browser.wait_for(&format!("({text}).includes('&result=d.')"), LIMIT).await;
    browser.eval(text, vec![]).await
}

async fn open(browser: &Browser, address: &str) {
    browser.goto("about:blank").await;
    browser.open_page(address).await;
}

#[tokio::test]
async fn a_link_with_a_result_shows_it_and_then_both_side_by_side() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        browser.open_page(&site.url("")).await;
        let address = shared(browser).await;
        let length = address.len() - site.url("").len();
        assert!(address.starts_with(&site.url(LINK)) && length < 2000, "{engine}: {address}");

        open(browser, &address).await;
        let told = "document.querySelector('.theirs')?.textContent ?? ''";
        browser
            .wait_for(&format!("({told}).startsWith('The result of somebody else: ')"), LIMIT)
            .await;
        let verdict = "document.querySelector('.verdict .text')?.textContent ?? ''";
        let verdict: String = browser.eval(verdict, vec![]).await;
        assert!(verdict.contains("200"), "{engine}: {verdict}");
        assert_eq!(
            browser
                .eval::<Value>("document.querySelectorAll('.lanes canvas').length", vec![])
                .await,
            0
        );

        browser.press(".run").await;
        browser
            .wait_for("document.querySelectorAll('.compared tbody tr').length === 2", LIMIT)
            .await;
        let rows =
            "[...document.querySelectorAll('.compared tbody th')].map((cell) => cell.textContent)";
        let rows: Vec<String> = browser.eval(rows, vec![]).await;
        assert_eq!(rows, ["Run 2", "Theirs"], "{engine}");
        let heads =
            "[...document.querySelectorAll('.compared thead th')].map((cell) => cell.textContent)";
        let heads: Vec<String> = browser.eval(heads, vec![]).await;
        assert_eq!(heads[1], "Where", "{engine}: {heads:?}");
    })
    .await;
}

#[tokio::test]
async fn a_result_that_is_damaged_or_of_another_run_is_said_and_the_experiment_is_shown() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let address = shared(browser).await;
        let result = address.split_once("&result=").expect("it has a result").1.to_owned();
        let told = "document.querySelector('.notice.caution')?.textContent ?? ''";
        for (link, why) in [
            ("#/lock?v=1&result=d.abc".to_owned(), "it is damaged"),
            ("#/lock?v=1&result=d.%%%".to_owned(), "it is damaged"),
            (format!("#/lost-update?v=1&result={result}"), "it is of another run"),
        ] {
            open(browser, &site.url(&link)).await;
            browser.wait_for(&format!("({told}).includes({why:?})"), LIMIT).await;
            browser.wait_for("document.querySelector('.run:not(:disabled)')", LIMIT).await;
        }
    })
    .await;
}

/// A record is a file that the page itself has made: chosen again, it opens its run.
#[tokio::test]
async fn a_record_in_a_file_opens_its_run_and_anything_else_is_refused() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        browser.open_page(&site.url("#/integrate?v=1")).await;
        let run =
            format!("window.interleave.run({LINK:?}).then((record) => JSON.stringify(record))");
        let record: String = browser.eval_async(&run).await.expect("it runs");
        browser.open_page(&site.url("#/integrate?v=1")).await;
        let choose = async |text: &str| {
            let script = "((text) => {
                const files = new DataTransfer();
                files.items.add(new File([text], 'record.json'));
                const input = document.querySelector('#open-record');
                input.files = files.files;
                return input.dispatchEvent(new Event('change', { bubbles: true }));
            })(arguments[0])";
            browser.eval::<Value>(script, vec![text.into()]).await;
        };
        browser.press("button.share").await;
        browser.wait_for("document.querySelector('#open-record')", LIMIT).await;
        let told = "document.querySelector('.notice.caution')?.textContent ?? ''";
        let long = " ".repeat(1_000_001);
        for (text, why) in [
            (long.as_str(), "it is 1000001 bytes long, and at most 1000000 are read"),
            ("", "it is no record of a run"),
            ("{\"schema\": 1}", "missing field"),
        ] {
            choose(text).await;
            browser.wait_for(&format!("({told}).includes({why:?})"), LIMIT).await;
        }
        choose(&record).await;
        browser.wait_for("document.querySelector('.theirs')", LIMIT).await;
        assert!(
            browser.eval::<String>("location.hash", vec![]).await.starts_with(LINK),
            "{engine}"
        );
    })
    .await;
}
