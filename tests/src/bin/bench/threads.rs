//! Two threads: speed-up, the cost of a parallel region, the cost of recording.

use measure::speed_up;
use tests::Browser;
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::{run, wall_ms};

/// Two pool threads and one thread on the same work, in turn.
pub(crate) struct Pair {
    /// Which kernel.
    pub(crate) kernel: &'static str,
    /// Points in all.
    pub(crate) points: u64,
    /// Durations on two threads.
    pub(crate) pool_ms: Vec<f64>,
    sequential_ms: Vec<f64>,
}

impl Pair {
    /// The speed-up.
    ///
    /// # Panics
    ///
    /// When a duration is 0: there are points enough for any clock.
    pub(crate) fn figure(&self) -> Figure {
        let Self { kernel, points, .. } = self;
        let name = format!("2 threads, {kernel} kernel, n = {}", measure::format_count(*points));
        Figure::ratio(name, &self.sequential_ms, &self.pool_ms).expect("every run took its time")
    }
}

/// Measures two pool threads against one.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn pair(
    browser: &Browser,
    kernel: &'static str,
    points: u64,
    effort: Effort,
) -> Outcome<Pair> {
    let repeats = effort.rounds;
    let link = format!(
        "#/integrate?v=1&threads=2&method=pool&kernel={kernel}&n={points}&repeats={repeats}"
    );
    let record = run(browser, &link, "{}").await?;
    let [pool_ms, sequential_ms] = ["pool", "sequential"].map(|name| wall_ms(&record, name));
    Ok(Pair { kernel, points, pool_ms, sequential_ms })
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
/// # Errors
///
/// What the page said.
pub(crate) async fn recording(browser: &Browser, effort: Effort) -> Outcome<Figure> {
    let points = effort.points / 5;
    let link = format!("#/integrate?v=1&threads=2&method=pool&n={points}&repeats=1");
    run(browser, &link, "{}").await?; // to warm up
    let mut durations_ms = [vec![], vec![]];
    for pair in 0..4 * effort.rounds {
        for turn in 0..2 {
            let recorded = (pair + turn) % 2; // whoever comes second has no advantage
            let options = format!("{{ record: {} }}", recorded == 1);
            let record = run(browser, &link, &options).await?;
            durations_ms[recorded].extend(wall_ms(&record, "pool"));
        }
    }
    let [without_ms, with_ms] = durations_ms;
    let name = "event recording on against off";
    let ratio = speed_up(&with_ms, &without_ms, 1).ok_or("a run took no time")?;
    let [value, low, high] = [ratio.value, ratio.low, ratio.high].map(|r| (r - 1.0) * 100.0);
    let spread = format!("95 % interval {low:.1} % to {high:.1} %; {} pairs", with_ms.len());
    Ok(Figure::new(name, Unit::Percent, value, spread))
}
