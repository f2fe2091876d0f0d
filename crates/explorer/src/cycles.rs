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

use trace::{VerdictKind, capitalized};

use crate::components::Components;
use crate::finding::{Finding, FindingKind, names};
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

/// The nearest loop of each kind, and what is said of it.
type Loops = BTreeMap<FindingKind, (Lasso, String)>;

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
    let mut keep = |kind, lasso: Lasso, text: String| {
        let nearer = found.get(&kind).is_none_or(|(known, _)| lasso.state < known.state);
        if nearer {
            found.insert(kind, (lasso, text));
        }
    };
    if let Some((lasso, text)) = spinning(search, component) {
        keep(FindingKind::BusyWaiting, lasso, text);
    }
    let inner: BTreeSet<u32> = component.iter().copied().collect();
    if let Some((kind, lasso, text)) = fair_loop(search, &inner, None, trap) {
        keep(kind, lasso, text);
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
            if let Some((kind, lasso, text)) = fair_loop(search, &part, Some(thread), false) {
                keep(kind, lasso, text);
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
    let busy: Vec<usize> = steps.iter().map(|&thread| thread.into()).collect();
    let who = names(machine, &busy);
    let (go, get) = if busy.len() == 1 { ("goes", "gets") } else { ("go", "get") };
    let for_them = match waiting.as_slice() {
        [] => String::new(),
        [_] => format!("; {} waits for them", names(machine, &waiting)),
        _ => format!("; {} wait for them", names(machine, &waiting)),
    };
    let (kind, text) = match (trap, starving.as_slice()) {
        (true, _) => {
            let text = format!("{who} {go} round and round for ever: no step leads out{for_them}.");
            (FindingKind::Ends(VerdictKind::Livelock), text)
        }
        (false, []) => {
            let text = format!(
                "{who} can go round and round for ever, and {get} nowhere; only chance ends it{for_them}."
            );
            (FindingKind::Livelock, text)
        }
        (false, starving) => {
            let they = if starving.len() == 1 { "it is" } else { "they are" };
            let text = format!(
                "{} can be left out for ever: whenever {they} looked at, somebody else is ahead.",
                names(machine, starving)
            );
            (FindingKind::Starvation, text)
        }
    };
    Some((kind, Lasso { state: first, round }, capitalized(&text)))
}

/// The first state of a component from which one thread alone comes back to it.
#[optimize(size)]
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
                let name = names(machine, &[first.thread.into()]);
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

#[optimize(size)]
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
            Finding { kind, text, witness, loop_from, variable: None }
        })
        .collect()
}
