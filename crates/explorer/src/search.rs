//! Breadth-first search of the states that a machine can reach.

use machine::Machine;
use program::Op;

use crate::races::{Suspicion, about_to_race, plain_cells};
use crate::store::{Pages, Store, hash};
use crate::symmetry::Symmetry;

/// A step from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Number of the state after it.
    pub(crate) to: u32,
    /// Place of the thread in the state before it.
    pub(crate) thread: u8,
    /// Which of its ways the thread goes.
    pub(crate) way: u8,
    /// Place of that thread in the state after it: representatives are sorted.
    pub(crate) place: u8,
    /// Interchangeable threads that could have made this step.
    pub(crate) times: u8,
}

/// The part of the state graph that has been found.
pub(crate) struct Search<'m> {
    pub(crate) machine: &'m Machine,
    symmetry: Symmetry,
    store: Store,
    edges: Pages<Edge>,
    /// Where the edges of each state begin; it has one entry more than states were expanded.
    first: Pages<u32>,
    /// The number of the first state of each level.
    levels: Vec<usize>,
    layered: bool,
    /// The first states in which two threads were about to race, one for each shared cell.
    pub(crate) races: Vec<(usize, Suspicion)>,
    /// Shared cells on which there could be a race.
    racy: usize,
    cells: Vec<i32>,
    next: Vec<i32>,
    /// The states after the one that is being expanded, packed one after the other.
    packed: Vec<u64>,
    /// For each of these its hash, and the step to it.
    found: Vec<(u64, Edge)>,
    /// For each state that is being expanded, where what follows it ends.
    ends: Vec<usize>,
    touched: u64,
}

/// States that are expanded together at most.
const BATCH: usize = 32;

impl<'m> Search<'m> {
    /// A search that has found the state at the start.
    #[optimize(size)]
    pub(crate) fn new(machine: &'m Machine, start: &[i32], symmetry: bool) -> Self {
        let layout = machine.layout();
        let mut symmetry = Symmetry::of(machine.program(), layout, symmetry);
        let mut cells = start.to_vec();
        symmetry.represent(&mut cells, 0);
        let mut packed = vec![0; layout.words()];
        layout.pack(&cells, &mut packed);
        let mut store = Store::new(layout.words());
        store.insert(&packed, hash(&packed));
        packed.clear();
        let mut first = Pages::default();
        first.push(0);
        Self {
            machine,
            symmetry,
            store,
            edges: Pages::default(),
            first,
            levels: vec![0],
            layered: true,
            races: Vec::new(),
            racy: plain_cells(machine),
            next: cells.clone(),
            cells,
            packed,
            found: Vec::new(),
            ends: Vec::new(),
            touched: 0,
        }
    }

    /// Expands about `count` more states; whether any are left.
    pub(crate) fn advance(&mut self, count: usize) -> bool {
        let until = self.expanded() + count;
        while self.expanded() < until.min(self.states()) {
            self.expand_some();
        }
        self.expanded() < self.states()
    }

    /// Expands the next few states of one level. Looking up what follows them means waiting for
    /// memory, so all is computed first, and then all is looked up.
    fn expand_some(&mut self) {
        let first = self.expanded();
        let mut next_level = self.levels[self.levels.len() - 1];
        if first == next_level {
            next_level = self.states();
            self.levels.push(next_level);
        }
        let until = next_level.min(first + BATCH);
        for state in first..until {
            self.expand(state);
            self.ends.push(self.found.len());
        }
        self.touched ^= self.store.touch(self.found.iter().map(|(hash, _)| *hash));
        let mut done = 0;
        let mut packed = self.packed.chunks(self.machine.layout().words());
        for &end in &self.ends {
            for ((hash, edge), packed) in self.found[done..end].iter().zip(&mut packed) {
                let (to, _) = self.store.insert(packed, *hash);
                self.layered &= to >= next_level;
                self.edges.push(Edge { to: to as u32, ..*edge });
            }
            done = end;
            self.first.push(u32::try_from(self.edges.len()).expect("memory ends before"));
        }
        self.found.clear();
        self.packed.clear();
        self.ends.clear();
    }

