//! Promise: nothing leaves the machine. The policy admits the site itself only, and nothing that the page does is against it.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Engine, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(30);

/// Read from the file that hosts are given. A browser obeys it in the page and in its workers, so no request can go elsewhere.
#[tokio::test]
async fn the_policy_names_no_other_origin_and_nothing_inline() {
    let dir = Served::dist_site().dir;
    let headers = fs::read_to_string(dir.join("_headers")).unwrap();
    let (_, policy) = headers.split_once("Content-Security-Policy: ").expect("there is a policy");
    let policy = policy.lines().next().unwrap();
    let page = fs::read_to_string(dir.join("index.html")).unwrap();
    assert!(page.contains(policy), "the page says the same");
    let words = policy.split(';').flat_map(|part| part.split_whitespace().skip(1));
    let words: BTreeSet<&str> = words.filter(|word| !word.starts_with("'sha256-")).collect();
    let admitted = ["'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "data:"];
    assert_eq!(words, admitted.into_iter().collect());
    let script = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
    assert!(!script.contains("blob:") && !script.contains("data:"), "{script}");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains("connect-src 'self'; "), "{policy}");
}

/// Each lesson with each of its faces, the levels, what is shared, and runs of each kind.
#[tokio::test]
async fn a_walk_through_all_asks_the_site_only_and_breaks_no_rule() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1")).await;
        let watch = "(window.broken = [], performance.setResourceTimingBufferSize(5000), document.addEventListener(
            'securitypolicyviolation', (e) => broken.push(`${e.violatedDirective} ${e.blockedURI}`)), null)";
        browser.eval::<Value>(watch, vec![]).await;
        let ids = "window.interleave.catalogue().map(({ id }) => id)";
        let ids: Vec<String> = browser.eval(ids, vec![]).await;
        let faces = ids.iter().flat_map(|id| [format!("#/{id}?v=1"), format!("#/explore/{id}?v=1")]);
        let levels = ["#/challenges", "#/challenge/one-is-lost"].map(str::to_owned);
        for link in faces.chain(levels) {
            browser.eval::<Value>(&format!("void (location.hash = {link:?})"), vec![]).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        for (what, link) in [
            ("run", "#/lost-update?v=1&threads=2&repeats=1"),
            ("run", "#/integrate?v=1&threads=2&n=1000&repeats=1&method=processes"),
            ("explore", "#/explore/lost-update?v=1"),
        ] {
            let done = format!("window.interleave.{what}({link:?}).then(() => true)");
            assert_eq!(browser.eval_async(&done).await, Ok(true), "{link}");
        }
        browser.press(".share").await;
        for (form, seen) in [("qr", "#share svg"), ("frame", "#share iframe")] {
            browser.wait_for("document.querySelector('#share-form')", SOON).await;
            let choose = format!("(() => {{ const form = document.querySelector('#share-form'); form.value = '{form}';
                form.dispatchEvent(new Event('change', {{ bubbles: true }})); return null; }})()");
            browser.eval::<Value>(&choose, vec![]).await;
            browser.wait_for(&format!("document.querySelector('{seen}')"), SOON).await;
        }
        // The frame of the preview is this page again.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let elsewhere = "performance.getEntriesByType('resource').map(({ name }) => name)
            .filter((name) => !name.startsWith(location.origin) && !/^(blob|data):/.test(name))";
        assert_eq!(browser.eval::<Value>(elsewhere, vec![]).await, json!([]));
        let seen = "performance.getEntriesByType('resource').length";
        assert!(browser.eval::<u32>(seen, vec![]).await > 10);
        assert_eq!(browser.eval::<Value>("broken", vec![]).await, json!([]), "{}", browser.engine());
    })
    .await;
}
