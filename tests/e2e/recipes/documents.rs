//! Pages, books and notebooks.

use std::fs;

use serde_json::json;
use tests::{Engine, for_each_engine};

use super::*;

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
