//! Promise: the address opens what is seen, choices are steps in the history, and what runs belongs to its
//! place.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, By, Engine, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(20);

async fn at(browser: &Browser, hash: &str, title: &str) {
    let there = format!("location.hash === {hash:?} && document.title === {title:?}");
    browser.wait_for(&there, SOON).await;
}

async fn pick(browser: &Browser, path: &str) {
    browser.press("button.lessons").await;
    browser.press(&format!(".menu a[href='#/{path}?v=1']")).await;
}

async fn history(browser: &Browser, steps: i32) {
    browser.eval::<Value>(&format!("history.go({steps})"), vec![]).await;
}

#[tokio::test]
async fn choices_are_steps_back_and_forward_and_a_reload_stays() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=1000")).await;
        pick(browser, "deadlock").await;
        at(browser, "#/deadlock?v=1", "Deadlock · Interleave").await;
        browser.press(".switch a").await;
        at(browser, "#/explore/deadlock?v=1", "Deadlock, every schedule · Interleave").await;
        browser.press("button.challenges").await;
        at(browser, "#/challenges", "Challenges · Interleave").await;
        browser.press(".level-list button").await;
        browser.wait_for("location.hash.startsWith('#/challenge/')", SOON).await;
        browser.wait_for("document.title.endsWith(' · Challenges · Interleave')", SOON).await;
        browser.reload().await;
        browser.wait_for("location.hash.startsWith('#/challenge/')", SOON).await;
        browser.wait_for("document.title.endsWith(' · Challenges · Interleave')", SOON).await;
        history(browser, -1).await;
        at(browser, "#/challenges", "Challenges · Interleave").await;
        browser.heading("Challenges").await;
        history(browser, -2).await;
        at(browser, "#/deadlock?v=1", "Deadlock · Interleave").await;
        browser.heading("Deadlock").await;
        history(browser, -1).await;
        browser.heading("Integrate in parallel").await;
        let n: String = browser.eval("document.querySelector('[name=n]').value", vec![]).await;
        assert_eq!(n, "1000");
        history(browser, 1).await;
        browser.heading("Deadlock").await;
    })
    .await;
}

/// Typing replaces the address once it has settled, right or wrong, and leaves no step behind.
#[tokio::test]
async fn what_is_typed_replaces_the_address_and_survives_a_reload() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&threads=2")).await;
        let steps: u32 = browser.eval("history.length", vec![]).await;
        let field = browser.session().find(By::Css("[name=n]")).await.expect("n has a field");
        for (text, query) in [("5000", "n=5000"), ("many", "n=many")] {
            field.clear().await.expect("a field can be cleared");
            field.send_keys(text).await.expect("a field takes keys");
            browser.wait_for(&format!("location.hash.includes({query:?})"), SOON).await;
        }
        assert_eq!(browser.eval::<u32>("history.length", vec![]).await, steps);
        browser.reload().await;
        browser.wait_for("document.querySelector('[name=n]')?.value === 'many'", SOON).await;
        browser
            .wait_for("document.body.innerText.includes('n must be a whole number')", SOON)
            .await;
    })
    .await;
}

#[tokio::test]
async fn what_runs_is_said_elsewhere_and_leaves_nothing_there() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=10000000000&threads=2")).await;
        let start = "void (window.ended = window.interleave
            .run('#/integrate?v=1&n=10000000000&threads=2').catch((error) => error.name))";
        browser.eval::<Value>(start, vec![]).await;
        browser.wait_for("document.querySelector('progress')", SOON).await;
        pick(browser, "deadlock").await;
        browser.heading("Deadlock").await;
        browser.wait_for("document.querySelector('.elsewhere')", SOON).await;
        let here: (bool, bool) = browser
            .eval(
                "[!!document.querySelector('progress'), document.querySelector('.run').disabled]",
                vec![],
            )
            .await;
        assert_eq!(here, (false, true), "no progress here, and one run at a time");
        browser.press(".elsewhere .stop").await;
        let ended: String = browser.eval_async("window.ended").await.expect("it ends");
        assert_eq!(ended, "Stopped");
        browser.wait_for("!document.querySelector('.run').disabled", SOON).await;
        let text: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(!text.contains("The run was stopped."), "that belongs to another place: {text}");
        history(browser, -1).await;
        browser.wait_for("document.body.innerText.includes('The run was stopped.')", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn a_result_waits_where_it_was_asked_for() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=100000&threads=2&repeats=1")).await;
        let run = "void (window.ended = window.interleave
            .run('#/integrate?v=1&n=100000&threads=2&repeats=1').then(({ link }) => link))";
        browser.eval::<Value>(run, vec![]).await;
        pick(browser, "amdahl").await;
        let link: String = browser.eval_async("window.ended").await.expect("it ends");
        assert_eq!(link, "#/integrate?v=1&threads=2&n=100000&repeats=1");
        browser.heading("Amdahl's law").await;
        assert!(!browser.eval::<bool>("!!document.querySelector('.verdict')", vec![]).await);
        history(browser, -1).await;
        browser.wait_for("document.querySelector('.verdict')", SOON).await;
    })
    .await;
}

/// The colors and what was solved are there after a reload.
#[tokio::test]
async fn colors_and_solved_levels_survive_a_reload() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/challenge/lose-in-spite-of-the-lock")).await;
        let theme = "document.documentElement.dataset.theme";
        browser.press("button.theme").await;
        browser.wait_for(&format!("{theme} === 'light'"), SOON).await;
        let impossible = "[...document.querySelectorAll('button')]
            .find((button) => button.textContent.includes('mpossible'))";
        browser.wait_for(impossible, SOON).await;
        browser.eval::<Value>(&format!("{impossible}.click()"), vec![]).await;
        browser
            .eval_async::<Value>("window.interleave.stop().then(() => 0)")
            .await
            .expect("it rests");
        browser.reload().await;
        browser.wait_for(&format!("{theme} === 'light'"), SOON).await;
        browser.press("button.challenges").await;
        browser.wait_for("document.body.innerText.includes('1 of ')", SOON).await;
    })
    .await;
}

/// Sixty digits as fast as the engine takes them, while eight threads are drawn as they run.
#[tokio::test]
async fn no_key_is_lost_while_something_runs() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        const LINK: &str = "#/lost-update?v=1&threads=8&increments=20000&repeats=20";
        browser.open_page(&site.url(LINK)).await;
        browser.press("button.run").await;
        browser.wait_for("document.querySelector('canvas')", SOON).await;
        let field = "document.querySelector('[name=increments]')";
        let select = format!("({field}.focus(), {field}.select())");
        browser.eval::<Value>(&select, vec![]).await;
        let digits = "1234567890".repeat(6);
        browser.keys(digits.as_str()).await;
        let typed: String = browser.eval(&format!("{field}.value"), vec![]).await;
        assert_eq!(typed, digits);
        browser.press("button.stop").await;
        browser.wait_for("!document.querySelector('button.stop')", SOON).await;
    })
    .await;
}
