//! Where the parts of a state stand, and how a state is packed into words.
//!
//! A state is a slice of cells: shared variables, then objects, then a block for each thread. Stored
//! states are packed into as many bits as their ranges need.

use std::ops::Range;

use program::{ObjectKind, Op, Preemption, Program};

/// Offsets within a thread's block.
pub(crate) const PHASE: usize = 0;
pub(crate) const PC: usize = 1;
pub(crate) const LOCALS: usize = 2;

/// Offsets within a queue's cells.
pub(crate) const LEN: usize = 0;
pub(crate) const CLOSED: usize = 1;
pub(crate) const UNFINISHED: usize = 2;
pub(crate) const ITEMS: usize = 3;

/// Phases of a thread; greater ones are failures, see `crate::failure`.
pub(crate) const READY: i32 = 0;
pub(crate) const WAITING: i32 = 1;
pub(crate) const NOTIFIED: i32 = 2;
pub(crate) const AT_BARRIER: i32 = 3;
pub(crate) const UNSTARTED: i32 = 4;
pub(crate) const DONE: i32 = 5;
pub(crate) const FIRST_FAILURE: i32 = 8;
pub(crate) const LAST_PHASE: i32 = 31;

/// Tasks of a queue that are counted as unfinished at most.
const MAX_UNFINISHED: i32 = 4095;
/// Times that an RLock can be taken by its holder.
pub(crate) const MAX_COUNT: i32 = 255;
/// A semaphore without a bound counts to here.
pub(crate) const MAX_PERMITS: i32 = 4095;

/// Where everything stands in the cells of a state.
#[derive(Clone, Debug)]
pub struct Layout {
    /// First cell of each variable.
    pub(crate) vars: Vec<usize>,
    /// First cell of each object.
    pub(crate) objects: Vec<usize>,
    /// First cell of the first thread.
    pub(crate) threads: usize,
    /// Cells of each thread.
    block_len: usize,
    /// Offset of the stack pointer within a block.
    pub(crate) stack: usize,
    /// Offset within a block of what says that nobody else may go on; where threads may be interrupted
    /// anywhere there is none.
    pub(crate) turn: Option<usize>,
    references: Vec<usize>,
    /// Whether any queue counts unfinished tasks.
    pub(crate) counts_tasks: bool,
    ranges: Vec<program::Range>,
    fields: Vec<Field>,
    words: usize,
}

/// Where a cell stands in the packed form.
#[derive(Clone, Copy, Debug)]
struct Field {
    word: u32,
    shift: u32,
    mask: u64,
    min: i32,
}

impl Layout {
    #[optimize(size)]
    pub(crate) fn new(program: &Program) -> Self {
        let threads = program.threads.len();
        let reference = (0, threads as i32);
        let mut ranges: Vec<program::Range> = Vec::new();
        let mut vars = Vec::new();
        for var in &program.vars {
            vars.push(ranges.len());
            ranges.extend(var.init.iter().map(|_| var.range));
        }
        let ops = || program.code.iter().map(|instr| instr.op);
        let counts_tasks = ops().any(|op| matches!(op, Op::TaskDone(_) | Op::JoinQueue(_)));
        let mut objects = Vec::new();
        let mut references = Vec::new();
        for object in &program.objects {
            objects.push(ranges.len());
            match object.kind {
                ObjectKind::Lock | ObjectKind::RLock => {
                    references.push(ranges.len());
                    ranges.push(reference);
                    if object.kind == ObjectKind::RLock {
                        ranges.push((0, MAX_COUNT));
                    }
                }
                ObjectKind::Semaphore { permits, bound } => {
                    let most = bound.map_or(MAX_PERMITS, i32::from).max(i32::from(permits));
                    ranges.push((0, most));
                }
                ObjectKind::Condition { .. } => {
                    references.extend(ranges.len()..ranges.len() + threads);
                    ranges.extend(std::iter::repeat_n(reference, threads));
                }
                ObjectKind::Barrier { parties } => ranges.push((0, parties.into())),
                ObjectKind::Queue { maxsize, range, .. } => {
                    let unfinished = if counts_tasks { MAX_UNFINISHED } else { 0 };
                    ranges.extend([(0, maxsize.into()), (0, 1), (0, unfinished)]);
                    let range = (range.0.min(0), range.1.max(0));
                    ranges.extend(std::iter::repeat_n(range, maxsize.into()));
                }
            }
        }
        let first = ranges.len();
        let mut block = vec![(0, LAST_PHASE), (0, program.code.len() as i32)];
        block.extend(program.locals.iter().map(|local| local.range));
        let stack = block.len();
        block.push((0, program.stack as i32));
        block.extend(std::iter::repeat_n((i32::MIN, i32::MAX), program.stack));
        let turn = (program.preemption != Preemption::Anywhere).then_some(block.len());
        block.extend(turn.map(|_| (0, 1)));
        for _ in 0..threads {
            ranges.extend(&block);
        }
        let (fields, words) = fields(&ranges);
        let block_len = block.len();
        Self {
            vars,
            objects,
            threads: first,
            block_len,
            stack,
            turn,
            references,
            counts_tasks,
            ranges,
            fields,
            words,
        }
    }