    /// Computes what follows a state.
    fn expand(&mut self, state: usize) {
        let (machine, layout) = (self.machine, self.machine.layout());
        layout.unpack(self.store.get(state), &mut self.cells);
        if machine.has_failed(&self.cells) {
            return;
        }
        for thread in 0..machine.threads() {
            let ways = machine.ways(&self.cells, thread);
            let times = if ways == 0 { 0 } else { self.symmetry.times(&self.cells, thread) };
            if times == 0 {
                continue; // it cannot, or another that stands alike does it for both
            }
            let op = machine.op(&self.cells, thread);
            let reaches_others = op.is_some_and(Op::reaches_others);
            for way in 0..ways {
                self.next.copy_from_slice(&self.cells);
                machine.step(&mut self.next, thread, way);
                let moved_to = self.symmetry.represent(&mut self.next, thread);
                let at = self.packed.len();
                self.packed.extend_from_slice(self.store.get(state));
                let packed = &mut self.packed[at..];
                if moved_to.is_some() || reaches_others {
                    layout.pack(&self.next, packed);
                } else {
                    layout.repack(layout.shared(), &self.cells, &self.next, packed);
                    layout.repack(layout.block(thread), &self.cells, &self.next, packed);
                }
                let place = self.symmetry.first_of(&self.next, moved_to.unwrap_or(thread));
                let hash = hash(packed);
                let (thread, way, place) = (thread as u8, way as u8, place as u8);
                self.found.push((hash, Edge { to: 0, thread, way, place, times }));
            }
        }
        self.look_for_races(state);
    }

    fn look_for_races(&mut self, state: usize) {
        if self.races.len() == self.racy {
            return; // each has been seen already
        }
        for found in about_to_race(self.machine, &self.cells) {
            if !self.races.iter().any(|(_, known)| known.cell == found.cell) {
                self.races.push((state, found));
            }
        }
    }

    /// States found.
    pub(crate) fn states(&self) -> usize {
        self.store.len()
    }

    /// States whose steps are known.
    pub(crate) fn expanded(&self) -> usize {
        self.first.len() - 1
    }

    /// Steps found.
    pub(crate) fn n_edges(&self) -> usize {
        self.edges.len()
    }

    /// The steps from an expanded state; none from one that is not.
    pub(crate) fn edges(&self, state: usize) -> impl Iterator<Item = Edge> + '_ {
        self.edge_numbers(state).map(|edge| self.edge(edge))
    }

    /// The numbers of the steps from a state.
    pub(crate) fn edge_numbers(&self, state: usize) -> std::ops::Range<usize> {
        if state >= self.expanded() {
            return 0..0;
        }
        self.first.get(state) as usize..self.first.get(state + 1) as usize
    }

    /// The step with a number.
    pub(crate) fn edge(&self, edge: usize) -> Edge {
        self.edges.get(edge)
    }

    /// The threads that may go on in a state.
    pub(crate) fn enabled(&self, state: usize) -> u64 {
        let one_way = self.edges(state).filter(|edge| edge.way == 0);
        one_way.map(|edge| u64::from(edge.times)).sum()
    }

    /// The ways that the thread of a step had.
    pub(crate) fn ways(&self, state: usize, thread: u8) -> u64 {
        self.edges(state).filter(|edge| edge.thread == thread).count() as u64
    }

    /// Whether nothing can follow an expanded state.
    pub(crate) fn is_terminal(&self, state: usize) -> bool {
        state < self.expanded() && self.first.get(state) == self.first.get(state + 1)
    }

    /// Whether every step leads from one level to the next, so that there is no cycle.
    pub(crate) fn is_layered(&self) -> bool {
        self.layered
    }

    /// The number of the first state of each level, and then that of all states.
    pub(crate) fn levels(&self) -> Vec<usize> {
        let mut levels = self.levels.clone();
        if levels.last() != Some(&self.states()) {
            levels.push(self.states());
        }
        levels
    }

    /// The cells of a state.
    pub(crate) fn cells(&self, state: usize) -> Vec<i32> {
        let mut cells = vec![0; self.machine.layout().cells()];
        self.machine.layout().unpack(self.store.get(state), &mut cells);
        cells
    }

    /// Which threads are interchangeable.
    pub(crate) fn symmetry(&self) -> &Symmetry {
        &self.symmetry
    }

    /// Memory used for states and steps.
    pub(crate) fn bytes(&self) -> usize {
        self.store.bytes() + self.edges.bytes() + self.first.bytes()
    }
}
