//! Promise: you are the scheduler. Buttons and keys step forwards and back, links bring the same
//! schedule back, and a challenge knows its par and what is impossible.

use std::time::Duration;

use tests::{Browser, Engine, Served, for_each_engine};

async fn open(browser: &Browser, site: &Served, link: &str) {
    browser.open_page(&site.url(link)).await;
    let shown = "document.querySelector('.explorer') !== null";
    browser.wait_for(shown, Duration::from_secs(30)).await;
}

/// Waits until the page shows `text`; narrow spaces and those that do not break count as spaces.
async fn shows(browser: &Browser, text: &str) {
    let words = "document.body.innerText.replace(/[\\u00a0\\u202f]/g, ' ')";
    let shown = format!("{words}.includes({text:?})");
    browser.wait_for(&shown, Duration::from_secs(30)).await;
}

/// Two trains take one section each: the second lock of either is held by the other.
#[tokio::test]
async fn keys_step_into_a_deadlock_and_back_out_of_it() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        open(browser, site, "#/explore/deadlock?v=1").await;
        browser.press_keys(&["1", "2"]).await;
        shows(browser, "train 1 waits for section B, held by train 2").await;
        shows(browser, "Step 2").await;
        // Nobody can go on, so another key does nothing; going back does.
        browser.press_keys(&["1", "Backspace"]).await;
        shows(browser, "Step 1").await;
        browser.press_keys(&["1", "1", "1", "2", "2", "2", "2"]).await;
        shows(browser, "Step 8").await;
        shows(browser, "As it should be").await;
    })
    .await;
}

/// The schedule of the lecture's table: both read before either writes back.
#[tokio::test]
async fn a_link_brings_its_schedule_back_and_a_stale_one_says_where_it_stops() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        open(browser, site, "#/explore/lost-update?v=1").await;
        browser.press_keys(&["1", "2", "1", "2"]).await;
        shows(browser, "Step 4").await;
        shows(browser, "Lost updates").await;
        let plan = plan::open("#/explore/lost-update?v=1").draft.expect("a model");
        let plan = plan.exploration_plan(plan::Computer { cores: 1 }).expect("it is valid");
        let written = "m.ABAB.00000000".parse().expect("its form is right");
        let (replay, _) = machine::Replay::of_written(plan.machine(true).into(), &written);
        let link = plan.link_with(&replay.written().to_string());
        open(browser, site, &format!("?embed{link}")).await;
        shows(browser, "Lost updates").await;
        shows(browser, "Step 4").await;
        let stale = "#/explore/deadlock?v=1&schedule=m.ABA.00000000";
        open(browser, site, &format!("?again{stale}")).await;
        shows(browser, "step 3: train 1 cannot go on").await;
        shows(browser, "Step 2").await;
    })
    .await;
}

/// Three threads read and write 3 times each: 18 steps. The window of a small notebook does not hold as
/// many rows below the buttons, so that the page has to scroll.
#[tokio::test]
async fn the_current_step_and_the_buttons_stay_in_sight() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.resize(1366, 650).await;
        open(browser, site, "#/explore/lost-update?v=1&threads=3&increments=3").await;
        assert_eq!(browser.eval::<f64>("scrollY", vec![]).await, 0.0, "opening scrolls nothing");
        let in_sight = |what: &str| {
            format!(
                "(() => {{ const box = document.querySelector({what:?}).getBoundingClientRect();
                    return 0 <= box.top && box.bottom <= innerHeight; }})()"
            )
        };
        for step in 1..=18 {
            browser.press_keys(&[["1", "2", "3"][step % 3]]).await;
            shows(browser, &format!("Step {step}")).await;
            for what in [".schedule .now", ".movers"] {
                browser.wait_for(&in_sight(what), Duration::from_secs(5)).await;
            }
        }
        assert!(browser.eval::<f64>("scrollY", vec![]).await > 0.0);
    })
    .await;
}

#[tokio::test]
async fn explore_shows_outcomes_and_their_witnesses_step_through() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        open(browser, site, "#/explore/lost-update?v=1&threads=3&increments=2").await;
        browser.press_button("Explore").await;
        shows(browser, "34 650 schedules").await;
        shows(browser, "5 outcomes").await;
        browser.press_button("Step through").await;
        shows(browser, "At the start of 12 steps").await;
        browser.press_button("Play").await;
        shows(browser, "Step 12").await;
        browser.press_button("Shrink").await;
        shows(browser, "preemption").await;
    })
    .await;
}

/// What threads did is laid beside what may happen; with a lock only one thing may.
#[tokio::test]
async fn real_threads_are_laid_beside_what_may_happen() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        open(browser, site, "#/explore/lost-update?v=1&fix=lock").await;
        browser.press_button("Explore").await;
        shows(browser, "1 outcome").await;
        browser.press_button("Try real threads").await;
        shows(browser, "possible and seen").await;
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(!page.contains("impossible"), "{page}");
    })
    .await;
}

/// Level 1 asks for both increments: one thread after the other, without a preemption.
#[tokio::test]
async fn a_challenge_is_won_at_par_and_the_impossible_is_called_so() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        open(browser, site, "#/explore/lost-update?v=1").await;
        browser.press_button("Challenges").await;
        shows(browser, "25").await;
        browser.press_button("Play").await;
        shows(browser, "Make the counter end at 2.").await;
        browser.press_keys(&["1", "1", "2", "2"]).await;
        shows(browser, "Solved").await;
    })
    .await;
}
