//! Promise: a level is made in the page, and played by whoever opens its link.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, Engine, HeaderSet, Page, Served, Site, for_each_engine};

const LIMIT: Duration = Duration::from_secs(30);
const PROGRAM: &str = "#/explore/lost-update?v=1";
/// Both read before either writes back: the last one to write is the one that was interrupted.
const AT_PAR: [&str; 4] = ["1", "2", "2", "1"];

async fn open(browser: &Browser, address: &str) {
    browser.goto("about:blank").await;
    browser.open_page(address).await;
}

/// Waits until what `selector` finds says `words`.
async fn says(browser: &Browser, selector: &str, words: &str) {
    let said = format!("(document.querySelector({selector:?})?.innerText ?? '')");
    browser.wait_for(&format!("{said}.replace(/\\u00a0/g, ' ').includes({words:?})"), LIMIT).await;
}

/// The text of the panel with what is handed on.
async fn shared(browser: &Browser) -> String {
    browser.eval("document.querySelector('#share-text').value", vec![]).await
}

#[tokio::test]
async fn a_level_is_made_by_pressing_and_solved_by_whoever_opens_its_link() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        browser.open_page(&site.url(PROGRAM)).await;
        browser.wait_for("document.querySelector('.explorer')", LIMIT).await;
        browser.press_keys(&["1", "2", "1", "2"]).await;
        browser.press_button("Make a level of this").await;
        says(browser, ".made", "It can be reached. Par is 1 preemption.").await;
        browser.wait_for("document.activeElement.id === 'level-goal'", LIMIT).await;
        browser.eval::<Value>("document.querySelector('#level-name').focus()", vec![]).await;
        browser.keys("Add & lose \"1\"").await;
        browser
            .wait_for("document.querySelector('#share-text').value.includes('title=')", LIMIT)
            .await;
        let address = shared(browser).await;
        let link = format!("{PROGRAM}&goal=value.1&title=Add+%26+lose+%221%22");
        assert_eq!(address, site.url(&link), "{engine}");

        open(browser, &address).await;
        says(browser, ".level", "Add & lose \"1\"").await;
        says(browser, ".level", "Make it end with 1.").await;
        browser.wait_for("document.title.startsWith('Add & lose \"1\" · ')", LIMIT).await;
        browser.press_keys(&AT_PAR).await;
        says(browser, ".level", "Solved at par: 1 preemption and 4 steps.").await;
        browser.press("button.share").await;
        browser.wait_for("document.querySelector('#share-text')", LIMIT).await;
        assert_eq!(shared(browser).await, address, "{engine}");
        browser.press("button.share").await;
        browser.press_button("Leave").await;
        browser
            .wait_for(
                &format!(
                    "location.hash.startsWith({PROGRAM:?}) && !location.hash.includes('goal')"
                ),
                LIMIT,
            )
            .await;
        let kept =
            "Object.keys(localStorage).filter((key) => localStorage[key].includes('goal=')).length";
        assert_eq!(browser.eval::<Value>(kept, vec![]).await, 0, "{engine}: nothing is kept of it");
    })
    .await;
}

/// No schedule adds a third time: whoever says so is right.
#[tokio::test]
async fn a_value_that_is_typed_makes_a_level_that_is_impossible() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url(PROGRAM)).await;
        browser.press("button.share").await;
        browser.press("#share-level").await;
        let choose = "(() => {
            const goal = document.querySelector('#level-goal');
            if (!goal) return false;
            goal.selectedIndex = goal.length - 1;
            goal.dispatchEvent(new Event('change', { bubbles: true }));
            return true;
        })()";
        browser.wait_for(choose, LIMIT).await;
        browser.wait_for("document.querySelector('#level-value')?.focus() ?? document.activeElement.id === 'level-value'", LIMIT).await;
        browser.keys("3").await;
        says(browser, ".made", "Impossible, and whoever says so wins.").await;
        browser.press_button("Try it").await;
        browser.wait_for("location.hash.endsWith('&goal=value.3')", LIMIT).await;
        browser.press_button("It is impossible").await;
        says(browser, ".level", "Right, it is impossible.").await;
        says(browser, ".level", "All 6 schedules were explored, and none ends so.").await;
    })
    .await;
}

