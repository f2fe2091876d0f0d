//! Promise: a package of `cargo xtask scorm` keeps score and state on a learning platform, which is scorm-again here.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, Engine, Page, Served, Site, for_each_engine};
use xtask::scorm::{Package, Site as Source};
use zip::ZipArchive;

const SOON: Duration = Duration::from_secs(20);

/// A page that speaks SPLICE as docs/embedding.md says, and keeps what it heard.
const FRAME: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>frame</title><p>frame</p><script>
globalThis.heard = [];
let n = 0;
globalThis.say = (subject, fields) => parent.postMessage({ subject, message_id: `m${(n += 1)}`, ...fields }, "*");
addEventListener("message", ({ data, source }) => source === parent && heard.push(data));
say("SPLICE.getState");
</script></html>"#;

/// A platform that keeps what it is sent, and has it again at the next launch; `?mode=review` is a look back.
const PLATFORM: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>platform</title>
<script src="scorm-again.js"></script><script>
window.calls = [];
window.player = window.API_1484_11 = new Scorm2004API({ logLevel: 5 });
const before = JSON.parse(localStorage.cmi ?? "{}");
player.loadFromJSON({ ...before, ...Object.fromEntries(new URLSearchParams(location.search)) }, "cmi");
for (const name of ["Initialize", "Commit", "Terminate"]) {
    const real = player[name];
    player[name] = (text) => {
        calls.push(name);
        const answer = real.call(player, text);
        localStorage.cmi = JSON.stringify(player.renderCMIToJSONObject().cmi);
        return answer;
    };
}
window.kept = (name) => JSON.parse(localStorage.cmi)[name];
window.score = () => ['scaled', 'raw', 'min', 'max'].map((name) => kept('score')[name]);
</script><body><iframe src="package/index.html" width="900" height="700"></iframe></body></html>"#;

/// A site with the platform, and a page for frames in the folder `fake`.
fn platform() -> Site {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("scorm-{}", COUNT.fetch_add(1, Relaxed));
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(dir.join("fake")).unwrap();
    fs::write(dir.join("fake/index.html"), FRAME).unwrap();
    let player = fs::read_to_string(xtask::tools::scorm_again().unwrap()).unwrap();
    let page =
        |content_type: &str, body: String| Page { content_type: content_type.to_owned(), body };
    let pages = [
        ("/platform.html".to_owned(), page("text/html", PLATFORM.to_owned())),
        ("/scorm-again.js".to_owned(), page("text/javascript", player)),
    ];
    Site { dir, pages: pages.into(), ..Site::default() }
}

/// Puts the package of `link`, unpacked, on the platform in `dir`.
fn unpack(dir: &Path, link: &str, source: Source) {
    let out = dir.join("package.zip");
    Package::new(link, None, source).unwrap().write(&out).unwrap();
    let mut zip = ZipArchive::new(File::open(&out).unwrap()).unwrap();
    zip.extract(dir.join("package")).unwrap();
}

/// The platform with the package of `link`, in which is the page of `inside`, or the fake one.
async fn with_package(link: &str, inside: Option<PathBuf>) -> Served {
    let site = platform();
    unpack(&site.dir, link, Source::Inside(inside.unwrap_or_else(|| site.dir.join("fake"))));
    Served::start(site).await
}

async fn value(browser: &Browser, js: &str) -> Value {
    browser.eval(js, vec![]).await
}

/// The value of `js` in the page of the package, where `note` is what it tells people.
async fn in_package(browser: &Browser, js: &str) -> Value {
    browser.session().enter_frame(0).await.unwrap();
    let value = value(browser, js).await;
    browser.session().enter_default_frame().await.unwrap();
    value
}

/// The value of `js` in the frame of the package.
async fn in_frame(browser: &Browser, js: &str) -> Value {
    browser.session().enter_frame(0).await.unwrap();
    browser.session().enter_frame(0).await.unwrap();
    let value = value(browser, js).await;
    browser.session().enter_default_frame().await.unwrap();
    value
}

/// Opens the platform, and waits until the frame has the answer to its question.
async fn launch(browser: &Browser, site: &Served, query: &str) {
    browser.goto(&site.url(&format!("platform.html{query}"))).await;
    until_answered(browser).await;
}

