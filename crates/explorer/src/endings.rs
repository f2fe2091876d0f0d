//! How schedules end, and the schedules that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use machine::{Machine, Move, Outcome, Replay, Schedule};
use num_bigint::BigUint;
use trace::VerdictKind;

use crate::chances::{Chances, chances};
use crate::components::Components;
use crate::count::{Shares, schedules, shares};
use crate::exploration::{Count, Ending, MAX_SAMPLE_STEPS, Options};
use crate::finding::{Finding, FindingKind, Flaw};
use crate::fraction::Fraction;
use crate::pace::{Interrupted, Pace};
use crate::path::{Shortest, Unfolding};
use crate::races::Suspicion;
use crate::sample::{Uniform, complete};
use crate::search::Search;

/// Random schedules that are followed when a limit was reached.
const MAX_SAMPLES: usize = 2_000;

/// An ending and the states that end so.
pub(crate) struct Found {
    pub(crate) ending: Ending,
    pub(crate) states: Vec<usize>,
}

/// How likely each end is, exactly if that is possible.
pub(crate) enum Odds {
    Exact(Shares),
    Near(Chances),
}

/// How likely each end of a graph without a limit is.
pub(crate) async fn odds(
    search: &Search<'_>,
    components: Option<&Components>,
    pace: &impl Pace,
) -> Result<Odds, Interrupted> {
    if let Some(shares) = shares(search, components) {
        return Ok(Odds::Exact(shares));
    }
    let computed;
    let components = match components {
        Some(components) => components,
        None => {
            computed = Components::of(search);
            &computed
        }
    };
    Ok(Odds::Near(chances(search, components, pace).await?))
}

/// How schedules end that do, without witnesses. Without odds, only a part was searched.
#[optimize(size)]
pub(crate) fn endings(
    search: &Search<'_>,
    components: Option<&Components>,
    odds: Option<&Odds>,
) -> Vec<Found> {
    let mut outcomes: BTreeMap<Outcome, Vec<usize>> = BTreeMap::new();
    for state in (0..search.expanded()).filter(|&state| search.is_terminal(state)) {
        outcomes.entry(search.machine.outcome(&search.cells(state))).or_default().push(state);
    }
    let counts: BTreeMap<usize, BigUint> = schedules(search, components).into_iter().collect();
    let exact: BTreeMap<usize, &BigUint> = match odds {
        Some(Odds::Exact(shares)) => shares.ends.iter().map(|(end, part)| (*end, part)).collect(),
        _ => BTreeMap::new(),
    };
    let of = |(outcome, states): (Outcome, Vec<usize>)| {
        let counted = states.iter().all(|state| counts.contains_key(state));
        let number: BigUint = states.iter().filter_map(|state| counts.get(state)).sum();
        let schedules = match (counted, odds) {
            (false, _) => Count::Infinite,
            (true, None) => Count::AtLeast(number),
            (true, Some(_)) => Count::Exactly(number),
        };
        let fraction = match odds {
            Some(Odds::Exact(shares)) => {
                let part = states.iter().map(|state| exact[state]).sum();
                Some(Fraction::new(part, shares.whole.clone()))
            }
            _ => None,
        };
        let probability = match (&fraction, odds) {
            (Some(fraction), _) => fraction.to_f64(),
            (None, Some(Odds::Near(chances))) => chances.of_ends(&states),
            (None, _) => 0.0,
        };
        let witness = Schedule::default();
        let ending = Ending { outcome, schedules, probability, fraction, witness };
        Found { ending, states }
    };
    outcomes.into_iter().map(of).collect()
}

/// Gives each ending a shortest schedule to it, with the fewest preemptions of those.
#[optimize(size)]
pub(crate) fn show(endings: &mut [Found], shortest: &Shortest<'_, '_>, start: &[i32]) {
    let cost = |&state: &usize| (shortest.steps(state), shortest.preemptions(state), state);
    let targets: Vec<usize> = endings
        .iter()
        .map(|found| found.states.iter().copied().min_by_key(cost).expect("it was found"))
        .collect();
    for (found, path) in endings.iter_mut().zip(shortest.paths(&targets)) {
        let mut unfolding = Unfolding::new(shortest.search(), start);
        unfolding.follow(&path);
        found.ending.witness = unfolding.schedule().clone();
    }
}

/// Endings that should not be.
#[optimize(size)]
pub(crate) fn wrong_ends(endings: &[Found]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut named: BTreeSet<VerdictKind> = BTreeSet::new();
    // Of several wrong values, the shortest way to one is enough to say that there are any.
    let mut wrong: Vec<&Ending> = endings
        .iter()
        .map(|found| &found.ending)
        .filter(|ending| ending.outcome.kind != VerdictKind::Held)
        .collect();
    wrong.sort_by_key(|ending| ending.witness.0.len());
    for Ending { outcome, witness, .. } in wrong {
        if named.insert(outcome.kind) {
            let flaw = Flaw::Ends(outcome.clone());
            findings.push(Finding { flaw, witness: witness.clone(), loop_from: None });
        }
    }
    findings
}

