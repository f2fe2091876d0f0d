//! Every schedule of a program, one by one: nothing is stored, hashed, merged or left out.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use explorer::races;
use machine::{Machine, Move, Outcome, Replay, Schedule};
use program::{Op, Preemption, Program};

use super::touches::{Touch, next_op, touches};

/// An exact number between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    over: u128,
    under: u128,
}

impl Ratio {
    const ZERO: Self = Self { over: 0, under: 1 };
    const ONE: Self = Self { over: 1, under: 1 };

    fn divided_by(self, parts: u32) -> Self {
        Self { under: self.under * u128::from(parts), ..self }
    }

    fn plus(self, other: Self) -> Self {
        let shared = greatest_common_divisor(self.under, other.under);
        let under = self.under / shared * other.under;
        let over = self.over * (under / self.under) + other.over * (under / other.under);
        let shared = greatest_common_divisor(over, under);
        Self { over: over / shared, under: under / shared }
    }

    /// The same number, nearly.
    pub(crate) fn to_f64(self) -> f64 {
        self.over as f64 / self.under as f64
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.under {
            1 => write!(f, "{}", self.over),
            under => write!(f, "{}/{under}", self.over),
        }
    }
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// What is true of the schedules with one outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    pub(crate) schedules: u64,
    pub(crate) chance: Ratio,
    /// Steps of the shortest of them.
    pub(crate) steps: usize,
    /// The fewest preemptions of those of that length.
    pub(crate) preemptions: usize,
    /// The fewest preemptions of all, and the fewest steps with that many.
    pub(crate) fewest: (usize, usize),
}

/// What is true of a program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truth {
    pub(crate) endings: BTreeMap<Outcome, Fate>,
    pub(crate) schedules: u64,
    /// Classes of schedules that differ in the order of dependent steps.
    pub(crate) classes: usize,
    /// Whether two accesses race in some schedule.
    pub(crate) races: bool,
    /// Whether the crate says so of one of those schedules that it was asked about.
    pub(crate) claimed_races: bool,
}

/// Follows every schedule; `None` if there are more than `most`. Each instruction must have its own
/// line, as [`one_line_each`] does it.
pub(crate) fn truth(machine: &Machine, most: u64) -> Option<Truth> {
    let mut walk = Walk {
        machine,
        most,
        truth: Truth::default(),
        events: Vec::new(),
        classes: BTreeSet::new(),
    };
    let heard = vec![Heard::default(); machine.threads()];
    walk.from(&machine.start(), Ratio::ONE, 0, &heard)?;
    walk.truth.classes = walk.classes.len();
    Some(walk.truth)
}

/// The same program with each instruction on a line of its own, and every local variable shown: so
/// that one can ask a machine which instruction comes next, and what a local holds.
pub(crate) fn one_line_each(program: &Program) -> Program {
    let mut data = program.clone().into_data();
    data.source = data.code.iter().map(|instr| format!("{:?}", instr.op)).collect();
    for (at, instr) in data.code.iter_mut().enumerate() {
        instr.line = u16::try_from(at + 1).expect("the program is small");
        instr.says.clear();
    }
    for local in &mut data.locals {
        local.shown = true;
    }
    Program::new(data).expect("it fits together")
}

/// What a thread has been told by those who let it go on.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    /// Steps, as bits.
    past: u128,
    /// The greatest level of them.
    level: usize,
}

#[derive(Clone, Debug)]
struct Event {
    by: Move,
    op: Op,
    touches: Vec<Touch>,
    /// One more than the greatest level of the earlier steps that it depends on.
    level: usize,
    /// The steps that happened before it, as bits.
    past: u128,
    may_fail: bool,
}

struct Walk<'m> {
    machine: &'m Machine,
    most: u64,
    truth: Truth,
    events: Vec<Event>,
    /// Foata normal forms: the steps of each level, sorted.
    classes: BTreeSet<Vec<(usize, Move)>>,
}

