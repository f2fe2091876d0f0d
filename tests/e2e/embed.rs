//! A frame speaks with the page around it, sleeps out of sight, and hands keys back.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, By, Engine, HeaderSet, Key, Page, Served, Site, for_each_engine};

const LIMIT: Duration = Duration::from_secs(20);
/// A schedule of two steps: each of two threads reads.
const STEPS: &str = "#/explore/lost-update?v=1";

/// A page of another site with a frame, that notes what it hears. `above` is how far down the frame stands.
fn deck(port_of_frame: &str, query: &str, link: &str, above: u32) -> String {
    format!(
        r##"<!doctype html><meta charset="utf-8"><title>deck</title>
        <style>#space {{ height: {above}px }} iframe {{ border: 0; width: 960px; height: 540px }}</style>
        <input id="mine"><div id="space"></div>
        <script>
        var heard = [];
        var frame = document.createElement("iframe");
        addEventListener("message", ({{ data, source }}) => source === frame.contentWindow && heard.push(data));
        frame.src = `http://127.0.0.1:{port_of_frame}/?{query}{link}`;
        document.getElementById("mine").focus();
        document.body.append(frame);
        var all = (type) => heard.filter((said) => said?.source === "interleave" && said.type === type);
        var last = (type) => all(type).at(-1);
        var spliced = (subject) => heard.filter((said) => said?.subject === subject);
        var order = (type, more) => frame.contentWindow.postMessage({{ source: "interleave", v: 1, type, ...more }}, "*");
        </script>"##
    )
}

/// The site with such pages: at `/NAME` the frame of `?QUERY` and LINK.
async fn site(decks: &[(&str, &str, &str, u32)]) -> Served {
    let mut site = Site { headers: HeaderSet::Isolated, ..Served::dist_site() };
    for (name, query, link, above) in decks {
        let body = deck("${location.port}", query, link, *above);
        let page = Page { content_type: "text/html".to_owned(), body };
        site.pages.insert(format!("/{name}"), page);
    }
    Served::start(site).await
}

async fn open(browser: &Browser, site: &Served, name: &str) {
    browser.goto(&site.url_on("localhost", name)).await;
    browser.wait_for("globalThis.last && last('ready')", LIMIT).await;
}

async fn eval(browser: &Browser, js: &str) -> Value {
    browser.eval(js, vec![]).await
}

async fn order(browser: &Browser, js: &str) {
    browser.eval::<Value>(&format!("void order({js})"), vec![]).await;
}

async fn enter(browser: &Browser) {
    browser.session().enter_frame(0).await.expect("the deck has a frame");
}

/// With the pointer, so that the frame has the focus.
async fn click(browser: &Browser, selector: &str) {
    let element = browser.session().find(By::Css(selector)).await.expect("it is in the frame");
    element.click().await.expect("it is in sight");
}

async fn leave(browser: &Browser) {
    browser.session().enter_default_frame().await.expect("a deck is around");
}

