//! Promise: `<interleave-lab>` puts a frame into any page, deck or course, and gives back what is theirs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, Engine, Key, Page, Served, Site, for_each_engine};

const SOON: Duration = Duration::from_secs(20);
/// Time for what must not come.
const PAUSE: Duration = Duration::from_millis(500);

/// A page that says and hears what docs/embedding.md asks of a frame, and keeps what it heard.
const FRAME: &str = r##"<!doctype html><html lang="en"><meta charset="utf-8"><title>frame</title><p>frame</p><script>
globalThis.heard = [];
const link = location.hash || "#/integrate?v=1";
globalThis.say = (type, fields) => parent.postMessage({ source: "interleave", v: 1, type, ...fields }, "*");
const state = (link) => say("state", { link, doing: "idle", failure: null });
addEventListener("message", ({ data, source }) => {
    if (source !== parent) return;
    heard.push(data);
    if (data.type === "open") state(data.link);
});
say("ready", { link, title: "Lost update", version: "0.1.0", threads: "none", why: "it is none" });
say("height", { height: 321 });
state(link);
</script></html>"##;

/// What a page around frames remembers: keys as decks hear them, and what an element tells.
const WATCH: &str = "
globalThis.keys = [];
globalThis.told = [];
globalThis.strings = [];
globalThis.refused = [];
globalThis.lab = () => document.querySelector('interleave-lab');
globalThis.frame = () => lab().querySelector('iframe');
addEventListener('keydown', (e) => keys.push([e.key, e.which, e.keyCode, e.shiftKey]));
addEventListener('message', ({ data }) => typeof data === 'string' && strings.push(data));
addEventListener('securitypolicyviolation', (e) => refused.push(e.effectiveDirective));
for (const type of ['ready', 'state', 'result', 'error'])
    addEventListener(`interleave-${type}`, ({ detail }) => told.push([type, detail]));
";

/// A site with the element, the frame above, and a page around it that has `body`; its head may say more.
fn site(head: &str, body: &str) -> Site {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("element-{}", COUNT.fetch_add(1, Relaxed));
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/interleave-lab");
    fs::create_dir_all(&dir).unwrap();
    fs::copy(web.join("interleave-lab.js"), dir.join("interleave-lab.js")).unwrap();
    fs::write(dir.join("index.html"), FRAME).unwrap();
    fs::write(dir.join("watch.js"), WATCH).unwrap();
    fs::write(dir.join("picture.svg"), PICTURE).unwrap();
    let shared = "/interleave-lab.js\n  Access-Control-Allow-Origin: *\n";
    fs::write(dir.join("_headers"), shared).unwrap();
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>deck</title>{head}
        <script src=watch.js></script><body>{body}</body></html>"
    );
    let page = Page { content_type: "text/html".to_owned(), body: html };
    Site { dir, pages: [("/deck.html".to_owned(), page)].into(), ..Site::default() }
}

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>"#;
/// The element comes from the page's own site.
const OURS: &str = "<script type=module src=interleave-lab.js></script>";
/// The element, and with it the frame, comes from another site.
const THEIRS: &str =
    "<script>import(`http://127.0.0.1:${location.port}/interleave-lab.js`)</script>";

async fn value(browser: &Browser, js: &str) -> Value {
    browser.eval(js, vec![]).await
}

/// Waits until the page in the frame has said that it is there.
async fn until_ready(browser: &Browser) {
    browser.wait_for("told.some(([type]) => type === 'ready')", SOON).await;
}

/// The value of `js` in the page in the frame.
async fn in_frame(browser: &Browser, js: &str) -> Value {
    browser.session().enter_frame(0).await.unwrap();
    let value = value(browser, js).await;
    browser.session().enter_parent_frame().await.unwrap();
    value
}

/// Waits until `js` is true in the page in the frame, which may be loaded again meanwhile.
async fn until_in_frame(browser: &Browser, js: &str) {
    for _ in 0..100 {
        if in_frame(browser, &format!("Boolean({js})")).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{}: never in the frame: {js}; {}", browser.engine(), in_frame(browser, "heard").await);
}

#[tokio::test]
async fn what_stands_in_the_element_is_shown_until_the_frame_near_by_is_there() {
    let body = "<p style='height: 4000px'>text</p>
        <interleave-lab link='#/lost-update?v=1&amp;threads=4' theme=dark title=Races>
        <p id=inside>Two threads</p></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        browser.wait_for("lab().shadowRoot && inside.getClientRects().length === 1", SOON).await;
        tokio::time::sleep(PAUSE).await;
        assert_eq!(value(browser, "frame()").await, Value::Null);
        assert_eq!(value(browser, "lab().offsetHeight").await, 540);

        browser.eval::<Value>("void lab().scrollIntoView()", vec![]).await;
        until_ready(browser).await;
        let shown = "inside.getClientRects().length === 0 && inside.parentElement === lab()";
        browser.wait_for(shown, SOON).await;
        let facts =
            "[frame().src, frame().allow, frame().loading, frame().title, lab().offsetHeight,
            getComputedStyle(frame()).opacity, frame().getAttribute('style')]";
        let src = site.url("?embed&theme=dark#/lost-update?v=1&threads=4");
        let allow = "cross-origin-isolated; fullscreen; clipboard-write";
        let expected = json!([src, allow, "lazy", "Races", 540, "1", null]);
        assert_eq!(value(browser, facts).await, expected);
    })
    .await;
}

