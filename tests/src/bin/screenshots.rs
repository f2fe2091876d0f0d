//! Takes the pictures in `docs/images/` from the real page (`cargo xtask screenshots`).

use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{Browser, Engine, HeaderSet, Served};

/// One picture.
struct Picture {
    /// Its file, without the ending.
    name: &'static str,
    /// The query of the page's address.
    query: &'static str,
    /// Width and height in CSS pixels.
    size: (u32, u32),
    /// `"light"` or `"dark"`.
    colors: &'static str,
    /// What is run first; nothing if empty.
    link: &'static str,
}

const fn picture(
    name: &'static str,
    query: &'static str,
    size: (u32, u32),
    colors: &'static str,
    link: &'static str,
) -> Picture {
    Picture { name, query, size, colors, link }
}

const PICTURES: &[Picture] = &[
    picture("wide", "", (1280, 1200), "light", "#/integrate?v=1&threads=2&method=pool&n=50000000"),
    picture("fresh", "", (1280, 900), "light", ""),
    picture("dark", "", (1280, 1200), "dark", "#/integrate?v=1&threads=2&f=uneven&n=2000000"),
    picture("phone", "", (390, 1600), "light", "#/integrate?v=1&threads=2&n=20000000"),
    picture("slide", "?embed", (960, 540), "light", "#/integrate?v=1&threads=2&n=20000000"),
    picture("wrong", "?embed", (960, 540), "dark", "#/integrate?v=1&method=slide&a=2&threads=2"),
    picture("sweep", "", (1280, 1600), "light", "#/integrate?v=1&method=pool&n=20000000&sweep=on"),
    picture("amdahl", "", (1280, 1400), "light", "#/amdahl?v=1&threads=4&serial=25&n=20000000"),
    picture("deadlock", "", (1280, 1250), "light", "#/deadlock?v=1&threads=3"),
    picture("lost-update", "", (1280, 1250), "light", "#/lost-update?v=1&repeats=100"),
    picture("lock", "?embed", (960, 540), "light", "#/lock?v=1"),
    picture("queue", "?embed", (960, 540), "dark", "#/queue?v=1"),
    picture("processes", "", (1280, 1250), "light", "#/processes?v=1&threads=3"),
    picture("philosophers", "", (390, 1600), "dark", "#/dining-philosophers?v=1"),
    picture(
        "outcomes",
        "",
        (1280, 1000),
        "light",
        "#/explore/lost-update?v=1&threads=3&increments=2",
    ),
    picture("schedule", "", (1280, 1000), "light", SCHEDULE),
    picture(
        "explorer",
        "?embed",
        (960, 540),
        "dark",
        "#/explore/deadlock?v=1&schedule=m.AB.d78c2ad4",
    ),
    picture("errors", "", (1280, 1000), "light", "#/integrate?v=1&n=0&a=NaN&thredas=3"),
];

/// Three threads, two increments each, and a total of 2.
const SCHEDULE: &str =
    "#/explore/lost-update?v=1&threads=3&increments=2&schedule=m.AB4C4A3.4d4f2e73";

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).map_or_else(default_folder, PathBuf::from);
    let site = Served::dist(HeaderSet::Isolated).await;
    for &Picture { name, query, size: (width, height), colors, link } in PICTURES {
        let browser = Browser::open(Engine::Chromium).await;
        browser.resize(width, height).await;
        browser.emulate_media("prefers-color-scheme", colors).await;
        browser.goto(&site.url(query)).await;
        if !link.is_empty() {
            // The first run lets a fresh browser come to rest. A refused link is a picture too.
            let explores = link.starts_with("#/explore/");
            // A schedule is shown as its link opens it.
            let verb = if explores { "explore" } else { "run" };
            if link.contains("schedule=") {
                browser.goto(&site.url(&format!("{query}{link}"))).await;
                settle(&browser, 1000).await;
                shoot(&browser, &folder, name).await;
                continue;
            }
            let run = format!(
                "(async () => {{
                    for (const _ of [1, 2]) {{
                        await window.interleave.{verb}({link:?}).catch(() => 0);
                        await new Promise((resolve) => setTimeout(resolve, 2000));
                    }}
                }})()"
            );
            browser.eval_async::<Value>(&run).await.expect("every ending is caught");
        }
        settle(&browser, 300).await;
        shoot(&browser, &folder, name).await;
    }
}

async fn settle(browser: &Browser, ms: u32) {
    let settled = format!("new Promise((resolve) => setTimeout(resolve, {ms}))");
    browser.eval_async::<Value>(&settled).await.expect("a timer ends");
}

async fn shoot(browser: &Browser, folder: &Path, name: &str) {
    browser.screenshot(&folder.join(format!("{name}.png"))).await;
    eprintln!("{name}.png");
}

fn default_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/images")
}
