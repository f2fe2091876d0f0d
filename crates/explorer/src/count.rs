//! Exact numbers: how many schedules lead to each end, and how likely each end is.

use num_bigint::BigUint;

use crate::components::Components;
use crate::search::Search;

/// An exact whole number.
trait Number: Clone {
    const ZERO: Self;
    /// Adds `other` times `factor`; `false` if the result does not fit.
    fn add(&mut self, other: &Self, factor: u8) -> bool;
    /// A part of it; `parts` is a divisor.
    fn part(&self, parts: u64) -> Self;
}

impl Number for u128 {
    const ZERO: Self = 0;

    fn add(&mut self, other: &Self, factor: u8) -> bool {
        let sum = other.checked_mul(factor.into()).and_then(|product| self.checked_add(product));
        *self = sum.unwrap_or(0);
        sum.is_some()
    }

    fn part(&self, parts: u64) -> Self {
        self / u128::from(parts)
    }
}

impl Number for BigUint {
    const ZERO: Self = Self::ZERO;

    fn add(&mut self, other: &Self, factor: u8) -> bool {
        match factor {
            1 => *self += other,
            _ => *self += other * factor,
        }
        true
    }

    fn part(&self, parts: u64) -> Self {
        self / parts
    }
}

/// For each state without a step, in the order of the search, what has flowed into it.
pub(crate) type Ends<N = BigUint> = Vec<(usize, N)>;

/// The number of schedules that lead to each end. Ends that can be reached through a cycle are left
/// out: no number says in how many ways.
pub(crate) fn schedules(search: &Search<'_>, components: Option<&Components>) -> Ends {
    let small: Option<Ends<u128>> = flow(search, components, 1, false);
    match small {
        Some(ends) => widened(ends),
        None => flow(search, components, BigUint::from(1_u8), false).expect("any number fits"),
    }
}

/// Chances as parts of a whole.
pub(crate) struct Shares {
    /// For each state without a step its part.
    pub(crate) ends: Ends,
    /// The whole.
    pub(crate) whole: BigUint,
}

/// Bits of a whole that is worth its time.
const MAX_BITS: f64 = 4096.0;
/// Bits of all parts that are held at the same time.
const MAX_ALL_BITS: f64 = 2e9;

/// The exact chance of each end if at each step every thread that may go on is equally likely to,
/// and then each of its ways; `None` if there is a cycle, or if the numbers would grow too large.
///
/// The whole is a power of a number that can be divided among the threads at any step, so that all
/// parts are whole numbers.
pub(crate) fn shares(search: &Search<'_>, components: Option<&Components>) -> Option<Shares> {
    if components.is_some_and(|components| components.any_cycle(search)) {
        return None;
    }
    let mut base = 1_u64;
    for state in 0..search.expanded() {
        let enabled = search.enabled(state);
        if enabled > 1 || search.edges(state).any(|edge| edge.way > 0) {
            for edge in search.edges(state) {
                base = least_common_multiple(base, enabled * search.ways(state, edge.thread));
            }
        }
        if base > 1 << 40 {
            return None;
        }
    }
    let steps = match components {
        None => search.levels().len() - 2,
        Some(components) => longest_path(search, components),
    };
    let bits = steps as f64 * (base as f64).log2();
    if bits > MAX_BITS || bits * search.states() as f64 > MAX_ALL_BITS {
        return None;
    }
    let whole = BigUint::from(base).pow(u32::try_from(steps).ok()?);
    let small: Option<Ends<u128>> =
        u128::try_from(&whole).ok().and_then(|whole| flow(search, components, whole, true));
    let ends = match small {
        Some(ends) => widened(ends),
        None => flow(search, components, whole.clone(), true).expect("any number fits"),
    };
    Some(Shares { ends, whole })
}

fn widened(ends: Ends<u128>) -> Ends {
    ends.into_iter().map(|(end, number)| (end, BigUint::from(number))).collect()
}

fn least_common_multiple(a: u64, b: u64) -> u64 {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}

/// Steps of the longest schedule; there is no cycle.
fn longest_path(search: &Search<'_>, components: &Components) -> usize {
    let mut depth = vec![0_u32; search.states()];
    for component in components.iter() {
        let state = component[0] as usize;
        for edge in search.edges(state) {
            let to = edge.to as usize;
            depth[to] = depth[to].max(depth[state] + 1);
        }
    }
    depth.into_iter().max().unwrap_or(0) as usize
}

/// Lets `source` flow from the start along the steps, divided among them or not, to the ends; `None`
/// if some number does not fit.
fn flow<N: Number>(
    search: &Search<'_>,
    components: Option<&Components>,
    source: N,
    divide: bool,
) -> Option<Ends<N>> {
    match components {
        None => flow_by_level(search, source, divide),
        Some(components) => flow_by_component(search, components, source, divide),
    }
}

/// Holds the numbers of two levels at a time.
fn flow_by_level<N: Number>(search: &Search<'_>, source: N, divide: bool) -> Option<Ends<N>> {
    let mut ends = Vec::new();
    let mut here = vec![source];
    for bounds in search.levels().windows(3) {
        let &[from, to, after] = bounds else { unreachable!("windows of three") };
        let mut next = vec![N::ZERO; after - to];
        for (state, amount) in (from..to).zip(&here) {
            pass_on(search, state, amount, divide, |at, part, times| {
                next[at - to].add(part, times)
            })?;
            if search.is_terminal(state) {
                ends.push((state, amount.clone()));
            }
        }
        here = next;
    }
    let last = search.levels();
    let from = last[last.len().saturating_sub(2)];
    let left = (from..search.states()).zip(here).filter(|&(state, _)| search.is_terminal(state));
    ends.extend(left);
    Some(ends)
}

fn flow_by_component<N: Number>(
    search: &Search<'_>,
    components: &Components,
    source: N,
    divide: bool,
) -> Option<Ends<N>> {
    let mut amounts = vec![N::ZERO; search.states()];
    // What lies behind a cycle has no number.
    let mut behind_cycle = vec![false; search.states()];
    amounts[0] = source;
    let mut ends = Vec::new();
    for component in components.iter() {
        let cycle = Components::is_cycle(search, component)
            || component.iter().any(|&state| behind_cycle[state as usize]);
        for &state in component {
            let state = state as usize;
            if cycle {
                for edge in search.edges(state) {
                    behind_cycle[edge.to as usize] = true;
                }
                continue;
            }
            let amount = std::mem::replace(&mut amounts[state], N::ZERO);
            pass_on(search, state, &amount, divide, |at, part, times| {
                amounts[at].add(part, times)
            })?;
            if search.is_terminal(state) {
                ends.push((state, amount));
            }
        }
    }
    ends.sort_by_key(|&(state, _)| state);
    Some(ends)
}

/// Adds what is in `state` to what follows it.
fn pass_on<N: Number>(
    search: &Search<'_>,
    state: usize,
    amount: &N,
    divide: bool,
    mut add: impl FnMut(usize, &N, u8) -> bool,
) -> Option<()> {
    let enabled = if divide { search.enabled(state) } else { 1 };
    let mut parts = 1;
    let mut part = amount.clone();
    for edge in search.edges(state) {
        if divide {
            let needed = enabled * search.ways(state, edge.thread);
            if needed != parts {
                (parts, part) = (needed, amount.part(needed));
            }
        }
        if !add(edge.to as usize, &part, edge.times) {
            return None;
        }
    }
    Some(())
}
