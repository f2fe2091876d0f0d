//! A graph as it is drawn.

use explorer::StateGraph;
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
    /// All of a program, if that can be read.
    pub(super) fn whole(machine: &Machine) -> Option<Self> {
        let graph = whole(machine)?;
        Some(Self { places: places(&graph), doomed: graph.doomed(), graph, is_whole: true })
    }

    /// What lies ahead of where one is; nobody knows how that ends.
    pub(super) fn near(explorer: &Explorer) -> Self {
        let graph = near(explorer);
        let doomed = vec![false; graph.nodes.len()];
        Self { places: places(&graph), doomed, graph, is_whole: false }
    }
}

/// All states of a program, if they can be read.
pub(super) fn whole(machine: &Machine) -> Option<StateGraph> {
    StateGraph::of(machine, GRAPH_STATES)
}

/// Of a program with more states, what lies ahead of where one is.
pub(super) fn near(explorer: &Explorer) -> StateGraph {
    StateGraph::near(explorer.machine(), explorer.cells(), NEAR_STATES)
}
