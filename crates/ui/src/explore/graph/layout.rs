//! Where the states of a program stand in its graph.

use explorer::StateGraph;

/// Where each state stands: pixels from the left, by level, and from the top, within its level.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    /// From the left, by state.
    x: Vec<f64>,
    /// From the top, by state.
    y: Vec<f64>,
    /// Of the picture.
    pub(super) width: f64,
    /// Of the picture.
    pub(super) height: f64,
}

impl Places {
    /// From the left, and from the top.
    pub(super) fn at(&self, state: usize) -> (f64, f64) {
        (self.x[state], self.y[state])
    }
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
    let n = graph.nodes.len();
    let levels = graph.nodes.iter().map(|node| node.level).max().unwrap_or(0) + 1;
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); levels];
    for (index, node) in graph.nodes.iter().enumerate() {
        layers[node.level].push(index);
    }
    let (mut rank, mut means) = (vec![0.0; n], vec![0.0; n]);
    for layer in &layers {
        settle(layer, &mut rank);
    }
    for sweep in 0..SWEEPS {
        let forwards = sweep % 2 == 0;
        for turn in 0..levels {
            let layer = &mut layers[if forwards { turn } else { levels - 1 - turn }];
            for &node in &*layer {
                means[node] = mean(graph, node, forwards, &rank).unwrap_or(rank[node]);
            }
            sort(layer, &means);
            settle(layer, &mut rank);
        }
    }
    let most = layers.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let across = (WIDTH / (levels.max(2) - 1) as f64).clamp(46.0, 130.0);
    let mut x = vec![0.0; n];
    for (x, node) in x.iter_mut().zip(&graph.nodes) {
        *x = MARGIN + node.level as f64 * across;
    }
    let bows = graph.edges.iter().map(|edge| bow(x[edge.from], x[edge.to]) / 2.0);
    let height = (MARGIN + bows.fold(0.0, f64::max)) * 2.0 + (most - 1.0) * DOWN;
    let mut y = rank;
    for y in &mut y {
        *y = height / 2.0 + *y * DOWN;
    }
    let width = 2.0 * MARGIN + (levels - 1) as f64 * across + VALUES;
    Places { x, y, width, height }
}

/// Ranks the states of a level around its middle.
fn settle(layer: &[usize], rank: &mut [f64]) {
    let middle = (layer.len() as f64 - 1.0) / 2.0;
    for (place, &node) in layer.iter().enumerate() {
        rank[node] = place as f64 - middle;
    }
}

/// Sorts states by their means; what is equal keeps its place. Levels are short, and all but sorted: nothing is shorter, and
/// no other part of the page has to have the same sort.
fn sort(layer: &mut [usize], means: &[f64]) {
    for end in 1..layer.len() {
        let mut at = end;
        while at > 0 && means[layer[at - 1]] > means[layer[at]] {
            layer.swap(at - 1, at);
            at -= 1;
        }
    }
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
