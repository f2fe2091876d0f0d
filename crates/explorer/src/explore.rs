//! Every schedule of a program: how they end, how many there are, and what is wrong.

use num_bigint::BigUint;
use trace::wire::ExploreOptions;

use crate::classes;
use crate::components::Components;
use crate::cycles::endless;
use crate::describe::Outcome;
use crate::endings::{MAX_SAMPLE_STEPS, endings, livelock, odds, races, sample, show, wrong_ends};
use crate::finding::Finding;
use crate::fraction::Fraction;
use crate::machine::Machine;
use crate::path::Shortest;
use crate::schedule::Schedule;
use crate::search::Search;

/// Somebody asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// The time, and a chance for others: exploration blocks nobody for long.
pub trait Pace {
    /// Milliseconds since exploration began.
    fn elapsed_ms(&self) -> f64;

    /// Called every few hundred states with the states found so far; lets others go first when it is
    /// time to.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] ends the exploration.
    fn pause(&self, states: usize) -> impl Future<Output = Result<(), Interrupted>>;
}

/// How far an exploration may go, and what it leaves out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// States that are stored at most.
    pub max_states: usize,
    /// Memory for states and steps at most, in bytes. What is counted afterwards takes about as much
    /// again for a while.
    pub max_bytes: usize,
    /// Time at most, in milliseconds.
    pub max_ms: f64,
    /// Whether states that only swap interchangeable threads are one.
    pub symmetry: bool,
}

impl From<ExploreOptions> for Options {
    fn from(asked: ExploreOptions) -> Self {
        Self {
            max_states: asked.max_states as usize,
            max_bytes: 1 << 29,
            max_ms: asked.max_ms,
            symmetry: asked.symmetry,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        ExploreOptions::default().into()
    }
}

/// A number of schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// As many.
    Exactly(BigUint),
    /// As many have been found, and there are more.
    AtLeast(BigUint),
    /// Threads may go round and round, so there is no number.
    Infinite,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(number) | Self::AtLeast(number) => write!(f, "{number}"),
            Self::Infinite => f.write_str("infinite"),
        }
    }
}

/// One way for schedules to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Its value and kind.
    pub outcome: Outcome,
    /// Schedules that end so.
    pub schedules: Count,
    /// How likely it is under a uniform scheduler, between 0 and 1.
    pub probability: f64,
    /// The same exactly, where that is known.
    pub fraction: Option<Fraction>,
    /// A shortest schedule that ends so, with the fewest preemptions of those.
    pub witness: Schedule,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Exploration {
    /// The limit that was reached, in words; none if everything was explored.
    pub limit: Option<String>,
    /// States found.
    pub states: usize,
    /// Steps found between them.
    pub steps: usize,
    /// Schedules.
    pub schedules: Count,
    /// Classes of schedules by happened-before, where counting them is affordable.
    pub classes: Option<BigUint>,
    /// How schedules end, the most likely first.
    pub endings: Vec<Ending>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Memory used for states and steps, in bytes.
    pub bytes: usize,
}

/// States between two looks at the time.
const SLICE: usize = 256;
/// States of a graph whose threads are told apart, to find loops.
const MAX_LOOP_STATES: usize = 200_000;

