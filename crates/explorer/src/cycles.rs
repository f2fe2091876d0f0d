//! Schedules that never end: livelock, starvation, busy waiting.
//!
//! All of them are loops in the state graph. What matters is who takes part. The scheduler is taken to
//! be weakly fair: a thread that may go on at every state of a loop will go on some time, so a loop
//! in which one never does is not possible for ever.
//!
//! * A loop in which every live thread steps is a *livelock*: they are all at work, and get nowhere.
//! * A loop in which some thread never steps, but cannot at some of its states, may leave that thread
//!   out for ever: *starvation*.
//! * A loop of one thread alone that changes nothing is *busy waiting*, fair or not.
//!
//! Source: Lamport, "Proving the Correctness of Multiprocess Programs", IEEE Transactions on Software
//! Engineering 3, 1977; Manna and Pnueli, *Temporal Verification of Reactive Systems: Safety*,
//! Springer, 1995.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use trace::VerdictKind;

use crate::components::Components;
use crate::finding::{Finding, FindingKind, capitalized};
use crate::path::{Path, Shortest, Unfolding};
use crate::search::{Edge, Search};

/// Steps of a thread alone that are looked at to see whether it waits busily.
const MAX_SPIN: usize = 64;

/// A loop and the way to it.
struct Lasso {
    state: usize,
    round: Path,
}

/// What never ends, each kind once: the first that a shortest path leads to.
///
/// The search must know each thread by its number, so it must have been made without symmetry.
pub(crate) fn endless(search: &Search<'_>) -> Vec<Finding> {
    let components = Components::of(search);
    let mut found: BTreeMap<FindingKind, (Lasso, String)> = BTreeMap::new();
    let mut keep = |kind, lasso: Lasso, text: String| {
        let nearer = found.get(&kind).is_none_or(|(known, _)| lasso.state < known.state);
        if nearer {
            found.insert(kind, (lasso, text));
        }
    };
    for component in components.iter() {
        if !Components::is_cycle(search, component) {
            continue;
        }
        let inner: BTreeSet<u32> = component.iter().copied().collect();
        let trap = components.is_trap(search, component);
        if let Some((kind, lasso, text)) = fair_loop(search, &inner, None, trap) {
            keep(kind, lasso, text);
        }
        for thread in steppers(search, &inner, None) {
            let without = |state: u32, edge: Edge| {
                edge.thread != thread && inner.contains(&state) && inner.contains(&edge.to)
            };
            let parts = Components::within(search, component, &without);
            for part in parts.iter() {
                let part: BTreeSet<u32> = part.iter().copied().collect();
                if let Some((kind, lasso, text)) = fair_loop(search, &part, Some(thread), false) {
                    keep(kind, lasso, text);
                }
            }
        }
        if let Some((lasso, text)) = spinning(search, component) {
            keep(FindingKind::BusyWaiting, lasso, text);
        }
    }
    finish(search, found)
}

/// The threads that step from one of the states to another, other than `but`.
fn steppers(search: &Search<'_>, states: &BTreeSet<u32>, but: Option<u8>) -> BTreeSet<u8> {
    let edges = states.iter().flat_map(|&state| search.edges(state as usize));
    edges
        .filter(|edge| states.contains(&edge.to) && Some(edge.thread) != but)
        .map(|edge| edge.thread)
        .collect()
}

