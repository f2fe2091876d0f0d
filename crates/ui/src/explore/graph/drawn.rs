//! A graph as it is drawn.

use explorer::{StateGraph, alike};
use machine::Machine;

use super::layout::{Places, places};
use crate::explore::explorer::Explorer;

/// More states than these cannot be read.
pub(super) const GRAPH_STATES: usize = 500;
/// Of a program that has more, about so many are drawn ahead of where one is.
const NEAR_STATES: usize = 40;

/// A graph, where its states stand, and which of them no longer end well.
pub(super) struct Drawn {
    pub(super) graph: StateGraph,
    pub(super) places: Places,
    pub(super) doomed: Vec<bool>,
    /// Whether it is all of the program.
    pub(super) is_whole: bool,
}

impl Drawn {
    /// What lies ahead of where one is; nobody knows how that ends.
    pub(super) fn near(explorer: &Explorer) -> Self {
        let graph = near(explorer);
        let doomed = vec![false; graph.nodes.len()];
        Self { places: places(&graph), doomed, graph, is_whole: false }
    }
}

/// What is drawn of a program wherever one is.
pub(super) struct Known {
    /// Of each thread, whether another one is alike.
    pub(super) alike: Vec<bool>,
    /// Whether those are merged.
    pub(super) merges: bool,
    /// All states, if they can be read.
    pub(super) whole: Option<Drawn>,
    /// How many there are if threads that are alike are merged, and not only if they are: if these can be read.
    pub(super) merged: Option<usize>,
}

impl Known {
    /// Of `machine`, with threads that are alike merged or not.
    pub(super) fn of(machine: &Machine, merges: bool) -> Self {
        let alike = alike(machine);
        let has_alike = alike.contains(&true);
        let merged = (has_alike && !merges).then(|| whole(machine, true)).flatten();
        let whole = whole(machine, merges).map(|graph| Drawn {
            places: places(&graph),
            doomed: graph.doomed(),
            graph,
            is_whole: true,
        });
        let merged = merged.map(|graph| graph.nodes.len());
        Self { merges: merges && has_alike, alike, whole, merged }
    }
}

/// All states of a program, if they can be read.
pub(super) fn whole(machine: &Machine, merges: bool) -> Option<StateGraph> {
    StateGraph::of(machine, merges, GRAPH_STATES)
}

/// Of a program with more states, what lies ahead of where one is.
pub(super) fn near(explorer: &Explorer) -> StateGraph {
    StateGraph::near(explorer.machine(), explorer.cells(), explorer.merges, NEAR_STATES)
}
