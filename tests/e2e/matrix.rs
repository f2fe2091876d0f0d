//! Promise: in whatever frame it stands, the page has threads, or says why not and does the rest, or the browser refuses it.
//!
//! What is expected is the table in docs/embedding.md, which is read here.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, HeaderSet, Page, Served, Site, alone_in_each_engine};

const SOON: Duration = Duration::from_secs(20);
/// Time for what must not come.
const PAUSE: Duration = Duration::from_secs(1);
const DOCUMENT: &str = include_str!("../../docs/embedding.md");
const HOST: &str = include_str!("matrix.html");

/// A real race, each schedule of a model, and an integral by processes.
const RACE: &str = "#/lost-update?v=1&threads=2&increments=1000&repeats=1";
const MODEL: &str = "#/explore/lost-update?v=1";
const PROCESSES: &str = "#/integrate?v=1&threads=2&n=1000&repeats=1&method=processes";

/// What the page's own host sends, as the document calls it.
const SETS: [(&str, HeaderSet); 5] = [
    ("all", HeaderSet::Isolated),
    ("without `Document-Isolation-Policy`", HeaderSet::CoopCoep),
    ("the first two only", HeaderSet::NoCorp),
    ("none, as GitHub Pages", HeaderSet::AnyOrigin),
    ("none, and no service worker", HeaderSet::None),
];
/// Whether the page around the frame is isolated, and whether it gives the frame leave to be.
const AROUND: [(&str, bool, bool); 3] = [
    ("isolated, with `allow`", true, true),
    ("isolated, without `allow`", true, false),
    ("not isolated", false, true),
];
const SANDBOXES: [Option<&str>; 3] =
    [None, Some("allow-scripts allow-same-origin"), Some("allow-scripts")];

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Threads,
    Processes,
    Reason,
    Refused,
}

/// The fate that the document tells: the row is what the host sends, the column what is around.
fn fate(engine: Engine, around: &str, headers: &str, sandbox: Option<&str>) -> Fate {
    let title = match sandbox {
        Some("allow-scripts") => "With `sandbox` and without `allow-same-origin`",
        _ => "Without `sandbox`, or with `allow-scripts allow-same-origin`",
    };
    let (_, rest) = DOCUMENT.split_once(title).expect("the document has a table for it");
    let mut rows = rest.lines().skip_while(|line| !line.starts_with('|'));
    let row = |line: &'static str| -> Vec<&str> {
        line.trim_matches('|').split('|').map(str::trim).collect()
    };
    let head = row(rows.next().expect("a table has a head"));
    let column = head.iter().position(|name| *name == around).expect("it has this column");
    let cells = rows.map(row).find(|cells| cells[0] == headers).expect("it has this row");
    let has =
        |of: &str| cells[column].split(", ").find_map(|part| part.strip_prefix(of)).map(str::trim);
    let name = format!("{engine}:");
    let told = has(&name).or_else(|| has("others:")).unwrap_or(cells[column]);
    match told {
        "threads" => Fate::Threads,
        "processes" => Fate::Processes,
        "a reason" => Fate::Reason,
        "refused" => Fate::Refused,
        other => panic!("{around}, {headers}: {other:?} is no fate"),
    }
}

