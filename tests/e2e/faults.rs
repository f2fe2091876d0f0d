//! Promise: whatever breaks becomes one clear message, and the next run works.

use std::time::Duration;

use serde_json::Value;
use tests::{
    Browser, Engine, HeaderSet, Page, PageError, Served, Site, alone_in_each_engine,
    for_each_engine,
};

const QUICK: &str = "#/integrate?v=1&threads=2&n=100000&repeats=1";

async fn run(browser: &Browser, link: &str, options: &str) -> Result<Value, PageError> {
    browser.eval_async(&format!("window.interleave.run({link:?}, {options})")).await
}

async fn error(browser: &Browser, link: &str, options: &str) -> PageError {
    run(browser, link, options).await.expect_err("the run is refused or breaks down")
}

async fn next_run_works(browser: &Browser) {
    let record = run(browser, QUICK, "{}").await.expect("the next run works");
    assert_eq!(record["verdict"]["kind"], "held");
}

async fn page_says(browser: &Browser, text: &str) {
    let check = format!("document.body.innerText.includes({text:?})");
    browser.wait_for(&check, Duration::from_secs(20)).await;
}

#[tokio::test]
async fn a_panic_in_a_pool_thread_reaches_the_page_with_its_text() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let error = error(browser, QUICK, "{ fault: 'panic' }").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("a fault that was asked for"), "{}", error.message);
        page_says(browser, "a fault that was asked for").await;
        next_run_works(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_lab_that_runs_out_of_memory_says_so_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let error = error(browser, QUICK, "{ fault: 'out-of-memory' }").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("out of memory"), "{}", error.message);
        next_run_works(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_memory_for_a_lab_is_a_message() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.goto(&site.url("?embed")).await;
        let patch = "(() => { const Memory = WebAssembly.Memory;
            WebAssembly.Memory = function () { throw new RangeError('no memory'); };
            window.restore = () => { WebAssembly.Memory = Memory; }; })()";
        browser.eval::<Value>(patch, vec![]).await;
        let error = error(browser, QUICK, "{}").await;
        assert!(error.message.contains("no memory left"), "{}", error.message);
        browser.eval::<Value>("restore()", vec![]).await;
        next_run_works(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_lab_that_cannot_be_downloaded_is_named_and_tried_again() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        // A slide starts nothing by itself, so the first download is that of the first run.
        site.hide(&["lab_bg.wasm"]);
        browser.goto(&site.url("?embed")).await;
        let error = error(browser, QUICK, "{}").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("lab_bg.wasm answered 404"), "{}", error.message);
        site.hide(&[]);
        next_run_works(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_part_of_the_page_that_cannot_be_had_is_said_and_tried_again() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        site.hide(&["timed.wasm", "explore.wasm"]);
        browser.open_page(&site.url(QUICK)).await;
        page_says(browser, "What draws results could not be loaded.").await;
        let error = error(browser, QUICK, "{}").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("could not be loaded"), "{}", error.message);
        browser.goto(&site.url("#/explore/deadlock?v=1")).await;
        page_says(browser, "The explorer could not be loaded.").await;
        site.hide(&[]);
        let again = "[...document.querySelectorAll('.notice button')].at(-1).click()";
        browser.eval::<Value>(again, vec![]).await;
        browser.wait_for("!!document.querySelector('.movers')", Duration::from_secs(10)).await;
        next_run_works(browser).await;
    })
    .await;
}

/// The network swallows the request for what draws the run; the lab has long finished.
#[tokio::test]
async fn a_part_that_never_arrives_does_not_keep_a_run_from_being_stopped() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("?embed#/explore/deadlock?v=1")).await;
        let script = format!(
            "(async () => {{ const plain = window.fetch;
            window.fetch = (of, ...rest) => String(of).endsWith('/timed.wasm')
                ? new Promise(() => {{}}) : plain(of, ...rest);
            const ended = interleave.run({QUICK:?}).then(() => 'finished', (error) => error.name);
            await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
            await interleave.stop();
            return await ended; }})()"
        );
        assert_eq!(browser.eval_async::<String>(&script).await.as_deref(), Ok("Stopped"));
    })
    .await;
}

/// The module has one function, which traps as the page does where it meets a mistake of its own: at once, or
/// in a promise.
#[tokio::test]
async fn a_mistake_of_the_page_itself_is_said_at_the_top_once() {
    let site = async || {
        let mut site = Served::dist_site();
        for (name, how) in
            [("now.js", "setTimeout(trap)"), ("later.js", "Promise.resolve().then(trap)")]
        {
            let body = format!(
                "const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, \
                7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
                const trap = () => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
                {how}; {how};"
            );
            let content_type = "text/javascript".to_owned();
            site.pages.insert(format!("/{name}"), Page { content_type, body });
        }
        Served::start(Site { headers: HeaderSet::Isolated, ..site }).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        for name in ["now.js", "later.js"] {
            browser.open_page(&site.url("?embed")).await;
            let script = format!("document.head.append(Object.assign(document.createElement('script'), {{ src: '{name}' }}))");
            browser.eval::<Value>(&script, vec![]).await;
            page_says(browser, "has stopped because of a mistake of its own. Reload the page").await;
            assert_eq!(browser.eval::<u32>("document.querySelectorAll('.bug').length", vec![]).await, 1);
        }
    })
    .await;
}

