//! Promise: the page works for a person: links, fields, the keyboard, sharing, slides, phones.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, By, Engine, Served, alone_in_each_engine, for_each_engine};

const SOON: Duration = Duration::from_secs(30);

async fn text(browser: &Browser) -> String {
    browser.eval("document.body.innerText", vec![]).await
}

/// Replaces the text of a parameter's field, key by key.
async fn type_into(browser: &Browser, name: &str, text: &str) {
    let field = browser.session().find(By::Css(format!("[name={name}]"))).await;
    let field = field.expect("the parameter has a field");
    field.clear().await.expect("a field can be cleared");
    field.send_keys(text).await.expect("a field takes keys");
}

#[tokio::test]
async fn a_link_fills_the_fields_and_running_it_shows_the_verdict() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&threads=3&method=pool&n=300000")).await;
        let n: String = browser.eval("document.querySelector('[name=n]').value", vec![]).await;
        assert_eq!(n, "300000");
        let form = "document.querySelector('[name=n]').form.requestSubmit()";
        browser.eval::<Value>(form, vec![]).await;
        browser.wait_for("document.body.innerText.includes('3 threads took')", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_value_stays_in_its_field_with_the_error_and_nothing_runs() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1")).await;
        type_into(browser, "n", "ten").await;
        let says = "document.body.innerText.includes('n must be a whole number')";
        browser.wait_for(says, SOON).await;
        let state: (String, String, bool) = browser
            .eval(
                "[document.querySelector('[name=n]').value,
                  document.querySelector('[name=n]').getAttribute('aria-invalid'),
                  document.querySelector('form button[type=submit]').disabled]",
                vec![],
            )
            .await;
        assert_eq!(state, ("ten".to_owned(), "true".to_owned(), true));
    })
    .await;
}

/// A slide is 960 × 540. Before Run is pressed nothing of the lab is fetched.
#[tokio::test]
async fn a_slide_fits_its_frame_has_no_navigation_and_starts_nothing() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let (width, height) = browser.resize(960, 540).await;
        browser.open_page(&site.url("?embed#/integrate?v=1&threads=2&n=1000000")).await;
        let fits = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]";
        let before: (u32, u32) = browser.eval(fits, vec![]).await;
        assert!(before.0 <= width && before.1 <= height, "{before:?} in {width} × {height}");
        let fetched = "performance.getEntriesByType('resource')
            .filter(({ name, initiatorType }) => initiatorType !== 'link' && name.includes('/lab/')).length";
        assert_eq!(browser.eval::<u32>(fetched, vec![]).await, 0);
        assert_eq!(browser.eval::<u32>("document.querySelectorAll('nav').length", vec![]).await, 0);
        let run = "window.interleave.run('#/integrate?v=1&threads=2&n=1000000').then(() => 0)";
        browser.eval_async::<Value>(run).await.expect("it runs when asked");
        let after: (u32, u32) = browser.eval(fits, vec![]).await;
        assert!(after.0 <= width && after.1 <= height, "{after:?} in {width} × {height}");
        assert!(text(browser).await.contains("2 threads took"));
    })
    .await;
}

#[tokio::test]
async fn a_phone_needs_no_sideways_scrolling() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        for width in [320, 390] {
            browser.resize(width, 800).await;
            browser.open_page(&site.url("")).await;
            let run = "window.interleave.run('#/integrate?v=1&n=1000000&sweep=on').then(() => 0)";
            browser.eval_async::<Value>(run).await.expect("a sweep runs");
            let scroll = "document.documentElement.scrollWidth";
            assert!(browser.eval::<u32>(scroll, vec![]).await <= width, "{width}");
        }
    })
    .await;
}

#[tokio::test]
async fn following_a_link_on_the_open_page_changes_the_experiment() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/integrate?v=1&n=1000")).await;
        browser.eval::<Value>("location.hash = '#/amdahl?v=1&serial=40'", vec![]).await;
        let there = "document.querySelector('[name=serial]')?.value === '40'";
        browser.wait_for(there, SOON).await;
    })
    .await;
}

#[tokio::test]
async fn the_catalogue_lists_every_parameter_with_its_limits() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let catalogue: Value = browser.eval("window.interleave.catalogue()", vec![]).await;
        assert_eq!(
            (&catalogue[0]["id"], &catalogue[1]["id"]),
            (&"integrate".into(), &"amdahl".into())
        );
        let threads = &catalogue[0]["params"][0];
        assert_eq!((&threads["name"], &threads["kind"]), (&"threads".into(), &"integer".into()));
        assert_eq!((&threads["min"], &threads["max"]), (&1.into(), &64.into()));
        assert_eq!(catalogue[0]["params"][1]["choices"][5], "slide");
        let version: String = browser.eval("window.interleave.version", vec![]).await;
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    })
    .await;
}

#[tokio::test]
async fn a_second_run_is_refused_while_the_first_is_on_its_way() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        let script = "(async () => {
            const { run, stop } = window.interleave;
            const first = run('#/integrate?v=1&n=10000000000&threads=2').catch((e) => e.name);
            const second = await run('#/integrate?v=1&n=10').catch((e) => e.name + ': ' + e.message);
            await stop();
            return [await first, second];
        })()";
        let (first, second): (String, String) = browser.eval_async(script).await.unwrap();
        assert_eq!(first, "Stopped");
        assert_eq!(second, "RunError: another run is on its way: stop it first");
    })
    .await;
}

