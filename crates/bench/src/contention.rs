//! Our lock and our queue beside std's and crossbeam's, in a lab that only the bench has and
//! natively.

use std::sync::LazyLock;

use experiments::kernel::Lab;
use measure::{median, speed_up};
use plan::Computer;
use primitives::{Control, Recorder, Waits};
use rayon::{ThreadPool, ThreadPoolBuilder};
use tests::{Browser, HeaderSet, Page, Served, Site};
use tokio::time::Instant;
use trace::wire::StageRun;
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::ask;

/// Turns of the lab and of native threads.
const TURNS: usize = 3;
/// The page that starts labs.
const PAGE: &str = include_str!("lab.html");
/// Defaults of parameters that no link leaves open.
const MACHINE: Computer = Computer { cores: 2 };

/// What is timed. One sample takes ten milliseconds and more: hundreds of steps of any browser's
/// clock, and so long that threads that contend meet.
struct Case {
    name: &'static str,
    threads: usize,
    /// The parameter of that name, and what follows from it.
    kind: &'static str,
    /// Operations in one sample.
    n: u64,
    /// Whether the figure is how many times as long ours takes, rather than how many times as fast
    /// it is.
    of_times: bool,
}

const CASES: [Case; 7] = [
    Case {
        of_times: true,
        ..lock("lock and unlock, one thread, time against std's Mutex", 1, 2_000_000)
    },
    lock("lock, 2 threads contend, throughput against std's Mutex", 2, 2_000_000),
    lock("lock, 8 threads contend, throughput against std's Mutex", 8, 2_000_000),
    queue("queue, 1 + 1 threads, throughput against crossbeam-channel", 2, "queue"),
    queue(
        "queue of 1024, 1 + 1 threads, throughput against crossbeam-channel",
        2,
        "queue&maxsize=1024",
    ),
    queue("queue, 2 + 2 threads, throughput against crossbeam-channel", 4, "queue"),
    queue(
        "queue of 1024, 2 + 2 threads, throughput against crossbeam-channel",
        4,
        "queue&maxsize=1024",
    ),
];

const fn lock(name: &'static str, threads: usize, n: u64) -> Case {
    Case { name, threads, kind: "lock", n, of_times: false }
}

const fn queue(name: &'static str, threads: usize, kind: &'static str) -> Case {
    Case { name, threads, kind, n: 300_000, of_times: false }
}

/// A server of the page, which holds labs of the bench.
///
/// # Errors
///
/// They were not built.
pub(crate) async fn site() -> Outcome<Served> {
    let dir = xtask::lab::bench_dir();
    if !dir.join("worker.js").is_file() {
        return Err(format!("{} holds no lab: run `cargo xtask bench`", dir.display()).into());
    }
    let page = Page { content_type: "text/html".to_owned(), body: PAGE.to_owned() };
    let pages = [("/".to_owned(), page)].into();
    Ok(Served::start(Site { dir, pages, headers: HeaderSet::Isolated, ..Site::default() }).await)
}

/// Every case, in a fresh lab each; `browser` has the page of [`site`] open. The first one is the
/// lock that nobody else wants.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn figures(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    for case in &CASES {
        figures.push(case.measure(browser, effort).await?);
    }
    Ok(figures)
}

impl Case {
    async fn measure(&self, browser: &Browser, effort: Effort) -> Outcome<Figure> {
        let Self { threads, kind, n, .. } = self;
        let repeats = effort.rounds;
        let link = format!("#/bench?v=1&threads={threads}&kind={kind}&n={n}&repeats={repeats}");
        let pool = ThreadPoolBuilder::new().num_threads(self.threads).build()?;
        let (mut page, mut native) = (Times::default(), Times::default());
        let _: Option<()> = ask(browser, &format!("startLab({threads})")).await?;
        for turn in 0..=TURNS {
            let (of_lab, of_pool) =
                (ask(browser, &format!("runInLab({link:?})")).await?, run(&pool, &link)?);
            if turn > 0 {
                page.keep(&of_lab); // the first turn warms up
                native.keep(&of_pool);
            }
        }
        self.figure(&page, &native)
    }

    fn figure(&self, page: &Times, native: &Times) -> Outcome<Figure> {
        let ratio = |times: &Times| match self.of_times {
            true => Figure::ratio(self.name, &times.ours_ms, &times.other_ms),
            false => Figure::ratio(self.name, &times.other_ms, &times.ours_ms),
        };
        let no_time = || format!("{}: it took no time", self.name);
        let twin = speed_up(&native.ours_ms, &page.ours_ms).ok_or_else(no_time)?;
        let [twin, low, high] = [twin.value, twin.low, twin.high].map(|x| Unit::Times.text(x));
        let per_s = self.n as f64 / median(&page.ours_ms).ok_or_else(no_time)? / 1e3;
        let mut figure = ratio(page)?;
        figure.spread += &format!(
            "; {per_s:.2} million per s, {twin} ({low} to {high}) as fast as its native twin, \
             natively the figure is {}",
            ratio(native)?.measured()
        );
        Ok(figure)
    }
}

/// Durations of the same work, in milliseconds.
#[derive(Default)]
struct Times {
    ours_ms: Vec<f64>,
    other_ms: Vec<f64>,
}

impl Times {
    fn keep(&mut self, run: &StageRun) {
        self.ours_ms.extend(run.wall_ms("primitives"));
        self.other_ms.extend(run.wall_ms("other"));
    }
}

/// Runs `link` on the threads of `pool`, as a lab does.
fn run(pool: &ThreadPool, link: &str) -> Outcome<StageRun> {
    let plan = plan::open(link).draft.and_then(|draft| draft.run_plan(MACHINE));
    let plan = plan.ok_or_else(|| format!("{link:?} cannot be read"))?;
    let threads = pool.current_num_threads();
    let (control, waits) = (Control::new(), Waits::new(threads + 1));
    let recorder = Recorder::new(threads + 1, now_ms);
    recorder.enable(false);
    let (control, recorder, waits) = (&control, &recorder, &waits);
    let lab = Lab {
        params: plan.params(),
        control,
        recorder,
        waits,
        sink: &drop,
        threads,
        started_ms: &[],
        pool,
        network: None,
    };
    let run = experiments::bench::bench_run(plan.params()).expect("the link is one of the bench");
    Ok(run.run(&lab).expect("nobody stops it"))
}

fn now_ms() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}