/// Hosts that do not know the ending call a module `application/octet-stream`, which browsers refuse to
/// compile while it arrives. One lab is loaded.
#[tokio::test]
async fn a_host_that_calls_a_module_something_else_still_works() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("?embed")).await;
        let patch = "(() => { const plain = window.fetch; window.renamed = 0;
            window.fetch = async (...of) => { const answer = await plain(...of);
                if (!answer.url.endsWith('.wasm')) return answer;
                window.renamed += answer.url.includes('/lab/');
                const headers = { 'content-type': 'application/octet-stream' };
                return new Response(await answer.arrayBuffer(), { headers }); }; })()";
        browser.eval::<Value>(patch, vec![]).await;
        next_run_works(browser).await;
        assert_eq!(browser.eval::<u32>("window.renamed", vec![]).await, 1);
    })
    .await;
}

/// Nobody waits for the 20 s after which a worker counts as lost.
#[tokio::test]
async fn a_worker_script_that_cannot_be_had_is_told_at_once() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        site.hide(&["worker.js"]);
        browser.open_page(&site.url("?embed")).await;
        let error = error(browser, QUICK, "{}").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("its script did not load"), "{}", error.message);
        site.hide(&[]);
        next_run_works(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_wrong_option_is_an_error_that_names_it_and_nothing_runs() {
    let run = [
        ("5", "options must be an object, got 5"),
        ("{ onProgress: 5 }", "onProgress must be a function, got 5"),
        ("{ record: 'no' }", "record must be true or false, got \"no\""),
        ("{ fault: 'fire' }", "fault must be \"panic\" or \"out-of-memory\", got \"fire\""),
        ("{ threads: 2 }", "options has no \"threads\", it has onProgress, record, fault"),
    ];
    let explore = [
        ("{ symmetry: 'no' }", "symmetry must be true or false, got \"no\""),
        ("{ merge: null }", "merge must be true or false, got null"),
        ("{ maxStates: 0 }", "maxStates must be a number from 1 to 50000000, got 0"),
        ("{ maxMs: '1' }", "maxMs must be a number from 1 to 3600000, got \"1\""),
        ("{ maxstates: 1 }", "options has no \"maxstates\""),
    ];
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let model = "#/explore/lost-update?v=1";
        let calls = run.iter().map(|call| ("run", QUICK, call));
        for (name, link, (options, message)) in calls.chain(explore.iter().map(|call| ("explore", model, call))) {
            let call = format!("window.interleave.{name}({link:?}, {options})");
            let error = browser.eval_async::<Value>(&call).await.expect_err("it is refused");
            assert_eq!(error.name, "ParamError", "{call}");
            assert!(error.message.contains(message), "{call}: {}", error.message);
        }
        let right = "window.interleave.explore('#/explore/lost-update?v=1', { symmetry: false, merge: true })";
        browser.eval_async::<Value>(right).await.expect("right options are taken");
        next_run_works(browser).await;
    })
    .await;
}

/// The page is told that it was hidden as a browser tells it.
#[tokio::test]
async fn a_tab_that_was_hidden_during_a_run_is_named_in_its_warnings() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("")).await;
        next_run_works(browser).await;
        let warns = "document.body.innerText.includes('was hidden')";
        assert!(!browser.eval::<bool>(warns, vec![]).await);
        let script = "(async () => {
            const ended = window.interleave.run('#/integrate?v=1&threads=2&n=3000000&repeats=3');
            await new Promise((resolve) => setTimeout(resolve, 100));
            document.dispatchEvent(new Event('visibilitychange'));
            return (await ended).verdict.kind;
        })()";
        assert_eq!(browser.eval_async::<String>(script).await.as_deref(), Ok("held"));
        browser.wait_for(warns, Duration::from_secs(10)).await;
    })
    .await;
}

/// The script of the lab is replaced by one whose threads never say that they are ready.
#[tokio::test]
async fn a_worker_that_never_starts_is_a_message_within_half_a_minute() {
    let site = async || {
        let helper = tests::find_file(&Served::dist_site().dir, "worker.js");
        Served::changed(&helper, "self.postMessage({ ready: 0 });", "").await
    };
    for_each_engine(&[Engine::Chromium], site, async |browser, site| {
        browser.goto(&site.url("?embed")).await;
        let error = error(browser, QUICK, "{}").await;
        assert_eq!(error.name, "RunError");
        assert!(error.message.contains("did not start within 20 s"), "{}", error.message);
        let alone = "#/integrate?v=1&method=sequential&n=100000&repeats=1";
        run(browser, alone, "{}").await.expect("a run without threads still works");
    })
    .await;
}

#[tokio::test]
async fn bad_links_and_values_are_named_and_nothing_runs() {
    let cases = [
        ("#/integrate?v=1&n=0", "ParamError", "n must be between 1 and 10000000000, got \"0\""),
        ("#/integrate?v=1&threads=65", "ParamError", "threads must be between 1 and 64"),
        ("#/integrate?v=1&a=NaN", "ParamError", "a must be a finite number"),
        ("#/integrate?v=1&n=7&rule=simpson", "ParamError", "n must be even"),
        ("#/integrate?v=1&f=circle&b=2", "ParamError", "b must lie between -1 and 1"),
        ("#/integrate?v=1&thredas=2", "LinkError", "no parameter \"thredas\""),
        ("#/integrate?v=1&n=100&thr", "LinkError", "\"thr\" has no value"),
        ("#/integrate?v=9&n=100", "LinkError", "v is 9"),
        ("#/nothing?v=1", "LinkError", "no experiment is called \"nothing\""),
    ];
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for (link, name, message) in cases {
            let error = error(browser, link, "{}").await;
            assert_eq!(error.name, name, "{link}");
            assert!(error.message.contains(message), "{link}: {}", error.message);
            page_says(browser, &error.message).await;
        }
        let garbage = error(browser, &format!("#{}", "x".repeat(1 << 20)), "{}").await;
        assert_eq!(garbage.name, "LinkError");
        assert!(garbage.message.contains("1048577 bytes"), "{}", garbage.message);
        next_run_works(browser).await;
    })
    .await;
}