#[tokio::test]
async fn a_hostile_link_is_a_text_or_a_note() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        let markup = format!(
            "{PROGRAM}&goal=value.1&title=%3Cimg%20src%3Dx%20onerror%3D%22window.harmed%3D1%22%3E"
        );
        open(browser, &site.url(&markup)).await;
        says(browser, "#level-title", "<img src=x onerror=\"window.harmed=1\">").await;
        let harm = "document.querySelector('.level img') !== null || 'harmed' in window";
        assert!(!browser.eval::<bool>(harm, vec![]).await, "{engine}");
        let long = "x".repeat(61);
        for (query, why) in [
            ("goal=deadlok", "or one of held, wrong-value,"),
            (
                &format!("goal=value.1&title={long}"),
                "title has 61 characters, at most 60 are shown",
            ),
            ("goal=value.1&title=%E2%80%AEx", "title must have no control characters, got U+202E"),
        ] {
            let follow = format!("void (location.hash = {:?})", format!("{PROGRAM}&{query}"));
            browser.eval::<Value>(&follow, vec![]).await;
            says(browser, ".notice.caution", why).await;
            browser
                .wait_for(
                    "document.querySelector('.mover') && !document.querySelector('.level')",
                    LIMIT,
                )
                .await;
        }
    })
    .await;
}

/// A page of another site with a frame of the level, that notes what it hears.
fn platform() -> Page {
    let body = r##"<!doctype html><meta charset="utf-8"><title>platform</title>
        <script>
        var heard = [];
        var frame = document.createElement("iframe");
        addEventListener("message", ({ data, source }) => source === frame.contentWindow && heard.push(data));
        frame.src = `http://127.0.0.1:${location.port}/?embed#/lock?v=1`;
        frame.width = 960;
        frame.height = 540;
        addEventListener("DOMContentLoaded", () => document.body.append(frame));
        var order = (type, more) => frame.contentWindow.postMessage({ source: "interleave", v: 1, type, ...more }, "*");
        var last = (type) => heard.filter((said) => said?.type === type).at(-1);
        var spliced = (subject) => heard.filter((said) => said?.subject === subject).at(-1);
        </script>"##;
    Page { content_type: "text/html".to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn a_frame_opens_a_level_when_it_is_told_to_and_hands_its_score_out() {
    let link = format!("{PROGRAM}&goal=lost-updates&title=Lose+one");
    let site = async || {
        let mut site = Site { headers: HeaderSet::Isolated, ..Served::dist_site() };
        site.pages.insert("/platform".to_owned(), platform());
        Served::start(site).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        browser.goto(&site.url_on("localhost", "platform")).await;
        browser.wait_for("globalThis.last?.('ready')", LIMIT).await;
        browser.eval::<Value>(&format!("void order('open', {{ link: {link:?} }})"), vec![]).await;
        browser.wait_for(&format!("last('state')?.link === {link:?}"), LIMIT).await;
        browser.session().enter_frame(0).await.expect("the platform has a frame");
        says(browser, ".level", "Lose one").await;
        browser.press_keys(&AT_PAR).await;
        says(browser, ".level", "Solved at par").await;
        browser.session().enter_default_frame().await.expect("there is a page around it");
        browser.wait_for("spliced('SPLICE.reportScoreAndState')", LIMIT).await;
        let told = "[last('result').link, last('result').score, spliced('SPLICE.reportScoreAndState').score,
            spliced('SPLICE.reportScoreAndState').state.link, spliced('SPLICE.sendEvent').name]";
        let expected = json!([link, 1, 1, link, "level"]);
        assert_eq!(browser.eval::<Value>(told, vec![]).await, expected, "{engine}");
    })
    .await;
}
