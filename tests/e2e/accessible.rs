//! Promise: everybody can use the page. No barrier is found on any kind of page, in any colors or width; keys act where
//! the focus is, and leave it there; paper is short and light.

use std::fs;
use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Key, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(30);

/// A kind of page: its name, its address, what is done there (each is awaited), and what must be seen then.
type Kind = (&'static str, &'static str, &'static [&'static str], &'static str);

const MENU: &str = "document.querySelector('.lessons').click()";
const SHARE: &str = "document.querySelector('.share').click()";
/// What the panel covers, buttons by halves, is not looked at here: Escape uncovers it.
const MAKE: &str = "(async () => {
    while (!document.querySelector('#share-level')) await new Promise((then) => setTimeout(then, 50));
    document.querySelector('#share-level').click();
    document.querySelector('.bench').style.visibility = 'hidden';
})()";
const STEPS: &str =
    "['0', '1', '0'].forEach((thread) => document.querySelectorAll('.mover')[thread].click())";
const FIRST_LEVEL: &str = "document.querySelector('.level-list button').click()";

const OVERVIEWS: &[Kind] = &[
    ("map", "", &[], ".lesson-card"),
    ("levels", "#/challenges", &[], ".level-list"),
    ("level", "#/challenges", &[FIRST_LEVEL], ".level"),
    ("level of one's own", "#/explore/lost-update?v=1&goal=value.1&title=One", &[], ".level"),
    ("making a level", "#/explore/lost-update?v=1", &[SHARE, MAKE], ".made button"),
    ("menu", "#/integrate?v=1", &[MENU], ".menu li"),
    ("share", "#/integrate?v=1", &[SHARE], "#share textarea"),
    ("link with an error", "#/integrate?v=1&thread=3", &[], ".notice.caution"),
];
const RUNS: &[Kind] = &[
    ("timed run, before", "#/integrate?v=1", &[], ".setup"),
    (
        "timed run, after",
        "#/integrate?v=1",
        &["interleave.run('#/integrate?v=1&n=1000000&sweep=on').then(() => 0)"],
        ".chart-timeline",
    ),
    ("curve to be drawn", "#/integrate?v=1&sweep=on", &[], ".sketch input"),
    ("meeting run, before", "#/lost-update?v=1", &[], ".setup"),
    (
        "two runs side by side",
        "#/lost-update?v=1",
        &[
            "interleave.run('#/lost-update?v=1&repeats=1').then(() => 0)",
            "interleave.run('#/lost-update?v=1&repeats=1&fix=lock').then(() => 0)",
        ],
        ".compared",
    ),
    (
        "meeting run, after",
        "#/lost-update?v=1",
        &["interleave.run('#/lost-update?v=1&repeats=100').then(() => 0)"],
        ".chart",
    ),
    (
        "deadlock, after",
        "#/deadlock?v=1",
        &["interleave.run('#/deadlock?v=1').then(() => 0)"],
        ".chart",
    ),
];
const EXPLORATIONS: &[Kind] = &[
    ("explorer, before", "#/explore/lost-update?v=1", &[], ".invitation"),
    ("table", "#/explore/lost-update?v=1", &[STEPS], ".schedule .now"),
    (
        "timeline",
        "#/explore/lost-update?v=1",
        &[STEPS, "document.querySelectorAll('.views input')[1].click()"],
        ".timeline .block",
    ),
    (
        "state graph",
        "#/explore/lost-update?v=1",
        &[STEPS, "document.querySelectorAll('.views input')[2].click()"],
        ".graph .state",
    ),
    (
        "outcomes",
        "#/explore/lost-update?v=1",
        &["interleave.explore('#/explore/lost-update?v=1').then(() => 0)"],
        ".outcomes td",
    ),
];
const FRAMES: &[Kind] = &[
    ("frame, before", "?embed#/integrate?v=1", &[], ".setup"),
    (
        "frame, after",
        "?embed#/lost-update?v=1",
        &["interleave.run('#/lost-update?v=1&repeats=100').then(() => 0)"],
        ".chart",
    ),
    ("frame, explorer", "?embed#/explore/lost-update?v=1", &[STEPS], ".schedule .now"),
];

/// A way to look at a page: a media feature that holds, and the width.
const LOOKS: [(&str, &str, &str, u32); 4] = [
    ("light", "prefers-color-scheme", "light", 1280),
    ("dark", "prefers-color-scheme", "dark", 1280),
    ("forced colors", "forced-colors", "active", 1280),
    ("320 px", "prefers-color-scheme", "light", 320),
];

/// Everything that axe-core knows to be wrong, as one line each.
const AXE: &str = "axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    `${id} at ${target.join(' ')}: ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`)))";
/// Waits until what has changed is drawn.
const DRAWN: &str =
    "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))).then(() => 0)";

/// An expression that makes it known to the page. A driver may do what the policy of the page forbids to others.
fn axe() -> String {
    let axe = xtask::tools::axe().unwrap_or_else(|missing| panic!("{missing}"));
    format!("(() => {{ {}\n }})()", fs::read_to_string(axe).expect("it can be read"))
}

