//! One thread: our kernels in the page and natively, a plain JavaScript loop, CPython.

use std::hint::black_box;
use std::process::Command;

use measure::median;
use quadrature::Kernel;
use tests::Browser;
use tokio::time::Instant;
use xtask::Outcome;

use crate::Effort;
use crate::figure::Figure;
use crate::runs::{ask, run, wall_ms};
use crate::threads::{Pair, squares};

/// Runs of each kind in a round; the page's own runs are interleaved anyway.
const PER_ROUND: u32 = 3;
/// What a person would write without us.
const PLAIN_LOOP: &str = "(window.plainLoop = (a, dx, n) => {
    let s = 0;
    for (let i = 0; i < n; i++) {
        const x = a + i * dx;
        s += x * x;
    }
    return s * dx;
}, 0)";
/// The lecture's program.
const SLIDE: &str = include_str!("slide.py");

/// Durations of x² from 0 to 10 with the same number of points each, in milliseconds.
pub(crate) struct Kernels {
    points: f64,
    /// Our SIMD kernel, compiled for this machine's instruction set without extensions.
    native_ms: Vec<f64>,
    simd_ms: Vec<f64>,
    scalar_ms: Vec<f64>,
    javascript_ms: Vec<f64>,
    /// As if it had as many points; empty where there is no CPython.
    python_ms: Vec<f64>,
    pairs: Vec<Pair>,
}

impl Kernels {
    /// Measures all of them in turn.
    ///
    /// # Errors
    ///
    /// What the page said.
    pub(crate) async fn measure(browser: &Browser, effort: Effort) -> Outcome<Self> {
        let mut kernels = Self {
            points: effort.points as f64,
            native_ms: vec![],
            simd_ms: vec![],
            scalar_ms: vec![],
            javascript_ms: vec![],
            python_ms: vec![],
            pairs: vec![],
        };
        browser.eval::<f64>(PLAIN_LOOP, vec![]).await;
        for round in 0..=effort.rounds {
            let native_ms = native(effort.points);
            let simd_ms = sequential(browser, "simd", effort.points).await?;
            let scalar_ms = sequential(browser, "scalar", effort.points).await?;
            let javascript_ms = javascript(browser, effort.points).await?;
            let python_ms = python(effort);
            if round == 0 {
                continue; // to warm up
            }
            kernels.native_ms.extend(native_ms);
            kernels.simd_ms.extend(simd_ms);
            kernels.scalar_ms.extend(scalar_ms);
            kernels.javascript_ms.extend(javascript_ms);
            kernels.python_ms.extend(python_ms);
        }
        Ok(kernels)
    }

    /// The SIMD kernel against its native twin and against JavaScript.
    ///
    /// # Panics
    ///
    /// When a duration is 0: there are points enough for any clock.
    pub(crate) fn figures(&self) -> [Figure; 2] {
        let against = |name, slow_ms: &[f64]| {
            Figure::ratio(name, slow_ms, &self.simd_ms).expect("every round took its time")
        };
        [
            against("SIMD kernel, one thread, against its native twin", &self.native_ms),
            against("SIMD kernel against a plain JavaScript loop", &self.javascript_ms),
        ]
    }

    /// Adds what two threads needed for as many points.
    pub(crate) fn keep(&mut self, pair: Pair) {
        if pair.points as f64 == self.points {
            self.pairs.push(pair);
        }
    }

    /// Nanoseconds per point of every way to compute, slow ones first.
    pub(crate) fn scale(&self) -> Vec<(String, f64)> {
        let single = [
            ("CPython, the lecture's program", &self.python_ms),
            ("JavaScript, plain loop", &self.javascript_ms),
            ("Interleave, scalar kernel", &self.scalar_ms),
            ("Interleave, simd kernel", &self.simd_ms),
            ("native twin of the simd kernel", &self.native_ms),
        ];
        let pairs = self.pairs.iter().map(|pair| {
            let name = format!("Interleave, {} kernel, 2 threads", pair.kernel.name());
            (name, pair.pool_ms())
        });
        let single = single.map(|(name, ms)| (name.to_owned(), ms.as_slice()));
        let per_point = |(name, ms): (String, &[f64])| {
            Some((name, median(ms)? * 1e6 / self.points)) // none where it was not measured
        };
        let mut rows: Vec<_> = single.into_iter().chain(pairs).filter_map(per_point).collect();
        rows.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        rows
    }
}

fn native(points: u64) -> Vec<f64> {
    let problem = squares(Kernel::Simd, points);
    let once = |_| {
        let start = Instant::now();
        black_box(black_box(problem).sequential());
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..PER_ROUND).map(once).collect()
}

async fn sequential(browser: &Browser, kernel: &str, points: u64) -> Outcome<Vec<f64>> {
    let link =
        format!("#/integrate?v=1&method=sequential&kernel={kernel}&n={points}&repeats={PER_ROUND}");
    Ok(wall_ms(&run(browser, &link, "{}").await?, "sequential"))
}

async fn javascript(browser: &Browser, points: u64) -> Outcome<Vec<f64>> {
    let timed = format!(
        "Array.from({{ length: {PER_ROUND} }}, () => {{
            const start = performance.now();
            window.plainSum = plainLoop(0, 10 / {points}, {points});
            return performance.now() - start;
        }})"
    );
    ask(browser, &timed).await
}

/// The lecture's program, or nothing without CPython. It gets fewer points and is scaled up.
fn python(effort: Effort) -> Option<f64> {
    let n = effort.points / 100;
    let output = Command::new("python3").args(["-c", SLIDE, &n.to_string()]).output().ok()?;
    let per_point_ns: f64 = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(per_point_ns * effort.points as f64 / 1e6)
}