#[tokio::test]
async fn with_load_click_the_frame_waits_for_its_button_and_gets_the_focus() {
    let body = "<interleave-lab link='#/lock?v=1' load=click poster=picture.svg title=Locks>
        <p id=inside>text</p></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        browser.wait_for("lab().shadowRoot?.querySelector('img').offsetWidth === 400", SOON).await;
        tokio::time::sleep(PAUSE).await;
        let before =
            "[frame(), inside.getClientRects().length, lab().shadowRoot.querySelector('img').alt,
            lab().shadowRoot.querySelector('button').textContent]";
        assert_eq!(value(browser, before).await, json!([null, 0, "Locks", "▶ Locks"]));
        browser.eval::<Value>("lab().shadowRoot.querySelector('button').click()", vec![]).await;
        browser.wait_for("document.activeElement === frame() && told.length", SOON).await;
        let after = "[frame().src, lab().shadowRoot.querySelector('button').offsetWidth]";
        assert_eq!(value(browser, after).await, json!([site.url("?embed#/lock?v=1"), 0]));
    })
    .await;
}

/// The frame says 321.
#[tokio::test]
async fn the_height_is_what_is_asked_for_or_follows_what_is_in_the_frame() {
    let body = "<interleave-lab load=now height=auto></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        browser.wait_for("frame().offsetHeight === 321 && lab().offsetHeight === 321", SOON).await;
        in_frame(browser, "say('height', { height: 700.5 })").await;
        browser.wait_for("frame().getBoundingClientRect().height === 700.5", SOON).await;
        browser.eval::<Value>("void lab().setAttribute('height', '200')", vec![]).await;
        assert_eq!(
            value(browser, "[frame().offsetHeight, lab().offsetHeight]").await,
            json!([200, 200])
        );
        in_frame(browser, "say('height', { height: 900 })").await;
        tokio::time::sleep(PAUSE).await;
        assert_eq!(value(browser, "frame().offsetHeight").await, 200);
    })
    .await;
}

/// What a frame says when PageDown, which is 34, means nothing there: to whoever is around it, and to reveal.js.
const DOWN: &str = "[say('key', { key: 'PageDown', code: 'PageDown', which: 34, shiftKey: true }),
    parent.postMessage('{\"method\":\"triggerKey\",\"args\":[34]}', '*')]";

/// Escape is 27. A frame that is not the element's presses nothing.
#[tokio::test]
async fn keys_that_mean_nothing_in_the_frame_reach_the_deck_with_their_number() {
    let body = "<interleave-lab load=now></interleave-lab><p id=other></p>";
    let site = async || Served::start(site(THEIRS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url_on("localhost", "deck.html")).await;
        until_ready(browser).await;
        in_frame(browser, DOWN).await;
        browser.wait_for("keys.length && strings.length", SOON).await;
        let stranger = "(() => {
            const stranger = document.createElement('iframe');
            stranger.src = frame().src;
            stranger.onload = () => window.isThere = true;
            other.append(stranger);
        })()";
        browser.eval::<Value>(stranger, vec![]).await;
        browser.wait_for("window.isThere", SOON).await;
        browser.session().enter_frame(1).await.unwrap();
        browser.eval::<Value>(DOWN, vec![]).await;
        browser.session().enter_parent_frame().await.unwrap();
        browser.wait_for("strings.length === 2", SOON).await;
        assert_eq!(value(browser, "keys").await, json!([["PageDown", 34, 34, true]]));

        browser.eval::<Value>("frame().focus()", vec![]).await;
        in_frame(browser, "say('key', { key: 'Escape', code: 'Escape', which: 27 })").await;
        browser.wait_for("document.activeElement === lab()", SOON).await;
        assert_eq!(value(browser, "keys.at(-1)").await, json!(["Escape", 27, 27, false]));
        browser.keys("x").await; // a real one goes to the deck
        browser.wait_for("keys.at(-1)[0] === 'x'", SOON).await;
    })
    .await;
}