/// Looks at each of `kinds` in every way.
async fn has_no_barrier(kinds: &[Kind]) {
    let axe = axe();
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        let mut found = Vec::new();
        for (name, address, does, shows) in kinds {
            browser.resize(1280, 800).await;
            browser.goto("about:blank").await;
            browser.open_page(&site.url(address)).await;
            let first = format!(
                "document.querySelector({:?})",
                if does.is_empty() { shows } else { "main h1" }
            );
            browser.wait_for(&first, SOON).await;
            for js in *does {
                browser
                    .wait_for("document.querySelector('main [aria-busy=true]') === null", SOON)
                    .await;
                let done = browser.eval_async::<Value>(js).await;
                done.unwrap_or_else(|error| panic!("{name}: {js}: {error:?}"));
            }
            browser.wait_for(&format!("document.querySelector({shows:?})"), SOON).await;
            browser.eval::<Value>(&axe, vec![]).await;
            for (look, feature, value, width) in LOOKS {
                browser.emulate_media(feature, value).await;
                browser.resize(width, 800).await;
                browser.eval_async::<Value>(DRAWN).await.expect("it is drawn");
                let barriers: Vec<String> = browser.eval_async(AXE).await.expect("axe answers");
                found.extend(barriers.iter().map(|barrier| format!("{name}, {look}: {barrier}")));
                let wide: u32 = browser.eval("document.scrollingElement.scrollWidth", vec![]).await;
                if wide > width {
                    found.push(format!("{name}, {look}: {wide} px wide"));
                }
            }
        }
        assert!(found.is_empty(), "{} barriers\n{}", found.len(), found.join("\n"));
    })
    .await;
}

/// Else nobody would hear of it that nothing is looked at.
#[tokio::test]
async fn a_barrier_is_found() {
    let axe = axe();
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        browser.wait_for("document.querySelector('main h1')", SOON).await;
        let spoil = "document.querySelector('main h1').append(document.createElement('button'))";
        browser.eval::<Value>(spoil, vec![]).await;
        browser.eval::<Value>(&axe, vec![]).await;
        let barriers: Vec<String> = browser.eval_async(AXE).await.expect("axe answers");
        assert!(barriers[0].starts_with("button-name at "), "{barriers:?}");
    })
    .await;
}

#[tokio::test]
async fn overviews_have_no_barrier() {
    has_no_barrier(OVERVIEWS).await;
}

#[tokio::test]
async fn runs_have_no_barrier() {
    has_no_barrier(RUNS).await;
}

#[tokio::test]
async fn explorations_have_no_barrier() {
    has_no_barrier(EXPLORATIONS).await;
}

#[tokio::test]
async fn frames_have_no_barrier() {
    has_no_barrier(FRAMES).await;
}

/// Puts the focus on the first such element.
async fn focus(browser: &Browser, selector: &str) {
    browser.wait_for(&format!("document.querySelector({selector:?})"), SOON).await;
    browser.eval::<Value>(&format!("document.querySelector({selector:?}).focus()"), vec![]).await;
}

/// Waits until such an element has the focus.
async fn has_focus(browser: &Browser, selector: &str) {
    browser.wait_for(&format!("document.activeElement.matches({selector:?})"), SOON).await;
}

/// By keys alone: Run, and what is beside it, keep the focus while they run and afterwards; from Stop it goes to Run.
#[tokio::test]
async fn the_focus_stays_where_it_was_when_something_runs() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=10000000000&threads=2")).await;
        focus(browser, ".run").await;
        browser.keys(Key::Enter).await;
        browser.wait_for("document.querySelector('.stop')", SOON).await;
        has_focus(browser, ".run[aria-disabled=true]").await;
        browser.keys(Key::Tab).await;
        has_focus(browser, ".stop").await;
        browser.keys(Key::Enter).await;
        browser.wait_for("!document.querySelector('.stop')", SOON).await;
        has_focus(browser, ".run:not([aria-disabled])").await;

        browser.open_page(&site.url("#/lost-update?v=1")).await;
        browser.heading("Lost update").await;
        focus(browser, ".buttons button:last-child").await;
        browser.keys(Key::Enter).await;
        browser.wait_for("document.querySelector('.verdict')", SOON).await;
        browser.wait_for("!document.querySelector('.stop')", SOON).await;
        has_focus(browser, ".buttons button:last-child").await;

        browser.open_page(&site.url("#/explore/lost-update?v=1")).await;
        browser.wait_for("document.querySelector('.mover')", SOON).await;
        focus(browser, ".run").await;
        browser.keys(Key::Enter).await;
        browser.wait_for("document.querySelector('.outcomes td')", SOON).await;
        has_focus(browser, ".run").await;
    })
    .await;
}

/// The sentences for those who listen, as they came.
const LISTEN: &str = "(() => {
    window.heard = [];
    new MutationObserver(() => heard.push(document.querySelector('.told').textContent)).observe(
        document.querySelector('.told'), { childList: true, characterData: true, subtree: true });
})()";

