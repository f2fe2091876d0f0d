//! Every schedule of a program: how they end, how many there are, and what is wrong.

use machine::Machine;
use num_bigint::BigUint;

use crate::classes;
use crate::components::Components;
use crate::cycles::endless;
use crate::endings::{endings, livelock, odds, races, sample, show, wrong_ends};
use crate::exploration::{Count, Ending, Exploration, Limit, Options, Reached};
use crate::pace::{Interrupted, Pace};
use crate::path::Shortest;
use crate::search::Search;

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
    if let Some(reached) = &mut limit {
        reached.without_end = sample(machine, options, pace, &mut endings).await?;
    }
    let mut findings = wrong_ends(&endings);
    findings.extend(races);
    let (mut classes, mut own) = (None, None);
    if whole && round {
        match told_apart(&search, &mut own, options, pace, MAX_LOOP_STATES).await? {
            Ok(apart) => findings.extend(endless(apart, pace).await?),
            Err(reached) => limit = Some(Reached { looking_for_loops: true, ..reached }),
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
) -> Result<Result<&'s Search<'m>, Reached>, Interrupted> {
    if search.symmetry().is_trivial() {
        return Ok(if search.states() <= most {
            Ok(search)
        } else {
            Err(Limit::States(most).into())
        });
    }
    let most = most.min(options.max_states);
    let apart = own.insert(Search::new(search.machine, &search.machine.start(), false));
    Ok(match run(apart, options, pace, most).await? {
        None => Ok(apart),
        Some(limit) => Err(limit),
    })
}

/// Searches to the end, or to a limit.
async fn run(
    search: &mut Search<'_>,
    options: &Options,
    pace: &impl Pace,
    max_states: usize,
) -> Result<Option<Reached>, Interrupted> {
    while search.advance(SLICE) {
        pace.pause(search.states()).await?;
        if search.states() >= max_states {
            return Ok(Some(Limit::States(max_states).into()));
        }
        if search.bytes() >= options.max_bytes {
            return Ok(Some(Limit::Bytes(options.max_bytes).into()));
        }
        if pace.elapsed_ms() >= options.max_ms {
            return Ok(Some(Limit::Ms(options.max_ms).into()));
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
