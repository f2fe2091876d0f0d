//! How likely each end is where schedules may go round and round: an absorbing Markov chain.

use crate::components::Components;
use crate::search::Search;

/// States of a cycle that are solved by elimination at most; longer ones by iteration.
const MAX_DENSE: usize = 600;
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
    let mut place = vec![usize::MAX; search.states()];
    for (index, &state) in component.iter().enumerate() {
        place[state as usize] = index;
    }
    let home = components.component(component[0] as usize);
    let inflow: Vec<f64> = component.iter().map(|&state| mass[state as usize]).collect();
    let stays = |&(to, _): &(usize, f64)| components.component(to) == home;
    let inner: Vec<Vec<(usize, f64)>> = component
        .iter()
        .map(|&state| {
            let inside = steps(search, state as usize).filter(stays);
            inside.map(|(to, chance)| (place[to], chance)).collect()
        })
        .collect();
    let leaves: Vec<f64> = component
        .iter()
        .map(|&state| {
            let outside = steps(search, state as usize).filter(|step| !stays(step));
            outside.map(|(_, chance)| chance).sum()
        })
        .collect();
    let visits = if component.len() <= MAX_DENSE {
        eliminate(&inner, &leaves, inflow)
    } else {
        iterate(&inner, &leaves, inflow)
    };
    for (&state, visits) in component.iter().zip(visits) {
        mass[state as usize] = visits;
    }
}

/// Solves `v = b + Pᵀ v` without a subtraction, so that ways out which are hardly ever taken keep
/// their digits. `leaves` are the chances to leave at once.
///
/// Source: Grassmann, Taksar and Heyman, "Regenerative Analysis and Steady State Distributions for
/// Markov Chains", Operations Research 33, 1985.
fn eliminate(inner: &[Vec<(usize, f64)>], leaves: &[f64], mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    let (mut a, mut out) = (vec![0.0; n * n], leaves.to_vec());
    for (from, steps) in inner.iter().enumerate() {
        for &(to, chance) in steps {
            a[from * n + to] += chance;
        }
    }
    // The chance to go on to an earlier state or out.
    let mut on = vec![0.0; n];
    for k in (0..n).rev() {
        on[k] = a[k * n..k * n + k].iter().sum::<f64>() + out[k];
        for j in 0..k {
            b[j] += b[k] * a[k * n + j] / on[k];
        }
        for i in 0..k {
            let factor = a[i * n + k] / on[k];
            if factor != 0.0 {
                for j in 0..k {
                    a[i * n + j] += factor * a[k * n + j];
                }
                out[i] += factor * out[k];
            }
        }
    }
    // Visits to earlier states bring visits to later ones.
    for k in 0..n {
        let from_before: f64 = (0..k).map(|i| b[i] * a[i * n + k]).sum();
        b[k] = (b[k] + from_before) / on[k];
    }
    b
}

/// Lets the mass go round until next to nothing of it is left.
/// What is left then leaves as what has left before.
fn iterate(inner: &[Vec<(usize, f64)>], leaves: &[f64], b: Vec<f64>) -> Vec<f64> {
    let inflow: f64 = b.iter().sum();
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
    let left: f64 = visits.iter().zip(leaves).map(|(visits, out)| visits * out).sum();
    if left > 0.0 {
        for visits in &mut visits {
            *visits *= inflow / left;
        }
    }
    visits
}