/// Waits until this was heard, and nothing else.
async fn hears(browser: &Browser, sentences: &[&str]) {
    let all = serde_json::to_string(sentences).expect("texts");
    browser.wait_for(&format!("JSON.stringify(heard) === {all:?}"), SOON).await;
}

/// Thread 1 reads 0, thread 2 as well, and each writes 1 back.
#[tokio::test]
async fn number_keys_act_in_the_explorer_only_and_each_step_is_told_once() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/explore/lost-update?v=1")).await;
        browser.wait_for("document.querySelector('.mover')", SOON).await;
        browser.eval::<Value>(LISTEN, vec![]).await;
        let mut heard = Vec::new();
        let first = "Step 1, thread 1: read value, increase value.";
        browser.keys("1").await;
        heard.push(first);
        hears(browser, &heard).await;
        // Elsewhere it is a number.
        focus(browser, ".lessons").await;
        browser.keys("2").await;
        focus(browser, ".mover").await;
        browser.keys("2").await;
        heard.push("Step 2, thread 2: read value, increase value.");
        hears(browser, &heard).await;
        browser.keys("1").await;
        heard.push("Step 3, thread 1: write back value; counter is 1.");
        hears(browser, &heard).await;
        // A switch turns them off, also for another program; arrows still go back and forth.
        focus(browser, ".number-keys").await;
        browser.keys(" ").await;
        browser.wait_for("!document.querySelector('.mover kbd')", SOON).await;
        browser.keys("2").await;
        browser.keys(Key::Left).await;
        heard.push("Step 2, thread 2: read value, increase value.");
        hears(browser, &heard).await;
        browser.eval::<Value>("location.hash = '#/explore/deadlock?v=1'", vec![]).await;
        browser.heading("Deadlock").await;
        browser.wait_for("document.querySelector('.mover')", SOON).await;
        browser.keys("1").await;
        browser
            .wait_for("document.querySelector('.position').textContent === 'At the start'", SOON)
            .await;
        assert!(
            !browser.eval::<bool>("document.querySelector('.number-keys').checked", vec![]).await
        );
    })
    .await;
}

#[tokio::test]
async fn the_first_key_leads_past_the_bar() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        for (link, words) in
            [("", "Skip to the lessons"), ("#/deadlock?v=1", "Skip to the experiment")]
        {
            browser.goto("about:blank").await;
            browser.open_page(&site.url(link)).await;
            browser.wait_for("document.querySelector('main h1')", SOON).await;
            let seen = "document.querySelector('.skip').getBoundingClientRect().bottom > 0";
            assert!(!browser.eval::<bool>(seen, vec![]).await);
            browser.keys(Key::Tab).await;
            has_focus(browser, ".skip").await;
            assert!(browser.eval::<bool>(seen, vec![]).await);
            let text: String = browser.eval("document.activeElement.textContent", vec![]).await;
            assert_eq!(text, words);
            browser.keys(Key::Enter).await;
            has_focus(browser, "main h1").await;
        }
        browser.goto("about:blank").await;
        browser.open_page(&site.url("?embed#/deadlock?v=1")).await;
        browser.wait_for("document.querySelector('main h1')", SOON).await;
        assert_eq!(
            browser.eval::<u32>("document.querySelectorAll('.skip').length", vec![]).await,
            0
        );
    })
    .await;
}

/// A sweep has hundreds of rows of data; its pictures and numbers fit on three sheets.
#[tokio::test]
async fn paper_is_short_and_light() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1")).await;
        let run = "interleave.run('#/integrate?v=1&n=1000000&sweep=on').then(() => 0)";
        browser.eval_async::<Value>(run).await.expect("it runs");
        browser.press(".theme").await;
        browser.press(".theme").await;
        browser.wait_for("document.documentElement.dataset.theme === 'dark'", SOON).await;
        let sheets = browser.sheets().await;
        assert!((1..=3).contains(&sheets), "{sheets} sheets");
        browser.emulate_paper(true).await;
        let ground = "getComputedStyle(document.body).backgroundColor";
        assert_eq!(browser.eval::<String>(ground, vec![]).await, "rgb(255, 255, 255)");
        let rows = "[...document.querySelectorAll('.data')].every((data) => data.checkVisibility() === false)";
        assert!(browser.eval::<bool>(rows, vec![]).await);
        browser.emulate_paper(false).await;
        // A picture that was painted in light colors is painted again.
        let run = "interleave.run('#/deadlock?v=1').then(() => 0)";
        browser.eval_async::<Value>(run).await.expect("it runs");
        browser.wait_for("document.querySelector('canvas')", SOON).await;
        let text = "getComputedStyle(document.querySelector('canvas')).getPropertyValue('--paint-text')";
        for (event, ink) in [("beforeprint", "rgb(20, 24, 31)"), ("afterprint", "rgb(233, 237, 242)")] {
            browser.eval::<Value>(&format!("dispatchEvent(new Event({event:?}))"), vec![]).await;
            assert_eq!(browser.eval::<String>(text, vec![]).await, ink, "{event}");
        }
    })
    .await;
}
