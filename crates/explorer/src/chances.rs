//! How likely each end is where schedules may go round and round: an absorbing Markov chain.

use crate::components::Components;
use crate::search::Search;

/// States of a cycle that are solved by elimination at most; longer ones by iteration.
const MAX_DENSE: usize = 300;
/// Rounds of iteration at most.
const MAX_ROUNDS: usize = 200_000;
/// Steps of all rounds together at most, so that it stays a matter of a second.
const MAX_WORK: usize = 300_000_000;
/// Mass that is left to go round when iteration ends.
const NEGLIGIBLE: f64 = 1e-15;

/// For each state without a step, and for each component that is never left, its chance.
pub(crate) struct Chances {
    /// Number of the state and its chance.
    pub(crate) ends: Vec<(usize, f64)>,
    /// Number of the component and its chance.
    pub(crate) traps: Vec<(usize, f64)>,
}

/// The chances if at each step every thread that may go on is equally likely to, and then each of
/// its ways.
///
/// Components are dealt with from the start on. Within one, the expected number of visits `v` to each
/// state satisfies `v = b + Pᵀ v`, where `b` flows in and `P` are the chances of its steps.
///
/// Source: Kemeny and Snell, *Finite Markov Chains*, Van Nostrand, 1960, ch. 3.
pub(crate) fn chances(search: &Search<'_>, components: &Components) -> Chances {
    let mut mass = vec![0.0; search.states()];
    mass[0] = 1.0;
    let mut found = Chances { ends: Vec::new(), traps: Vec::new() };
    for (number, component) in components.iter().enumerate() {
        if components.is_trap(search, component) {
            let caught = component.iter().map(|&state| mass[state as usize]).sum();
            found.traps.push((number, caught));
            continue;
        }
        if Components::is_cycle(search, component) {
            visit(search, components, component, &mut mass);
        }
        for &state in component {
            let state = state as usize;
            if search.is_terminal(state) {
                found.ends.push((state, mass[state]));
            }
            for (to, chance) in steps(search, state) {
                if components.component(to) != number {
                    mass[to] += mass[state] * chance;
                }
            }
        }
    }
    found.ends.sort_by_key(|&(state, _)| state);
    found
}

fn steps<'s>(search: &'s Search<'_>, state: usize) -> impl Iterator<Item = (usize, f64)> + 's {
    let enabled = search.enabled(state);
    search.edges(state).map(move |edge| {
        let parts = enabled * search.ways(state, edge.thread);
        (edge.to as usize, f64::from(edge.times) / parts as f64)
    })
}

/// Replaces what flows into the states of a component by the expected visits to them.
fn visit(search: &Search<'_>, components: &Components, component: &[u32], mass: &mut [f64]) {
    let mut place = vec![usize::MAX; 0];
    place.resize(search.states(), usize::MAX);
    for (index, &state) in component.iter().enumerate() {
        place[state as usize] = index;
    }
    let home = components.component(component[0] as usize);
    let inflow: Vec<f64> = component.iter().map(|&state| mass[state as usize]).collect();
    let inner: Vec<Vec<(usize, f64)>> = component
        .iter()
        .map(|&state| {
            let stays = |&(to, _): &(usize, f64)| components.component(to) == home;
            steps(search, state as usize).filter(stays).map(|(to, p)| (place[to], p)).collect()
        })
        .collect();
    let visits = if component.len() <= MAX_DENSE {
        eliminate(&inner, inflow)
    } else {
        iterate(&inner, inflow)
    };
    for (&state, visits) in component.iter().zip(visits) {
        mass[state as usize] = visits;
    }
}

/// Solves `v = b + Pᵀ v` by Gaussian elimination; the matrix `I - Pᵀ` is diagonally dominant by
/// columns, so no pivots are searched.
fn eliminate(inner: &[Vec<(usize, f64)>], mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    let mut a = vec![0.0; n * n];
    for (from, steps) in inner.iter().enumerate() {
        a[from * n + from] += 1.0;
        for &(to, chance) in steps {
            a[to * n + from] -= chance;
        }
    }
    for k in 0..n {
        for row in k + 1..n {
            let factor = a[row * n + k] / a[k * n + k];
            if factor != 0.0 {
                for column in k..n {
                    a[row * n + column] -= factor * a[k * n + column];
                }
                b[row] -= factor * b[k];
            }
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|column| a[k * n + column] * b[column]).sum();
        b[k] = (b[k] - known) / a[k * n + k];
    }
    b
}

/// Lets the mass go round until next to nothing of it is left.
fn iterate(inner: &[Vec<(usize, f64)>], b: Vec<f64>) -> Vec<f64> {
    let mut visits = vec![0.0; b.len()];
    let mut moving = b;
    let steps: usize = inner.iter().map(Vec::len).sum();
    for _ in 0..MAX_ROUNDS.min(MAX_WORK / steps.max(1)) {
        let mut next = vec![0.0; moving.len()];
        for (state, &mass) in moving.iter().enumerate() {
            visits[state] += mass;
            for &(to, chance) in &inner[state] {
                next[to] += mass * chance;
            }
        }
        moving = next;
        if moving.iter().sum::<f64>() < NEGLIGIBLE {
            break;
        }
    }
    visits
}
