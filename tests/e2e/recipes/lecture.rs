//! The lecture in docs/lecture: six experiments, and nothing but a clicker.

use std::fs;
use std::os::unix::fs::symlink;

use tests::{Engine, HeaderSet, Key, for_each_engine};

use super::*;

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
            let lecture = include_str!("../../../docs/lecture/index.html");
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