#[tokio::test]
async fn a_frame_says_what_it_is_and_obeys() {
    let decks = [("deck", "embed", "#/integrate?v=1&threads=1&n=1000&repeats=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        open(browser, site, "deck").await;
        let ready = eval(browser, "last('ready')").await;
        let link = "#/integrate?v=1&threads=1&n=1000&repeats=1";
        assert_eq!(ready["v"], 1);
        assert_eq!(ready["link"], link, "{engine}");
        enter(browser).await;
        let shares: bool = browser.eval("crossOriginIsolated", vec![]).await;
        leave(browser).await;
        assert_eq!(ready["threads"], if shares { "shared" } else { "separate" }, "{engine}");
        assert_eq!(ready["why"].is_null(), shares, "{engine}: {ready}");
        assert_eq!(eval(browser, "last('state').doing").await, "idle");
        assert_eq!(eval(browser, "document.activeElement.id").await, "mine", "{engine}: focus");

        // One thread needs no shared memory where the method is sequential.
        order(browser, "'open', { link: '#/integrate?v=1&method=sequential&n=1000&repeats=1' }")
            .await;
        order(browser, "'start'").await;
        browser.wait_for("last('result')", LIMIT).await;
        let result = eval(browser, "last('result')").await;
        assert_eq!(result["link"], "#/integrate?v=1&method=sequential&n=1000&repeats=1");
        assert_eq!(result["record"]["experiment"], "integrate");
        assert_eq!(result["record"]["verdict"]["kind"], "held");
        assert_eq!(result["score"], Value::Null, "nothing was answered");

        // The longest run there is, stopped.
        order(
            browser,
            "'open', { link: '#/integrate?v=1&method=sequential&n=10000000000&repeats=100' }",
        )
        .await;
        order(browser, "'start'").await;
        browser.wait_for("last('state').doing === 'running'", LIMIT).await;
        order(browser, "'stop'").await;
        browser.wait_for("last('state').failure?.name === 'Stopped'", LIMIT).await;

        order(browser, "'theme', { theme: 'dark' }").await;
        enter(browser).await;
        browser.wait_for("document.documentElement.dataset.theme === 'dark'", LIMIT).await;
        assert_eq!(eval(browser, "localStorage.getItem('theme')").await, Value::Null);
        leave(browser).await;

        order(browser, "'reset'").await;
        browser.wait_for(&format!("last('state').link === '{link}'"), LIMIT).await;
        assert_eq!(eval(browser, "document.activeElement.id").await, "mine", "{engine}: focus");
        assert_eq!(eval(browser, "all('error')").await, json!([]), "{engine}");
    })
    .await;
}

/// Two threads, each reads and writes: a schedule of four steps has been gone along to its end.
#[tokio::test]
async fn a_schedule_is_gone_along_by_messages() {
    let link = "#/explore/lost-update?v=1&preemption=anywhere";
    let decks = [("deck", "embed=step", link, 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        open(browser, site, "deck").await;
        enter(browser).await;
        browser.wait_for("document.querySelector('.movers button')", LIMIT).await;
        assert_eq!(
            eval(browser, "document.querySelectorAll('.setup, .views:not([hidden])').length").await,
            1,
            "the views are there and hidden"
        );
        for _ in 0..4 {
            browser.press(".movers button:not([aria-disabled])").await;
        }
        leave(browser).await;
        let at = "last('state').link.match(/schedule=[^&]*/)?.[0]";
        let whole = eval(browser, at).await;
        assert!(whole.is_string(), "{whole}");
        order(browser, "'step', { by: -1000 }").await;
        enter(browser).await;
        browser
            .wait_for(
                "document.querySelector('.position').textContent.startsWith('At the start of')",
                LIMIT,
            )
            .await;
        leave(browser).await;
        order(browser, "'step'").await;
        enter(browser).await;
        browser
            .wait_for(
                "document.querySelector('.position').textContent.startsWith('Step 1 of 4')",
                LIMIT,
            )
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_message_is_answered_with_what_is_wrong() {
    let decks = [("deck", "embed", "#/lost-update?v=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        open(browser, site, "deck").await;
        for (message, about, told) in [
            (
                "{ source: 'interleave', v: 2, type: 'start' }",
                "start",
                "v is 2, and this page knows version 1",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'explode' }",
                "explode",
                "type is \"explode\", and must be hello, start, stop, step, theme, open or reset",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'step', by: 1.5 }",
                "step",
                "by is 1.5, and must be a whole number from -1000 to 1000",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'step', by: 1001 }",
                "step",
                "by is 1001, and must be a whole number from -1000 to 1000",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'step' }",
                "step",
                "there is no schedule here to go along",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'theme', theme: 'pink' }",
                "theme",
                "theme is \"pink\", and must be \"light\", \"dark\" or \"system\"",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'open' }",
                "open",
                "link is missing, and must be a text that begins with #/",
            ),
            (
                "{ source: 'interleave', v: 1, type: 'open', link: 'javascript:alert(1)' }",
                "open",
                "link is \"javascript:alert(1)\", and must be a text that begins with #/",
            ),
        ] {
            eval(browser, &format!("void (heard.length = 0, frame.contentWindow.postMessage({message}, '*'))"))
                .await;
            browser.wait_for("last('error')", LIMIT).await;
            let error = eval(browser, "last('error')").await;
            assert_eq!(error["about"], about, "{message}");
            assert_eq!(error["message"], told, "{message}");
        }
        // A parameter beyond its limit is shown, and cannot be started.
        order(browser, "'open', { link: '#/lost-update?v=1&threads=65' }").await;
        eval(browser, "void (heard.length = 0)").await;
        order(browser, "'start'").await;
        browser.wait_for("last('error')", LIMIT).await;
        let error = eval(browser, "last('error').message").await;
        assert!(error.as_str().is_some_and(|text| text.contains("threads")), "{error}");
        // What is nobody's business here is passed over.
        eval(browser, "void (heard.length = 0, frame.contentWindow.postMessage('hello', '*'), frame.contentWindow.postMessage({ source: 'other', v: 1, type: 'start' }, '*'), order('hello'))").await;
        browser.wait_for("last('ready')", LIMIT).await;
        assert_eq!(eval(browser, "all('error').length").await, 0);
    })
    .await;
}

