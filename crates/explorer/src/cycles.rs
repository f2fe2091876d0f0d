//! Schedules that never end: livelock, starvation, busy waiting.
//!
//! All of them are loops in the state graph. What matters is who takes part. The scheduler is taken to
//! be weakly fair: a thread that may go on at every state of a loop will go on some time, so a loop
//! in which one never does is not possible for ever.
//!
//! * A loop in which every live thread steps, or can never go on, is a *livelock*: they are all at
//!   work, and get nowhere.
//! * A loop in which some thread never steps, but cannot at some of its states and could at others,
//!   may leave that thread out for ever: *starvation*.
//! * A loop of one thread alone that changes nothing is *busy waiting*, fair or not.
//!
//! Source: Lamport, "Proving the Correctness of Multiprocess Programs", IEEE Transactions on Software
//! Engineering 3, 1977; Manna and Pnueli, *Temporal Verification of Reactive Systems: Safety*,
//! Springer, 1995.

use std::collections::{BTreeMap, BTreeSet};

use crate::components::Components;
use crate::finding::{Finding, FindingKind, Flaw};
use crate::pace::{Interrupted, Pace};
use crate::path::{Path, Shortest, Unfolding};
use crate::search::Search;
use crate::tour::tour;

/// Steps of a thread alone that are looked at to see whether it waits busily.
const MAX_SPIN: usize = 64;

/// A loop and the way to it.
struct Lasso {
    state: usize,
    round: Path,
}

/// The nearest loop of each kind, and what is wrong with it.
type Loops = BTreeMap<FindingKind, (Lasso, Flaw)>;

/// What never ends, each kind once: the first that a shortest path leads to.
///
/// The search must know each thread by its number, so it must have been made without symmetry.
///
/// # Errors
///
/// [`Interrupted`] when the pace says so.
pub(crate) async fn endless(
    search: &Search<'_>,
    pace: &impl Pace,
) -> Result<Vec<Finding>, Interrupted> {
    let components = Components::of(search);
    let mut found = Loops::new();
    let mut place = vec![u32::MAX; search.states()];
    for (number, component) in components.iter().enumerate() {
        if number.is_multiple_of(SLICE) {
            pace.pause(search.states()).await?;
        }
        if !Components::is_cycle(search, component) {
            continue;
        }
        let nearest = component.iter().min().map_or(0, |&state| state as usize);
        let known = found.values().all(|(lasso, _)| lasso.state < nearest);
        if known && found.len() == KINDS {
            continue;
        }
        let trap = components.is_trap(search, component);
        look(search, component, trap, &mut place, &mut found);
    }
    Ok(finish(search, found))
}

/// Kinds of loops: livelock that can and that cannot be left, starvation, busy waiting.
const KINDS: usize = 4;
/// Components between two looks at the time.
const SLICE: usize = 64;

/// Looks for loops in one component. `place` has room for a number for each state.
#[optimize(size)]
fn look(search: &Search<'_>, component: &[u32], trap: bool, place: &mut [u32], found: &mut Loops) {
    let mut keep = |(lasso, flaw): (Lasso, Flaw)| {
        let nearer = found.get(&flaw.kind()).is_none_or(|(known, _)| lasso.state < known.state);
        if nearer {
            found.insert(flaw.kind(), (lasso, flaw));
        }
    };
    if let Some(spins) = spinning(search, component) {
        keep(spins);
    }
    let inner: BTreeSet<u32> = component.iter().copied().collect();
    if let Some(fair) = fair_loop(search, &inner, None, trap) {
        keep(fair);
    }
    let steps = steppers(search, &inner, None);
    if steps.len() < 2 {
        return; // without its only thread nothing goes round
    }
    for (index, &state) in component.iter().enumerate() {
        place[state as usize] = index as u32;
    }
    for &thread in &steps {
        let edges = |node: u32| {
            let edges = search.edge_numbers(component[node as usize] as usize);
            (edges.start, edges.end)
        };
        let to = |edge: usize| {
            let edge = search.edge(edge);
            let inside = edge.thread != thread && inner.contains(&edge.to);
            inside.then(|| place[edge.to as usize])
        };
        let parts = Components::of_graph(component.len(), &edges, &to);
        for part in parts.iter() {
            let part: BTreeSet<u32> = part.iter().map(|&node| component[node as usize]).collect();
            if let Some(fair) = fair_loop(search, &part, Some(thread), false) {
                keep(fair);
            }
        }
    }
}

