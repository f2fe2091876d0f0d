//! Shortest paths through the state graph, and what they cost in preemptions.

use std::collections::{BTreeMap, VecDeque};

use machine::{Machine, Move, Schedule};

use crate::search::{Edge, Search};
use crate::symmetry::Symmetry;

/// A path: its steps, each with the state before it.
pub(crate) type Path = Vec<(usize, Edge)>;

const FAR: u16 = u16::MAX;

/// For each state and each thread that may have come last, the least number of preemptions among
/// the shortest paths to it.
pub(crate) struct Shortest<'s, 'm> {
    search: &'s Search<'m>,
    levels: Vec<usize>,
    threads: usize,
    least: Vec<u16>,
}

impl<'s, 'm> Shortest<'s, 'm> {
    /// Goes through the levels once.
    pub(crate) fn of(search: &'s Search<'m>) -> Self {
        let (levels, threads) = (search.levels(), search.machine.threads());
        let mut least = vec![FAR; search.states() * threads];
        for bounds in levels.windows(3) {
            let &[from, to, after] = bounds else { unreachable!("windows of three") };
            for state in from..to {
                let mut can_go_on = 0_u64;
                for edge in search.edges(state) {
                    can_go_on |= 1 << edge.thread;
                }
                for edge in search.edges(state) {
                    let next = edge.to as usize;
                    if !(to..after).contains(&next) {
                        continue; // not on a shortest path
                    }
                    let here = &least[state * threads..(state + 1) * threads];
                    let cost = if state == 0 { 0 } else { cheapest(here, can_go_on, edge.thread) };
                    let place = next * threads + usize::from(edge.place);
                    least[place] = least[place].min(cost);
                }
            }
        }
        Self { search, levels, threads, least }
    }

    /// The graph.
    pub(crate) fn search(&self) -> &'s Search<'m> {
        self.search
    }

    /// The level of a state: the steps of a shortest path to it.
    pub(crate) fn steps(&self, state: usize) -> usize {
        self.levels.partition_point(|&first| first <= state) - 1
    }

    /// The preemptions of the best of the shortest paths to a state.
    pub(crate) fn preemptions(&self, state: usize) -> u16 {
        if state == 0 {
            return 0;
        }
        let costs = &self.least[state * self.threads..(state + 1) * self.threads];
        costs.iter().copied().min().unwrap_or(FAR)
    }

    /// One of the best paths to each of `targets`. All are followed back together, one level at a
    /// time, so that each level is looked through once.
    pub(crate) fn paths(&self, targets: &[usize]) -> Vec<Path> {
        let mut paths: Vec<Path> = vec![Vec::new(); targets.len()];
        // For each target: the state that has been reached, the thread that comes to it, the cost.
        let mut at: Vec<(usize, u8, u16)> = targets
            .iter()
            .map(|&state| {
                // Of equals the last thread comes last, so that the first comes first.
                let costs = self.costs(state).iter().enumerate().rev();
                let (place, &cost) = costs.min_by_key(|(_, cost)| **cost).expect("has threads");
                (state, place as u8, cost)
            })
            .collect();
        for level in (1..self.levels.len().saturating_sub(1)).rev() {
            let (from, to) = (self.levels[level], self.levels[level + 1]);
            let mut here: BTreeMap<(u32, u8), Vec<usize>> = BTreeMap::new();
            for (target, &(state, place, _)) in at.iter().enumerate() {
                if (from..to).contains(&state) {
                    here.entry((state as u32, place)).or_default().push(target);
                }
            }
            for state in self.levels[level - 1]..from {
                if here.is_empty() {
                    break;
                }
                for edge in self.search.edges(state) {
                    let Some(waiting) = here.get_mut(&(edge.to, edge.place)) else { continue };
                    waiting.retain(|&target| {
                        let came = self.came_by(state, edge, at[target].2);
                        if let Some((place, cost)) = came {
                            paths[target].push((state, edge));
                            at[target] = (state, place, cost);
                        }
                        came.is_none()
                    });
                    if waiting.is_empty() {
                        here.remove(&(edge.to, edge.place));
                    }
                }
            }
        }
        for path in &mut paths {
            path.reverse();
        }
        paths
    }

    fn costs(&self, state: usize) -> &[u16] {
        &self.least[state * self.threads..(state + 1) * self.threads]
    }

    /// Who came last before `edge`, and at what cost, if that makes its cost `cost`.
    fn came_by(&self, state: usize, edge: Edge, cost: u16) -> Option<(u8, u16)> {
        if state == 0 {
            return (cost == 0).then_some((0, 0));
        }
        let goes_on = |place: u8| self.search.edges(state).any(|other| other.thread == place);
        (0..self.threads as u8).rev().find_map(|place| {
            let before = self.costs(state)[usize::from(place)];
            let preempts = place != edge.thread && goes_on(place);
            (before != FAR && before + u16::from(preempts) == cost).then_some((place, before))
        })
    }
}

/// The least cost with which `thread` can go on next.
fn cheapest(costs: &[u16], can_go_on: u64, thread: u8) -> u16 {
    let costs = costs.iter().enumerate().filter(|(_, cost)| **cost != FAR);
    let with = costs.map(|(place, &cost)| {
        let preempts = place != usize::from(thread) && can_go_on >> place & 1 == 1;
        cost.saturating_add(preempts.into())
    });
    with.min().unwrap_or(FAR)
}

