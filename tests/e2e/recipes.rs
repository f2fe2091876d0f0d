//! Promise: each recipe of docs/recipes works as it stands there, and a clicker leads through it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Browser, By, Engine, HeaderSet, Key, Served, Site, for_each_engine};

const SOON: Duration = Duration::from_secs(30);
/// Time for what must not come.
const PAUSE: Duration = Duration::from_secs(1);
const RECIPES: &str = include_str!("../../docs/recipes/README.md");

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
    enter(browser, frame).await;
    // Until this is said, the page may come once more, through its service worker.
    browser.wait_for("document.documentElement.dataset.isolation", SOON).await;
    browser.wait_for(&format!("document.querySelector('{}')", act.click), SOON).await;
    browser.wait_for(&format!("!({})", act.seen), SOON).await;
    let button = browser.session().find(By::Css(act.click)).await.expect("it is there");
    button.click().await.unwrap_or_else(|error| panic!("{}: {error}", browser.engine()));
    browser.wait_for(act.seen, SOON).await;
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
    enter(browser, 0).await;
    browser.wait_for(STEP.seen, SOON).await;
    leave(browser).await;
}

#[tokio::test]
async fn a_deck_of_reveal_js() {
    let site = async || {
        made("reveal.js", |dir, blocks| {
            fs::write(dir.join("index.html"), &blocks[0]).unwrap();
            symlink(tools().join("node_modules/reveal.js"), dir.join("reveal.js")).unwrap();
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        let url = made.page.url_on("localhost", "index.html");
        walk(browser, &url, "globalThis.Reveal?.isReady() ? Reveal.getIndices().h : null").await;
    })
    .await;
}

/// A slide that is left and shown again still has its result. Elsewhere than in Chromium a frame of another site has no threads.
#[tokio::test]
async fn one_slide_in_a_deck_of_reveal_js() {
    let site = async || {
        made("One slide of reveal.js", |dir, blocks| {
            let deck = recipe("reveal.js", "").remove(0);
            let (before, rest) = deck.split_once("<section>\n      <iframe").expect("it has one");
            let (_, after) = rest.split_once("</section>").expect("it ends");
            fs::write(dir.join("index.html"), format!("{before}{}{after}", blocks[0])).unwrap();
            symlink(tools().join("node_modules/reveal.js"), dir.join("reveal.js")).unwrap();
        })
        .await
    };
    for_each_engine(&[Engine::Chromium], site, async |browser, made| {
        browser.goto(&made.page.url_on("localhost", "index.html")).await;
        browser.resize(1280, 720).await;
        let at = |slide: u32| {
            format!("globalThis.Reveal?.isReady() && Reveal.getIndices().h === {slide}")
        };
        browser.wait_for(&at(0), SOON).await;
        browser.keys(Key::PageDown + "").await;
        browser.wait_for(&at(1), SOON).await;
        // The slide moves in.
        tokio::time::sleep(PAUSE).await;
        act(browser, &RUN).await;
        browser.keys(Key::PageDown + "").await;
        leave(browser).await;
        browser.wait_for(&at(2), SOON).await;
        browser.keys(Key::PageUp + "").await;
        browser.wait_for(&at(1), SOON).await;
        enter(browser, 0).await;
        browser.wait_for(RUN.seen, SOON).await;
        leave(browser).await;
    })
    .await;
}

#[tokio::test]
async fn a_deck_of_deck_js() {
    let site = async || {
        made("deck.js", |dir, blocks| {
            fs::write(dir.join("index.html"), &blocks[0]).unwrap();
            symlink(tools().join("deck.js"), dir.join("deck.js")).unwrap();
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        let url = made.page.url_on("localhost", "index.html");
        let at = "[...document.querySelectorAll('.slide')].findIndex((slide) => slide.matches('.deck-current'))";
        walk(browser, &url, at).await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_opened_from_a_file() {
    let site = async || {
        made("A file", |dir, blocks| fs::write(dir.join("index.html"), &blocks[0]).unwrap()).await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        let url =
            format!("file://{}", made.dir.join("index.html").canonicalize().unwrap().display());
        walk(browser, &url, "scrollY / innerHeight").await;
    })
    .await;
}

#[tokio::test]
async fn a_deck_of_marp() {
    let site = async || {
        made("Marp", |dir, blocks| {
            fs::write(dir.join("races.md"), &blocks[0]).unwrap();
            run(dir, "node_modules/.bin/marp", &["--html", "--no-stdin", "races.md"]);
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        // WebKit tells wrong places within a scaled slide, and its driver aims by them; a hand does not.
        if browser.engine() == Engine::WebKit {
            assert_eq!(browser.resize(1280, 720).await, (1280, 720), "a slide's own size");
        }
        let url = made.page.url_on("localhost", "races.html");
        let at = "[...document.querySelectorAll('svg.bespoke-marp-slide')]
            .findIndex((slide) => slide.matches('.bespoke-marp-active'))";
        walk(browser, &url, at).await;
    })
    .await;
}

fn build(dir: &Path, blocks: &[String], builder: &str) {
    let extension = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sphinx").canonicalize().unwrap();
    // The extension stands in its folder here, and is installed where documents are written.
    let path = format!("import sys\nsys.path.insert(0, {:?})\n", extension.display().to_string());
    fs::write(dir.join("conf.py"), format!("{path}{}", blocks[0])).unwrap();
    fs::write(dir.join("index.rst"), &blocks[1]).unwrap();
    run(dir, "python/bin/sphinx-build", &["-q", "-W", "-b", builder, ".", "out"]);
}

#[tokio::test]
async fn a_page_of_sphinx() {
    let site = async || made("Sphinx", |dir, blocks| build(dir, blocks, "html")).await;
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        browser.goto(&made.page.url_on("localhost", "out/index.html")).await;
        act(browser, &STEP).await;
    })
    .await;
}

#[tokio::test]
async fn a_deck_of_sphinx_revealjs() {
    let site = async || made("sphinx-revealjs", |dir, blocks| build(dir, blocks, "revealjs")).await;
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        // The title is slide 0.
        let url = made.page.url_on("localhost", "out/index.html#/1");
        let at = "globalThis.Reveal?.isReady() ? Reveal.getIndices().h - 1 : null";
        walk(browser, &url, at).await;
    })
    .await;
}

/// Of the parts that Quarto has, with what it tells them: a deck of 1050 × 700 that goes one way only.
#[tokio::test]
async fn a_deck_of_quarto() {
    let site = async || {
        made("Quarto", |dir, blocks| {
            fs::write(dir.join("races.qmd"), &blocks[0]).unwrap();
            let deck = ["--from=markdown", "--to=revealjs", "--standalone", "--slide-level=2"];
            let told =
                ["revealjs-url=reveal.js", "width=1050", "height=700", "margin=0.1", "theme=white"]
                    .into_iter()
                    .chain([
                        "center=false",
                        "navigationMode=linear",
                        "hash=true",
                        "transition=none",
                    ])
                    .flat_map(|variable| ["--variable", variable]);
            let args: Vec<&str> =
                deck.into_iter().chain(told).chain(["-o", "index.html", "races.qmd"]).collect();
            let pandoc = "import sys, pypandoc, subprocess
sys.exit(subprocess.call([pypandoc.get_pandoc_path(), *sys.argv[1:]]))";
            run(dir, "python/bin/python", &[&["-c", pandoc][..], &args].concat());
            let reveal = tools().join("node_modules/reveal.js-of-quarto");
            symlink(reveal, dir.join("reveal.js")).unwrap();
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        // The title is slide 0.
        let url = made.page.url_on("localhost", "index.html#/two-threads-one-counter");
        let at = "globalThis.Reveal?.isReady() ? Reveal.getIndices().h - 1 : null";
        walk(browser, &url, at).await;
    })
    .await;
}

#[tokio::test]
async fn a_chapter_of_mdbook() {
    let site = async || {
        made("mdBook", |dir, blocks| {
            fs::create_dir(dir.join("src")).unwrap();
            fs::write(dir.join("book.toml"), "[book]\ntitle = \"Races\"\n").unwrap();
            fs::write(dir.join("src/SUMMARY.md"), "- [Races](races.md)\n").unwrap();
            fs::write(dir.join("src/races.md"), &blocks[0]).unwrap();
            run(dir, "../bin/mdbook", &["build"]);
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        browser.goto(&made.page.url_on("localhost", "book/races.html")).await;
        act(browser, &STEP).await;
    })
    .await;
}

/// A notebook with one cell, run as `jupyter` runs it.
#[tokio::test]
async fn a_notebook_of_jupyter() {
    let site = async || {
        made("Jupyter", |dir, blocks| {
            let cell = json!({ "cell_type": "code", "id": "a", "metadata": {}, "execution_count": null,
                "outputs": [], "source": blocks[0] });
            let kernel = json!({ "name": "python3", "display_name": "Python 3" });
            let notebook = json!({ "nbformat": 4, "nbformat_minor": 5, "cells": [cell],
                "metadata": { "kernelspec": kernel } });
            fs::write(dir.join("races.ipynb"), notebook.to_string()).unwrap();
            // Tests load nothing from elsewhere: neither formulas nor widgets are in this notebook.
            let lean = ["mathjax_url=", "require_js_url="].map(|of| format!("--HTMLExporter.{of}"));
            run(dir, "python/bin/python", &[
                "-m", "nbconvert", "--execute", "--to", "html", &lean[0], &lean[1], "races.ipynb",
            ]);
        })
        .await
    };
    for_each_engine(&Engine::ALL, site, async |browser, made| {
        browser.goto(&made.page.url_on("localhost", "races.html")).await;
        act(browser, &RUN).await;
    })
    .await;
}

/// What runs begins by itself. In a frame of a page that is not isolated, threads share memory in Chromium only.
#[tokio::test]
async fn the_lecture_is_led_through_by_a_clicker() {
    for (headers, engines) in [
        (HeaderSet::None, &[Engine::Chromium][..]),
        (HeaderSet::CoopCoep, &[Engine::Firefox, Engine::WebKit][..]),
    ] {
        lead_through_the_lecture(headers, engines).await;
    }
}

async fn lead_through_the_lecture(headers: HeaderSet, engines: &[Engine]) {
    let site = async || {
        made_on(headers, "reveal.js", |dir, blocks| {
            let (_, rest) = blocks[0].split_once("src=\"").expect("the recipe has a frame");
            let (lab, _) = rest.split_once('?').expect("its address has a query");
            let lecture = include_str!("../../docs/lecture/index.html");
            fs::write(dir.join("index.html"), lecture.replace("https://host/path/", lab)).unwrap();
            symlink(tools().join("node_modules/reveal.js"), dir.join("reveal.js")).unwrap();
        })
        .await
    };
    for_each_engine(engines, site, async |browser, made| {
        browser.goto(&made.page.url_on("localhost", "index.html")).await;
        browser.resize(1280, 720).await;
        browser.wait_for("globalThis.Reveal?.isReady()", SOON).await;
        let ends = [&RUN, &RUN, &STEP, &RUN, &RUN, &RUN];
        for (slide, end) in (0..).zip(ends) {
            browser.wait_for(&format!("Reveal.getIndices().h === {slide}"), SOON).await;
            if end.click == STEP.click {
                browser
                    .wait_in_frame(slide, &format!("document.querySelector('{}')", end.click), SOON)
                    .await;
                act_in(browser, slide, end).await;
                browser.keys(Key::PageDown + "").await;
                leave(browser).await;
            } else {
                browser.wait_in_frame(slide, end.seen, SOON).await;
                browser.keys(Key::PageDown + "").await;
            }
        }
        // It ends there, and every slide on the way back shows an end.
        for (slide, end) in (0..).zip(ends).collect::<Vec<_>>().into_iter().rev() {
            browser.wait_for(&format!("Reveal.getIndices().h === {slide}"), SOON).await;
            browser.wait_in_frame(slide, end.seen, SOON).await;
            browser.keys(Key::PageUp + "").await;
        }
    })
    .await;
}
