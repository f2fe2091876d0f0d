//! How large an exploration will be, from a few random schedules and the first of its states.

use std::collections::BTreeSet;

use machine::Machine;

use crate::components::Components;
use crate::sample::Chance;
use crate::search::Search;

/// Random schedules that are followed at most.
const WALKS: usize = 300;
/// Steps of each at most.
const MAX_STEPS: usize = 5_000;
/// Steps after which states are remembered: one that comes back shows a loop.
const LONG: usize = 300;
/// Steps of all together at most, so that it stays a matter of milliseconds.
const MAX_WORK: usize = 4_500;
/// States that are really looked at.
const LOOK: usize = 2_000;
/// Levels over which growth is measured.
const SPAN: usize = 4;

/// Growth from a level to the next, as a logarithm, that is taken to be there at least: a dent is no
/// sign of the end.
const LEAST_GROWTH: f64 = 0.05;

/// What to expect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Decimal logarithm of the number of schedules, which may be beyond any number of this kind;
    /// infinite if some schedule went round: only then is there no number.
    pub magnitude: f64,
    /// States.
    pub states: f64,
}

/// Estimates an exploration with symmetry.
///
/// Each random schedule stands for as many as there were ways to choose at each of its steps; their
/// mean is an unbiased estimate of the number of schedules. States are searched breadth first for a
/// moment. If that is not the end, the growth from level to level is taken to fall until it turns into
/// a decrease after two thirds of a schedule, where the lattices of interleaved threads are widest, or
/// earlier if it has fallen faster so far.
///
/// Source of the first: Knuth, "Estimating the Efficiency of Backtrack Programs", Mathematics of
/// Computation 29, 1975.
#[must_use]
pub fn estimate(machine: &Machine, seed: u64) -> Estimate {
    let walks = walk(machine, seed);
    let (states, round) = states(machine, walks.steps);
    Estimate {
        magnitude: if round { f64::INFINITY } else { walks.magnitude },
        states: states.min(walks.room),
    }
}

/// What random schedules tell.
struct Walks {
    /// Decimal logarithm of the estimated number of schedules.
    magnitude: f64,
    /// Steps of the longest that was seen.
    steps: usize,
    /// States that could be made of what was seen of each thread and of the shared variables: no
    /// bound, but not many more are to be expected.
    room: f64,
}

fn walk(machine: &Machine, seed: u64) -> Walks {
    let layout = machine.layout();
    let mut seen = vec![BTreeSet::new(); machine.threads()];
    let mut shared = BTreeSet::new();
    let mut chance = Chance::new(seed);
    // Of each walk, the logarithm of its ways.
    let mut all_ways = Vec::new();
    let (mut work, mut longest) = (0, 0);
    while all_ways.len() < WALKS && work < MAX_WORK {
        let mut cells = machine.start();
        let (mut ways, mut depth) = (0.0, 0);
        let mut met = BTreeSet::new();
        let mut before = Vec::new();
        loop {
            let moves = machine.moves(&cells);
            if moves.is_empty() || depth == MAX_STEPS {
                break;
            }
            if depth >= LONG && !met.insert(cells.clone()) {
                ways = f64::INFINITY;
                break;
            }
            (depth, work) = (depth + 1, work + 1);
            note(&mut shared, &cells[layout.variables()]);
            for (thread, seen) in seen.iter_mut().enumerate() {
                let block = layout.block(thread);
                if before.get(block.clone()) != Some(&cells[block.clone()]) {
                    note(seen, &cells[block]);
                }
            }
            before.clone_from(&cells);
            if moves.len() > 1 {
                ways += (moves.len() as f64).ln();
            }
            let by = moves[chance.below(moves.len())];
            machine.step(&mut cells, by.thread.into(), by.way.into());
        }
        all_ways.push(ways);
        longest = longest.max(depth);
    }
    let blocks: f64 = seen.iter().map(|seen| (seen.len() + 1) as f64).product();
    let room = blocks * shared.len().max(1) as f64;
    Walks { magnitude: mean(&all_ways) / std::f64::consts::LN_10, steps: longest, room }
}

/// Adds what has not been seen yet.
fn note(seen: &mut BTreeSet<Vec<i32>>, cells: &[i32]) {
    if !seen.contains(cells) {
        seen.insert(cells.to_vec());
    }
}

/// The logarithm of the mean of what these are the logarithms of.
fn mean(logarithms: &[f64]) -> f64 {
    let most = logarithms.iter().copied().fold(0.0, f64::max);
    if most.is_infinite() {
        return most;
    }
    // As parts of the largest, so that none is beyond all numbers.
    let sum: f64 = logarithms.iter().map(|logarithm| (logarithm - most).exp()).sum();
    most + (sum / logarithms.len() as f64).ln()
}

/// The number of states, exactly if there are few, and whether threads were seen to go round.
fn states(machine: &Machine, steps: usize) -> (f64, bool) {
    let mut search = Search::new(machine, &machine.start(), true);
    while search.states() < LOOK {
        if !search.advance(32) {
            return (search.states() as f64, goes_round(&search));
        }
    }
    let round = goes_round(&search);
    let levels = search.levels();
    // The last level has hardly begun, and the one before it may lack its end.
    let whole = levels.len() - 3;
    let size = |level: usize| (levels[level + 1] - levels[level]) as f64;
    let growth_to = |level: usize| {
        let before = level.saturating_sub(SPAN);
        (size(level) / size(before)).ln() / (level - before).max(1) as f64
    };
    let growth = growth_to(whole).max(LEAST_GROWTH);
    let widest = (steps as f64 * 2.0 / 3.0 - whole as f64).max(1.0);
    // It may fall faster already, but a few levels tell that badly: half-way between the two.
    let expected = growth / widest;
    let measured = (growth_to(whole.saturating_sub(SPAN)) - growth) / SPAN as f64;
    let falls = if measured > expected { (measured * expected).sqrt() } else { expected };
    let ahead = (1..=steps.saturating_sub(whole)).map(|step| {
        let step = step as f64;
        size(whole) * (growth * step - falls * step * step / 2.0).exp()
    });
    (levels[whole + 1] as f64 + ahead.sum::<f64>(), round)
}

fn goes_round(search: &Search<'_>) -> bool {
    !search.is_layered() && Components::of(search).any_cycle(search)
}
