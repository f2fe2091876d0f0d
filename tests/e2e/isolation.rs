//! The page is isolated on any static host, after at most one reload, and opens without network
//! after its first visit.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;
use tests::{Browser, Engine, HeaderSet, Page, Served, Site, for_each_engine};

/// Counts its own loads and tells whether its script ran; `localStorage` outlives a reload.
const PAGE: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><title>lab</title>
<script>localStorage.loads = Number(localStorage.loads ?? 0) + 1</script>
<script src="isolate.js"></script>
<script type="module" src="./app/0123456789abcdef/app.js"></script>
"#;
const APP: &str = "document.title = 'works'; globalThis.scriptRan = true;";
const WORKER: &str = "postMessage(crossOriginIsolated);";
const LIMIT: Duration = Duration::from_secs(30);
/// Time for a reload that must not come; `isolate.js` names the outcome as its last act.
const PAUSE: Duration = Duration::from_secs(1);

/// A folder of its own with the page, a part of it that is loaded later, the two scripts under test and
/// one lab file.
fn site(name: &str, headers: HeaderSet) -> Site {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{name}-{}", COUNT.fetch_add(1, Relaxed));
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
    fs::create_dir_all(&dir).unwrap();
    for script in ["sw.js", "service.js", "isolate.js"] {
        fs::copy(web.join(script), dir.join(script)).unwrap();
    }
    write_version(&dir, "0123456789abcdef", "00ff", APP);
    Site { dir, headers, ..Site::default() }
}

/// The files of the page with `app` in the folder `page`, and of the lab in the folder `lab`.
fn write_version(dir: &Path, page: &str, lab: &str, app: &str) {
    write(dir, "index.html", &PAGE.replace("0123456789abcdef", page));
    write(dir, &format!("app/{page}/app.js"), app);
    write(dir, &format!("app/{page}/run.wasm"), "loaded later");
    write(dir, &format!("lab/{lab}/worker.js"), WORKER);
    let manifest = format!(
        r#"{{ "worker": "lab/{lab}/worker.js", "page": {{ "run": ["app/{page}/run.wasm"] }} }}"#
    );
    write(dir, "lab-manifest.json", &manifest);
}

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Waits until `isolate.js` has come to `outcome` and the page's own script has run.
async fn outcome(browser: &Browser, outcome: &str) {
    let js = format!("document.documentElement.dataset.isolation === '{outcome}' && scriptRan");
    browser.wait_for(&js, LIMIT).await;
}

async fn loads(browser: &Browser) -> u32 {
    browser.eval("Number(localStorage.loads)", vec![]).await
}

async fn is_isolated(browser: &Browser) -> bool {
    browser.eval("crossOriginIsolated", vec![]).await
}

/// Whether a worker started from the lab's folder is isolated too, which it must be to receive
/// shared memory.
async fn worker_is_isolated(browser: &Browser) -> bool {
    let js = "new Promise((resolve, reject) => {
        const worker = new Worker('lab/00ff/worker.js');
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = () => reject(new Error('the worker did not start'));
    })";
    browser.eval_async(js).await.unwrap()
}

/// Names in the cache of the service worker, relative to the page, sorted.
async fn stored(browser: &Browser) -> Vec<String> {
    let js = "(async () => {
        const names = [];
        for (const key of await caches.keys())
            for (const { url } of await (await caches.open(key)).keys())
                names.push(url.replace(new URL('.', location.href).href, ''));
        return names.sort();
    })()";
    browser.eval_async(js).await.unwrap()
}

