//! Promise: whoever comes without having been told anything sees the course, finds a lesson, and what was finished.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, By, Engine, Key, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(20);

async fn press(browser: &Browser, selector: &str) {
    browser.wait_for(&format!("document.querySelector({selector:?})"), SOON).await;
    browser.eval::<Value>(&format!("document.querySelector({selector:?}).click()"), vec![]).await;
}

async fn heading(browser: &Browser, text: &str) {
    let there = format!("document.querySelector('h1')?.textContent === {text:?}");
    browser.wait_for(&there, SOON).await;
}

/// The first lesson is run, which the map says afterwards, also when the page is loaded again, until it is to be
/// forgotten.
#[tokio::test]
async fn the_first_thing_to_do_leads_through_the_course() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let cards = "document.querySelectorAll('.lesson-card').length";
        let all = experiments::CATALOGUE.len();
        assert_eq!(browser.eval::<usize>(cards, vec![]).await, all);
        press(browser, ".first a").await;
        heading(browser, "Integrate in parallel").await;
        let link = "#/integrate?v=1&n=1000&threads=2&repeats=1";
        let run = format!("window.interleave.run({link:?}).then((record) => record.verdict.kind)");
        assert_eq!(browser.eval_async::<String>(&run).await.unwrap(), "held");
        press(browser, "a.name").await;
        let next = "document.querySelector('.first a')?.textContent.startsWith('Go on: Amdahl')";
        browser.wait_for(next, SOON).await;
        browser.reload().await;
        browser.wait_for(next, SOON).await;
        let done = "document.querySelectorAll('.done').length";
        assert_eq!(browser.eval::<u32>(done, vec![]).await, 1);
        press(browser, ".kept button").await;
        let begin = "document.querySelector('.first a')?.textContent.startsWith('Begin: ')";
        browser.wait_for(begin, SOON).await;
        browser.reload().await;
        browser.wait_for(begin, SOON).await;
    })
    .await;
}

/// A lesson far down on the map opens at its top, with the focus on its heading; the way back leads to where it was.
#[tokio::test]
async fn a_lesson_begins_at_its_top_and_back_finds_it_on_the_map() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let card = ".lesson-card h3 a[href='#/task-queue?v=1']";
        let go = format!(
            "(() => {{ const card = document.querySelector(\"{card}\"); card.focus(); card.click(); }})()"
        );
        browser.eval::<Value>(&go, vec![]).await;
        heading(browser, "A task queue").await;
        let at_top = "scrollY === 0 && document.activeElement?.tagName === 'H1'";
        browser.wait_for(at_top, SOON).await;
        browser.eval::<Value>("history.back()", vec![]).await;
        let there = format!("document.activeElement === document.querySelector(\"{card}\")");
        browser.wait_for(&there, SOON).await;
        assert!(browser.eval::<f64>("scrollY", vec![]).await > 0.0);
    })
    .await;
}

/// By keys alone: the menu is opened, a word of the lecture typed, and Enter opens what was found; Escape closes.
#[tokio::test]
async fn a_lesson_is_found_by_a_word_of_the_lecture() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1")).await;
        for (key, title) in [(Key::Escape, "Integrate in parallel"), (Key::Enter, "Reentrant lock")]
        {
            press(browser, "button.lessons").await;
            browser.wait_for("document.activeElement?.id === 'menu-search'", SOON).await;
            let field = browser.session().find(By::Id("menu-search")).await.expect("a field");
            field.send_keys("RLock").await.expect("it takes keys");
            let found = "document.querySelectorAll('.menu li').length === 1";
            browser.wait_for(found, SOON).await;
            field.send_keys(key.value().to_string()).await.expect("it takes keys");
            browser.wait_for("!document.querySelector('.menu')", SOON).await;
            heading(browser, title).await;
            browser.wait_for(&format!("document.title === '{title} · Interleave'"), SOON).await;
            if title.starts_with("Integrate") {
                let opener = "document.activeElement?.classList.contains('lessons')";
                browser.wait_for(opener, SOON).await;
            }
        }
    })
    .await;
}
