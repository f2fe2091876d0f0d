//! Ways through the graph: the one that the schedule goes, and a shortest one to a state.

use std::collections::VecDeque;

use explorer::{Arrow, StateGraph};
use machine::Schedule;

use super::drawn::{near, whole};
use crate::explore::explorer::Explorer;
use crate::explore::walk::Route;

/// The schedule as a way through the graph.
pub(super) struct Way<'e> {
    explorer: &'e Explorer,
    /// States it comes by, those undone last.
    nodes: Vec<Option<usize>>,
}

impl<'e> Way<'e> {
    /// The schedule of `explorer`.
    pub(super) fn of(graph: &StateGraph, explorer: &'e Explorer) -> Self {
        let nodes = explorer.replay.states().iter().map(|cells| graph.node(cells));
        Self { explorer, nodes: nodes.collect() }
    }

    /// Where one is.
    pub(super) fn here(&self) -> Option<usize> {
        self.nodes[self.explorer.at]
    }

    /// Whether a state is on the way as far as it is done.
    pub(super) fn has(&self, node: usize) -> bool {
        self.nodes[..=self.explorer.at].contains(&Some(node))
    }

    /// The cells that the schedule has in a state: now, or else when it first comes by.
    pub(super) fn cells(&self, node: usize) -> Option<&'e [i32]> {
        let first = || self.nodes.iter().position(|&state| state == Some(node));
        let at = if self.here() == Some(node) { Some(self.explorer.at) } else { first() };
        at.map(|at| &*self.explorer.replay.states()[at])
    }

    /// The thread that goes along an arrow, and whether it has.
    pub(super) fn goes(&self, edge: &Arrow) -> Option<(usize, bool)> {
        let mut pairs = self.nodes.windows(2);
        let step = pairs.position(|pair| pair == [Some(edge.from), Some(edge.to)])?;
        let thread = self.explorer.replay.steps()[step].by.thread;
        Some((thread.into(), step < self.explorer.at))
    }
}

/// To a state, or to one for which it stands: along the schedule if it comes by, or else by a shortest way from here or from
/// the start; none if the graph does not have it.
pub(super) fn way_to(explorer: &Explorer, cells: &[i32]) -> Option<Route> {
    let (machine, states) = (explorer.machine(), explorer.replay.states());
    let stays = |from| Some(Route { from, then: Schedule::default() });
    if let Some(steps) = states.iter().position(|state| state == cells) {
        return stays(steps);
    }
    let graph = whole(machine, explorer.merges).unwrap_or_else(|| near(explorer));
    let goal = graph.node(cells)?;
    if let Some(steps) = states.iter().position(|state| graph.node(state) == Some(goal)) {
        return stays(steps);
    }
    let here = graph.node(explorer.cells());
    let (from, way) = match here.and_then(|here| way(&graph, here, goal)) {
        Some(way) => (explorer.at, way),
        None => (0, way(&graph, 0, goal)?),
    };
    Some(Route { from, then: graph.unfold(machine, &states[from], way) })
}

/// A shortest way from one state to another, if there is one.
fn way(graph: &StateGraph, from: usize, to: usize) -> Option<Vec<&Arrow>> {
    let mut came: Vec<Option<&Arrow>> = vec![None; graph.nodes.len()];
    let mut line = VecDeque::from([from]);
    let mut seen = vec![false; graph.nodes.len()];
    seen[from] = true;
    while let Some(node) = line.pop_front() {
        if node == to {
            let (mut way, mut at) = (Vec::new(), to);
            while let Some(edge) = came[at] {
                way.push(edge);
                at = edge.from;
            }
            way.reverse();
            return Some(way);
        }
        for edge in graph.edges.iter().filter(|edge| edge.from == node) {
            if !std::mem::replace(&mut seen[edge.to], true) {
                came[edge.to] = Some(edge);
                line.push_back(edge.to);
            }
        }
    }
    None
}
