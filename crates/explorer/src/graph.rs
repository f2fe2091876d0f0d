//! The state graph of a small program, as it can be drawn; and what lies ahead of a state.

use machine::{Machine, Move, Outcome, Schedule};
use trace::VerdictKind;

use crate::path::{Unfolding, fewest_preemptions};
use crate::search::Search;
use crate::symmetry::Symmetry;

/// A state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its cells, as [`machine::Replay::states`] has them; where threads are merged, those of one of the states that it
    /// stands for.
    pub cells: Vec<i32>,
    /// Steps of the shortest schedule to it.
    pub level: usize,
    /// How schedules end that come to it; none if they go on.
    pub outcome: Option<Outcome>,
}

/// A step between two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Index of the state before it.
    pub from: usize,
    /// Index of the state after it.
    pub to: usize,
    /// Who goes on, by the numbers that threads have in the state before it.
    pub by: Move,
}

/// States and steps of a program: each thread by its own number, or one state for all that differ only in which of the
/// threads that are alike stands where, and one step for all that such threads make from the same place.
#[derive(Clone, Debug)]
pub struct StateGraph {
    /// States, by level; the first is the start.
    pub nodes: Vec<Node>,
    /// Steps, by the state before them.
    pub edges: Vec<Arrow>,
    symmetry: Symmetry,
}

impl StateGraph {
    /// The graph of `machine`, in which threads that are alike are merged if `symmetry` says so; `None` if it has more than
    /// `max_states` states.
    #[must_use]
    pub fn of(machine: &Machine, symmetry: bool, max_states: usize) -> Option<Self> {
        Some(Self::found(&whole(machine, &machine.start(), symmetry, max_states)?))
    }

    /// The graph of what lies nearest ahead of the state `cells`, which is the first: once at least `min_states` are
    /// found, no more is looked for. Nothing is known of what follows the last ones; they have no steps, and no outcome.
    #[must_use]
    pub fn near(machine: &Machine, cells: &[i32], symmetry: bool, min_states: usize) -> Self {
        let mut search = Search::new(machine, cells, symmetry);
        while search.states() < min_states && search.advance(1) {}
        Self::found(&search)
    }

    /// What a search has found.
    fn found(search: &Search<'_>) -> Self {
        let levels = search.levels();
        let node = |state: usize| {
            let cells = search.cells(state);
            let outcome = search.is_terminal(state).then(|| search.machine.outcome(&cells));
            let level = levels.partition_point(|&first| first <= state) - 1;
            Node { cells, level, outcome }
        };
        let arrows = |from: usize| {
            search.edges(from).map(move |edge| {
                let by = Move { thread: edge.thread, way: edge.way };
                Arrow { from, to: edge.to as usize, by }
            })
        };
        Self {
            nodes: (0..search.states()).map(node).collect(),
            edges: (0..search.states()).flat_map(arrows).collect(),
            symmetry: search.symmetry().clone(),
        }
    }

    /// Which states no longer lead to an end that is as it should be, though some state of the program does.
    #[must_use]
    pub fn doomed(&self) -> Vec<bool> {
        let ends_well = |node: &Node| {
            node.outcome.as_ref().is_some_and(|outcome| outcome.kind == VerdictKind::Held)
        };
        let mut doomed: Vec<bool> = self.nodes.iter().map(|node| !ends_well(node)).collect();
        if doomed.iter().all(|&is_doomed| is_doomed) {
            doomed.fill(false); // nothing could have been saved
            return doomed;
        }
        // Backwards from the good ends, until nothing changes.
        let mut changes = true;
        while changes {
            changes = false;
            for edge in self.edges.iter().rev() {
                if doomed[edge.from] && !doomed[edge.to] {
                    (doomed[edge.from], changes) = (false, true);
                }
            }
        }
        doomed
    }

    /// The index of the state with these cells, or of the one that stands for it.
    #[must_use]
    pub fn node(&self, cells: &[i32]) -> Option<usize> {
        let cells = self.symmetry.represented(cells);
        self.nodes.iter().position(|node| node.cells == cells)
    }

    /// The schedule that goes such a way from the state `cells`.
    #[must_use]
    pub fn unfold<'a>(
        &self,
        machine: &Machine,
        cells: &[i32],
        way: impl IntoIterator<Item = &'a Arrow>,
    ) -> Schedule {
        let mut unfolding = Unfolding::within(machine, self.symmetry.clone(), cells);
        way.into_iter().for_each(|arrow| unfolding.go(arrow.by));
        unfolding.schedule().clone()
    }
}

/// What to do next to reach a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// This is the next step of a shortest schedule to it.
    Next(Move),
    /// It is reached.
    There,
    /// No schedule leads to it from here.
    Unreachable,
    /// There are too many states to tell.
    Unknown,
}

/// The way from the state `cells` to an end that is a `goal`, if at most `max_states` states lie
/// ahead.
#[must_use]
pub fn toward(
    machine: &Machine,
    cells: &[i32],
    goal: &dyn Fn(&Outcome) -> bool,
    max_states: usize,
) -> Toward {
    let Some(search) = whole(machine, cells, false, max_states) else { return Toward::Unknown };
    let ends =
        |state: usize| search.is_terminal(state) && goal(&machine.outcome(&search.cells(state)));
    match fewest_preemptions(&search, &ends).as_deref() {
        None => Toward::Unreachable,
        Some([]) => Toward::There,
        Some([(_, edge), ..]) => Toward::Next(Move { thread: edge.thread, way: edge.way }),
    }
}

/// The schedule with this outcome that has the fewest preemptions and, of those, the fewest steps;
/// `None` if there is none, or if the program has more than `max_states` states.
#[must_use]
pub fn shrink(machine: &Machine, outcome: &Outcome, max_states: usize) -> Option<Schedule> {
    cheapest(machine, &|found| found == outcome, max_states)
}

/// The same of all schedules whose outcome is a `goal`. It must not tell threads apart that are alike.
#[must_use]
pub fn cheapest(
    machine: &Machine,
    goal: &dyn Fn(&Outcome) -> bool,
    max_states: usize,
) -> Option<Schedule> {
    let start = machine.start();
    let search = whole(machine, &start, true, max_states)?;
    let ends =
        |state: usize| search.is_terminal(state) && goal(&machine.outcome(&search.cells(state)));
    let path = fewest_preemptions(&search, &ends)?;
    let mut unfolding = Unfolding::new(&search, &start);
    unfolding.follow(&path);
    Some(unfolding.schedule().clone())
}

/// A finished search of at most `max_states` states.
fn whole<'m>(
    machine: &'m Machine,
    start: &[i32],
    symmetry: bool,
    max_states: usize,
) -> Option<Search<'m>> {
    let mut search = Search::new(machine, start, symmetry);
    while search.states() <= max_states {
        if !search.advance(64) {
            return (search.states() <= max_states).then_some(search);
        }
    }
    None
}