/// The races that were met.
#[optimize(size)]
pub(crate) fn races(shortest: &Shortest<'_, '_>, start: &[i32]) -> Vec<Finding> {
    let search = shortest.search();
    let machine = search.machine;
    let shared = Rc::new(machine.clone());
    let mut findings = Vec::new();
    let states: Vec<usize> = search.races.iter().map(|(state, _)| *state).collect();
    let paths = shortest.paths(&states);
    for ((_, suspicion), path) in search.races.iter().zip(paths) {
        let mut unfolding = Unfolding::new(search, start);
        unfolding.follow(&path);
        let threads = suspicion.threads.map(|(place, _)| unfolding.places()[place]);
        let mut replay = Replay::new(shared.clone());
        for &by in &unfolding.schedule().0 {
            replay.push(by).expect("a witness was found on this machine");
        }
        // The two accesses themselves are part of what it shows: first the one that does not fail.
        let steps = replay.steps().len();
        for order in [threads, [threads[1], threads[0]]] {
            replay.truncate(steps);
            let go = |thread| replay.push(Move { thread: thread as u8, way: 0 });
            if order.map(go).iter().all(Result::is_ok) {
                break;
            }
        }
        let witness = replay.schedule();
        let Suspicion { cell, threads } = suspicion.of_threads(threads);
        findings.push(Finding { flaw: Flaw::Race { cell, threads }, witness, loop_from: None });
    }
    findings
}

/// Adds the ending that is none: going round and round.
#[optimize(size)]
pub(crate) fn livelock(
    shortest: &Shortest<'_, '_>,
    start: &[i32],
    components: Option<&Components>,
    odds: Option<Odds>,
    endings: &mut Vec<Found>,
    findings: &[Finding],
) {
    let (Some(components), Some(Odds::Near(chances))) = (components, odds) else { return };
    let search = shortest.search();
    let trapped = |component: &&[u32]| components.is_trap(search, component);
    if let Some(trap) = components.iter().find(trapped) {
        let outcome = Outcome::of_kind(VerdictKind::Livelock);
        let known = FindingKind::Ends(VerdictKind::Livelock);
        let shown = findings.iter().find(|finding| finding.kind() == known);
        // Without a lasso, the way into the trap is shown.
        let enters = || {
            let first = trap.iter().min().map_or(0, |&state| state as usize);
            let mut unfolding = Unfolding::new(search, start);
            unfolding.follow(&shortest.paths(&[first])[0]);
            unfolding.schedule().clone()
        };
        let witness = shown.map_or_else(enters, |finding| finding.witness.clone());
        let ending = Ending {
            outcome,
            schedules: Count::Infinite,
            probability: chances.of_traps(),
            fraction: None,
            witness,
        };
        endings.push(Found { ending, states: Vec::new() });
    }
}

/// Follows random schedules, where exploring them all was too much; how many of them did not end.
///
/// An ending that was found, but that no sample met, counts as half a meeting: its chance is not 0.
pub(crate) async fn sample(
    machine: &Machine,
    options: &Options,
    pace: &impl Pace,
    endings: &mut Vec<Found>,
) -> Result<usize, Interrupted> {
    let shared = Rc::new(machine.clone());
    let mut sampler = Uniform::new(1);
    let until_ms = pace.elapsed_ms() + (options.max_ms / 10.0).max(200.0);
    let mut seen: BTreeMap<Outcome, (u32, BTreeSet<Vec<Move>>)> = BTreeMap::new();
    let (mut samples, mut endless) = (0, 0);
    while samples < MAX_SAMPLES && pace.elapsed_ms() < until_ms {
        let mut replay = Replay::new(shared.clone());
        complete(&mut replay, &mut sampler, MAX_SAMPLE_STEPS);
        samples += 1;
        if replay.is_over() {
            let entry = seen.entry(machine.outcome(replay.now())).or_default();
            entry.0 += 1;
            entry.1.insert(replay.schedule().0);
        } else {
            endless += 1;
        }
        pace.pause(0).await?;
    }
    for found in endings.iter_mut() {
        found.ending.probability = 0.5 / samples.max(1) as f64;
    }
    for (outcome, (times, schedules)) in seen {
        let probability = f64::from(times) / samples as f64;
        let shortest = schedules.iter().min_by_key(|moves| moves.len());
        let known = endings.iter_mut().find(|found| found.ending.outcome == outcome);
        match known {
            Some(found) => found.ending.probability = probability,
            None => {
                let witness = Schedule(shortest.cloned().unwrap_or_default());
                let schedules = Count::AtLeast(BigUint::from(schedules.len()));
                let ending = Ending { outcome, schedules, probability, fraction: None, witness };
                endings.push(Found { ending, states: Vec::new() });
            }
        }
    }
    Ok(endless)
}
