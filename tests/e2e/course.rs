//! Promise: whoever comes without having been told anything sees the course, finds a lesson, and what was finished.

use std::time::Duration;

use serde_json::Value;
use tests::{By, Engine, Key, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(20);

/// The first lesson is run, which the map says afterwards, also when the page is loaded again, until it is to be
/// forgotten.
#[tokio::test]
async fn the_first_thing_to_do_leads_through_the_course() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let cards = "document.querySelectorAll('.lesson-card').length";
        let all = experiments::CATALOGUE.len();
        assert_eq!(browser.eval::<usize>(cards, vec![]).await, all);
        browser.press(".first a").await;
        browser.heading("Integrate in parallel").await;
        let link = "#/integrate?v=1&n=1000&threads=2&repeats=1";
        let run = format!("window.interleave.run({link:?}).then((record) => record.verdict.kind)");
        assert_eq!(browser.eval_async::<String>(&run).await.unwrap(), "held");
        browser.press("a.name").await;
        let next = "document.querySelector('.first a')?.textContent.startsWith('Go on: Amdahl')";
        browser.wait_for(next, SOON).await;
        browser.reload().await;
        browser.wait_for(next, SOON).await;
        let done = "document.querySelectorAll('.done').length";
        assert_eq!(browser.eval::<u32>(done, vec![]).await, 1);
        browser.press(".kept button").await;
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
        browser.heading("A task queue").await;
        let at_top = "scrollY === 0 && document.activeElement?.tagName === 'H1'";
        browser.wait_for(at_top, SOON).await;
        browser.eval::<Value>("history.back()", vec![]).await;
        let there = format!("document.activeElement === document.querySelector(\"{card}\")");
        browser.wait_for(&there, SOON).await;
        assert!(browser.eval::<f64>("scrollY", vec![]).await > 0.0);
    })
    .await;
}

/// What a preview of a link is made of leads people on by itself, and is no trap for whoever goes back.
#[tokio::test]
async fn the_static_page_of_a_lesson_leads_to_it() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        for (link, title) in [
            ("challenge/one-is-lost", "Lost update"),
            ("lost-update?v=1", "Lost update"),
            ("explore/deadlock?v=1", "Deadlock"),
        ] {
            let path = link.split('?').next().expect("a text has a first part");
            browser.goto(&site.url(&format!("p/{path}/"))).await;
            let address = site.url(&format!("#/{link}"));
            browser.wait_for(&format!("location.href === {address:?}"), SOON).await;
            browser.heading(title).await;
        }
        // Not while the script is asked: the page goes away under it.
        browser.eval::<Value>("void setTimeout(() => history.back(), 50)", vec![]).await;
        browser.heading("Lost update").await;
    })
    .await;
}

/// A deck that leads its slide elsewhere keeps the focus.
#[tokio::test]
async fn a_slide_takes_no_focus_when_it_is_led_elsewhere() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("?embed#/deadlock?v=1")).await;
        browser.eval::<Value>("location.hash = '#/queue?v=1'", vec![]).await;
        browser.heading("Queue").await;
        let focus = "new Promise((resolve) => setTimeout(() => resolve(document.activeElement.tagName), 300))";
        assert_eq!(browser.eval_async::<String>(focus).await.unwrap(), "BODY");
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
            browser.press("button.lessons").await;
            browser.wait_for("document.activeElement?.id === 'menu-search'", SOON).await;
            let field = browser.session().find(By::Id("menu-search")).await.expect("a field");
            field.send_keys("RLock").await.expect("it takes keys");
            let found = "document.querySelectorAll('.menu li').length === 1";
            browser.wait_for(found, SOON).await;
            field.send_keys(key.value().to_string()).await.expect("it takes keys");
            browser.wait_for("!document.querySelector('.menu')", SOON).await;
            browser.heading(title).await;
            browser.wait_for(&format!("document.title === '{title} · Interleave'"), SOON).await;
            if title.starts_with("Integrate") {
                let opener = "document.activeElement?.classList.contains('lessons')";
                browser.wait_for(opener, SOON).await;
            }
        }
    })
    .await;
}

/// A link that leads nowhere leads to the map, which says so; a frame says it alone. The address stays as it was typed.
#[tokio::test]
async fn a_link_that_leads_nowhere_leads_to_the_map() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let told = "document.querySelector('.notice')?.textContent.includes('leads to no lesson')";
        for (query, cards) in [("", experiments::CATALOGUE.len()), ("?embed", 0)] {
            browser.goto(&site.url(&format!("{query}#/nonsense?v=1"))).await;
            browser.wait_for(told, SOON).await;
            let shown = "document.querySelectorAll('.lesson-card').length";
            let all = format!("{shown} === {cards}");
            browser.wait_for(&all, SOON).await;
            let alone =
                "!document.querySelector('form.setup') && location.hash === '#/nonsense?v=1'";
            assert!(browser.eval::<bool>(alone, vec![]).await, "{query}");
        }
        browser.eval::<Value>("location.hash = '#/deadlock?v=1'", vec![]).await;
        browser.heading("Deadlock").await;
    })
    .await;
}
