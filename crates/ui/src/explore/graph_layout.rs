//! Where the states of a program stand in its graph, and ways through it.

use std::collections::VecDeque;

use explorer::{Move, StateGraph};

/// More states than these cannot be read.
pub(crate) const GRAPH_STATES: usize = 150;

/// The steps of a shortest way from one state to another, if there is one.
pub(super) fn way(graph: &StateGraph, from: usize, to: usize) -> Option<Vec<Move>> {
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
            return Some(moves);
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
