//! How schedules end, and the schedules that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use num_bigint::BigUint;
use trace::VerdictKind;

use crate::chances::chances;
use crate::components::Components;
use crate::count::{schedules, shares};
use crate::describe::Outcome;
use crate::explore::{Count, Ending, Options, Pace, Stopped};
use crate::finding::{Finding, FindingKind, capitalized};
use crate::fraction::Fraction;
use crate::machine::Machine;
use crate::path::{Shortest, Unfolding};
use crate::replay::Replay;
use crate::sample::{Uniform, complete};
use crate::schedule::{Move, Schedule};
use crate::search::Search;

/// Random schedules that are followed when a limit was reached.
const MAX_SAMPLES: usize = 2_000;
/// Steps of each of them.
const MAX_SAMPLE_STEPS: usize = 10_000;

/// An ending and the states that end so.
pub(crate) struct Found {
    pub(crate) ending: Ending,
    pub(crate) states: Vec<usize>,
}

/// How schedules end that do, without witnesses.
pub(crate) fn endings(
    search: &Search<'_>,
    components: Option<&Components>,
    partly: bool,
) -> Vec<Found> {
    let mut outcomes: BTreeMap<Outcome, Vec<usize>> = BTreeMap::new();
    for state in (0..search.expanded()).filter(|&state| search.is_terminal(state)) {
        outcomes.entry(search.machine.outcome(&search.cells(state))).or_default().push(state);
    }
    let counts: BTreeMap<usize, BigUint> = schedules(search, components).into_iter().collect();
    let shares = if partly { None } else { shares(search, components) };
    let exact: Option<BTreeMap<usize, BigUint>> =
        shares.as_ref().map(|shares| shares.ends.iter().cloned().collect());
    let likely: Option<BTreeMap<usize, f64>> = (exact.is_none() && !partly).then(|| {
        let computed;
        let components = match components {
            Some(components) => components,
            None => {
                computed = Components::of(search);
                &computed
            }
        };
        chances(search, components).ends.into_iter().collect()
    });
    let of = |(outcome, states): (Outcome, Vec<usize>)| {
        let counted = states.iter().all(|state| counts.contains_key(state));
        let number: BigUint = states.iter().filter_map(|state| counts.get(state)).sum();
        let schedules = match (counted, partly) {
            (false, _) => Count::Infinite,
            (true, true) => Count::AtLeast(number),
            (true, false) => Count::Exactly(number),
        };
        let fraction = shares.as_ref().zip(exact.as_ref()).map(|(shares, exact)| {
            Fraction::new(states.iter().map(|state| &exact[state]).sum(), shares.whole.clone())
        });
        let probability = match (&fraction, &likely) {
            (Some(fraction), _) => fraction.to_f64(),
            (None, Some(likely)) => states.iter().map(|state| likely[state]).sum(),
            (None, None) => 0.0,
        };
        let witness = Schedule::default();
        let ending = Ending { outcome, schedules, probability, fraction, witness };
        Found { ending, states }
    };
    outcomes.into_iter().map(of).collect()
}

/// A shortest schedule to each ending, with the fewest preemptions of those.
pub(crate) fn witnesses(search: &Search<'_>, start: &[i32], endings: &[Found]) -> Vec<Schedule> {
    let shortest = Shortest::of(search);
    let cost = |&state: &usize| (shortest.steps(state), shortest.preemptions(state), state);
    let targets: Vec<usize> = endings
        .iter()
        .map(|found| found.states.iter().copied().min_by_key(cost).expect("it was found"))
        .collect();
    let unfold = |path: Vec<_>| {
        let mut unfolding = Unfolding::new(search, start);
        unfolding.follow(&path);
        unfolding.schedule().clone()
    };
    shortest.paths(&targets).into_iter().map(unfold).collect()
}

