//! Every schedule of a program: how soon the page knows them all.

use explorer::{Interrupted, Pace, explore};
use futures_util::FutureExt;
use measure::median;
use tests::Browser;
use tokio::time::Instant;
use trace::wire::{ExplorationRecord, ExploreOptions};
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::ask;

/// Models of nothing that a machine decides.
const MACHINE: plan::Computer = plan::Computer { cores: 1 };

/// What is explored.
struct Case {
    name: &'static str,
    link: &'static str,
    /// Whether interchangeable threads are told apart.
    apart: bool,
    /// States at most; all of them if there is no limit.
    max_states: Option<u32>,
    /// Milliseconds in which all must be known.
    at_most_ms: Option<f64>,
}

const CASES: [Case; 4] = [
    complete("lost-update 3 × 2", "#/explore/lost-update?v=1&threads=3&increments=2", 5.0),
    complete("lost-update 4 × 4", "#/explore/lost-update?v=1&threads=4&increments=4", 1000.0),
    complete(
        "8 ordered philosophers",
        "#/explore/dining-philosophers?v=1&threads=8&strategy=ordered",
        3000.0,
    ),
    Case {
        name: "lost-update 4 × 4, threads told apart, to 10⁶ states",
        link: "#/explore/lost-update?v=1&threads=4&increments=4",
        apart: true,
        max_states: Some(1_000_000),
        at_most_ms: None,
    },
];

/// The case whose memory has a target.
const MEMORY: usize = 1;
/// States per second, in millions.
const MILLIONS_PER_S: f64 = 1.0;
/// Bytes for each state stored.
const BYTES: f64 = 64.0;

const fn complete(name: &'static str, link: &'static str, at_most_ms: f64) -> Case {
    Case { name, link, apart: false, max_states: None, at_most_ms: Some(at_most_ms) }
}

/// Every case in the page, which must be open in `browser`.
///
/// # Errors
///
/// What the page said, or it did not find everything.
pub(crate) async fn figures(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    for (index, case) in CASES.iter().enumerate() {
        let asked = format!("interleave.explore({:?}, {})", case.link, case.options_js());
        let mut records: Vec<ExplorationRecord> = Vec::new();
        for _ in 0..=effort.rounds.div_ceil(3) {
            records.push(ask(browser, &asked).await?);
        }
        figures.extend(case.figures(&records[1..], index == MEMORY)?); // the first one warms up
    }
    Ok(figures)
}

/// The same natively, for comparison.
///
/// # Errors
///
/// A link cannot be read.
pub(crate) fn native(effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    for (index, case) in CASES.iter().enumerate() {
        let rounds = 0..effort.rounds.div_ceil(3);
        let records: Vec<_> = rounds.map(|_| case.run()).collect::<Outcome<_>>()?;
        figures.extend(case.figures(&records, index == MEMORY)?);
    }
    Ok(figures)
}

impl Case {
    fn options(&self) -> ExploreOptions {
        let default = ExploreOptions::default();
        let max_states = self.max_states.unwrap_or(default.max_states);
        ExploreOptions { symmetry: !self.apart, max_states, ..default }
    }

    fn options_js(&self) -> String {
        let ExploreOptions { symmetry, max_states, .. } = self.options();
        format!("{{ symmetry: {symmetry}, maxStates: {max_states} }}")
    }

    fn run(&self) -> Outcome<ExplorationRecord> {
        explored(self.link, &self.options())
    }

    fn figures(&self, records: &[ExplorationRecord], memory: bool) -> Outcome<Vec<Figure>> {
        let (name, last) = (self.name, records.last().ok_or("nothing was explored")?);
        let ms: Vec<f64> = records.iter().map(|record| record.elapsed_ms).collect();
        let ExplorationRecord { states, schedules, bytes_per_state, .. } = last;
        let found = format!("{states} states, {schedules} schedules");
        let Some(at_most_ms) = self.at_most_ms else {
            let half = median(&ms).ok_or("nothing was timed")?;
            let rate = *states as f64 / half / 1e3;
            let name = format!("states per second: {name}");
            let spread = format!("{found} at least; {half:.0} ms; {} samples", ms.len());
            let figure = Figure::new(name, Unit::MillionsPerSecond, rate, spread);
            return Ok(vec![figure.at_least(MILLIONS_PER_S)]);
        };
        if let Some(limit) = &last.limit {
            return Err(format!("{name}: only {limit} were explored").into());
        }
        let mut figure = Figure::median(format!("every schedule of {name}"), &ms)?;
        figure.spread += &format!("; {found}");
        let mut figures = vec![figure.at_most(at_most_ms)];
        if memory {
            let name = format!("memory for each state of {name}");
            let figure = Figure::new(name, Unit::Bytes, *bytes_per_state, found);
            figures.push(figure.at_most(BYTES));
        }
        Ok(figures)
    }
}

/// Explores the model behind `link`, as a lab does.
pub(crate) fn explored(link: &str, options: &ExploreOptions) -> Outcome<ExplorationRecord> {
    let plan = plan::open(link).draft.and_then(|draft| draft.exploration_plan(MACHINE));
    let plan = plan.ok_or_else(|| format!("{link:?} cannot be read"))?;
    let (machine, pace) = (plan.machine(options.merge), AtOnce(Instant::now()));
    let found = explore(&machine, &(*options).into(), &pace).now_or_never();
    let found = found.expect("it never waits").expect("nobody stops it");
    let elapsed_ms = pace.elapsed_ms();
    Ok(plan.record(machine, &found, elapsed_ms))
}

/// Never pauses.
struct AtOnce(Instant);

impl Pace for AtOnce {
    fn elapsed_ms(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }

    async fn pause(&self, _states: usize) -> Result<(), Interrupted> {
        Ok(())
    }
}
