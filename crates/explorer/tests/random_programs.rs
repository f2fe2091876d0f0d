//! Small programs at random: whatever is told of them agrees with looking for oneself.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use common::*;
use explorer::{Count, Exploration, FindingKind, Options, Pct, Sampler, Uniform, complete};
use machine::{Grain, Machine, Outcome, Replay};
use program::Program;
use proptest::prelude::*;
use trace::VerdictKind;

/// Schedules that are followed at most.
const MOST: u64 = 1_500;
/// States of a program that goes round at most.
const MAX_STATES: usize = 2_000;

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn programs_that_only_go_forwards_agree_with_all_their_schedules(sketch in forwards()) {
        let program = sketch.program();
        agree(&program, MOST);
        same_without_forgetting(&program);
    }

    #[test]
    fn programs_that_go_round_agree_with_a_plain_search(sketch in backwards()) {
        let program = sketch.program();
        for grain in [Grain::Merged, Grain::Fine] {
            let machine = Machine::new(program.clone(), grain);
            if let Some(plain) = Plain::of(&machine) {
                for symmetry in [true, false] {
                    let options = Options { symmetry, ..Options::default() };
                    let found = all(&program, grain, &options);
                    witnesses_replay(&program, grain, &found);
                    plain.agrees(&found);
                }
            }
        }
    }

    #[test]
    fn samples_repeat_and_end_as_explored(sketch in forwards(), seed in any::<u64>()) {
        let program = sketch.program();
        let possible = outcomes(&merged(&program));
        let machine = Rc::new(Machine::new(program, Grain::Merged));
        let threads = machine.threads();
        let samplers = || -> [Box<dyn Sampler>; 2] {
            [Box::new(Uniform::new(seed)), Box::new(Pct::new(seed, 3, threads, 12))]
        };
        for (mut one, mut other) in samplers().into_iter().zip(samplers()) {
            for _ in 0..5 {
                let [first, second] = [&mut one, &mut other].map(|sampler| {
                    let mut replay = Replay::new(machine.clone());
                    complete(&mut replay, &mut **sampler, 1_000);
                    replay
                });
                prop_assert_eq!(first.schedule(), second.schedule());
                prop_assert!(first.is_over());
                let outcome = machine.outcome(first.now());
                prop_assert!(possible.contains(&outcome), "{:?} was sampled", outcome);
            }
        }
    }

    #[test]
    fn what_a_limit_leaves_is_at_most_the_truth(sketch in forwards()) {
        let program = sketch.program();
        let whole = all(&program, Grain::Fine, &Options::default());
        let options = Options { max_states: 8, ..Options::default() };
        let part = all(&program, Grain::Fine, &options);
        // It looks at the limit every few hundred states only.
        prop_assert!(part.states <= whole.states);
        if part.limit.is_none() {
            let classes = part.classes.clone();
            prop_assert_eq!(part, Exploration { classes, ..whole });
        } else {
            for ending in &part.endings {
                let twin = whole.endings.iter().find(|twin| twin.outcome == ending.outcome);
                let number = |count: &Count| match count {
                    Count::Exactly(number) | Count::AtLeast(number) => number.clone(),
                    Count::Infinite => panic!("it has no loop"),
                };
                prop_assert!(matches!(ending.schedules, Count::AtLeast(_)));
                let twin = twin.expect("what a part shows is possible");
                prop_assert!(number(&ending.schedules) <= number(&twin.schedules));
            }
            witnesses_replay(&program, Grain::Fine, &part);
        }
    }
}

/// The states of a program, found depth first, and where each leads to and with what chance.
struct Plain {
    next: Vec<Vec<(usize, f64)>>,
    outcomes: Vec<Option<Outcome>>,
}

impl Plain {
    /// `None` if there are too many states.
    fn of(machine: &Machine) -> Option<Self> {
        let mut numbers: BTreeMap<Vec<i32>, usize> = BTreeMap::new();
        let start = machine.start();
        let mut to_do = vec![start.clone()];
        numbers.insert(start, 0);
        let mut plain = Self { next: vec![vec![]], outcomes: vec![None] };
        while let Some(cells) = to_do.pop() {
            let from = numbers[&cells];
            let failed = machine.failure(&cells).is_some();
            let ways: Vec<u32> = (0..machine.threads())
                .map(|thread| if failed { 0 } else { machine.ways(&cells, thread) })
                .collect();
            let enabled = ways.iter().filter(|&&ways| ways > 0).count();
            if enabled == 0 {
                plain.outcomes[from] = Some(machine.outcome(&cells));
            }
            for (thread, &ways) in ways.iter().enumerate() {
                for way in 0..ways {
                    let mut after = cells.clone();
                    machine.step(&mut after, thread, way);
                    let free = numbers.len();
                    let to = *numbers.entry(after.clone()).or_insert(free);
                    if to == free {
                        plain.next.push(vec![]);
                        plain.outcomes.push(None);
                        to_do.push(after);
                    }
                    plain.next[from].push((to, 1.0 / (enabled as f64 * f64::from(ways))));
                }
            }
            if numbers.len() > MAX_STATES {
                return None;
            }
        }
        Some(plain)
    }

    /// The chance of each outcome after some thousand steps, and that of none until then.
    fn chances(&self) -> (BTreeMap<&Outcome, f64>, f64) {
        let mut mass = vec![0.0; self.next.len()];
        mass[0] = 1.0;
        let mut ended: BTreeMap<&Outcome, f64> = BTreeMap::new();
        for _ in 0..3_000 {
            let mut after = vec![0.0; mass.len()];
            for (state, &here) in mass.iter().enumerate().filter(|&(_, &here)| here > 0.0) {
                if let Some(outcome) = &self.outcomes[state] {
                    *ended.entry(outcome).or_default() += here;
                }
                for &(to, chance) in &self.next[state] {
                    after[to] += here * chance;
                }
            }
            mass = after;
            if mass.iter().sum::<f64>() < 1e-12 {
                break;
            }
        }
        (ended, mass.iter().sum())
    }