#[tokio::test]
async fn progress_is_told_from_the_start_to_the_last_block_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("?embed")).await;
        let script = "(async () => {
            const told = [];
            await window.interleave.run('#/integrate?v=1&threads=2&n=200000000&repeats=2',
                { onProgress: (progress) => told.push(progress) });
            const fractions = told.map(({ fraction }) => fraction).filter((f) => typeof f === 'number');
            return [told[0].doing, fractions.length > 0,
                fractions.every((f, i) => f >= 0 && f <= 1 && (i === 0 || f >= fractions[i - 1]))];
        })()";
        let told: (String, bool, bool) = browser.eval_async(script).await.unwrap();
        assert_eq!(told, ("starting".to_owned(), true, true));
    })
    .await;
}

/// Listings are files of the site: none is asked for before somebody opens one.
#[tokio::test]
async fn the_code_is_read_when_it_is_opened() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/atomicity?v=1")).await;
        let asked =
            "performance.getEntriesByType('resource').some(({ name }) => name.includes('/code/'))";
        assert!(!browser.eval::<bool>(asked, vec![]).await);
        for (index, words) in ["def withdraw():", "impl Run for Atomicity"].into_iter().enumerate()
        {
            let open = format!("document.querySelectorAll('.code summary')[{index}].click()");
            browser.eval::<Option<u32>>(&open, vec![]).await;
            let text = format!("document.querySelectorAll('.code')[{index}].innerText");
            browser.wait_for(&format!("{text}.includes({words:?})"), Duration::from_secs(20)).await;
        }
    })
    .await;
}

/// The number that is set stands in the program, in its color, and is copied with it; no line of a program is wrapped.
#[tokio::test]
async fn code_is_colored_follows_the_set_up_and_can_be_copied() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/lost-update?v=1&increments=7")).await;
        let open = "(navigator.clipboard.writeText = async (text) => { window.copied = text; },
            document.querySelector('.code summary').click())";
        browser.eval::<Option<u32>>(open, vec![]).await;
        let number =
            "[...document.querySelectorAll('.code .code-number')].some((n) => n.innerText === '7')";
        browser.wait_for(number, Duration::from_secs(20)).await;
        let plain = "new Set([...document.querySelectorAll('.code pre, .code pre span')]
            .map((e) => getComputedStyle(e).color)).size";
        assert!(browser.eval::<u32>(plain, vec![]).await > 4, "kinds of tokens differ");
        let wrapped = "getComputedStyle(document.querySelector('.code pre')).whiteSpace";
        assert_eq!(browser.eval::<String>(wrapped, vec![]).await, "pre");
        browser
            .eval::<Option<u32>>("document.querySelector('.code-bar button').click()", vec![])
            .await;
        let said = "document.querySelector('.code-bar [role=status]').innerText === 'Copied.'";
        browser.wait_for(said, Duration::from_secs(20)).await;
        let copied: String = browser.eval("window.copied", vec![]).await;
        assert!(copied.contains("\nINCREMENTS = 7\n"), "{copied}");
        assert!(copied.ends_with("\"increments:\", counter)\n"), "{copied}");
    })
    .await;
}

/// Lines of the explorer's program scroll in their own region, on a slide and on a phone: each is one line high.
#[tokio::test]
async fn no_line_of_a_program_is_wrapped() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        for (query, link, width, height) in [
            ("?embed", "#/explore/lost-update?v=1", 960, 540),
            ("", "#/explore/queue?v=1", 390, 844),
        ] {
            browser.resize(width, height).await;
            browser.open_page(&site.url(&format!("{query}{link}"))).await;
            let lines = "[...document.querySelectorAll('.source code')]";
            browser.wait_for(&format!("{lines}.length > 3"), Duration::from_secs(20)).await;
            let tall =
                format!("{lines}.filter((e) => e.offsetHeight > 30).map((e) => e.innerText)");
            assert_eq!(browser.eval::<Vec<String>>(&tall, vec![]).await, [""; 0]);
            let page = "document.documentElement.scrollWidth - innerWidth";
            assert!(browser.eval::<i32>(page, vec![]).await <= 0, "the page does not scroll");
        }
    })
    .await;
}

/// Nothing that is read moves by itself while a first run goes on and ends: not with a hundred lanes, not with a picture
/// that begins late, not on a phone, whose picture stands below the set-up. Only Chromium tells.
#[tokio::test]
async fn a_run_moves_nothing_that_is_read() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        for (width, height) in [(1366, 768), (390, 844), (960, 540)] {
            browser.resize(width, height).await;
            for lesson in ["gil", "web-service", "task-queue", "lock"] {
                // A page of its own, on which nothing has run: no result is replaced.
                browser.open_page(&site.url(&format!("?{width}#/{lesson}?v=1"))).await;
                let shifted = browser.shift_of_a_run().await;
                assert!(shifted < 0.02, "{lesson} at {width} × {height}: {shifted}");
            }
        }
    })
    .await;
}
