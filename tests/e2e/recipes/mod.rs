//! Promise: each recipe of docs/recipes works as it stands there, and a clicker leads through it.

mod decks;
mod documents;
mod lecture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, By, HeaderSet, Key, Served, Site};

const SOON: Duration = Duration::from_secs(30);
/// Time for what must not come.
const PAUSE: Duration = Duration::from_secs(1);
const RECIPES: &str = include_str!("../../../docs/recipes/README.md");

/// The blocks of the recipe called `name`, where the site is at `site`. A block may hold a shorter fence, and headings.
fn recipe(name: &str, site: &str) -> Vec<String> {
    let (mut within, mut fence, mut blocks) = ("", None, Vec::<String>::new());
    for line in RECIPES.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if let Some(heading) = line.strip_prefix("## ").filter(|_| fence.is_none()) {
            within = heading;
        } else if fence.is_none() && ticks >= 3 {
            fence = Some(ticks);
            blocks.extend((within == name).then(String::new));
        } else if fence == Some(ticks) && ticks == line.len() {
            fence = None;
        } else if let Some(block) = blocks.last_mut().filter(|_| fence.is_some() && within == name)
        {
            *block += &(line.replace("https://host/path/", site) + "\n");
        }
    }
    assert!(!blocks.is_empty(), "there is such a recipe: {name}");
    blocks
}

/// The finished site, and beside it, on another one without headers, what the recipe is made into.
struct Made {
    page: Served,
    dir: PathBuf,
    _lab: Served,
}

/// Makes the recipe called `name` in a folder, by `make`, which is given the folder and the blocks.
async fn made(name: &str, make: fn(&Path, &[String])) -> Made {
    made_on(HeaderSet::None, name, make).await
}

/// The same, where the host of what is made sends `headers`.
async fn made_on(headers: HeaderSet, name: &str, make: fn(&Path, &[String])) -> Made {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let lab = Served::isolated().await;
    let folder = format!("recipe-{}", COUNT.fetch_add(1, Relaxed));
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    if dir.exists() {
        fs::remove_dir_all(&dir).unwrap();
    }
    fs::create_dir_all(&dir).unwrap();
    make(&dir, &recipe(name, &lab.url("")));
    let site = Site { dir: dir.clone(), headers, ..Site::default() };
    Made { page: Served::start(site).await, dir, _lab: lab }
}

fn tools() -> PathBuf {
    xtask::tools::recipes().unwrap()
}

/// Runs a program of the tools in `dir`.
fn run(dir: &Path, program: &str, args: &[&str]) {
    let output = Command::new(tools().join(program)).args(args).current_dir(dir).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {said}");
}

/// What is done in the frame with the pointer, and what is seen then.
struct Act {
    click: &'static str,
    seen: &'static str,
}

/// The first step of a schedule.
const STEP: Act = Act {
    click: ".movers button",
    seen: "/^Step 1\\b/.test(document.querySelector('.position')?.textContent)",
};
const RUN: Act = Act { click: ".run", seen: "document.querySelector('.verdict')" };

async fn enter(browser: &Browser, frame: u16) {
    browser.session().enter_frame(frame).await.expect("there is a frame");
}

async fn leave(browser: &Browser) {
    browser.session().enter_default_frame().await.expect("a page is around");
}

/// Does it, and stays in the frame.
async fn act(browser: &Browser, act: &Act) {
    act_in(browser, 0, act).await;
}

/// The same in another frame.
async fn act_in(browser: &Browser, frame: u16, act: &Act) {
    let there = "document.querySelector('iframe')?.src";
    browser.wait_for(there, SOON).await;
    // Until the first is said, the page may come once more, through its service worker.
    let ready = format!(
        "document.documentElement.dataset.isolation && document.querySelector('{}') && !({})",
        act.click, act.seen
    );
    browser.wait_in_frame(frame, &ready, SOON).await;
    enter(browser, frame).await;
    let button = browser.session().find(By::Css(act.click)).await.expect("it is there");
    button.click().await.unwrap_or_else(|error| panic!("{}: {error}", browser.engine()));
    leave(browser).await;
    browser.wait_in_frame(frame, act.seen, SOON).await;
    enter(browser, frame).await;
}

/// Slide 0, 1, 2 and back to 1, by the clicker, where `at` is the number of the slide that is shown.
async fn walk(browser: &Browser, url: &str, at: &str) {
    let engine = browser.engine();
    let stays = async |slide: u32| {
        browser.wait_for(&format!("({at}) === {slide}"), SOON).await;
        tokio::time::sleep(PAUSE).await;
        let now: Value = browser.eval(at, vec![]).await;
        assert_eq!(now, json!(slide), "{engine}");
    };
    browser.goto(url).await;
    stays(0).await;
    browser.keys(Key::PageDown + "").await;
    stays(1).await;
    act(browser, &STEP).await;
    leave(browser).await;
    browser.wait_for("document.activeElement.localName === 'iframe'", SOON).await;
    enter(browser, 0).await;
    browser.keys(Key::PageDown + "").await;
    leave(browser).await;
    stays(2).await;
    browser.keys(Key::PageUp + "").await;
    stays(1).await;
    browser.wait_in_frame(0, STEP.seen, SOON).await;
}

fn build(dir: &Path, blocks: &[String], builder: &str) {
    let extension = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sphinx").canonicalize().unwrap();
    // The extension stands in its folder here, and is installed where documents are written.
    let path = format!("import sys\nsys.path.insert(0, {:?})\n", extension.display().to_string());
    fs::write(dir.join("conf.py"), format!("{path}{}", blocks[0])).unwrap();
    fs::write(dir.join("index.rst"), &blocks[1]).unwrap();
    run(dir, "python/bin/sphinx-build", &["-q", "-W", "-b", builder, ".", "out"]);
}
