//! Promise: what is shown can be had as a picture, which any page can show.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, Engine, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(20);

/// Keeps what the page offers as files instead of handing it over: names and contents.
const CATCH: &str = "(() => {
    const made = new Map(), make = URL.createObjectURL.bind(URL);
    window.files = [];
    URL.createObjectURL = (blob) => { const url = make(blob); made.set(url, blob); return url; };
    HTMLAnchorElement.prototype.click = function () {
        if (this.download) window.files.push({ name: this.download, blob: made.get(this.href) });
    };
})()";

/// Shows the file as a picture; its name, its size in pixels, its first bytes, and its text.
const LOOK: &str = "(async () => {
    const { name, blob } = window.files.at(-1);
    const image = new Image();
    const loaded = new Promise((done, failed) => { image.onload = done; image.onerror = failed; });
    image.src = URL.createObjectURL(blob);
    await loaded;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { name, kind: blob.type, size: [image.naturalWidth, image.naturalHeight],
             head: [...bytes.slice(0, 24)], text: new TextDecoder().decode(bytes) };
})()";

/// Presses a button of the panel, and looks at the file that comes of it.
async fn had(browser: &Browser, button: &str) -> Value {
    let before: usize = browser.eval("window.files.length", vec![]).await;
    browser.press(button).await;
    browser.wait_for(&format!("window.files.length > {before}"), SOON).await;
    browser.eval_async(LOOK).await.unwrap_or_else(|error| panic!("{button}: {error:?}"))
}

fn text(file: &Value) -> &str {
    file["text"].as_str().expect("it is a text")
}

/// A PNG begins with its signature; width and height stand behind the name of its first chunk, at byte 16 and 20.
fn is_png(file: &Value, (width, height): (u32, u32)) {
    let head: Vec<u8> = serde_json::from_value(file["head"].clone()).expect("there are bytes");
    assert_eq!(head[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(head[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((number(16), number(20)), (width, height));
}

/// Whether a picture has points of so many colors at least: one that could not be painted has one.
async fn is_colored(browser: &Browser) -> bool {
    let count = "(async () => {
        const image = await createImageBitmap(window.files.at(-1).blob);
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, image.width, image.height);
        return new Set(new Uint32Array(data.buffer)).size > 20;
    })()";
    browser.eval_async(count).await.expect("the picture can be looked at")
}

#[tokio::test]
async fn a_run_is_a_picture_of_shapes_and_one_of_points() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        browser.open_page(&site.url("#/deadlock?v=1")).await;
        browser.eval::<Value>(CATCH, vec![]).await;
        browser.press("button.share").await;
        let told = "document.querySelector('#share-no-picture')?.textContent ?? ''";
        browser.wait_for(&format!("({told}).startsWith('Run it first')"), SOON).await;
        browser.press("button.share").await;
        browser.press("button.run").await;
        browser.wait_for("document.querySelector('.verdict .word')", SOON).await;
        let said = "document.querySelector('.verdict .text').textContent";
        let said: String = browser.eval(said, vec![]).await;
        browser.press("button.share").await;
        let svg = had(browser, "#share-svg:enabled").await;
        assert_eq!(svg["name"], "deadlock.svg", "{engine}");
        assert_eq!((&svg["kind"], &svg["size"]), (&json!("image/svg+xml"), &json!([1200, 630])));
        let first: String = said.chars().take(30).collect();
        assert!(text(&svg).contains(&first), "{engine}: {said} is not in {}", text(&svg));
        assert!(text(&svg).contains(&site.url("#/deadlock?v=1")), "{engine}");
        let png = had(browser, "#share-png").await;
        assert_eq!((&png["name"], &png["kind"]), (&json!("deadlock.png"), &json!("image/png")));
        assert_eq!(png["size"], json!([2400, 1260]), "{engine}");
        is_png(&png, (2400, 1260));
        assert!(is_colored(browser).await, "{engine}");
    })
    .await;
}

/// Two threads, two steps each; and the code of the link.
#[tokio::test]
async fn a_schedule_is_a_picture_that_moves_in_any_page() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let engine = browser.engine();
        let link = "#/explore/lost-update?v=1&schedule=m.ABAB.5ca168f5";
        browser.open_page(&site.url(link)).await;
        browser.wait_for("document.querySelector('.over')", SOON).await;
        browser.eval::<Value>(CATCH, vec![]).await;
        browser.press("button.share").await;
        let animated = had(browser, "#share-animated-svg").await;
        assert_eq!(animated["name"], "lost-update-animated.svg", "{engine}");
        assert_eq!(animated["size"], json!([1200, 630]), "{engine}");
        assert_eq!(text(&animated).matches("<g id=\"step-").count(), 4, "{engine}");
        // In a document of its own the steps move; the fourth begins after 4.8 of 10 s.
        let moves = "(() => {
            const parsed = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
            const svg = document.body.appendChild(document.adoptNode(parsed.documentElement));
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(svg.querySelector('style').textContent);
            document.adoptedStyleSheets = [sheet];
            const step = svg.querySelector('#step-4');
            const [motion] = step.getAnimations();
            motion.pause();
            const at = (ms) => { motion.currentTime = ms; return getComputedStyle(step).opacity; };
            const seen = [at(4700), at(4900), at(9900), at(10100)];
            svg.remove();
            document.adoptedStyleSheets = [];
            return seen;
        })()";
        let seen: Vec<String> = browser.eval(moves, vec![animated["text"].clone()]).await;
        assert_eq!(seen, ["0", "1", "1", "0"], "{engine}");
        let png = had(browser, "#share-png").await;
        assert_eq!(png["name"], "lost-update-schedule.png", "{engine}");
        is_png(&png, (2400, 1260));

        let form = "(() => {
            const form = document.querySelector('#share-form');
            form.value = 'qr';
            form.dispatchEvent(new Event('change', { bubbles: true }));
        })()";
        browser.eval::<Value>(form, vec![]).await;
        let code = had(browser, "#share-qr").await;
        assert_eq!(code["name"], "lost-update-qr.svg", "{engine}");
        let address = site.url(&link.replace('&', "&amp;"));
        assert!(text(&code).contains(&format!("<desc>{address}</desc>")), "{engine}: {code}");
    })
    .await;
}