/// Endings that should not be, and races.
pub(crate) fn findings(
    search: &Search<'_>,
    start: &[i32],
    endings: &[Found],
    witnesses: &[Schedule],
) -> Vec<Finding> {
    let machine = search.machine;
    let shared = Rc::new(machine.clone());
    let mut findings = Vec::new();
    let mut named: BTreeSet<VerdictKind> = BTreeSet::new();
    // Of several wrong values, the shortest way to one is enough to say that there are any.
    let mut wrong: Vec<(&Found, &Schedule)> = endings
        .iter()
        .zip(witnesses)
        .filter(|(found, _)| found.ending.outcome.kind != VerdictKind::Held)
        .collect();
    wrong.sort_by_key(|(_, witness)| witness.0.len());
    for (found, witness) in wrong {
        let outcome = &found.ending.outcome;
        if named.insert(outcome.kind) {
            let replay = Replay::of(shared.clone(), witness);
            let cells = replay.map_or_else(|_| start.to_vec(), |replay| replay.now().to_vec());
            findings.push(Finding {
                kind: FindingKind::Ends(outcome.kind),
                text: capitalized(&machine.wrong_end(&cells, outcome)),
                witness: witness.clone(),
                loop_from: None,
            });
        }
    }
    let states: Vec<usize> = search.races.iter().map(|(state, _)| *state).collect();
    let paths = Shortest::of(search).paths(&states);
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
        let text = machine.race(&suspicion.of_threads(threads));
        findings.push(Finding { kind: FindingKind::Race, text, witness, loop_from: None });
    }
    findings
}

/// Adds the ending that is none: going round and round.
pub(crate) fn livelock(
    search: &Search<'_>,
    start: &[i32],
    components: Option<&Components>,
    endings: &mut Vec<Found>,
    findings: &[Finding],
) {
    let Some(components) = components else { return };
    let caught: f64 = chances(search, components).traps.iter().map(|(_, chance)| chance).sum();
    let trapped = |component: &&[u32]| components.is_trap(search, component);
    if let Some(trap) = components.iter().find(trapped) {
        let outcome = Outcome::of_kind(VerdictKind::Livelock);
        let known = FindingKind::Ends(VerdictKind::Livelock);
        let shown = findings.iter().find(|finding| finding.kind == known);
        // Without a lasso, the way into the trap is shown.
        let enters = || {
            let first = trap.iter().min().map_or(0, |&state| state as usize);
            let mut unfolding = Unfolding::new(search, start);
            unfolding.follow(&Shortest::of(search).paths(&[first])[0]);
            unfolding.schedule().clone()
        };
        let witness = shown.map_or_else(enters, |finding| finding.witness.clone());
        let ending = Ending {
            outcome,
            schedules: Count::Infinite,
            probability: caught,
            fraction: None,
            witness,
        };
        endings.push(Found { ending, states: Vec::new() });
    }
}

/// Follows random schedules, where exploring them all was too much.
pub(crate) async fn sample(
    machine: &Machine,
    options: &Options,
    pace: &impl Pace,
    endings: &mut Vec<Found>,
) -> Result<(), Stopped> {
    let shared = Rc::new(machine.clone());
    let mut sampler = Uniform::new(1);
    let until_ms = pace.elapsed_ms() + (options.max_ms / 10.0).max(200.0);
    let mut seen: BTreeMap<Outcome, (u32, BTreeSet<Vec<Move>>)> = BTreeMap::new();
    let mut samples = 0;
    while samples < MAX_SAMPLES && pace.elapsed_ms() < until_ms {
        let mut replay = Replay::new(shared.clone());
        complete(&mut replay, &mut sampler, MAX_SAMPLE_STEPS);
        samples += 1;
        if replay.is_over() {
            let entry = seen.entry(machine.outcome(replay.now())).or_default();
            entry.0 += 1;
            entry.1.insert(replay.schedule().0);
        }
        pace.pause(0).await?;
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
    Ok(())
}
