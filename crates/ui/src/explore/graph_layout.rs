//! Where the states of a program stand in its graph, and ways through it.

use std::collections::VecDeque;

use explorer::StateGraph;
use machine::Move;

/// More states than these cannot be read.
pub(crate) const GRAPH_STATES: usize = 500;

/// Of a program that has more, about so many are drawn around where one is.
pub(super) const NEAR_STATES: usize = 40;

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

/// Where each state stands: pixels from the left, by level, and from the top, within its level.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    /// By state.
    pub(super) at: Vec<(f64, f64)>,
    /// Of the picture.
    pub(super) width: f64,
    /// Of the picture.
    pub(super) height: f64,
}

/// Space around the picture.
const MARGIN: f64 = 22.0;
/// Space for values behind the last level.
const VALUES: f64 = 64.0;
/// Between the states of a level.
const DOWN: f64 = 30.0;
/// Width that the levels have together, if they can.
const WIDTH: f64 = 620.0;
/// Times that the order within levels is improved.
const SWEEPS: usize = 6;

/// Layers by level, ordered so that lines cross little.
///
/// Source: Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
/// Structures", IEEE Transactions on Systems, Man, and Cybernetics 11, 1981 (barycenters).
pub(super) fn places(graph: &StateGraph) -> Places {
    let levels = graph.nodes.iter().map(|node| node.level).max().unwrap_or(0) + 1;
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); levels];
    for (index, node) in graph.nodes.iter().enumerate() {
        layers[node.level].push(index);
    }
    let mut rank = vec![0.0; graph.nodes.len()];
    let settle = |layers: &[Vec<usize>], rank: &mut [f64]| {
        for layer in layers {
            let middle = (layer.len() as f64 - 1.0) / 2.0;
            for (place, &node) in layer.iter().enumerate() {
                rank[node] = place as f64 - middle;
            }
        }
    };
    settle(&layers, &mut rank);
    for sweep in 0..SWEEPS {
        let forwards = sweep % 2 == 0;
        let order: Vec<usize> =
            if forwards { (0..levels).collect() } else { (0..levels).rev().collect() };
        for level in order {
            let means: Vec<f64> = layers[level]
                .iter()
                .map(|&node| mean(graph, node, forwards, &rank).unwrap_or(rank[node]))
                .collect();
            let layer = &layers[level];
            let sorted = crate::order::order(layer.len(), &|a, b| means[a].total_cmp(&means[b]));
            layers[level] = sorted.into_iter().map(|place| layer[place]).collect();
            let middle = (layers[level].len() as f64 - 1.0) / 2.0;
            for (place, &node) in layers[level].iter().enumerate() {
                rank[node] = place as f64 - middle;
            }
        }
    }
    let most = layers.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let across = (WIDTH / (levels.max(2) - 1) as f64).clamp(46.0, 130.0);
    let x = |node: usize| graph.nodes[node].level as f64 * across;
    let bows = graph.edges.iter().map(|edge| bow(x(edge.from), x(edge.to)) / 2.0);
    let height = (MARGIN + bows.fold(0.0, f64::max)) * 2.0 + (most - 1.0) * DOWN;
    let at = graph
        .nodes
        .iter()
        .zip(&rank)
        .map(|(node, rank)| (MARGIN + node.level as f64 * across, height / 2.0 + rank * DOWN));
    let width = 2.0 * MARGIN + (levels - 1) as f64 * across + VALUES;
    Places { at: at.collect(), width, height }
}

/// How far the middle of a step from one place to another is off the straight line, twice: a step
/// back, or within a level, makes a bow.
pub(super) fn bow(from: f64, to: f64) -> f64 {
    if to > from { 0.0 } else { 24.0 + (from - to) / 8.0 }
}

/// The mean rank of the neighbors of a state on the level before it, or behind it.
fn mean(graph: &StateGraph, node: usize, before: bool, rank: &[f64]) -> Option<f64> {
    let level = graph.nodes[node].level;
    let (mut sum, mut count) = (0.0, 0.0);
    for edge in &graph.edges {
        let (own, other) = if before { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let is_near = graph.nodes[other].level.abs_diff(level) == 1;
        let is_on_side = (graph.nodes[other].level < level) == before;
        if own == node && is_near && is_on_side {
            sum += rank[other];
            count += 1.0;
        }
    }
    (count > 0.0).then(|| sum / count)
}
