//! Ways through the graph: the one that the schedule goes, and a shortest one to a state.

use std::collections::VecDeque;

use explorer::{Arrow, StateGraph};
use machine::Schedule;

use super::drawn::{near, whole};
use crate::explore::explorer::Explorer;
use crate::explore::walk::Route;

/// The schedule as a way through the graph.
pub(super) struct Way {
    /// States it comes by, those undone last.
    nodes: Vec<Option<usize>>,
    /// Steps that are done.
    at: usize,
}

impl Way {
    /// The schedule of `explorer`.
    pub(super) fn of(graph: &StateGraph, explorer: &Explorer) -> Self {
        let nodes = explorer.replay.states().iter().map(|cells| graph.node(cells));
        Self { nodes: nodes.collect(), at: explorer.at }
    }

    /// Where one is.
    pub(super) fn here(&self) -> Option<usize> {
        self.nodes[self.at]
    }

    /// Whether a state is on the way as far as it is done.
    pub(super) fn has(&self, node: usize) -> bool {
        self.nodes[..=self.at].contains(&Some(node))
    }

    /// Whether an arrow is, and whether it is done.
    pub(super) fn goes(&self, edge: &Arrow) -> Option<bool> {
        let step = self
            .nodes
            .windows(2)
            .position(|pair| pair[0] == Some(edge.from) && pair[1] == Some(edge.to));
        step.map(|step| step < self.at)
    }
}

/// To a state: along the schedule if it comes by, or else by a shortest way from here or from the start; none if the graph
/// does not have it.
pub(super) fn way_to(explorer: &Explorer, cells: &[i32]) -> Option<Route> {
    if let Some(steps) = explorer.replay.states().iter().position(|state| state == cells) {
        return Some(Route { from: steps, then: Schedule::default() });
    }
    let graph = whole(explorer.machine()).unwrap_or_else(|| near(explorer));
    let goal = graph.node(cells)?;
    let here = graph.node(explorer.cells());
    match here.and_then(|here| way(&graph, here, goal)) {
        Some(then) => Some(Route { from: explorer.at, then }),
        None => Some(Route { from: 0, then: way(&graph, 0, goal)? }),
    }
}

/// The steps of a shortest way from one state to another, if there is one.
fn way(graph: &StateGraph, from: usize, to: usize) -> Option<Schedule> {
    let mut came: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    let mut line = VecDeque::from([from]);
    let mut seen = vec![false; graph.nodes.len()];
    seen[from] = true;
    while let Some(node) = line.pop_front() {
        if node == to {
            let mut moves = Vec::new();
            let mut at = to;
            while let Some(edge) = came[at].filter(|_| at != from) {
                moves.push(graph.edges[edge].by);
                at = graph.edges[edge].from;
            }
            moves.reverse();
            return Some(Schedule(moves));
        }
        for (index, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from == node) {
            if !std::mem::replace(&mut seen[edge.to], true) {
                came[edge.to] = Some(index);
                line.push_back(edge.to);
            }
        }
    }
    None
}