/// Explores every schedule of a machine, within limits.
///
/// # Errors
///
/// [`Interrupted`] when the pace says so.
pub async fn explore(
    machine: &Machine,
    options: &Options,
    pace: &impl Pace,
) -> Result<Exploration, Interrupted> {
    let start = machine.start();
    let mut search = Search::new(machine, &start, options.symmetry);
    let mut limit = run(&mut search, options, pace, options.max_states).await?;
    let whole = limit.is_none();
    let components = (!search.is_layered()).then(|| Components::of(&search));
    let round = components.as_ref().is_some_and(|components| components.any_cycle(&search));
    pace.pause(search.states()).await?;
    let odds = if whole { Some(odds(&search, components.as_ref(), pace).await?) } else { None };
    pace.pause(search.states()).await?;
    let mut endings = endings(&search, components.as_ref(), odds.as_ref());
    pace.pause(search.states()).await?;
    let shortest = Shortest::of(&search);
    pace.pause(search.states()).await?;
    show(&mut endings, &shortest, &start);
    let races = races(&shortest, &start);
    pace.pause(search.states()).await?;
    if let Some(limit) = &mut limit {
        let endless = sample(machine, options, pace, &mut endings).await?;
        if endless > 0 {
            *limit += &format!(
                "; {endless} random schedules had not ended after {MAX_SAMPLE_STEPS} steps"
            );
        }
    }
    let mut findings = wrong_ends(machine, &endings);
    findings.extend(races);
    let (mut classes, mut own) = (None, None);
    if whole && round {
        match told_apart(&search, &mut own, options, pace, MAX_LOOP_STATES).await? {
            Ok(apart) => findings.extend(endless(apart, pace).await?),
            Err(reached) => limit = Some(format!("{reached} (looking for loops)")),
        }
        livelock(&shortest, &start, components.as_ref(), odds, &mut endings, &findings);
    } else if whole && pace.elapsed_ms() < options.max_ms {
        let apart = told_apart(&search, &mut own, options, pace, classes::MAX_STATES).await?;
        classes = apart.ok().and_then(classes::classes);
    }
    let mut endings: Vec<Ending> = endings.into_iter().map(|found| found.ending).collect();
    endings.sort_by(|a, b| {
        b.probability.total_cmp(&a.probability).then_with(|| a.outcome.cmp(&b.outcome))
    });
    Ok(Exploration {
        states: search.states(),
        steps: search.n_edges(),
        schedules: total(&endings, round, whole),
        classes,
        endings,
        findings,
        bytes: search.bytes(),
        limit,
    })
}

/// A finished search that knows each thread by its number: `search` itself, if it does, or else one
/// that is kept in `own`; or else the limit that this reached, one of which is `most` states.
async fn told_apart<'s, 'm>(
    search: &'s Search<'m>,
    own: &'s mut Option<Search<'m>>,
    options: &Options,
    pace: &impl Pace,
    most: usize,
) -> Result<Result<&'s Search<'m>, String>, Interrupted> {
    if search.symmetry().is_trivial() {
        return Ok(if search.states() <= most { Ok(search) } else { Err(many(most)) });
    }
    let most = most.min(options.max_states);
    let apart = own.insert(Search::new(search.machine, &search.machine.start(), false));
    Ok(match run(apart, options, pace, most).await? {
        None => Ok(apart),
        Some(limit) => Err(limit),
    })
}

/// The limit of so many states, in words.
fn many(states: usize) -> String {
    format!("{states} states")
}

/// Searches to the end or to a limit, which is returned in words.
async fn run(
    search: &mut Search<'_>,
    options: &Options,
    pace: &impl Pace,
    max_states: usize,
) -> Result<Option<String>, Interrupted> {
    while search.advance(SLICE) {
        pace.pause(search.states()).await?;
        if search.states() >= max_states {
            return Ok(Some(many(max_states)));
        }
        if search.bytes() >= options.max_bytes {
            return Ok(Some(format!("{} MiB of memory", options.max_bytes >> 20)));
        }
        if pace.elapsed_ms() >= options.max_ms {
            return Ok(Some(format!("{} s", options.max_ms / 1e3)));
        }
    }
    Ok(None)
}

fn total(endings: &[Ending], round: bool, whole: bool) -> Count {
    let mut sum = BigUint::ZERO;
    for ending in endings {
        match &ending.schedules {
            Count::Exactly(number) | Count::AtLeast(number) => sum += number,
            Count::Infinite => return Count::Infinite,
        }
    }
    match (round, whole) {
        (true, _) => Count::Infinite,
        (false, false) => Count::AtLeast(sum),
        (false, true) => Count::Exactly(sum),
    }
}
