//! Threads that differ in nothing but their number: one state stands for all that only swap them.

use machine::{Layout, Machine};
use program::Program;

/// Which threads are interchangeable.
///
/// Threads are, if they begin at the same place with the same locals and no instruction asks which
/// thread it is or names one. Then swapping two of them maps schedules to schedules, so the part of
/// the state space behind a state depends only on the multiset of their blocks and on where shared
/// cells refer to them.
///
/// Source: Ip and Dill, "Better Verification through Symmetry", Formal Methods in System Design 9,
/// 1996; for the sorted representative, Clarke, Enders, Filkorn and Jha, "Exploiting Symmetry in
/// Temporal Logic Model Checking", Formal Methods in System Design 9, 1996.
#[derive(Clone, Debug)]
pub(crate) struct Symmetry {
    /// For each thread, the one before it that is interchangeable with it.
    before: Vec<Option<usize>>,
    /// For each thread, the one after it.
    after: Vec<Option<usize>>,
    /// Groups of two and more.
    groups: Vec<Vec<usize>>,
    layout: Layout,
    spare: Vec<i32>,
    order: Vec<usize>,
}

impl Symmetry {
    /// The symmetry of `program`, or none at all.
    #[optimize(size)]
    pub(crate) fn of(program: &Program, layout: &Layout, wanted: bool) -> Self {
        let threads = &program.threads;
        let told_apart = program.code.iter().any(|instr| instr.op.tells_threads_apart());
        let mut before = vec![None; threads.len()];
        let mut groups: Vec<Vec<usize>> = Vec::new();
        if wanted && !told_apart {
            for index in 0..threads.len() {
                let alike = |&other: &usize| {
                    let (one, other) = (&threads[index], &threads[other]);
                    (one.entry, &one.locals, one.started)
                        == (other.entry, &other.locals, other.started)
                };
                before[index] = (0..index).rev().find(alike);
                match before[index] {
                    Some(other) => {
                        let group = groups.iter_mut().find(|group| group.contains(&other));
                        group.expect("every thread has a group").push(index);
                    }
                    None => groups.push(vec![index]),
                }
            }
        }
        groups.retain(|group| group.len() > 1);
        let mut after = vec![None; threads.len()];
        for (index, before) in before.iter().enumerate() {
            if let Some(before) = before {
                after[*before] = Some(index);
            }
        }
        Self { before, after, groups, layout: layout.clone(), spare: Vec::new(), order: Vec::new() }
    }

    /// Whether there is any.
    pub(crate) fn is_trivial(&self) -> bool {
        self.groups.is_empty()
    }

    /// The representative of a state.
    pub(crate) fn represented(&self, cells: &[i32]) -> Vec<i32> {
        let mut cells = cells.to_vec();
        self.clone().represent(&mut cells, 0);
        cells
    }

    /// In a state that is its own representative: whether `thread` stands exactly as the one before
    /// it in its group, so that a step of either leads to the same representative.
    fn is_double(&self, cells: &[i32], thread: usize) -> bool {
        self.before[thread].is_some_and(|other| {
            self.block(cells, thread) == self.block(cells, other)
                && self.first_reference(cells, thread).is_none()
                && self.first_reference(cells, other).is_none()
        })
    }

    /// The number of threads that stand exactly as `thread`, with itself, if it is the first of them;
    /// 0 if it is another.
    pub(crate) fn times(&self, cells: &[i32], thread: usize) -> u8 {
        if self.groups.is_empty() {
            return 1;
        }
        if self.is_double(cells, thread) {
            return 0;
        }
        let (mut times, mut last) = (1, thread);
        while let Some(next) = self.after[last].filter(|&next| self.is_double(cells, next)) {
            (times, last) = (times + 1, next);
        }
        times
    }

    /// The first of the threads that stand exactly as `thread`.
    pub(crate) fn first_of(&self, cells: &[i32], thread: usize) -> usize {
        let mut first = thread;
        while self.is_double(cells, first) {
            first = self.before[first].expect("a double has one before it");
        }
        first
    }

    /// Replaces a state by its representative; where the block of `thread` stands afterwards, or
    /// nothing if the state represents itself.
    pub(crate) fn represent(&mut self, cells: &mut [i32], thread: usize) -> Option<usize> {
        let mut moved_to = None;
        for group in 0..self.groups.len() {
            if self.is_sorted(cells, group) {
                continue;
            }
            let mut place = moved_to.unwrap_or(thread);
            let mut order = std::mem::take(&mut self.order);
            order.clone_from(&self.groups[group]);
            // Threads are few, and they were sorted before one of them moved: nothing is shorter.
            for end in 1..order.len() {
                let mut at = end;
                while at > 0 && self.compare(cells, order[at - 1], order[at]).is_gt() {
                    order.swap(at - 1, at);
                    at -= 1;
                }
            }
            self.spare.clear();
            self.spare.extend_from_slice(cells);
            for (&to, &from) in self.groups[group].iter().zip(&order) {
                let (to_block, from_block) = (self.layout.block(to), self.layout.block(from));
                cells[to_block].copy_from_slice(&self.spare[from_block]);
                if from == thread {
                    place = to;
                }
            }
            for &reference in self.layout.references() {
                let named = self.spare[reference];
                let moved = order.iter().position(|&from| from as i32 + 1 == named);
                if let Some(moved) = moved {
                    cells[reference] = self.groups[group][moved] as i32 + 1;
                }
            }
            self.order = order;
            moved_to = Some(place);
        }
        moved_to
    }

    fn is_sorted(&self, cells: &[i32], group: usize) -> bool {
        self.groups[group].windows(2).all(|pair| self.compare(cells, pair[0], pair[1]).is_le())
    }

    fn compare(&self, cells: &[i32], a: usize, b: usize) -> std::cmp::Ordering {
        self.block(cells, a).cmp(self.block(cells, b)).then_with(|| {
            // One place refers to one thread, so the first place tells them apart.
            let first = |thread| self.first_reference(cells, thread).unwrap_or(usize::MAX);
            first(a).cmp(&first(b))
        })
    }

    fn block<'c>(&self, cells: &'c [i32], thread: usize) -> &'c [i32] {
        &cells[self.layout.block(thread)]
    }

    fn first_reference(&self, cells: &[i32], thread: usize) -> Option<usize> {
        self.layout.references().iter().copied().find(|&at| cells[at] == thread as i32 + 1)
    }
}

/// Of each thread, whether another one is alike: interchangeable with it.
#[must_use]
pub fn alike(machine: &Machine) -> Vec<bool> {
    let Symmetry { before, after, .. } = Symmetry::of(machine.program(), machine.layout(), true);
    before.iter().zip(after).map(|(before, after)| before.is_some() || after.is_some()).collect()
}
