//! Strongly connected components: where a schedule can go round and round.

use crate::search::Search;

/// Components, each before those that it leads to.
pub(crate) struct Components {
    /// The component of each node.
    of: Vec<u32>,
    /// Nodes by component, sources first.
    members: Vec<u32>,
    /// Where the members of each component begin, and the end.
    starts: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Components {
    /// The components of what has been expanded.
    pub(crate) fn of(search: &Search<'_>) -> Self {
        Self::of_graph(
            search.states(),
            &|state| {
                let edges = search.edge_numbers(state as usize);
                (edges.start, edges.end)
            },
            &|edge| Some(search.edge(edge).to),
        )
    }

    /// The components of a graph of `n` nodes. `edges` tells the numbers of a node's edges, and `to`
    /// where one leads, if it counts.
    ///
    /// Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", SIAM Journal on Computing
    /// 1, 1972; without recursion.
    pub(crate) fn of_graph(
        n: usize,
        edges: &dyn Fn(u32) -> (usize, usize),
        to: &dyn Fn(usize) -> Option<u32>,
    ) -> Self {
        let (mut index, mut low, mut of) = (vec![NONE; n], vec![NONE; n], vec![NONE; n]);
        let (mut stack, mut path): (Vec<u32>, Vec<(u32, usize, usize)>) = (Vec::new(), Vec::new());
        // Tarjan finds sinks first, so members and starts are turned round in the end.
        let (mut members, mut starts) = (Vec::with_capacity(n), vec![0]);
        let mut next = 0;
        for root in 0..n as u32 {
            let mut enter = (index[root as usize] == NONE).then_some(root);
            loop {
                if let Some(node) = enter.take() {
                    (index[node as usize], low[node as usize]) = (next, next);
                    next += 1;
                    stack.push(node);
                    let (first, end) = edges(node);
                    path.push((node, first, end));
                }
                let Some((node, edge, end)) = path.last_mut() else { break };
                let at = *node as usize;
                if edge < end {
                    let target = to(*edge);
                    *edge += 1;
                    let Some(target) = target else { continue };
                    if index[target as usize] == NONE {
                        enter = Some(target);
                    } else if of[target as usize] == NONE {
                        low[at] = low[at].min(index[target as usize]);
                    }
                    continue;
                }
                path.pop();
                if let Some((before, ..)) = path.last() {
                    low[*before as usize] = low[*before as usize].min(low[at]);
                }
                if low[at] == index[at] {
                    let from = stack.iter().rposition(|&s| s as usize == at).expect("it is there");
                    for member in stack.drain(from..) {
                        of[member as usize] = starts.len() as u32 - 1;
                        members.push(member);
                    }
                    starts.push(members.len() as u32);
                }
            }
        }
        members.reverse();
        let all = members.len() as u32;
        let starts: Vec<u32> = starts.into_iter().rev().map(|end| all - end).collect();
        let last = starts.len() as u32 - 2;
        of.iter_mut().for_each(|component| *component = last - *component);
        Self { of, members, starts }
    }

    /// Components from the start on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }

    /// The component of a node.
    pub(crate) fn component(&self, node: usize) -> usize {
        self.of[node] as usize
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

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 1 ⇄ 2 → 3, and 4 by itself.
    #[test]
    fn a_component_comes_before_those_that_it_leads_to() {
        let edges = [(0, 1), (1, 2), (2, 1), (2, 3)];
        let of = |node: u32| {
            let first = edges.partition_point(|&(from, _)| from < node);
            (first, edges.partition_point(|&(from, _)| from <= node))
        };
        let found = Components::of_graph(5, &of, &|edge| Some(edges[edge].1));
        let mut sets: Vec<Vec<u32>> = found.iter().map(<[u32]>::to_vec).collect();
        sets.iter_mut().for_each(|set| set.sort_unstable());
        let place = |node: usize| found.component(node);
        assert_eq!(sets.len(), 4);
        assert!(sets.contains(&vec![1, 2]) && sets.contains(&vec![4]));
        assert!(place(0) < place(1) && place(1) == place(2) && place(2) < place(3));
        assert!(found.iter().nth(place(3)).is_some_and(|set| set == [3]));
    }
}