/// The threads that step from one of the states to another, other than `but`.
#[optimize(size)]
fn steppers(search: &Search<'_>, states: &BTreeSet<u32>, but: Option<u8>) -> BTreeSet<u8> {
    let edges = states.iter().flat_map(|&state| search.edges(state as usize));
    edges
        .filter(|edge| states.contains(&edge.to) && Some(edge.thread) != but)
        .map(|edge| edge.thread)
        .collect()
}

/// The loop through all steps of a component, without those of `but`, if a weakly fair scheduler may
/// stay in it.
#[optimize(size)]
fn fair_loop(
    search: &Search<'_>,
    states: &BTreeSet<u32>,
    but: Option<u8>,
    trap: bool,
) -> Option<(Lasso, Flaw)> {
    let machine = search.machine;
    let steps = steppers(search, states, but);
    if steps.is_empty() {
        return None;
    }
    let first = *states.first().expect("a component has a state") as usize;
    let cells = search.cells(first);
    let left_out: Vec<usize> = (0..machine.threads())
        .filter(|&thread| !machine.is_over(&cells, thread) && !steps.contains(&(thread as u8)))
        .collect();
    let blocked_in = |thread: usize| {
        let blocked = |&&state: &&u32| machine.ways(&search.cells(state as usize), thread) == 0;
        states.iter().filter(blocked).count()
    };
    // Whoever can never go on in the loop is passed over by nobody; whoever always can, will.
    let (mut starving, mut waiting) = (Vec::new(), Vec::new());
    for &thread in &left_out {
        match blocked_in(thread) {
            0 => return None,
            all if all == states.len() => waiting.push(thread),
            _ => starving.push(thread),
        }
    }
    let round = tour(search, states, &steps, &starving, but)?;
    let flaw = if trap || starving.is_empty() {
        let busy = steps.iter().map(|&thread| thread.into()).collect();
        Flaw::Round { busy, waiting, trap }
    } else {
        Flaw::LeftOut(starving)
    };
    Some((Lasso { state: first, round }, flaw))
}

/// The first state of a component from which one thread alone comes back to it.
#[optimize(size)]
fn spinning(search: &Search<'_>, component: &[u32]) -> Option<(Lasso, Flaw)> {
    let mut states = component.to_vec();
    states.sort_unstable();
    for state in states {
        let state = state as usize;
        for first in search.edges(state) {
            let mut round = vec![(state, first)];
            let mut at = first.to as usize;
            while at != state && round.len() < MAX_SPIN {
                let next = search.edges(at).find(|edge| edge.thread == first.thread);
                let Some(next) = next else { break };
                round.push((at, next));
                at = next.to as usize;
            }
            if at == state {
                let machine = search.machine;
                let cells = search.cells(state);
                let (line, _) = machine.next_step(&cells, first.thread.into());
                let flaw = Flaw::Spins { thread: first.thread.into(), line };
                return Some((Lasso { state, round }, flaw));
            }
        }
    }
    None
}

#[optimize(size)]
fn finish(search: &Search<'_>, found: Loops) -> Vec<Finding> {
    let targets: Vec<usize> = found.values().map(|(lasso, _)| lasso.state).collect();
    let paths = Shortest::of(search).paths(&targets);
    let start = search.machine.start();
    let found = found.into_values().zip(paths);
    found
        .map(|((lasso, flaw), path)| {
            let mut unfolding = Unfolding::new(search, &start);
            unfolding.follow(&path);
            let loop_from = Some(path.len());
            unfolding.follow(&lasso.round);
            let witness = unfolding.schedule().clone();
            Finding { flaw, witness, loop_from }
        })
        .collect()
}