/// Waits until the service worker has stored exactly the page in these folders and these labs, the newest last, with the
/// part of the page that nobody has asked for yet.
async fn wait_until_stored(browser: &Browser, versions: &[(&str, &str)]) {
    let of = |(page, lab): &(&str, &str)| {
        [
            format!("app/{page}/app.js"),
            format!("app/{page}/run.wasm"),
            format!("lab/{lab}/worker.js"),
        ]
    };
    let always = ["", "before", "isolate.js", "lab-manifest.json"].map(str::to_owned);
    let mut expected: Vec<String> = versions.iter().flat_map(of).chain(always).collect();
    expected.sort();
    for _ in 0..200 {
        if stored(browser).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{expected:?} is expected, {:?} is stored", stored(browser).await);
}

#[tokio::test]
async fn a_host_with_headers_isolates_without_a_reload() {
    let site = async || Served::start(site("headers", HeaderSet::Isolated)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("")).await;
        outcome(browser, "server").await;
        browser.wait_for("navigator.serviceWorker.controller", LIMIT).await;
        assert_eq!(loads(browser).await, 1);
        assert!(is_isolated(browser).await && worker_is_isolated(browser).await);

        // The second load comes through the service worker, which leaves such a host's headers
        // alone.
        browser.goto(&site.url("?again")).await;
        outcome(browser, "server").await;
        assert_eq!(loads(browser).await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_host_without_headers_isolates_after_exactly_one_reload_that_keeps_the_link() {
    let site = async || Served::start(site("plain", HeaderSet::None)).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        let link = site.url("?embed&theme=dark#/race?v=1&threads=4");
        browser.goto(&link).await;
        outcome(browser, "worker").await;
        assert!(is_isolated(browser).await && worker_is_isolated(browser).await);
        assert_eq!(loads(browser).await, 2);
        assert_eq!(browser.eval::<String>("location.href", vec![]).await, link);
        assert_eq!(browser.eval::<Value>("history.state", vec![]).await, Value::Null);

        browser.goto(&site.url("index.html?later")).await;
        outcome(browser, "worker").await;
        assert_eq!(loads(browser).await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_host_without_the_service_worker_gives_the_page_as_it_is() {
    let site = async || {
        let hidden = vec!["sw.js".to_owned()];
        Served::start(Site { hidden, ..site("hidden", HeaderSet::None) }).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url("")).await;
        outcome(browser, "none").await;
        tokio::time::sleep(PAUSE).await;
        assert_eq!(loads(browser).await, 1);
        assert!(!is_isolated(browser).await);
        assert_eq!(browser.eval::<String>("document.title", vec![]).await, "works");
    })
    .await;
}

/// The second of them is gone at every load, so that the page is taken over anew each time.
#[tokio::test]
async fn a_service_worker_that_cannot_isolate_costs_one_reload_and_no_loop() {
    for taken in ["clients.claim()", "clients.claim().then(() => registration.unregister())"] {
        let site = async || {
            let site = site("powerless", HeaderSet::None);
            let text = format!(
                "addEventListener('install', () => skipWaiting());
                addEventListener('activate', (event) => event.waitUntil({taken}));"
            );
            write(&site.dir, "sw.js", &text);
            Served::start(site).await
        };
        for_each_engine(&Engine::ALL, site, async |browser, site| {
            browser.goto(&site.url("")).await;
            outcome(browser, "none").await;
            tokio::time::sleep(PAUSE).await;
            assert_eq!(loads(browser).await, 2);
            assert!(!is_isolated(browser).await);
        })
        .await;
    }
}

#[tokio::test]
async fn after_the_first_visit_the_page_opens_without_network_at_a_sub_path() {
    for (name, headers) in [("offline", HeaderSet::Isolated), ("offline-plain", HeaderSet::None)] {
        let site = async || {
            let prefix = "/course/lab".to_owned();
            Served::start(Site { prefix, ..site(name, headers) }).await
        };
        for_each_engine(&Engine::ALL, site, async |browser, site| {
            browser.goto(&site.url("?first")).await;
            browser
                .wait_for("crossOriginIsolated && navigator.serviceWorker.controller", LIMIT)
                .await;
            wait_until_stored(browser, &[("0123456789abcdef", "00ff")]).await;
            let before = loads(browser).await;

            site.stop().await;
            browser.goto(&site.url("?embed#/race")).await;
            browser.wait_for("globalThis.scriptRan && location.search === '?embed'", LIMIT).await;
            assert!(is_isolated(browser).await && worker_is_isolated(browser).await);
            assert_eq!(loads(browser).await, before + 1);
        })
        .await;
    }
}

/// One answer of the service worker gets lost: the one for the module that is waited for.
#[tokio::test]
async fn a_module_whose_answer_gets_lost_is_asked_for_again() {
    let begin = "async function answer(event) {";
    let loses = format!(
        "let isLost = false;
        {begin}
            if (!isLost && event.request.url.endsWith('explore.wasm')) {{
                isLost = true;
                return new Promise(() => {{}});
            }}"
    );
    let site = async || Served::changed("sw.js", begin, &loses).await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.open_page(&site.url("")).await;
        browser.wait_for("navigator.serviceWorker.controller", LIMIT).await;
        browser.eval::<Value>("void (location.hash = '#/challenges')", vec![]).await;
        browser.wait_for("document.querySelector('.level-list button')", LIMIT).await;
    })
    .await;
}

/// A store that is asked and never answers, as one may be for a while when the disk is busy.
#[tokio::test]
async fn a_store_that_does_not_answer_keeps_nobody_waiting() {
    let site =
        async || Served::changed("sw.js", "caches.open(CACHE)", "new Promise(() => {})").await;
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.open_page(&site.url("")).await;
        browser.wait_for("navigator.serviceWorker.controller", LIMIT).await;
        browser.reload().await;
        browser.wait_for("window.interleave", LIMIT).await;
        for (what, link) in [("run", "#/lock?v=1"), ("explore", "#/explore/lock?v=1")] {
            let done = format!("window.interleave.{what}({link:?}).then(() => true)");
            assert_eq!(browser.eval_async(&done).await, Ok(true), "{link}");
        }
    })
    .await;
}