    /// Cells of a state.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.ranges.len()
    }

    /// Words of a packed state.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words
    }

    /// The cells of the shared variables.
    #[must_use]
    pub fn variables(&self) -> Range<usize> {
        0..self.objects.first().copied().unwrap_or(self.threads)
    }

    /// The cells of the shared variables and of the objects: all that belong to no thread.
    #[must_use]
    pub fn shared(&self) -> Range<usize> {
        0..self.threads
    }

    /// The cells of one thread.
    #[must_use]
    pub fn block(&self, thread: usize) -> Range<usize> {
        self.thread(thread)..self.thread(thread) + self.block_len
    }

    /// The shared cells that hold a thread's index plus 1, or 0 for none.
    #[must_use]
    pub fn references(&self) -> &[usize] {
        &self.references
    }

    /// First cell of a thread's block.
    pub(crate) fn thread(&self, thread: usize) -> usize {
        self.threads + thread * self.block_len
    }

    /// Whether a cell may hold `value`.
    #[must_use]
    pub fn allows(&self, cell: usize, value: i32) -> bool {
        let (min, max) = self.ranges[cell];
        (min..=max).contains(&value)
    }

    /// Packs `cells` into `packed`, a state into as many words as it takes.
    pub fn pack(&self, cells: &[i32], packed: &mut [u64]) {
        packed.fill(0);
        for (field, &cell) in self.fields.iter().zip(cells) {
            let value = u64::from(cell.wrapping_sub(field.min) as u32);
            packed[field.word as usize] |= value << field.shift;
        }
    }

    /// Changes `packed`, which holds `before`, to hold `after`, where only cells of `range` differ.
    pub fn repack(&self, range: Range<usize>, before: &[i32], after: &[i32], packed: &mut [u64]) {
        let cells = before[range.clone()].iter().zip(&after[range.clone()]);
        for (field, (&old, &new)) in self.fields[range].iter().zip(cells) {
            if old != new {
                let changed = old.wrapping_sub(field.min) ^ new.wrapping_sub(field.min);
                packed[field.word as usize] ^= u64::from(changed as u32) << field.shift;
            }
        }
    }

    /// Unpacks `packed` into `cells`.
    pub fn unpack(&self, packed: &[u64], cells: &mut [i32]) {
        for (field, cell) in self.fields.iter().zip(cells) {
            let value = packed[field.word as usize] >> field.shift & field.mask;
            *cell = (value as u32 as i32).wrapping_add(field.min);
        }
    }
}

/// Places each cell into the first word that has room for it.
fn fields(ranges: &[program::Range]) -> (Vec<Field>, usize) {
    let (mut word, mut used) = (0, 0);
    let mut fields = Vec::with_capacity(ranges.len());
    for &(min, max) in ranges {
        let span = u64::from(max.wrapping_sub(min) as u32);
        let bits = u64::BITS - span.leading_zeros();
        if used + bits > u64::BITS {
            (word, used) = (word + 1, 0);
        }
        fields.push(Field { word, shift: used.min(63), mask: (1 << bits) - 1, min });
        used += bits;
    }
    (fields, word as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the ranges, what was packed is unpacked.
        #[test]
        fn packing_loses_nothing(
            cells in prop::collection::vec((any::<i32>(), any::<i32>(), any::<u32>()), 1..40)
        ) {
            let ranges: Vec<program::Range> =
                cells.iter().map(|&(a, b, _)| (a.min(b), a.max(b))).collect();
            let values: Vec<i32> = cells.iter().zip(&ranges).map(|(&(_, _, seed), &(min, max))| {
                let span = i64::from(max) - i64::from(min) + 1;
                (i64::from(min) + i64::from(seed) % span) as i32
            }).collect();
            let (fields, words) = fields(&ranges);
            let layout = Layout {
                vars: vec![], objects: vec![], threads: 0, block_len: 0, stack: 0, turn: None,
                references: vec![], counts_tasks: false, ranges, fields, words,
            };
            let mut packed = vec![u64::MAX; words];
            layout.pack(&values, &mut packed);
            let mut found = vec![0; values.len()];
            layout.unpack(&packed, &mut found);
            prop_assert_eq!(found, values);
        }
    }
}
