//! Messages between processes beside bare ones between two workers, and how long processes take to start.

use std::process::Command;

use serde_json::Value;
use tests::{Browser, HeaderSet, Page, Served, Site};
use trace::wire::RunRecord;
use xtask::Outcome;

use crate::Effort;
use crate::figure::Figure;
use crate::runs::{ask, run, wall_ms};

/// Two workers that do nothing else.
const BARE: &str = include_str!("bare.js");
/// Prints the milliseconds of the start of a process by each start method that is asked for.
const START: &str = include_str!("start.py");
/// Payloads that are copied: their bytes, in words, and round trips in each turn.
const COPIED: [(u32, &str, u32); 3] =
    [(0, "0 bytes", 200), (65_536, "64 kB", 100), (67_108_864, "64 MB", 3)];

/// A server of the finished site, with the bare workers beside it.
pub(crate) async fn site() -> Served {
    let page = Page { content_type: "text/javascript".to_owned(), body: BARE.to_owned() };
    let pages = [("/bare.js".to_owned(), page)].into();
    Served::start(Site { pages, headers: HeaderSet::Isolated, ..Served::dist_site() }).await
}

/// Every figure; `browser` has the page of [`site`] open.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn figures(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    for (bytes, words, rounds) in COPIED {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for turn in 0..=effort.rounds.div_ceil(3) {
            let record = there_and_back(browser, bytes, rounds).await?;
            let bare_ms = bare_ms(browser, bytes, rounds).await?;
            if turn > 0 {
                ours.extend(wall_ms(&record, "copy"));
                bare.extend(bare_ms);
            }
        }
        let name =
            format!("round trip of {words} between processes, time against a bare postMessage");
        figures.push(Figure::ratio(name, &ours, &bare)?.at_most(2.0));
    }
    let mut transferred = Vec::new();
    for _ in 0..effort.rounds.div_ceil(3) {
        let record = there_and_back(browser, 67_108_864, 10).await?;
        transferred.extend(wall_ms(&record, "transfer"));
    }
    figures.push(Figure::median("64 MB transferred there and back", &transferred)?.at_most(5.0));
    figures.push(pool(browser, effort).await?.at_least(1.8));
    figures.extend(starts(browser, effort).await?);
    Ok(figures)
}

/// Two processes of a pool, 100 jobs of 5 ms, with the best of the chunk sizes that a sweep measured.
async fn pool(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let sweep = "#/pool?v=1&threads=2&jobs=100&sweep=on";
    let best = &run(browser, sweep, "{ record: false }").await?.outcome["best_chunksize"];
    let link = format!("#/pool?v=1&threads=2&jobs=100&chunksize={best}");
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for _ in 0..effort.rounds {
        let record = run(browser, &link, "{ record: false }").await?;
        alone.extend(record.outcome["sequential_ms"].as_f64());
        together.extend(wall_ms(&record, "map"));
    }
    let name =
        format!("pool of 2 processes, jobs of 5 ms, chunks of {best}, against one after the other");
    Figure::ratio(name, &alone, &together)
}

/// A payload over a pipe; nothing else is done.
async fn there_and_back(browser: &Browser, bytes: u32, rounds: u32) -> Outcome<RunRecord> {
    let link =
        format!("#/processes?v=1&threads=1&link=pipe&guard=none&bytes={bytes}&rounds={rounds}");
    run(browser, &link, "{ record: false }").await
}

async fn bare_ms(browser: &Browser, bytes: u32, rounds: u32) -> Outcome<Vec<f64>> {
    let js = format!(
        "new Promise((resolve) => {{
            window.bare ??= new Worker('bare.js');
            bare.onmessage = ({{ data }}) => resolve(data);
            bare.postMessage({{ bytes: {bytes}, transfers: false, rounds: {rounds} }});
        }})"
    );
    ask(browser, &js).await
}

/// How long a process takes to start, a thread, and CPython's processes, for scale.
async fn starts(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let (mut process, mut thread) = (Vec::new(), Vec::new());
    for _ in 0..effort.rounds {
        // Another thread count is another lab, whose threads are started anew.
        for threads in [3, 2] {
            let link = format!("#/processes?v=1&threads={threads}&guard=none&bytes=0&rounds=1");
            let record = run(browser, &link, "{ record: false }").await?;
            let start_ms = &record.outcome["start_ms"];
            process.extend(start_ms["process"].as_f64());
            thread.extend(start_ms["thread"].as_f64());
        }
    }
    let mut figures = vec![
        Figure::median("start of a process", &process)?,
        Figure::median("start of a thread", &thread)?,
    ];
    for method in ["fork", "spawn"] {
        let output = Command::new("python3").args(["-c", START, method]).output()?;
        let Ok(Value::Array(took)) = serde_json::from_slice(&output.stdout) else { continue };
        let took: Vec<f64> = took.iter().filter_map(Value::as_f64).collect();
        figures.push(Figure::median(format!("start of a process, CPython, {method}"), &took)?);
    }
    Ok(figures)
}