#[tokio::test]
async fn keys_of_a_clicker_go_back_to_the_deck_and_those_of_the_explorer_do_not() {
    let decks = [("deck", "embed", STEPS, 0), ("run", "embed", "#/lost-update?v=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        open(browser, site, "deck").await;
        enter(browser).await;
        browser.wait_for("document.querySelector('.movers button')", LIMIT).await;
        click(browser, ".movers button").await;
        browser.keys(Key::PageDown + Key::Left).await;
        leave(browser).await;
        browser.wait_for("last('key')", LIMIT).await;
        let key =
            eval(browser, "all('key').map(({ key, code, which }) => [key, code, which])").await;
        assert_eq!(
            key,
            json!([["PageDown", "PageDown", 34]]),
            "{engine}: the arrow goes back a step"
        );
        let reveal = eval(browser, "heard.filter((said) => typeof said === 'string')").await;
        assert_eq!(reveal, json!([r#"{"method":"triggerKey","args":[34]}"#]), "{engine}");

        open(browser, site, "run").await;
        enter(browser).await;
        browser.wait_for("document.querySelector('.field-threads input, #threads')", LIMIT).await;
        // Whoever says hello hears keys once.
        leave(browser).await;
        order(browser, "'hello'").await;
        browser.wait_for("all('ready').length === 2", LIMIT).await;
        enter(browser).await;
        click(browser, "h1").await;
        browser.keys(Key::Right + Key::PageUp + "b").await;
        leave(browser).await;
        browser.wait_for("all('key').length === 3", LIMIT).await;
        let keys =
            eval(browser, "all('key').map(({ which }) => which).sort((a, b) => a - b)").await;
        assert_eq!(keys, json!([33, 39, 66]), "{engine}");
        // A clicker goes on from every field, and changes nothing there; a text and a slider keep their arrows.
        enter(browser).await;
        for field in ["[type=range]", ".field-increments input", "summary"] {
            click(browser, field).await;
            browser.keys(Key::PageDown + Key::Right).await;
        }
        leave(browser).await;
        browser.wait_for("all('key').length === 7", LIMIT).await;
        let keys = eval(browser, "all('key').slice(3).map(({ which }) => which)").await;
        assert_eq!(keys, json!([34, 34, 34, 39]), "{engine}: only the last has no use for arrows");
        assert_eq!(
            eval(browser, "heard.filter((said) => typeof said === 'string').length").await,
            0
        );
    })
    .await;
}

/// The run goes on for minutes; the frame is 3000 pixels down.
#[tokio::test]
async fn a_frame_begins_when_it_is_seen_and_sleeps_when_it_is_not() {
    let link = "#/integrate?v=1&method=sequential&n=10000000000&repeats=100";
    let decks = [("deck", "embed&start", link, 3000)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        open(browser, site, "deck").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        let states = eval(browser, "all('state').map(({ doing }) => doing)").await;
        assert_eq!(states, json!(["idle"]), "{engine}: nobody sees it");
        let before = browser.n_workers();
        eval(browser, "void frame.scrollIntoView()").await;
        browser.wait_for("last('state').doing === 'running'", LIMIT).await;
        eval(browser, "void scrollTo(0, 0)").await;
        browser.wait_for("last('state').failure?.name === 'Stopped'", LIMIT).await;
        let gone = tests::eventually(|| browser.n_workers() <= before).await;
        assert!(gone, "{engine}: {} workers, before it was {before}", browser.n_workers());
        // It does not begin again by itself.
        eval(browser, "void frame.scrollIntoView()").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(eval(browser, "last('state').doing").await, "idle", "{engine}");
        // reveal.js shows the slide again, and leaves it.
        eval(browser, "void frame.contentWindow.postMessage('slide:start', '*')").await;
        browser.wait_for("last('state').doing === 'running'", LIMIT).await;
        eval(browser, "void frame.contentWindow.postMessage('slide:stop', '*')").await;
        browser.wait_for("last('state').doing === 'idle'", LIMIT).await;
    })
    .await;
}

/// reveal.js shows a slide, leaves it when its run has ended, and shows it again: what was spoken of is still there.
#[tokio::test]
async fn a_slide_that_begins_by_itself_keeps_its_result() {
    let link = "#/integrate?v=1&method=sequential&n=1000&repeats=1";
    // In sight: what nobody sees is put to sleep.
    let decks = [("deck", "embed&start", link, 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        open(browser, site, "deck").await;
        let slide = async |word: &str| {
            let script = format!("void frame.contentWindow.postMessage('slide:{word}', '*')");
            eval(browser, &script).await;
        };
        slide("start").await;
        browser
            .wait_for("all('result').length === 1 && last('state').doing === 'idle'", LIMIT)
            .await;
        slide("stop").await;
        slide("start").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(eval(browser, "all('result').length").await, 1, "{}", browser.engine());
        // Another experiment has no result yet.
        order(browser, "'open', { link: '#/integrate?v=1&method=sequential&n=2000&repeats=1' }")
            .await;
        browser.wait_for("last('state').link.includes('n=2000')", LIMIT).await;
        slide("start").await;
        browser.wait_for("all('result').length === 2", LIMIT).await;
    })
    .await;
}

/// A platform that keeps the state, and gives it back to the next frame.
#[tokio::test]
async fn splice_restores_the_state_and_hears_of_scores() {
    let decks = [("deck", "embed", "#/explore/lost-update?v=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        open(browser, site, "deck").await;
        browser.wait_for("spliced('SPLICE.getState').length === 1", LIMIT).await;
        browser.wait_for("spliced('lti.frameResize').length", LIMIT).await;
        let answer = "frame.contentWindow.postMessage({ subject: 'SPLICE.getState.response', \
            message_id: spliced('SPLICE.getState')[0].message_id, \
            state: { v: 1, link: '#/explore/deadlock?v=1' } }, '*')";
        eval(browser, &format!("void {answer}")).await;
        browser.wait_for("last('state').link === '#/explore/deadlock?v=1'", LIMIT).await;
        // Two trains block each other if each has taken its first section before the other takes it as its second:
        // that is so after one step of each, in one order or the other, and nothing follows. So in two schedules.
        enter(browser).await;
        browser.wait_for("document.querySelector('#say')", LIMIT).await;
        click(browser, "#say").await;
        browser.keys("2").await;
        leave(browser).await;
        order(browser, "'start'").await;
        browser.wait_for("spliced('SPLICE.reportScoreAndState').length === 1", LIMIT).await;
        let report = eval(browser, "spliced('SPLICE.reportScoreAndState')[0]").await;
        assert_eq!(report["score"], 1, "{engine}");
        assert_eq!(report["state"]["v"], 1);
        assert_eq!(report["state"]["link"], "#/explore/deadlock?v=1");
        let event = eval(browser, "spliced('SPLICE.sendEvent')[0]").await;
        assert_eq!(event["name"], "exploration");
        assert_eq!(event["data"]["program"], "deadlock", "{engine}");
        assert_eq!(eval(browser, "last('result').score").await, 1);
        // A second answer is none: somebody has begun.
        eval(browser, &format!("void {}", answer.replace("deadlock", "lock"))).await;
        order(browser, "'hello'").await;
        browser.wait_for("all('ready').length === 2", LIMIT).await;
        assert_eq!(eval(browser, "last('state').link").await, "#/explore/deadlock?v=1");
    })
    .await;
}

/// The height that the frame asks for shows all of it: with it, nothing is scrolled.
#[tokio::test]
async fn a_frame_of_the_height_that_it_asks_for_scrolls_nothing() {
    let decks = [("deck", "embed", "#/lost-update?v=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&[Engine::Chromium, Engine::Firefox], site, async |browser, site| {
        open(browser, site, "deck").await;
        browser.wait_for("last('height')", LIMIT).await;
        eval(browser, "void (frame.style.height = `${last('height').height}px`)").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let heights = eval(browser, "all('height').map(({ height }) => height)").await;
        let given: f64 = browser.eval("frame.getBoundingClientRect().height", vec![]).await;
        assert!(given > 200.0 && given < 2000.0, "{heights}");
        enter(browser).await;
        let over = "(() => { const of = ({ scrollHeight, clientHeight }) => scrollHeight - clientHeight; \
            return [document.scrollingElement, ...document.querySelectorAll('.fields, .outcome')].map(of) })()";
        let over = eval(browser, over).await;
        assert_eq!(over, json!([0, 0, 0]), "{}: {heights}", browser.engine());
    })
    .await;
}

/// Eight threads and a lock, each taking and giving back is an event: they record more than anything else, and nothing waits
/// between two. The frame hears, stops, and has a result of one that is shorter.
#[tokio::test]
async fn a_frame_in_which_most_is_recorded_obeys_and_tells() {
    let decks = [("deck", "embed", "#/lost-update?v=1", 0)];
    let site = async || {
        let page = |(name, query, link, above): &(&str, &str, &str, u32)| {
            let body = deck("${location.port}", query, link, *above);
            (format!("/{name}"), Page { content_type: "text/html".to_owned(), body })
        };
        let pages = decks.iter().map(page).collect();
        Served::start(Site { pages, headers: HeaderSet::Isolated, ..Served::dist_site() }).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let engine = browser.engine();
        // Of the same origin, so that all engines have threads: pages of the test come with COOP and COEP.
        browser.goto(&site.url("deck")).await;
        browser.wait_for("globalThis.last && last('ready')?.threads === 'shared'", LIMIT).await;
        let busiest = |increments: u32| {
            format!(
                "#/lost-update?v=1&threads=8&increments={increments}&gap=none&fix=lock&repeats=1"
            )
        };
        order(browser, &format!("'open', {{ link: '{}' }}", busiest(20_000))).await;
        order(browser, "'start'").await;
        browser.wait_for("last('result')", 3 * LIMIT).await;
        let result = eval(browser, "last('result').record").await;
        assert_eq!(result["verdict"]["kind"], "held", "{engine}");
        assert_eq!(result["backend"], "threads", "{engine}");

        order(browser, &format!("'open', {{ link: '{}' }}", busiest(10_000_000))).await;
        order(browser, "'start'").await;
        browser.wait_for("last('state').doing === 'running'", LIMIT).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        order(browser, "'stop'").await;
        browser.wait_for("last('state').failure?.name === 'Stopped'", LIMIT).await;
        assert_eq!(eval(browser, "all('error')").await, json!([]), "{engine}");
    })
    .await;
}

/// What messages open is no step of the history: Back leaves the deck at once, and forward it is there again.
#[tokio::test]
async fn what_a_message_opens_is_no_trap_for_who_goes_back() {
    let decks = [("deck", "embed", "#/lost-update?v=1", 0)];
    let site = async || site(&decks).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let before = site.url_on("localhost", "icon.svg");
        browser.goto(&before).await;
        open(browser, site, "deck").await;
        let length: u32 = browser.eval("history.length", vec![]).await;
        for link in ["#/deadlock?v=1", "#/explore/lost-update?v=1"] {
            order(browser, &format!("'open', {{ link: '{link}' }}")).await;
            browser.wait_for(&format!("last('state').link === '{link}'"), LIMIT).await;
        }
        assert_eq!(
            browser.eval::<u32>("history.length", vec![]).await,
            length,
            "{}",
            browser.engine()
        );
        browser.session().back().await.unwrap();
        browser.wait_for(&format!("location.href === '{before}'"), LIMIT).await;
        browser.session().forward().await.unwrap();
        browser.wait_for("globalThis.last && last('ready') && !last('error')", LIMIT).await;
    })
    .await;
}
