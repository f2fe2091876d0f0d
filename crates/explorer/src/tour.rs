//! Ways round within a component.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::path::Path;
use crate::search::{Edge, Search};

/// A way round from the first of the states back to it, with a step of each of `steps`, and through
/// a state in which each of `starving` cannot go on: so a fair scheduler may take it for ever.
#[optimize(size)]
pub(crate) fn tour(
    search: &Search<'_>,
    states: &BTreeSet<u32>,
    steps: &BTreeSet<u8>,
    starving: &[usize],
    but: Option<u8>,
) -> Option<Path> {
    let blocked =
        |state: usize, thread: usize| search.machine.ways(&search.cells(state), thread) == 0;
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
    for &thread in starving {
        if round.iter().any(|&(state, _)| blocked(state, thread)) {
            continue;
        }
        let part = walk(search, states, but, at, &|_, edge| blocked(edge.to as usize, thread))?;
        at = part.last().map_or(at, |(_, edge)| edge.to as usize);
        round.extend(part);
    }
    if at != first {
        round.extend(walk(search, states, but, at, &|_, edge| edge.to as usize == first)?);
    }
    Some(round)
}

/// A shortest walk within the states whose last step is wanted.
#[optimize(size)]
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