/// reveal.js obeys the frame by itself, unless it was told not to.
#[tokio::test]
async fn a_deck_of_reveal_goes_one_step_for_a_key() {
    let body = "<div class=reveal><interleave-lab load=now></interleave-lab></div>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        until_ready(browser).await;
        in_frame(browser, DOWN).await;
        browser.wait_for("strings.length", SOON).await;
        tokio::time::sleep(PAUSE).await;
        assert_eq!(value(browser, "[strings.length, keys.length]").await, json!([1, 0]));
        let deaf = "void (window.Reveal = { getConfig: () => ({ postMessage: false }) })";
        browser.eval::<Value>(deaf, vec![]).await;
        in_frame(browser, DOWN).await;
        browser.wait_for("keys.length === 1", SOON).await;
    })
    .await;
}

#[tokio::test]
async fn on_paper_stand_the_picture_or_what_is_in_the_element_and_the_address() {
    let body = "<interleave-lab load=now link='#/lock?v=1'><p id=inside>text</p></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&[Engine::Chromium], site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        until_ready(browser).await;
        let facts = "[frame().getClientRects().length, inside.getClientRects().length,
            (({ offsetHeight, innerText }) => offsetHeight && innerText)(lab().shadowRoot.querySelector('.link')),
            lab().shadowRoot.querySelector('img').getClientRects().length]";
        assert_eq!(value(browser, facts).await, json!([1, 0, 0, 0]));
        browser.emulate_paper(true).await;
        let address = site.url("#/lock?v=1");
        assert_eq!(value(browser, facts).await, json!([0, 1, address, 0]));
        browser.eval::<Value>("void lab().setAttribute('poster', 'picture.svg')", vec![]).await;
        browser.wait_for("lab().shadowRoot.querySelector('img').offsetWidth === 400", SOON).await;
        assert_eq!(value(browser, facts).await, json!([0, 0, address, 1]));
        browser.emulate_paper(false).await;
        assert_eq!(value(browser, facts).await, json!([1, 0, 0, 0]));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_allows_no_style_and_no_markup_from_scripts_has_nothing_to_refuse() {
    let policy =
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; script-src 'self';
        frame-src 'self'; img-src 'self'; require-trusted-types-for 'script'\">";
    let body = "<interleave-lab load=click poster=picture.svg height=300></interleave-lab>";
    let head = format!("{policy}{OURS}");
    let site = async || Served::start(site(&head, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        browser.wait_for("lab().shadowRoot?.querySelector('img').offsetWidth === 400", SOON).await;
        browser.eval::<Value>("lab().shadowRoot.querySelector('button').click()", vec![]).await;
        until_ready(browser).await;
        browser.wait_for("frame().offsetHeight === 300", SOON).await;
        assert_eq!(value(browser, "refused").await, json!([]));
    })
    .await;
}

/// Some decks take the address from frames of slides that are not shown, and give it back.
#[tokio::test]
async fn a_frame_that_is_loaded_again_shows_what_it_showed_last() {
    let body = "<interleave-lab load=now link='#/lost-update?v=1'></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        until_ready(browser).await;
        browser.eval::<Value>("lab().open('#/lock?v=1')", vec![]).await;
        let shown = "told.at(-1)[0] === 'state' && told.at(-1)[1].link === '#/lock?v=1'";
        browser.wait_for(shown, SOON).await;
        let away = "(() => {
            const { src } = frame();
            frame().src = 'about:blank';
            setTimeout(() => (frame().src = src), 300);
        })()";
        for is_away in [false, true] {
            browser.eval::<Value>("void (told.length = 0)", vec![]).await;
            if is_away {
                browser.eval::<Value>(away, vec![]).await;
            } else {
                in_frame(browser, "void setTimeout(() => location.reload(), 100)").await;
            }
            until_ready(browser).await;
            browser.wait_for(shown, SOON).await;
            let links = "heard.map(({ type, link }) => [type, link])";
            assert_eq!(in_frame(browser, links).await, json!([["open", "#/lock?v=1"]]));
        }
    })
    .await;
}