async fn until_answered(browser: &Browser) {
    for _ in 0..200 {
        if in_frame(browser, "window.heard?.length").await == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{}: {}", browser.engine(), in_package(browser, "document.body.innerText").await);
}

/// The frame says `subject` with `fields`, and the platform has been told of it.
async fn say(browser: &Browser, subject: &str, fields: Value) {
    let before = value(browser, "calls.length").await;
    in_frame(browser, &format!("say({subject:?}, {fields})")).await;
    browser.wait_for(&format!("calls.length > {before}"), SOON).await;
}

/// What the page of the package tells people.
async fn note(browser: &Browser) -> Value {
    in_package(
        browser,
        "(({ hidden, textContent }) => hidden ? null : textContent)(document.querySelector('p'))",
    )
    .await
}

const END: &str = "void document.querySelector('iframe').remove()";

#[tokio::test]
async fn score_and_state_of_a_level_are_kept_and_the_state_is_there_at_the_next_launch() {
    let site = async || with_package("#/challenge/both-count", None).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        launch(browser, site, "").await;
        let asked =
            json!({ "subject": "SPLICE.getState.response", "message_id": "m1", "state": null });
        assert_eq!(in_frame(browser, "heard[0]").await, asked);
        let address = site.url("package/site/index.html?embed#/challenge/both-count");
        assert_eq!(in_frame(browser, "location.href").await, address);
        assert_eq!(value(browser, "player.GetValue('cmi.completion_status')").await, "incomplete");

        // An event of a level says nothing of its end.
        say(
            browser,
            "SPLICE.sendEvent",
            json!({ "name": "level", "location": "#/challenge/both-count", "data": null }),
        )
        .await;
        assert_eq!(value(browser, "kept('completion_status')").await, "incomplete");
        let state = json!({ "v": 1, "link": "#/challenge/both-count", "solved": "both-count" });
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 0.25, "state": null })).await;
        assert_eq!(
            value(browser, "[score(), kept('success_status')]").await,
            json!([["0.25", "25", "0", "100"], "failed"])
        );
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 1, "state": state })).await;
        // A worse one later takes nothing away.
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 0, "state": state })).await;
        let facts =
            "[score(), ...['success_status', 'completion_status', 'location', 'exit'].map(kept)]";
        let expected = json!([
            ["1", "100", "0", "100"],
            "passed",
            "completed",
            "#/challenge/both-count",
            "suspend"
        ]);
        assert_eq!(value(browser, facts).await, expected);
        assert_eq!(note(browser).await, Value::Null);

        browser.eval::<Value>(END, vec![]).await;
        browser.wait_for("calls.includes('Terminate')", SOON).await;
        let once = "calls.filter((name) => name !== 'Commit')";
        assert_eq!(value(browser, once).await, json!(["Initialize", "Terminate"]));
        assert_eq!(value(browser, "calls.filter((name) => name === 'Commit').length").await, 5);
        let took = value(browser, "kept('session_time')").await;
        assert!(
            took.as_str().is_some_and(|took| took.starts_with("PT") && took.ends_with('S')),
            "{took}"
        );

        launch(browser, site, "").await;
        assert_eq!(in_frame(browser, "heard[0].state").await, state);
        browser.eval::<Value>(END, vec![]).await;
        browser.wait_for("calls.includes('Terminate')", SOON).await;
        assert_eq!(value(browser, facts).await, expected);
    })
    .await;
}

/// A level is complete with a score, whoever made it.
#[tokio::test]
async fn a_level_that_somebody_made_is_complete_once_it_has_a_score() {
    const LEVEL: &str = "#/explore/lost-update?v=1&goal=value.1&title=%3Ci%3E%22One%22";
    let site = async || with_package(LEVEL, None).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        launch(browser, site, "").await;
        let event = json!({ "name": "level", "location": LEVEL, "data": null });
        say(browser, "SPLICE.sendEvent", event).await;
        assert_eq!(value(browser, "kept('completion_status')").await, "incomplete");
        assert_eq!(value(browser, "kept('location')").await, LEVEL);
        assert_eq!(in_package(browser, "document.title").await, "<i>\"One\"");
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 1, "state": null })).await;
        let facts = "[score()[0], kept('success_status'), kept('completion_status')]";
        assert_eq!(value(browser, facts).await, json!(["1", "passed", "completed"]));
    })
    .await;
}

/// A state of 64,000 characters is one of 63,986 with `{"v":1,"a":"` before and `"}` behind.
#[tokio::test]
async fn what_cannot_be_kept_is_said_and_the_rest_is_kept() {
    let site = async || with_package("#/lock?v=1", None).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        launch(browser, site, "").await;
        for (score, length) in [(0.5, 63_986), (0.75, 63_987)] {
            let js = format!("say('SPLICE.reportScoreAndState', {{ score: {score}, state: {{ v: 1, a: 'x'.repeat({length}) }} }})");
            in_frame(browser, &js).await;
            browser.wait_for(&format!("localStorage.cmi && score()[0] === '{score}'"), SOON).await;
        }
        assert_eq!(value(browser, "kept('suspend_data').length").await, 64_000);
        let said = "state is 64001 characters long, at most 64000 are kept: you will go on from an earlier one.";
        assert_eq!(note(browser).await, said);

        for score in ["1.5", "'1'", "NaN"] {
            in_frame(browser, &format!("say('SPLICE.reportScoreAndState', {{ score: {score}, state: null }})")).await;
        }
        let said = "score must be a number from 0 to 1, got null."; // of NaN, which has no form in JSON
        for _ in 0..100 {
            if note(browser).await == said {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(note(browser).await, said);
        assert_eq!(value(browser, "score()[0]").await, "0.75");
    })
    .await;
}

