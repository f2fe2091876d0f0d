//! The page itself: what it downloads, how soon it can be used, whether it stays responsive.

use std::fs;
use std::path::Path;
use std::time::Duration;

use brotli::enc::{BrotliCompress, BrotliEncoderParams};
use measure::format_count;
use serde_json::json;
use tests::{Browser, Engine, Served};
use trace::wire::TraceRecord;
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::ask;

/// Notes the time at which the page is ready and its Run button can be pressed.
const WATCH: &str = "(async () => {
    const soon = () => new Promise((resolve) => setTimeout(resolve, 2));
    while (!window.interleave) await soon();
    await interleave.ready;
    while (!document.querySelector('button.run:enabled')) await soon();
    window.interactiveMs = performance.now();
})()";

/// Durations of the long tasks of a run, and how much it recorded. The first one is made on purpose,
/// to see that they are reported.
const LONG_TASKS: &str = "(async (link) => {
    const tasks = [];
    const note = (list) => tasks.push(...list.getEntries().map(({ duration }) => duration));
    const observer = new PerformanceObserver(note);
    observer.observe({ type: 'longtask' });
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await pause(100);
    for (const start = performance.now(); performance.now() - start < 80;);
    await pause(200);
    const { trace } = await interleave.run(link);
    await pause(1000);
    observer.disconnect();
    return [tasks, trace];
})";

/// What is downloaded, and how many kB it should be at most.
const AIMS: [(&str, f64); 8] = [
    ("until the page can be used", 260.0),
    ("until the map of the course is shown", 260.0),
    ("until a timed run begins", 350.0),
    ("until a run begins in which threads meet", 350.0),
    ("until that run is drawn", 450.0),
    ("until an exploration begins", 400.0),
    ("until a timed run begins in a frame", 350.0),
    ("until a run begins in a frame in which threads meet", 350.0),
];

/// One file of the site.
pub(crate) struct File {
    /// Its path in the site, without its hash.
    pub(crate) name: String,
    /// Its size.
    pub(crate) bytes: usize,
    /// Its size after brotli at its strongest.
    pub(crate) packed: usize,
    /// Which links fetch it, in the order of [`AIMS`].
    fetched: [bool; AIMS.len()],
}

/// The files of the site, large ones first.
///
/// # Errors
///
/// One cannot be read.
pub(crate) fn files(dist: &Path) -> Outcome<Vec<File>> {
    let links = xtask::weight::links(dist)?;
    let mut files = Vec::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(dist)?.display().to_string();
            let is_copy = name.ends_with(".br") || name.ends_with(".gz");
            if !name.starts_with(['.', '_']) && !is_copy {
                let content = fs::read(&path)?;
                let packed = packed(&content)?;
                let fetched = links.each_ref().map(|link| link.contains(&name));
                let name = without_hashes(&name);
                files.push(File { name, bytes: content.len(), packed, fetched });
            }
        }
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.packed));
    Ok(files)
}

/// What links download.
pub(crate) fn bytes(files: &[File]) -> impl Iterator<Item = Figure> {
    AIMS.into_iter().enumerate().map(|(link, (until, at_most))| {
        let fetched = files.iter().filter(|file| file.fetched[link]);
        let total: usize = fetched.map(|file| file.packed).sum();
        let name = format!("brotli {until}");
        let spread = "exact, see below".to_owned();
        Figure::new(name, Unit::Kilobytes, total as f64 / 1e3, spread).at_most(at_most)
    })
}

impl File {
    /// Which links fetch it, in words.
    pub(crate) fn when(&self) -> String {
        let [all, some @ ..] = self.fetched;
        let names = [
            "the map",
            "timed runs",
            "runs that meet",
            "their pictures",
            "explorations",
            "frames of timed runs",
            "frames of runs that meet",
        ];
        let fetching = names.into_iter().zip(some).filter(|(_, fetched)| *fetched);
        match fetching.map(|(name, _)| name).collect::<Vec<_>>() {
            _ if all => "every link".to_owned(),
            none if none.is_empty() => "later".to_owned(),
            some => some.join(", "),
        }
    }
}

fn packed(content: &[u8]) -> Outcome<usize> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut packed = Vec::new();
    BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed.len())
}

/// `name` without the parts in which a build notes a hash of the content.
fn without_hashes(name: &str) -> String {
    let is_hash = |part: &str| part.len() > 10 && part.chars().all(|c| c.is_ascii_hexdigit());
    let mut kept = String::new();
    for word in name.split_inclusive(['/', '-', '_', '.']) {
        let part = word.trim_end_matches(['/', '-', '_', '.']);
        if is_hash(part) {
            kept.pop(); // what stands before the hash goes with it
            kept.push_str(&word[part.len()..]);
        } else {
            kept.push_str(word);
        }
    }
    kept
}

/// Time from the start of the navigation to a page that can be used, in fresh browsers.
///
/// # Errors
///
/// The browser refused to watch.
pub(crate) async fn interactive(site: &Served, effort: Effort) -> Outcome<Figure> {
    let mut samples_ms = Vec::new();
    for _ in 0..effort.rounds.div_ceil(2) {
        let browser = Browser::open(Engine::Chromium).await;
        let watch = json!({ "source": WATCH });
        let devtools = browser.session().cdp();
        devtools.send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await?;
        browser.goto(&site.url("#/integrate?v=1")).await;
        browser.wait_for("window.interactiveMs", Duration::from_secs(60)).await;
        samples_ms.push(browser.eval("interactiveMs", vec![]).await);
    }
    Figure::median("page: time to interactive from localhost", &samples_ms)
}

/// The longest task of the main thread while a long run is on and its result is shown.
///
/// # Errors
///
/// What the page said, or the browser reports no long tasks.
pub(crate) async fn longest_task(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let points = 20 * effort.points;
    let link = format!("#/integrate?v=1&threads=2&method=pool&n={points}&repeats=3");
    longest_task_of(browser, "longest main-thread task while a run is on", &link).await
}

/// The same with many threads that record many events, which are drawn while they come.
///
/// # Errors
///
/// As [`longest_task`].
pub(crate) async fn longest_task_of_many(browser: &Browser) -> Outcome<Figure> {
    let link = "#/lost-update?v=1&threads=16&fix=lock&gap=none&increments=3200&repeats=1";
    longest_task_of(browser, "longest main-thread task, 16 threads and 10⁵ events", link).await
}

async fn longest_task_of(browser: &Browser, name: &str, link: &str) -> Outcome<Figure> {
    let (tasks_ms, trace): (Vec<f64>, TraceRecord) =
        ask(browser, &format!("{LONG_TASKS}({link:?})")).await?;
    let (on_purpose, tasks_ms) = tasks_ms.split_first().ok_or("no long task was reported")?;
    let longest_ms = tasks_ms.iter().copied().fold(0.0, f64::max);
    let count = tasks_ms.len();
    let [events, dropped] = [trace.events, trace.dropped].map(format_count);
    let spread = format!(
        "{count} tasks of 50 ms or more; one of {on_purpose:.0} ms on purpose was seen; {events} \
         events kept, {dropped} dropped"
    );
    Ok(Figure::new(name, Unit::LongTask, longest_ms, spread))
}