#[tokio::test]
async fn attributes_are_obeyed_whenever_they_change_and_wrong_ones_are_named() {
    let body = "<interleave-lab load=now link='#/lost-update?v=1'></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        until_ready(browser).await;
        assert_eq!(value(browser, "frame().title").await, "Lost update");
        let set = async |name: &str, text: &str| {
            let js = format!("void lab().setAttribute({name:?}, {text:?})");
            browser.eval::<Value>(&js, vec![]).await;
        };
        set("title", "Races").await;
        set("link", "#/lock?v=1").await;
        set("theme", "dark").await;
        set("theme", "dark").await;
        browser.eval::<Value>("lab().step(-2)", vec![]).await;
        until_in_frame(browser, "heard.length === 3").await;
        let message = |fields: Value| {
            let mut message = json!({ "source": "interleave", "v": 1 });
            message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            message
        };
        let expected = json!([
            message(json!({ "type": "open", "link": "#/lock?v=1" })),
            message(json!({ "type": "theme", "theme": "dark" })),
            message(json!({ "type": "step", "by": -2 })),
        ]);
        assert_eq!(in_frame(browser, "heard").await, expected);
        assert_eq!(value(browser, "frame().title").await, "Races");

        for (name, text, must) in [
            ("link", "lock", "begin with \"#/\""),
            ("height", "tall", "be \"auto\" or a whole number from 1 to 99999"),
            ("theme", "blue", "be \"light\", \"dark\" or \"system\""),
            ("load", "later", "be \"visible\", \"click\" or \"now\""),
        ] {
            set(name, text).await;
            let said = format!("{name} must {must}, got \"{text}\"");
            assert_eq!(
                value(browser, "told.at(-1)[1]").await,
                json!({ "about": name, "message": said })
            );
        }
        set("link", "#/deadlock?v=1").await;
        set("theme", "light").await;
        until_in_frame(browser, "heard.at(-1).theme === 'light'").await;

        let steps = value(browser, "history.length").await;
        browser.eval::<Value>("void (told.length = 0)", vec![]).await;
        set("layout", "picture").await;
        set("start", "").await;
        until_ready(browser).await;
        let address = site.url("?embed=picture&theme=light&start#/deadlock?v=1");
        assert_eq!(value(browser, "frame().src").await, address);
        assert_eq!(
            value(browser, "[history.length, lab().children.length]").await,
            json!([steps, 1])
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_asked_of_a_frame_that_is_not_there_loads_it_and_is_done_then() {
    let body = "<p style='height: 4000px'>text</p><interleave-lab></interleave-lab>";
    let site = async || Served::start(site(OURS, body)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("deck.html")).await;
        browser.wait_for("lab().shadowRoot", SOON).await;
        browser.eval::<Value>("[lab().start(), lab().scrollIntoView()]", vec![]).await;
        until_ready(browser).await;
        until_in_frame(browser, "heard.length === 1 && heard[0].type === 'start'").await;
        // Elsewhere in the page it is loaded again, and goes on.
        browser
            .eval::<Value>(
                "void (told.length = 0, document.body.prepend(lab()), scrollTo(0, 0))",
                vec![],
            )
            .await;
        until_ready(browser).await;
        browser.eval::<Value>("lab().stop()", vec![]).await;
        until_in_frame(browser, "heard.length === 1 && heard[0].type === 'stop'").await;
    })
    .await;
}

/// The finished site, whose script a page of another site loads: it is loaded again, and its keys are the deck's.
#[tokio::test]
async fn the_finished_page_in_a_page_of_another_site_goes_on_and_gives_its_keys_back() {
    let site = async || {
        let body = format!(
            "<!doctype html><title>deck</title>{THEIRS}<script>{WATCH}</script>
            <interleave-lab load=now height=auto link='#/lost-update?v=1&amp;threads=3'></interleave-lab>"
        );
        let page = Page { content_type: "text/html".to_owned(), body };
        let pages = [("/deck.html".to_owned(), page)].into();
        Served::start(Site { pages, ..Served::dist_site() }).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url_on("localhost", "deck.html")).await;
        until_ready(browser).await;
        assert_eq!(value(browser, "told[0][1].link").await, "#/lost-update?v=1&threads=3");
        assert_eq!(value(browser, "frame().title.startsWith('Lost update')").await, true);
        browser.eval::<Value>("lab().open('#/explore/lock?v=1')", vec![]).await;
        let shown = "told.at(-1)[0] === 'state' && told.at(-1)[1].link === '#/explore/lock?v=1'";
        browser.wait_for(shown, SOON).await;
        browser.eval::<Value>("void (told.length = 0)", vec![]).await;
        in_frame(browser, "void setTimeout(() => location.reload(), 100)").await;
        until_ready(browser).await;
        browser.wait_for(shown, SOON).await;
        browser.session().enter_frame(0).await.unwrap();
        browser.heading("Lock").await;
        browser.eval::<Value>("document.querySelector('a, button').focus()", vec![]).await;
        browser.keys(Key::PageDown + Key::Escape).await;
        browser.session().enter_parent_frame().await.unwrap();
        browser.wait_for("keys.length === 2 && document.activeElement === lab()", SOON).await;
        let expected = json!([["PageDown", 34, 34, false], ["Escape", 27, 27, false]]);
        assert_eq!(value(browser, "keys").await, expected);
        let height = value(browser, "lab().offsetHeight").await;
        tokio::time::sleep(PAUSE).await;
        assert_eq!(value(browser, "lab().offsetHeight").await, height, "it grows by itself");
        assert!((200..3000).contains(&height.as_u64().unwrap()), "{height}");
    })
    .await;
}
