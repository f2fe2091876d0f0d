//! A contiguous part of an integration: the unit that threads and processes are given.

use std::ops::Range;

use quadrature::Problem;

/// How the terms of a sum are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// One running sum for each thread, added in the order in which threads finish, as on the
    /// slides. The last bits depend on the thread count and on chance.
    PerThread,
    /// One sum for each block, combined in the order of the blocks. Every bit is the same for
    /// every thread count, method and engine.
    Blocks,
}

/// Some neighboring blocks of a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// The problem that the blocks belong to.
    pub problem: Problem,
    /// What becomes of the blocks' sums.
    pub reduction: Reduction,
    /// The blocks, in `0..problem.blocks().count`.
    pub blocks: Range<u64>,
}

impl Chunk {
    /// The whole of `problem`.
    #[must_use]
    pub fn whole(problem: Problem, reduction: Reduction) -> Self {
        Self { problem, reduction, blocks: 0..problem.blocks().count }
    }

    /// Number of blocks.
    #[must_use]
    pub fn n_blocks(&self) -> u64 {
        self.blocks.end - self.blocks.start
    }

    /// Part `index` of `parts` whose sizes differ by at most one block.
    #[must_use]
    pub fn part(&self, index: u64, parts: u64) -> Self {
        let bound = |i: u64| self.blocks.start + self.n_blocks() * i / parts;
        Self { blocks: bound(index)..bound(index + 1), ..self.clone() }
    }

    /// Begins to sum this chunk.
    #[must_use]
    pub fn work(&self) -> ChunkWork {
        let capacity = match self.reduction {
            Reduction::PerThread => 1,
            Reduction::Blocks => usize::try_from(self.n_blocks()).expect("blocks fit in memory"),
        };
        let mut sums = Vec::with_capacity(capacity);
        if self.reduction == Reduction::PerThread {
            sums.push(0.0);
        }
        ChunkWork { chunk: self.clone(), next: self.blocks.start, sums }
    }

    /// The value of the integral from the sums of all parts of this (whole) chunk.
    ///
    /// For [`Reduction::Blocks`] the sums stand in the order of the blocks; for
    /// [`Reduction::PerThread`] they are added in the order given.
    #[must_use]
    pub fn join(&self, sums: &[f64]) -> f64 {
        let sum = match self.reduction {
            Reduction::PerThread => sums.iter().sum(),
            Reduction::Blocks => quadrature::combine(sums),
        };
        self.problem.finish(sum)
    }
}

/// A chunk being summed, one block at a time, so that whoever sums it can stop in between.
#[derive(Debug)]
pub struct ChunkWork {
    chunk: Chunk,
    next: u64,
    sums: Vec<f64>,
}

impl ChunkWork {
    /// Sums the next block; `false` when none is left.
    pub fn step(&mut self) -> bool {
        if self.next == self.chunk.blocks.end {
            return false;
        }
        let problem = &self.chunk.problem;
        match self.chunk.reduction {
            Reduction::PerThread => {
                self.sums[0] = problem.add_points(self.sums[0], problem.block_points(self.next));
            }
            Reduction::Blocks => self.sums.push(problem.block_sum(self.next)),
        }
        self.next += 1;
        true
    }

    /// The sums of the blocks done so far: one for each block, or one in all.
    #[must_use]
    pub fn sums(self) -> Vec<f64> {
        self.sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quadrature::{Integrand, Kernel, Rule};

    fn whole(reduction: Reduction) -> Chunk {
        let (f, rule, kernel) = (Integrand::X2, Rule::Left, Kernel::Scalar);
        Chunk::whole(Problem { f, a: 0.0, b: 10.0, n: 1000, rule, kernel }, reduction)
    }

    fn sums(chunk: &Chunk) -> Vec<f64> {
        let mut work = chunk.work();
        while work.step() {}
        work.sums()
    }

    #[test]
    fn parts_cover_every_block_once_and_differ_by_at_most_one() {
        let whole = whole(Reduction::Blocks);
        let parts: Vec<_> = (0..7).map(|i| whole.part(i, 7)).collect();
        assert_eq!((parts[0].blocks.start, parts[6].blocks.end), (0, whole.n_blocks()));
        assert!(parts.windows(2).all(|pair| pair[0].blocks.end == pair[1].blocks.start));
        let sizes: Vec<_> = parts.iter().map(Chunk::n_blocks).collect();
        assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
    }

    #[test]
    fn the_sums_of_the_parts_of_a_blocked_sum_are_the_sums_of_the_whole() {
        let whole = whole(Reduction::Blocks);
        let parts: Vec<f64> = (0..3).flat_map(|i| sums(&whole.part(i, 3))).collect();
        assert_eq!(parts, sums(&whole));
    }

    /// dx = 1/100, so the left sum is dx³ · Σ i² for i < 1000 = 10⁻⁶ · 999·1000·1999/6
    /// = 332.8335.
    #[test]
    fn both_reductions_give_the_left_sum_of_x_squared() {
        for reduction in [Reduction::PerThread, Reduction::Blocks] {
            let whole = whole(reduction);
            assert!((whole.join(&sums(&whole)) - 332.8335).abs() < 1e-9, "{reduction:?}");
        }
    }
}
