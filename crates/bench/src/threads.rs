//! Two threads: speed-up, the cost of a parallel region, the cost of recording.

use std::hint::black_box;
use std::thread;

use measure::{format_count, speed_up};
use quadrature::{Integrand, Kernel, Problem, Rule};
use tests::Browser;
use tokio::time::Instant;
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::{run, wall_ms};

/// Turns of the page and of native threads.
const TURNS: usize = 3;

/// Durations of the same work on one thread and on two, in milliseconds.
#[derive(Default)]
struct Times {
    one_ms: Vec<f64>,
    two_ms: Vec<f64>,
}

/// Two pool threads and one thread in the page; native threads on the same work beside them.
pub(crate) struct Pair {
    /// Which kernel.
    pub(crate) kernel: Kernel,
    /// Points in all.
    pub(crate) points: u64,
    page: Times,
    native: Times,
}

impl Pair {
    /// Durations on two threads of the page, in milliseconds.
    pub(crate) fn pool_ms(&self) -> &[f64] {
        &self.page.two_ms
    }

    /// The speed-up, and what this machine gives native threads.
    ///
    /// # Errors
    ///
    /// A run took no time.
    pub(crate) fn figure(&self) -> Outcome<Figure> {
        let name =
            format!("2 threads, {} kernel, n = {}", self.kernel.name(), format_count(self.points));
        let native = Figure::ratio("2 native threads", &self.native.one_ms, &self.native.two_ms)?;
        let mut page = Figure::ratio(name, &self.page.one_ms, &self.page.two_ms)?;
        page.spread += &format!("; {} {}", native.name, native.measured());
        Ok(page)
    }
}

/// Measures two threads against one, in the page and natively, in turn.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn pair(
    browser: &Browser,
    kernel: Kernel,
    points: u64,
    effort: Effort,
) -> Outcome<Pair> {
    let repeats = effort.rounds;
    let link = format!(
        "#/integrate?v=1&threads=2&method=pool&kernel={}&n={points}&repeats={repeats}",
        kernel.name()
    );
    run(browser, &link, "{}").await?; // to warm up
    let mut pair = Pair { kernel, points, page: Times::default(), native: Times::default() };
    for _ in 0..TURNS {
        let record = run(browser, &link, "{}").await?;
        pair.page.one_ms.extend(wall_ms(&record, "sequential"));
        pair.page.two_ms.extend(wall_ms(&record, "pool"));
        for _ in 0..repeats {
            pair.native.one_ms.push(native_ms(kernel, points, 1));
            pair.native.two_ms.push(native_ms(kernel, points, 2));
        }
    }
    Ok(pair)
}

/// The same work on native threads, started for it.
fn native_ms(kernel: Kernel, points: u64, threads: u64) -> f64 {
    let problem = black_box(squares(kernel, points));
    let n_blocks = problem.blocks().count;
    let start = Instant::now();
    thread::scope(|scope| {
        for index in 0..threads {
            let blocks = n_blocks * index / threads..n_blocks * (index + 1) / threads;
            scope.spawn(move || {
                black_box(blocks.map(|block| problem.block_sum(block)).sum::<f64>())
            });
        }
    });
    start.elapsed().as_secs_f64() * 1e3
}

/// The lecture's integral: x² from 0 to 10 by left sums.
pub(crate) fn squares(kernel: Kernel, points: u64) -> Problem {
    Problem { f: Integrand::X2, a: 0.0, b: 10.0, n: points, rule: Rule::Left, kernel }
}

/// The time in which two threads are woken, do next to nothing, and are waited for.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn empty_region(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let link = "#/integrate?v=1&threads=2&method=threads&n=16&repeats=100";
    let mut samples_ms = Vec::new();
    for _ in 0..effort.rounds {
        samples_ms.extend(wall_ms(&run(browser, link, "{}").await?, "threads"));
    }
    Figure::median("empty parallel region over 2 threads", &samples_ms)
}

/// What recording costs: with it against without it, in turn.
///
/// Only the last repeat of a run is recorded; the others give the page time to draw that it began.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn recording(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let points = effort.points / 5;
    let link = format!("#/integrate?v=1&threads=2&method=pool&n={points}&repeats=5");
    run(browser, &link, "{}").await?; // to warm up
    let mut durations_ms = [vec![], vec![]];
    for pair in 0..4 * effort.rounds {
        for turn in 0..2 {
            let recorded = (pair + turn) % 2; // whoever comes second has no advantage
            let options = format!("{{ record: {} }}", recorded == 1);
            let record = run(browser, &link, &options).await?;
            durations_ms[recorded].extend(wall_ms(&record, "pool").last());
        }
    }
    let [without_ms, with_ms] = durations_ms;
    let name = "event recording on against off";
    let ratio = speed_up(&with_ms, &without_ms).ok_or("a run took no time")?;
    let [value, low, high] = [ratio.value, ratio.low, ratio.high].map(|r| (r - 1.0) * 100.0);
    let spread = format!("95 % interval {low:.1} % to {high:.1} %; {} pairs", with_ms.len());
    Ok(Figure::new(name, Unit::Percent, value, spread))
}
