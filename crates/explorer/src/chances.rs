//! How likely each end is where schedules may go round and round: an absorbing Markov chain.

use crate::components::Components;
use crate::pace::{Interrupted, Pace};
use crate::search::Search;

/// States of a cycle that are solved by elimination at most; longer ones by iteration.
const MAX_DENSE: usize = 600;
/// Rounds of iteration at most.
const MAX_ROUNDS: usize = 200_000;
/// Operations of all solutions together at most, so that it stays a matter of a second or two.
const MAX_WORK: usize = 500_000_000;
/// Rounds that are always made.
const MAX_FREE_ROUNDS: usize = 50;
/// Components between two looks at the time.
const SLICE: usize = 64;
/// Mass that is left to go round when iteration ends.
const NEGLIGIBLE: f64 = 1e-15;

/// For each state without a step, and for each component that is never left, its chance.
pub(crate) struct Chances {
    /// Number of the state and its chance.
    pub(crate) ends: Vec<(usize, f64)>,
    /// Number of the component and its chance.
    pub(crate) traps: Vec<(usize, f64)>,
}

impl Chances {
    /// The chance to end in one of these states, each of which is an end.
    ///
    /// Sooner or later every schedule ends or is caught, but for some whose chance is 0. So if there
    /// is nothing else to come to, it is certain, whatever the sum has been rounded to.
    pub(crate) fn of_ends(&self, states: &[usize]) -> f64 {
        if self.traps.is_empty() && states.len() == self.ends.len() {
            return 1.0;
        }
        let chance = |state: &usize| {
            let place = self.ends.binary_search_by_key(state, |&(end, _)| end);
            place.map_or(0.0, |place| self.ends[place].1)
        };
        states.iter().map(chance).sum::<f64>().min(1.0)
    }

    /// The chance to be caught in some component; certain if nothing ends.
    pub(crate) fn of_traps(&self) -> f64 {
        if self.ends.is_empty() && !self.traps.is_empty() {
            return 1.0;
        }
        self.traps.iter().map(|(_, chance)| chance).sum::<f64>().min(1.0)
    }
}

/// The chances if at each step every thread that may go on is equally likely to, and then each of
/// its ways.
///
/// Components are dealt with from the start on. Within one, the expected number of visits `v` to each
/// state satisfies `v = b + Pᵀ v`, where `b` flows in and `P` are the chances of its steps.
///
/// Source: Kemeny and Snell, *Finite Markov Chains*, Van Nostrand, 1960, ch. 3.
///
/// # Errors
///
/// [`Interrupted`] when the pace says so.
pub(crate) async fn chances(
    search: &Search<'_>,
    components: &Components,
    pace: &impl Pace,
) -> Result<Chances, Interrupted> {
    let mut solver = Solver { place: vec![u32::MAX; search.states()], work: MAX_WORK };
    let mut mass = vec![0.0; search.states()];
    mass[0] = 1.0;
    let mut found = Chances { ends: Vec::new(), traps: Vec::new() };
    for (number, component) in components.iter().enumerate() {
        if components.is_trap(search, component) {
            let caught = component.iter().map(|&state| mass[state as usize]).sum();
            found.traps.push((number, caught));
            continue;
        }
        if number.is_multiple_of(SLICE) {
            pace.pause(search.states()).await?;
        }
        if Components::is_cycle(search, component) {
            solver.visit(search, components, component, &mut mass);
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
    Ok(found)
}

fn steps<'s>(search: &'s Search<'_>, state: usize) -> impl Iterator<Item = (usize, f64)> + 's {
    let enabled = search.enabled(state);
    search.edges(state).map(move |edge| {
        let parts = enabled * search.ways(state, edge.thread);
        (edge.to as usize, f64::from(edge.times) / parts as f64)
    })
}

/// Solves for the visits to the states of one component after the other.
struct Solver {
    /// For each state its place in the component at hand; only those of its members mean anything.
    place: Vec<u32>,
    /// Operations that are left.
    work: usize,
}

impl Solver {
    /// Replaces what flows into the states of a component by the expected visits to them.
    fn visit(
        &mut self,
        search: &Search<'_>,
        components: &Components,
        component: &[u32],
        mass: &mut [f64],
    ) {
        let home = components.component(component[0] as usize);
        if let [only] = component {
            let only = *only as usize;
            let leaves: f64 =
                steps(search, only).filter(|&(to, _)| to != only).map(|(_, p)| p).sum();
            mass[only] /= leaves;
            return;
        }
        for (index, &state) in component.iter().enumerate() {
            self.place[state as usize] = index as u32;
        }
        let place = &self.place;
        let inflow: Vec<f64> = component.iter().map(|&state| mass[state as usize]).collect();
        let stays = |&(to, _): &(usize, f64)| components.component(to) == home;
        let inner: Vec<Vec<(usize, f64)>> = component
            .iter()
            .map(|&state| {
                let inside = steps(search, state as usize).filter(stays);
                inside.map(|(to, chance)| (place[to] as usize, chance)).collect()
            })
            .collect();
        let leaves: Vec<f64> = component
            .iter()
            .map(|&state| {
                let outside = steps(search, state as usize).filter(|step| !stays(step));
                outside.map(|(_, chance)| chance).sum()
            })
            .collect();
        let cube = component.len().pow(3) / 3;
        let visits = if component.len() <= MAX_DENSE && cube <= self.work {
            self.work -= cube;
            eliminate(&inner, &leaves, inflow)
        } else {
            iterate(&inner, &leaves, inflow, &mut self.work)
        };
        for (&state, visits) in component.iter().zip(visits) {
            mass[state as usize] = visits;
        }
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
fn iterate(inner: &[Vec<(usize, f64)>], leaves: &[f64], b: Vec<f64>, work: &mut usize) -> Vec<f64> {
    let inflow: f64 = b.iter().sum();
    let mut visits = vec![0.0; b.len()];
    let mut moving = b;
    let steps: usize = inner.iter().map(Vec::len).sum();
    for round in 0..MAX_ROUNDS {
        // However little is left, the mass takes its first rounds.
        if *work < steps && round > inner.len().min(MAX_FREE_ROUNDS) {
            break;
        }
        *work = work.saturating_sub(steps);
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