#[tokio::test]
async fn an_experiment_is_complete_once_it_ran_and_a_look_back_changes_nothing() {
    let site = async || with_package("#/lost-update?v=1", None).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        launch(browser, site, "?mode=review").await;
        let run = json!({ "name": "run", "location": "#/lost-update?v=1&threads=3", "data": {} });
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 1, "state": null })).await;
        say(browser, "SPLICE.sendEvent", run.clone()).await;
        let facts = "[kept('completion_status'), kept('success_status'), score()[0]]";
        assert_eq!(value(browser, facts).await, json!(["unknown", "unknown", ""]));

        launch(browser, site, "?mode=normal&scaled_passing_score=0.5").await;
        say(browser, "SPLICE.sendEvent", run).await;
        assert_eq!(value(browser, facts).await, json!(["completed", "unknown", ""]));
        assert_eq!(value(browser, "kept('location')").await, "#/lost-update?v=1&threads=3");
        say(browser, "SPLICE.reportScoreAndState", json!({ "score": 0.5, "state": null })).await;
        assert_eq!(value(browser, facts).await, json!(["completed", "passed", "0.5"]));
        in_frame(browser, "say('lti.frameResize', { height: 1234.5 })").await;
        let height = "document.querySelector('iframe').offsetHeight === 1235";
        for _ in 0..100 {
            if in_package(browser, height).await == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{}: the frame has not the height that it asks for", browser.engine());
    })
    .await;
}

/// For a browser, the page at 127.0.0.1 is of another site than the platform at localhost.
#[tokio::test]
async fn a_page_of_another_site_is_kept_as_well() {
    let site = async || {
        let site = platform();
        let dir = site.dir.clone();
        let site = Served::start(site).await;
        unpack(&dir, "#/lock?v=1", Source::Hosted(site.url("fake/")));
        site
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let address = site.url_on("localhost", "platform.html");
        browser.goto(&address).await;
        until_answered(browser).await;
        let embedded = site.url("fake/?embed#/lock?v=1");
        assert_eq!(in_frame(browser, "location.href").await, embedded);
        let state = json!({ "v": 1, "link": "#/lock?v=1" });
        let report = json!({ "score": 1, "state": state });
        say(browser, "SPLICE.reportScoreAndState", report).await;
        assert_eq!(value(browser, "score()[0]").await, "1");
        browser.goto(&address).await;
        until_answered(browser).await;
        assert_eq!(in_frame(browser, "heard[0].state").await, state);
    })
    .await;
}

#[tokio::test]
async fn without_a_platform_the_page_says_that_nothing_is_kept_and_is_there_all_the_same() {
    let site = async || with_package("#/lock?v=1", None).await;
    for_each_engine(&[Engine::Chromium], site, async |browser, site| {
        browser.goto(&site.url("package/index.html")).await;
        let said = "document.querySelector('p').textContent.startsWith('No SCORM 2004 player (API_1484_11)')";
        browser.wait_for(said, SOON).await;
        browser.session().enter_frame(0).await.unwrap();
        browser.wait_for("window.heard?.length === 1 && heard[0].state === null", SOON).await;
    })
    .await;
}

/// Two trains block each other in two schedules: each has taken its first section before the other takes it, in one
/// order or the other. The package is of another lesson, to see that it is the state that comes back.
#[tokio::test]
async fn the_finished_page_is_scored_and_goes_on_where_it_was() {
    let dist = Served::dist_site().dir;
    let site = async || with_package("#/explore/lost-update?v=1", Some(dist.clone())).await;
    // Sent until it is obeyed: whoever is around the frame cannot see when it begins to hear.
    let open = "void (window.orders = setInterval(() => document.querySelector('iframe').contentWindow.postMessage(
        { source: 'interleave', v: 1, type: 'open', link: '#/explore/deadlock?v=1' }, '*'), 300))";
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let enter = async || {
            browser.session().enter_frame(0).await.unwrap();
            browser.session().enter_frame(0).await.unwrap();
        };
        browser.goto(&site.url("platform.html")).await;
        enter().await;
        browser.heading("Lost update").await;
        browser.session().enter_default_frame().await.unwrap();
        in_package(browser, open).await;
        enter().await;
        browser.heading("Deadlock").await;
        browser.session().enter_default_frame().await.unwrap();
        in_package(browser, "clearInterval(window.orders)").await;
        enter().await;
        browser.wait_for("document.querySelector('#say')", SOON).await;
        browser.eval::<Value>("document.querySelector('#say').focus()", vec![]).await;
        browser.keys("2").await;
        browser.press(".run").await;
        browser.session().enter_default_frame().await.unwrap();
        browser.wait_for("localStorage.cmi && score()[0] === '1'", SOON).await;
        let facts = "[kept('success_status'), kept('completion_status'), JSON.parse(kept('suspend_data')).link]";
        assert_eq!(value(browser, facts).await, json!(["passed", "completed", "#/explore/deadlock?v=1"]));
        browser.eval::<Value>(END, vec![]).await;
        browser.wait_for("calls.includes('Terminate')", SOON).await;

        browser.goto(&site.url("platform.html?mode=normal")).await;
        enter().await;
        browser.heading("Deadlock").await;
    })
    .await;
}