/// A host of decks, isolated or not, and the page with each set of headers.
struct Sites {
    isolated: Served,
    plain: Served,
    labs: Vec<(&'static str, Served)>,
}

async fn sites() -> Sites {
    let host = async |headers| {
        let page = Page { content_type: "text/html".to_owned(), body: HOST.to_owned() };
        Served::start(Site { headers, pages: [("/".to_owned(), page)].into(), ..Site::default() })
            .await
    };
    let mut labs = Vec::new();
    for (name, headers) in SETS {
        let hidden = if headers == HeaderSet::None { vec!["sw.js".to_owned()] } else { Vec::new() };
        let site = Site { headers, hidden, ..Served::dist_site() };
        labs.push((name, Served::start(site).await));
    }
    Sites { isolated: host(HeaderSet::CoopCoep).await, plain: host(HeaderSet::None).await, labs }
}

/// Several frames at once have labs of their own: nobody else shall want the machine meanwhile.
#[tokio::test]
async fn every_frame_has_threads_or_a_reason_or_is_refused_to_itself() {
    alone_in_each_engine(&Engine::ALL, sites, async |browser, sites| {
        browser.resize(1024, 700).await;
        for (around, is_isolated, allow) in AROUND {
            for name in ["127.0.0.1", "localhost"] {
                let host = if is_isolated { &sites.isolated } else { &sites.plain };
                // WebKit has all of them in one process, which gets stuck with several.
                let at_once = if browser.engine() == Engine::WebKit { 1 } else { 3 };
                let all: Vec<_> = sites
                    .labs
                    .iter()
                    .flat_map(|lab| SANDBOXES.map(|sandbox| (lab, sandbox)))
                    .collect();
                for some in all.chunks(at_once) {
                    browser.goto(&host.url_on(name, "")).await;
                    let mut cells = Vec::new();
                    for &((headers, lab), sandbox) in some {
                        let src = lab.url(&format!("?embed{RACE}"));
                        let args = vec![src.into(), sandbox.into(), allow.into()];
                        browser.eval::<Value>("add(...arguments)", args).await;
                        let fate = fate(browser.engine(), around, headers, sandbox);
                        // A run for each cell of the document; the frames beside it say the same.
                        let runs = name == "localhost" && sandbox != SANDBOXES[1];
                        let cell = format!("{name}, {around}, {headers}, {sandbox:?}");
                        cells.push(Cell { fate, runs, cell });
                    }
                    look_at_all(browser, &cells).await;
                }
            }
        }
    })
    .await;
}

/// A frame, what is expected of it, and whether it is asked to run something.
struct Cell {
    fate: Fate,
    runs: bool,
    cell: String,
}

async fn look_at_all(browser: &Browser, cells: &[Cell]) {
    let engine = browser.engine();
    for (index, Cell { fate, runs, cell }) in cells.iter().enumerate() {
        let cell = format!("{engine}, {cell}");
        match fate {
            Fate::Threads | Fate::Processes => works(browser, index, *fate, *runs, &cell).await,
            Fate::Reason | Fate::Refused => {}
        }
    }
    if cells.iter().any(|cell| matches!(cell.fate, Fate::Reason | Fate::Refused)) {
        tokio::time::sleep(PAUSE).await;
    }
    for (index, Cell { fate, cell, .. }) in cells.iter().enumerate() {
        let cell = format!("{engine}, {cell}");
        let says: usize = browser.eval(&format!("cells[{index}].heard.length"), vec![]).await;
        match fate {
            Fate::Threads | Fate::Processes => {}
            Fate::Reason | Fate::Refused => {
                assert_eq!(says, 0, "{cell}");
                browser.session().enter_frame(index as u16).await.unwrap();
                let shown = "document.querySelector('#app [role=status]')?.textContent ?? ''";
                let shown: String = browser.eval(shown, vec![]).await;
                let has_reason = shown.contains("Access-Control-Allow-Origin");
                assert_eq!(has_reason, *fate == Fate::Reason, "{cell}: {shown:?}");
                browser.session().enter_default_frame().await.unwrap();
            }
        }
    }
}

/// The frame says what it is, and does what it says.
async fn works(browser: &Browser, index: usize, fate: Fate, runs: bool, cell: &str) {
    let said = format!("cells[{index}].heard.findLast(({{ type }}) => type === 'ready')");
    let threads = if fate == Fate::Threads { "shared" } else { "separate" };
    // Until it has come through the service worker it says what it is without.
    browser.wait_for(&format!("{said}?.threads === '{threads}'"), SOON).await;
    let ready: Value = browser.eval(&said, vec![]).await;
    let ask = async |links: &[&str]| -> Vec<Value> {
        // Until this is said, the frame may come once more, and forget what it was asked.
        browser.session().enter_frame(index as u16).await.unwrap();
        browser.wait_for("document.documentElement.dataset.isolation", SOON).await;
        browser.session().enter_default_frame().await.unwrap();
        assert_eq!(browser.eval_async(&format!("greeted({index})")).await, Ok(true), "{cell}");
        let links = serde_json::to_string(links).unwrap();
        browser.eval_async(&format!("asked({index}, {links})")).await.unwrap()
    };
    if fate == Fate::Threads {
        assert_eq!(ready["why"], Value::Null, "{cell}");
        if !runs {
            return;
        }
        let answers = ask(&[RACE]).await;
        assert_eq!(answers[0]["backend"], "threads", "{cell}: {}", answers[0]);
        assert_eq!(answers[0]["link"], RACE.replace("&threads=2", ""), "{cell}");
        return;
    }
    let why = ready["why"].as_str().unwrap_or_default();
    assert!(why.contains("this frame is not cross-origin isolated"), "{cell}: {ready}");
    if !runs {
        return;
    }
    let answers = ask(&[RACE, MODEL, PROCESSES]).await;
    assert!(answers[0].as_str().is_some_and(|text| text.contains(why)), "{cell}: {}", answers[0]);
    assert_eq!(answers[1]["program"], "lost-update", "{cell}: {}", answers[1]);
    assert_eq!(answers[2]["backend"], "processes", "{cell}: {}", answers[2]);
}
