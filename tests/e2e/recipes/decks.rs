//! Decks: a clicker goes on, whatever was pressed in the frame.

use std::fs;
use std::os::unix::fs::symlink;

use tests::{Engine, Key, for_each_engine};

use super::*;

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
        browser.wait_in_frame(0, RUN.seen, SOON).await;
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