impl Walk<'_> {
    fn from(
        &mut self,
        cells: &[i32],
        chance: Ratio,
        preemptions: usize,
        heard: &[Heard],
    ) -> Option<()> {
        let machine = self.machine;
        let failed = machine.failure(cells).is_some();
        let ways: Vec<u32> = (0..machine.threads())
            .map(|thread| if failed { 0 } else { machine.ways(cells, thread) })
            .collect();
        let enabled = ways.iter().filter(|&&ways| ways > 0).count() as u32;
        if enabled == 0 {
            return self.end(cells, chance, preemptions);
        }
        let last = self.events.last().map(|event| usize::from(event.by.thread));
        for thread in 0..machine.threads() {
            let preempts = last.is_some_and(|last| last != thread && ways[last] > 0);
            for way in 0..ways[thread] {
                let mut next = cells.to_vec();
                machine.step(&mut next, thread, way);
                let by = Move { thread: thread as u8, way: way as u8 };
                let event = self.event(cells, by, heard[thread]);
                let mut told = heard.to_vec();
                for (other, heard) in told.iter_mut().enumerate() {
                    // Whoever lets another go on comes before what the other does.
                    if other != thread && moves_on(machine, cells, &next, other) {
                        heard.past |= event.past | 1 << self.events.len();
                        heard.level = heard.level.max(event.level);
                    }
                }
                self.events.push(event);
                let chance = chance.divided_by(enabled * ways[thread]);
                self.from(&next, chance, preemptions + usize::from(preempts), &told)?;
                self.events.pop();
            }
        }
        Some(())
    }

    fn event(&mut self, cells: &[i32], by: Move, heard: Heard) -> Event {
        let op = next_op(self.machine, cells, by.thread.into());
        let touches = touches(self.machine, cells, by.thread.into());
        // A step that may fail and so end everything: its place among all others matters.
        let thread = by.thread.into();
        let may_fail = (0..self.machine.ways(cells, thread)).any(|way| {
            let mut next = cells.to_vec();
            self.machine.step(&mut next, thread, way);
            self.machine.failure(&next).is_some()
        });
        let (mut level, mut past) = (heard.level, heard.past);
        for (index, earlier) in self.events.iter().enumerate() {
            let same = earlier.by.thread == by.thread
                || op == Op::Join(earlier.by.thread.into())
                || earlier.op == Op::Start(by.thread.into());
            let meets = |ordered_only: bool| {
                touches.iter().any(|touch| {
                    earlier.touches.iter().any(|other| {
                        touch.place == other.place
                            && (touch.writes || other.writes)
                            && (!ordered_only || touch.orders && other.orders)
                    })
                })
            };
            if same || may_fail || earlier.may_fail || meets(false) {
                level = level.max(earlier.level);
            }
            if same || meets(true) {
                past |= earlier.past | 1 << index;
            }
        }
        let event = Event { by, op, touches, level: level + 1, past, may_fail };
        self.truth.races |= races_among(&self.events, &event).next().is_some();
        event
    }

    fn end(&mut self, cells: &[i32], chance: Ratio, preemptions: usize) -> Option<()> {
        self.truth.schedules += 1;
        if self.truth.schedules > self.most {
            return None;
        }
        let steps = self.events.len();
        let fate = self.truth.endings.entry(self.machine.outcome(cells)).or_insert(Fate {
            schedules: 0,
            chance: Ratio::ZERO,
            steps,
            preemptions,
            fewest: (preemptions, steps),
        });
        fate.schedules += 1;
        fate.chance = fate.chance.plus(chance);
        (fate.steps, fate.preemptions) = (fate.steps, fate.preemptions).min((steps, preemptions));
        fate.fewest = fate.fewest.min((preemptions, steps));
        let mut form: Vec<_> = self.events.iter().map(|event| (event.level, event.by)).collect();
        form.sort();
        self.classes.insert(form);
        if self.truth.schedules % 16 == 1 {
            self.compare_races();
        }
        Some(())
    }

    /// The races that the crate finds on this schedule are at least those that are found here, where
    /// whoever uses the same object is ordered, whatever they do with it.
    fn compare_races(&mut self) {
        if self.machine.program().preemption != Preemption::Anywhere {
            return; // something orders them all
        }
        let schedule = Schedule(self.events.iter().map(|event| event.by).collect());
        let replay = Replay::of(Rc::new(self.machine.clone()), &schedule).expect("it was made");
        let theirs: BTreeSet<_> =
            races(&replay).into_iter().map(|race| (race.first, race.second)).collect();
        self.truth.claimed_races |= !theirs.is_empty();
        for (index, event) in self.events.iter().enumerate() {
            for first in races_among(&self.events[..index], event) {
                assert!(theirs.contains(&(first, index)), "{first} and {index} of {schedule:?}");
            }
        }
    }
}

/// The steps among `earlier` that race with `event`.
fn races_among<'e>(earlier: &'e [Event], event: &'e Event) -> impl Iterator<Item = usize> + 'e {
    let is_race = |other: &Event, index: usize| {
        other.by.thread != event.by.thread
            && event.past >> index & 1 == 0
            && event.touches.iter().any(|touch| {
                other.touches.iter().any(|known| {
                    touch.place == known.place
                        && (touch.writes || known.writes)
                        && !(touch.orders && known.orders)
                })
            })
    };
    earlier.iter().enumerate().filter(move |&(index, other)| is_race(other, index)).map(|(i, _)| i)
}

/// Whether a step of another thread has led a thread on.
fn moves_on(machine: &Machine, before: &[i32], after: &[i32], thread: usize) -> bool {
    let stands = |cells| (machine.next_step(cells, thread).0, machine.is_done(cells, thread));
    machine.ways(before, thread) == 0
        && (machine.ways(after, thread) > 0 || stands(before) != stands(after))
}
