//! Schedules by chance: uniformly, or so that rare orders come up.

use machine::{Move, Replay};

/// A generator of chance with a seed: the same seed gives the same schedules everywhere, for ever.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA, 2014
/// (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `n`, all equally likely but for less than one part in 2³².
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (((self.next() >> 32) * n as u64) >> 32) as usize
    }
}

/// Chooses who goes on.
pub trait Sampler {
    /// A new schedule begins.
    fn begin(&mut self);

    /// The index of one of `moves`, which is not empty and sorted by thread.
    fn choose(&mut self, moves: &[Move]) -> usize;
}

/// Every thread that may go on is equally likely to, and then each of its ways.
#[derive(Clone, Debug)]
pub struct Uniform(Chance);

impl Uniform {
    /// A sampler with a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Chance::new(seed))
    }
}

impl Sampler for Uniform {
    fn begin(&mut self) {}

    fn choose(&mut self, moves: &[Move]) -> usize {
        let threads = moves.chunk_by(|a, b| a.thread == b.thread).count();
        let chosen = self.0.below(threads);
        let mut first = 0;
        for (index, ways) in moves.chunk_by(|a, b| a.thread == b.thread).enumerate() {
            if index == chosen {
                return first + self.0.below(ways.len());
            }
            first += ways.len();
        }
        0
    }
}

/// Probabilistic concurrency testing: threads have random priorities, the highest that may go on
/// does, and at `depth` − 1 random steps the priority of the one that would is lowered below all.
///
/// A bug that needs `depth` ordering constraints, in a program of `threads` threads and at most
/// `steps` steps, is found by one schedule with a chance of at least [`Pct::bound`].
///
/// Source: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized Scheduler with Probabilistic
/// Guarantees of Finding Bugs", ASPLOS, 2010.
#[derive(Clone, Debug)]
pub struct Pct {
    chance: Chance,
    depth: usize,
    steps: usize,
    /// By thread; greater ones go first.
    priorities: Vec<usize>,
    /// Steps, from 0, at which a priority is lowered, and to what.
    changes: Vec<(usize, usize)>,
    step: usize,
}

impl Pct {
    /// A sampler with a seed, for bugs of `depth` ≥ 1 in programs of `threads` threads and about
    /// `steps` steps.
    #[must_use]
    pub fn new(seed: u64, depth: usize, threads: usize, steps: usize) -> Self {
        let mut sampler = Self {
            chance: Chance::new(seed),
            depth: depth.max(1),
            steps: steps.max(1),
            priorities: vec![0; threads],
            changes: Vec::new(),
            step: 0,
        };
        sampler.begin();
        sampler
    }

    /// The least chance with which one schedule finds a bug of its depth: `1 / (n k^(d−1))`.
    #[must_use]
    pub fn bound(&self) -> f64 {
        let (n, k) = (self.priorities.len() as f64, self.steps as f64);
        1.0 / (n * k.powi(self.depth as i32 - 1))
    }
}

impl Sampler for Pct {
    fn begin(&mut self) {
        let threads = self.priorities.len();
        // Initial priorities are a random order of d, d + 1, …; lowered ones are below.
        let mut order: Vec<usize> = (0..threads).collect();
        for last in (1..threads).rev() {
            order.swap(last, self.chance.below(last + 1));
        }
        for (rank, thread) in order.into_iter().enumerate() {
            self.priorities[thread] = self.depth + rank;
        }
        self.changes = (1..self.depth).map(|low| (self.chance.below(self.steps), low)).collect();
        self.step = 0;
    }

    fn choose(&mut self, moves: &[Move]) -> usize {
        let priorities = &mut self.priorities;
        let best = |priorities: &[usize]| {
            let highest = moves.iter().max_by_key(|by| priorities[usize::from(by.thread)]);
            highest.expect("somebody may go on").thread
        };
        for &(step, low) in &self.changes {
            if step == self.step {
                let lowered = usize::from(best(priorities));
                priorities[lowered] = low;
            }
        }
        self.step += 1;
        let thread = best(priorities);
        let first = moves.iter().position(|by| by.thread == thread).expect("it was found");
        let ways = moves.iter().filter(|by| by.thread == thread).count();
        first + self.chance.below(ways)
    }
}

/// Goes on from where `replay` stands until nobody may, or for `max_steps` steps.
pub fn complete(replay: &mut Replay, sampler: &mut dyn Sampler, max_steps: usize) {
    sampler.begin();
    for _ in 0..max_steps {
        let moves = replay.moves();
        if moves.is_empty() {
            return;
        }
        let chosen = moves[sampler.choose(&moves)];
        replay.push(chosen).expect("it is possible");
    }
}