/// A tab that is open goes on with its own version, of which the host has nothing any more: the store keeps the version before
/// the newest, and no older one.
#[tokio::test]
async fn a_new_version_is_shown_at_once_and_breaks_no_open_tab() {
    let site = async || {
        let site = site("update", HeaderSet::Isolated);
        (site.dir.clone(), Served::start(site).await)
    };
    for_each_engine(&[Engine::Chromium, Engine::Firefox], site, async |browser, (dir, site)| {
        let first = ("0123456789abcdef", "00ff");
        browser.goto(&site.url("")).await;
        wait_until_stored(browser, &[first]).await;

        let second = ("fedcba9876543210", "11ee");
        write_version(dir, second.0, second.1, &APP.replace("works", "works better"));
        for folder in ["app/0123456789abcdef", "lab/00ff"] {
            fs::remove_dir_all(dir.join(folder)).unwrap();
        }
        let session = browser.session();
        let here = session.window().await.unwrap();
        let new = session.new_tab().await.unwrap();
        session.switch_to_window(new.clone()).await.unwrap();
        browser.goto(&site.url("?next")).await;
        browser.wait_for("document.title === 'works better'", LIMIT).await;
        session.switch_to_window(here).await.unwrap();
        browser.wait_for("document.title === 'works'", LIMIT).await;
        wait_until_stored(browser, &[first, second]).await;
        let part = "fetch('app/0123456789abcdef/run.wasm').then((part) => part.text())";
        assert_eq!(browser.eval_async(part).await, Ok("loaded later".to_owned()));

        let third = ("0011223344556677", "22dd");
        write_version(dir, third.0, third.1, &APP.replace("works", "works best"));
        browser.goto(&site.url("?third")).await;
        browser.wait_for("document.title === 'works best'", LIMIT).await;
        wait_until_stored(browser, &[second, third]).await;
        browser.close_tab(new).await;
    })
    .await;
}

/// Only Chromium knows the header that isolates a frame whatever the page around it sends.
#[tokio::test]
async fn in_a_frame_of_a_plain_foreign_page_chromium_isolates_and_the_others_stay_usable() {
    let site = async || {
        let mut site = site("frame", HeaderSet::None);
        let body = "<!doctype html><title>deck</title><body><script>
            const frame = document.createElement('iframe');
            frame.src = `http://127.0.0.1:${location.port}/`;
            if (location.search) frame.sandbox = location.search.slice(1);
            document.body.append(frame);
        </script>";
        let page = Page { content_type: "text/html".to_owned(), body: body.to_owned() };
        site.pages.insert("/deck".to_owned(), page);
        Served::start(site).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, site| {
        browser.goto(&site.url_on("localhost", "deck")).await;
        browser.session().enter_frame(0).await.unwrap();
        let isolates = browser.engine() == Engine::Chromium;
        outcome(browser, if isolates { "worker" } else { "none" }).await;
        assert_eq!(is_isolated(browser).await, isolates);
        assert!(loads(browser).await <= 2);

        // Without an origin of its own the frame has neither storage nor service workers.
        browser.goto(&site.url_on("localhost", "deck?allow-scripts")).await;
        browser.session().enter_frame(0).await.unwrap();
        let loaded = "document.documentElement.dataset.isolation === 'none'";
        browser.wait_for(loaded, LIMIT).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_shared_memory_is_left_alone() {
    let site = async || Served::start(site("no-sab", HeaderSet::None)).await;
    for_each_engine(&[Engine::WebKitNoSab], site, async |browser, site| {
        browser.goto(&site.url("")).await;
        outcome(browser, "worker").await;
        assert_eq!(loads(browser).await, 2);
        assert_eq!(browser.eval::<String>("typeof SharedArrayBuffer", vec![]).await, "undefined");
    })
    .await;
}