    /// States from which no schedule ends.
    fn traps(&self) -> bool {
        let mut ends: BTreeSet<usize> =
            (0..self.next.len()).filter(|&state| self.outcomes[state].is_some()).collect();
        loop {
            let more: Vec<usize> = (0..self.next.len())
                .filter(|state| !ends.contains(state))
                .filter(|&state| self.next[state].iter().any(|(to, _)| ends.contains(to)))
                .collect();
            if more.is_empty() {
                return ends.len() < self.next.len();
            }
            ends.extend(more);
        }
    }

    fn agrees(&self, found: &Exploration) {
        assert_eq!(found.limit, None);
        assert!(found.states <= self.next.len());
        let (endless, ends): (Vec<_>, Vec<_>) =
            found.endings.iter().partition(|ending| ending.outcome.kind == VerdictKind::Livelock);
        let ends: BTreeSet<_> = ends.into_iter().map(|ending| &ending.outcome).collect();
        assert_eq!(ends, self.outcomes.iter().flatten().collect());
        assert_eq!(endless.len(), usize::from(self.traps()), "livelock");
        let livelock = FindingKind::Ends(VerdictKind::Livelock);
        assert_eq!(found.findings.iter().any(|f| f.kind() == livelock), self.traps());
        let sum: f64 = found.endings.iter().map(|ending| ending.probability).sum();
        assert!((sum - 1.0).abs() < 1e-9, "the chances add up to {sum}");
        let (ended, left) = self.chances();
        for ending in &found.endings {
            let least = ended.get(&ending.outcome).copied().unwrap_or(0.0);
            let chance = ending.probability;
            assert!(
                least - 1e-9 <= chance && chance <= least + left + 1e-9,
                "{:?} has a chance of {chance}, from {least} to {}",
                ending.outcome,
                least + left
            );
        }
    }
}

/// Some thousand schedules of a sampler, and how often each outcome came.
fn sampled(program: &Program, sampler: &mut dyn Sampler) -> BTreeMap<Outcome, f64> {
    let machine = Rc::new(Machine::new(program.clone(), Grain::Merged));
    let mut seen: BTreeMap<Outcome, f64> = BTreeMap::new();
    for _ in 0..SAMPLES {
        let mut replay = Replay::new(machine.clone());
        complete(&mut replay, sampler, 10_000);
        *seen.entry(machine.outcome(replay.now())).or_default() += 1.0;
    }
    seen
}

const SAMPLES: u32 = 4_000;

/// Five standard deviations of a count: the seed is fixed, so it holds for ever once it does.
fn five_deviations(chance: f64) -> f64 {
    5.0 * (f64::from(SAMPLES) * chance * (1.0 - chance)).sqrt()
}

#[test]
fn uniform_samples_come_as_often_as_they_should() {
    for program in [lost_update(2, 2), lost_update(3, 1), opposite_locks(), start_and_join()] {
        let seen = sampled(&program, &mut Uniform::new(7));
        for ending in merged(&program).endings {
            let times = seen.get(&ending.outcome).copied().unwrap_or(0.0);
            let expected = f64::from(SAMPLES) * ending.probability;
            let most = five_deviations(ending.probability).max(1.0);
            assert!((times - expected).abs() <= most, "{:?}: {times}, {expected}", ending.outcome);
        }
    }
}

/// A lost update needs two ordering constraints (one reads before the other writes, and the other way
/// round), and so does a deadlock of two locks.
#[test]
fn priorities_find_bugs_at_least_as_often_as_their_bound() {
    for (program, bad, steps) in [
        (lost_update(2, 1), VerdictKind::LostUpdates, 4),
        (lost_update(3, 2), VerdictKind::LostUpdates, 12),
        (opposite_locks(), VerdictKind::Deadlock, 8),
        (philosophers(2, false), VerdictKind::Deadlock, 8),
    ] {
        let mut sampler = Pct::new(3, 2, program.threads.len(), steps);
        let bound = sampler.bound();
        let seen = sampled(&program, &mut sampler);
        let bad: f64 = seen.iter().filter(|(o, _)| o.kind == bad).map(|(_, times)| times).sum();
        assert!(bad >= f64::from(SAMPLES) * bound - five_deviations(bound), "{bad} for {bound}");
    }
}

#[test]
fn estimates_are_near_the_truth() {
    let programs: Vec<(Program, f64)> = vec![
        (lost_update(2, 1), 6.0),
        (lost_update(3, 2), 34_650.0),
        (lost_update(2, 3), 924.0),
        (lost_update(3, 3), 17_153_136.0),
        (opposite_locks(), 0.0),
        (philosophers(3, true), 0.0),
        (queue_of_one(), 0.0),
        (barrier(3), 0.0),
    ];
    for (program, known) in programs {
        let found = merged(&program);
        let Count::Exactly(number) = &found.schedules else { panic!("it has no loop") };
        let number: f64 = number.to_string().parse().expect("it is a number");
        assert!(known == 0.0 || known == number);
        let machine = Machine::new(program, Grain::Merged);
        for seed in 0..5 {
            let guess = explorer::estimate(&machine, seed);
            let schedules = 10_f64.powf(guess.magnitude);
            for (guess, truth) in [(schedules, number), (guess.states, found.states as f64)] {
                assert!(guess >= truth / 3.0 && guess <= truth * 3.0, "{guess} for {truth}");
            }
        }
    }
}
