//! How large an exploration will be, from a few random schedules.

use std::collections::BTreeMap;

use crate::machine::Machine;
use crate::sample::Chance;
use crate::symmetry::Symmetry;

/// Random schedules that are followed.
const WALKS: usize = 300;
/// Steps of each at most.
const MAX_STEPS: usize = 400;
/// Steps of all together at most, so that it stays a matter of milliseconds.
const MAX_WORK: usize = 12_000;

/// What to expect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Schedules; infinite if some schedule did not end.
    pub schedules: f64,
    /// States.
    pub states: f64,
}

/// Estimates an exploration.
///
/// Each schedule stands for as many as there were ways to choose at each of its steps; their mean is
/// an unbiased estimate. States are counted at each depth, and those that were missed are estimated
/// from how many were met once and how many twice.
///
/// Source: Knuth, "Estimating the Efficiency of Backtrack Programs", Mathematics of Computation 29,
/// 1975; Chao, "Nonparametric Estimation of the Number of Classes in a Population", Scandinavian
/// Journal of Statistics 11, 1984.
#[must_use]
pub fn estimate(machine: &Machine, seed: u64) -> Estimate {
    let mut chance = Chance::new(seed);
    let mut symmetry = Symmetry::of(machine.program(), &machine.layout, true);
    let mut met: Vec<BTreeMap<Vec<u64>, u32>> = Vec::new();
    let mut packed = vec![0; machine.layout.words()];
    let (mut schedules, mut work, mut walks) = (0.0, 0, 0.0);
    while walks < WALKS as f64 && work < MAX_WORK {
        walks += 1.0;
        let mut cells = machine.start();
        let mut ways_in_all = 1.0;
        for depth in 0..=MAX_STEPS {
            let mut sorted = cells.clone();
            symmetry.represent(&mut sorted, 0);
            machine.layout.pack(&sorted, &mut packed);
            if met.len() == depth {
                met.push(BTreeMap::new());
            }
            *met[depth].entry(packed.clone()).or_default() += 1;
            work += 1;
            let moves: Vec<(usize, u32)> = match machine.has_failed(&cells) {
                true => Vec::new(),
                false => (0..machine.threads())
                    .flat_map(|thread| {
                        (0..machine.ways(&cells, thread)).map(move |way| (thread, way))
                    })
                    .collect(),
            };
            if moves.is_empty() {
                break;
            }
            if depth == MAX_STEPS {
                ways_in_all = f64::INFINITY;
                break;
            }
            ways_in_all *= moves.len() as f64;
            let (thread, way) = moves[chance.below(moves.len())];
            machine.step(&mut cells, thread, way);
        }
        schedules += ways_in_all;
    }
    // Where threads may go round, the same states come back at many depths.
    let round = schedules.is_infinite();
    let states = if round {
        let mut all: BTreeMap<&Vec<u64>, u32> = BTreeMap::new();
        for (state, times) in met.iter().flatten() {
            *all.entry(state).or_default() += times;
        }
        seen_and_missed(all.values().copied())
    } else {
        met.iter().map(|level| seen_and_missed(level.values().copied())).sum()
    };
    Estimate { schedules: schedules / walks, states }
}

/// The number of kinds, from how often each was met.
fn seen_and_missed(times: impl Iterator<Item = u32> + Clone) -> f64 {
    let seen = times.clone().count() as f64;
    let once = times.clone().filter(|&times| times == 1).count() as f64;
    let twice = times.filter(|&times| times == 2).count() as f64;
    seen + once * (once - 1.0) / (2.0 * (twice + 1.0))
}