/// The loop through all steps of a component, without those of `but`, if a weakly fair scheduler may
/// stay in it.
fn fair_loop(
    search: &Search<'_>,
    states: &BTreeSet<u32>,
    but: Option<u8>,
    trap: bool,
) -> Option<(FindingKind, Lasso, String)> {
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
    let waits_somewhere = |&thread: &usize| {
        states.iter().any(|&state| machine.ways(&search.cells(state as usize), thread) == 0)
    };
    if !left_out.iter().all(waits_somewhere) {
        return None;
    }
    let round = tour(search, states, &steps, but)?;
    let busy: Vec<usize> = steps.iter().map(|&thread| thread.into()).collect();
    let who = machine.names(&busy);
    let (verb, them) = if busy.len() == 1 { ("goes", "it is") } else { ("go", "they are") };
    let (kind, text) = match (trap, left_out.is_empty()) {
        (true, _) => {
            let text = format!("{who} {verb} round and round for ever: no step leads out.");
            (FindingKind::Ends(VerdictKind::Livelock), text)
        }
        (false, true) => {
            let text = format!(
                "{who} can {} round and round for ever, and get nowhere; only chance ends it.",
                "go"
            );
            (FindingKind::Livelock, text)
        }
        (false, false) => {
            let text = format!(
                "{} can be left out for ever: whenever {them} looked at, somebody else is ahead.",
                machine.names(&left_out)
            );
            (FindingKind::Starvation, text)
        }
    };
    Some((kind, Lasso { state: first, round }, capitalized(&text)))
}

/// A way round from the first of the states back to it, with a step of each of `steps`.
fn tour(
    search: &Search<'_>,
    states: &BTreeSet<u32>,
    steps: &BTreeSet<u8>,
    but: Option<u8>,
) -> Option<Path> {
    let first = *states.first()? as usize;
    let (mut at, mut round) = (first, Path::new());
    for &thread in steps {
        if round.iter().any(|(_, edge): &(usize, Edge)| edge.thread == thread) {
            continue;
        }
        let part = walk(search, states, but, at, &|_, edge| edge.thread == thread)?;
        at = part.last().map_or(at, |(_, edge)| edge.to as usize);
        round.extend(part);
    }
    if at != first {
        round.extend(walk(search, states, but, at, &|_, edge| edge.to as usize == first)?);
    }
    Some(round)
}

/// A shortest walk within the states whose last step is wanted.
fn walk(
    search: &Search<'_>,
    states: &BTreeSet<u32>,
    but: Option<u8>,
    from: usize,
    wanted: &dyn Fn(usize, Edge) -> bool,
) -> Option<Path> {
    let mut came: BTreeMap<usize, (usize, Edge)> = BTreeMap::new();
    let mut line = VecDeque::from([from]);
    let back = |came: &BTreeMap<usize, (usize, Edge)>, mut at: usize, last: (usize, Edge)| {
        let mut path = vec![last];
        while at != from {
            let step = came[&at];
            path.push(step);
            at = step.0;
        }
        path.reverse();
        path
    };
    while let Some(state) = line.pop_front() {
        for edge in search.edges(state) {
            if !states.contains(&edge.to) || Some(edge.thread) == but {
                continue;
            }
            if wanted(state, edge) {
                return Some(back(&came, state, (state, edge)));
            }
            let to = edge.to as usize;
            if to != from && !came.contains_key(&to) {
                came.insert(to, (state, edge));
                line.push_back(to);
            }
        }
    }
    None
}

/// The first state of a component from which one thread alone comes back to it.
fn spinning(search: &Search<'_>, component: &[u32]) -> Option<(Lasso, String)> {
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
                let name = machine.names(&[first.thread.into()]);
                let text = format!(
                    "{} waits by looking again and again, in line {line}, and keeps a core busy.",
                    capitalized(&name)
                );
                return Some((Lasso { state, round }, text));
            }
        }
    }
    None
}

fn finish(search: &Search<'_>, found: BTreeMap<FindingKind, (Lasso, String)>) -> Vec<Finding> {
    let targets: Vec<usize> = found.values().map(|(lasso, _)| lasso.state).collect();
    let paths = Shortest::of(search).paths(&targets);
    let start = search.machine.start();
    let found = found.into_iter().zip(paths);
    found
        .map(|((kind, (lasso, text)), path)| {
            let mut unfolding = Unfolding::new(search, &start);
            unfolding.follow(&path);
            let loop_from = Some(path.len());
            unfolding.follow(&lasso.round);
            let witness = unfolding.schedule().clone();
            Finding { kind, text, witness, loop_from }
        })
        .collect()
}
