//! Strongly connected components: where a schedule can go round and round.

use crate::search::{Edge, Search};

/// Components, each before those that it leads to.
pub(crate) struct Components {
    /// The component of each state.
    of: Vec<u32>,
    /// States by component; sources first.
    members: Vec<Vec<u32>>,
}

const NONE: u32 = u32::MAX;

impl Components {
    /// The components of what has been expanded.
    ///
    /// Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM Journal on Computing
    /// 1, 1972; without recursion.
    pub(crate) fn of(search: &Search<'_>) -> Self {
        // Everything is reachable from state 0.
        Self::within(search, &[0], &|_, _| true)
    }

    /// The components that can be reached from `roots` along steps that are `allowed`.
    pub(crate) fn within(
        search: &Search<'_>,
        roots: &[u32],
        allowed: &dyn Fn(u32, Edge) -> bool,
    ) -> Self {
        let n = search.states();
        let (mut index, mut low, mut of) = (vec![NONE; n], vec![NONE; n], vec![NONE; n]);
        let mut members: Vec<Vec<u32>> = Vec::new();
        let (mut stack, mut path): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
        let mut next = 0;
        let mut roots = roots.iter().copied();
        let mut enter: Option<u32> = None;
        loop {
            if path.is_empty() && enter.is_none() {
                enter = roots.find(|&root| index[root as usize] == NONE);
            }
            if let Some(state) = enter.take() {
                let at = state as usize;
                (index[at], low[at]) = (next, next);
                next += 1;
                stack.push(state);
                path.push((state, search.edge_numbers(at).start));
            }
            let Some((state, edge)) = path.last_mut() else { break };
            let at = *state as usize;
            if *edge < search.edge_numbers(at).end {
                let step = search.edge(*edge);
                let (to, taken) = (step.to, allowed(*state, step));
                *edge += 1;
                if !taken {
                    continue;
                }
                if index[to as usize] == NONE {
                    enter = Some(to);
                } else if of[to as usize] == NONE {
                    low[at] = low[at].min(index[to as usize]);
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                low[*before as usize] = low[*before as usize].min(low[at]);
            }
            if low[at] == index[at] {
                let from = stack.iter().rposition(|&s| s as usize == at).expect("it was entered");
                let component = stack.split_off(from);
                for &member in &component {
                    of[member as usize] = members.len() as u32;
                }
                members.push(component);
            }
        }
        // Tarjan finds sinks first.
        members.reverse();
        for (number, component) in members.iter().enumerate() {
            for &member in component {
                of[member as usize] = number as u32;
            }
        }
        Self { of, members }
    }

    /// Components from the start on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.members.iter().map(Vec::as_slice)
    }

    /// The component of a state.
    pub(crate) fn component(&self, state: usize) -> usize {
        self.of[state] as usize
    }

    /// Whether a schedule can come back to where it was within a component.
    pub(crate) fn is_cycle(search: &Search<'_>, component: &[u32]) -> bool {
        match component {
            [only] => search.edges(*only as usize).any(|edge| edge.to == *only),
            _ => true,
        }
    }

    /// Whether any is a cycle.
    pub(crate) fn any_cycle(&self, search: &Search<'_>) -> bool {
        self.iter().any(|component| Self::is_cycle(search, component))
    }

    /// Whether a schedule can never leave a component.
    pub(crate) fn is_trap(&self, search: &Search<'_>, component: &[u32]) -> bool {
        let home = self.component(component[0] as usize);
        Self::is_cycle(search, component)
            && component.iter().all(|&state| {
                state < search.expanded() as u32
                    && search.edges(state as usize).all(|e| self.component(e.to as usize) == home)
            })
    }
}