/// The path with the fewest preemptions, and of those a shortest, to a state that is a target.
///
/// A breadth-first search in which a step without a preemption costs nothing. Source: Musuvathi and
/// Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI, 2007.
pub(crate) fn fewest_preemptions(
    search: &Search<'_>,
    is_target: &dyn Fn(usize) -> bool,
) -> Option<Path> {
    let threads = search.machine.threads();
    let none = u32::MAX;
    // For each state and last thread: the cost, and where the best path came from.
    let mut cost = vec![(FAR, none); search.states() * threads];
    let mut came: Vec<(u32, Edge)> = Vec::new();
    came.resize(cost.len(), (none, Edge { to: 0, thread: 0, way: 0, place: 0, times: 0 }));
    let mut line: VecDeque<(usize, Option<u8>, (u16, u32))> = VecDeque::new();
    line.push_back((0, None, (0, 0)));
    let mut best: Option<((u16, u32), usize)> = None;
    if is_target(0) {
        return Some(Vec::new());
    }
    while let Some((state, last, reached)) = line.pop_front() {
        if last.is_some_and(|last| cost[state * threads + usize::from(last)] != reached) {
            continue; // a better path came later
        }
        let goes_on = |place: u8| search.edges(state).any(|other| other.thread == place);
        for edge in search.edges(state) {
            let preempts = last.is_some_and(|last| last != edge.thread && goes_on(last));
            let next = (reached.0 + u16::from(preempts), reached.1 + 1);
            let node = edge.to as usize * threads + usize::from(edge.place);
            if next >= cost[node] {
                continue;
            }
            cost[node] = next;
            let from = last.map_or(none, |last| (state * threads + usize::from(last)) as u32);
            came[node] = (from, edge);
            if is_target(edge.to as usize) && best.is_none_or(|(known, _)| next < known) {
                best = Some((next, node));
            }
            let entry = (edge.to as usize, Some(edge.place), next);
            if preempts { line.push_back(entry) } else { line.push_front(entry) }
        }
    }
    let (_, mut node) = best?;
    let mut path = Path::new();
    loop {
        let (from, edge) = came[node];
        let state = if from == none { 0 } else { from as usize / threads };
        path.push((state, edge));
        if from == none {
            path.reverse();
            return Some(path);
        }
        node = from as usize;
    }
}

/// Turns a path through representatives into a schedule of the threads themselves.
///
/// A representative is sorted, so a place in it is another thread from step to step; `who` tells
/// which. Where threads stand exactly alike, the one that came last goes on, so that no preemption is
/// made that the path has not.
pub(crate) struct Unfolding<'m> {
    machine: &'m Machine,
    symmetry: Symmetry,
    cells: Vec<i32>,
    who: Vec<usize>,
    last: Option<usize>,
    schedule: Schedule,
}

impl<'m> Unfolding<'m> {
    /// Before the first step.
    pub(crate) fn new(search: &Search<'m>, start: &[i32]) -> Self {
        Self::within(search.machine, search.symmetry().clone(), start)
    }

    /// The same, where the search is over.
    pub(crate) fn within(machine: &'m Machine, symmetry: Symmetry, start: &[i32]) -> Self {
        let who = (0..machine.threads()).collect();
        let mut unfolding = Self {
            machine,
            symmetry,
            cells: start.to_vec(),
            who,
            last: None,
            schedule: Schedule::default(),
        };
        unfolding.sort();
        unfolding
    }

    /// Makes the steps of `path`.
    #[optimize(size)]
    pub(crate) fn follow(&mut self, path: &[(usize, Edge)]) {
        for &(_, Edge { thread, way, .. }) in path {
            self.go(Move { thread, way });
        }
    }

    /// Makes a step of the thread at a place.
    #[optimize(size)]
    pub(crate) fn go(&mut self, Move { thread: place, way }: Move) {
        let place = usize::from(place);
        if let Some(last) = self.last {
            let stands = self.who.iter().position(|&who| who == last).expect("it is there");
            if self.symmetry.first_of(&self.cells, stands) == place {
                self.who.swap(stands, place);
            }
        }
        let thread = self.who[place];
        self.last = Some(thread);
        self.schedule.0.push(Move { thread: thread as u8, way });
        self.machine.step(&mut self.cells, place, way.into());
        self.sort();
    }

    /// Replaces the state by its representative, and keeps track of who stands where.
    #[optimize(size)]
    fn sort(&mut self) {
        if self.symmetry.is_trivial() {
            return;
        }
        let mut who = self.who.clone();
        let mut sorted = self.cells.clone();
        for (place, &thread) in self.who.iter().enumerate() {
            sorted.copy_from_slice(&self.cells);
            who[self.symmetry.represent(&mut sorted, place).unwrap_or(place)] = thread;
        }
        (self.cells, self.who) = (sorted, who);
    }

    /// Which thread stands at each place of the representative.
    pub(crate) fn places(&self) -> &[usize] {
        &self.who
    }

    /// The schedule so far.
    pub(crate) fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}
