//! Takes the pictures in `docs/images/` from the real page (`cargo xtask screenshots`).

use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{Browser, Engine, HeaderSet, Served};

/// Name, address after the page's own, width and height in CSS pixels, colors, and what to run.
const PICTURES: &[(&str, &str, (u32, u32), &str, Option<&str>)] = &[
    ("wide", "", (1280, 1200), "light", Some("#/integrate?v=1&threads=2&method=pool&n=50000000")),
    ("fresh", "", (1280, 900), "light", None),
    ("dark", "", (1280, 1200), "dark", Some("#/integrate?v=1&threads=2&f=uneven&n=2000000")),
    ("phone", "", (390, 1600), "light", Some("#/integrate?v=1&threads=2&n=20000000")),
    ("slide", "?embed", (960, 540), "light", Some("#/integrate?v=1&threads=2&n=20000000")),
    (
        "slide-wrong",
        "?embed",
        (960, 540),
        "dark",
        Some("#/integrate?v=1&method=slide&a=2&threads=4"),
    ),
    ("sweep", "", (1280, 1600), "light", Some("#/integrate?v=1&method=pool&n=20000000&sweep=on")),
    ("amdahl", "", (1280, 1400), "light", Some("#/amdahl?v=1&threads=4&serial=25&n=20000000")),
    ("errors", "", (1280, 1000), "light", Some("#/integrate?v=1&n=0&a=NaN&thredas=3")),
];

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).map_or_else(default_folder, PathBuf::from);
    let site = Served::dist(HeaderSet::Isolated).await;
    for &(name, query, (width, height), colors, link) in PICTURES {
        let browser = Browser::open(Engine::Chromium).await;
        browser.resize(width, height).await;
        browser.emulate_media("prefers-color-scheme", colors).await;
        browser.goto(&site.url(query)).await;
        if let Some(link) = link {
            // A refused link is a picture too.
            let run = format!("window.interleave.run({link:?}).then(() => 0, () => 0)");
            browser.eval_async::<Value>(&run).await.expect("every ending is caught");
        }
        let settled = "new Promise((resolve) => setTimeout(resolve, 300))";
        browser.eval_async::<Value>(settled).await.expect("a timer ends");
        browser.screenshot(&folder.join(format!("{name}.png"))).await;
        eprintln!("{name}.png");
    }
}

fn default_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images")
}
