//! How many schedules differ in more than the order of steps that have nothing to do with each other.

use std::collections::BTreeMap;

use machine::Machine;
use num_bigint::BigUint;
use program::{Op, Preemption};

use crate::components::Components;
use crate::races::access;
use crate::search::Search;

/// States beyond which counting takes too long.
pub(crate) const MAX_STATES: usize = 20_000;
/// Pairs of a state and a set of sleeping threads beyond which it does.
const MAX_PAIRS: usize = 200_000;

/// What a step uses: a bit for each shared cell and each object. One that may fail, and so end
/// everything, depends on all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Footprint {
    reads: u128,
    writes: u128,
    may_fail: bool,
}

impl Footprint {
    fn is_independent_of(self, other: Self) -> bool {
        !(self.may_fail || other.may_fail)
            && self.writes & (other.reads | other.writes) == 0
            && other.writes & self.reads == 0
    }
}

/// The number of classes of schedules that happened-before cannot tell apart; `None` where threads
/// may go round and round, or where it would take too long. The search must know each thread by its
/// number, so it must have been made without symmetry.
///
/// With sleep sets, a search without any other reduction follows exactly one schedule of each class.
/// Here it is not followed but counted, by state and sleep set.
///
/// Source: Godefroid, *Partial-Order Methods for the Verification of Concurrent Systems*, LNCS 1032,
/// 1996, ch. 5; Mazurkiewicz, "Trace Theory", LNCS 255, 1987.
pub(crate) fn classes(search: &Search<'_>) -> Option<BigUint> {
    let machine = search.machine;
    if machine.program().preemption != Preemption::Anywhere {
        return None; // two steps of a thread that nobody may interrupt are not two
    }
    let resources =
        machine.layout().variables().len() + machine.program().objects.len() + machine.threads();
    if resources > 128 || machine.threads() > 32 || search.states() > MAX_STATES {
        return None;
    }
    let components = Components::of(search);
    if components.any_cycle(search) {
        return None;
    }
    let mut asleep: Vec<BTreeMap<u32, BigUint>> = vec![BTreeMap::new(); search.states()];
    asleep[0].insert(0, BigUint::from(1_u8));
    let (mut total, mut pairs) = (BigUint::ZERO, 0);
    for component in components.iter() {
        let state = component[0] as usize;
        let here = std::mem::take(&mut asleep[state]);
        if search.is_terminal(state) {
            total += here.into_values().sum::<BigUint>();
            continue;
        }
        pairs += here.len();
        if pairs > MAX_PAIRS {
            return None;
        }
        let cells = search.cells(state);
        let steps: Vec<Footprint> =
            (0..machine.threads()).map(|thread| footprint(machine, &cells, thread)).collect();
        for (sleeping, schedules) in here {
            let mut done = sleeping;
            let mut before = None;
            for edge in search.edges(state) {
                let thread = u32::from(edge.thread);
                if sleeping >> thread & 1 == 1 {
                    continue;
                }
                // All ways of a thread come before it is put to sleep.
                if before.is_some_and(|before| before != thread) {
                    done |= 1 << before.unwrap_or(0);
                }
                before = Some(thread);
                let mut still = 0;
                for other in (0..machine.threads()).filter(|&other| done >> other & 1 == 1) {
                    if steps[other].is_independent_of(steps[thread as usize]) {
                        still |= 1_u32 << other;
                    }
                }
                *asleep[edge.to as usize].entry(still).or_default() += &schedules;
            }
        }
    }
    Some(total)
}

/// What the next step of a thread uses.
fn footprint(machine: &Machine, cells: &[i32], thread: usize) -> Footprint {
    let Some(op) = machine.op(cells, thread) else { return Footprint::default() };
    let fails = |way| {
        let mut next = cells.to_vec();
        machine.step(&mut next, thread, way);
        machine.has_failed(&next)
    };
    let may_fail = (0..machine.ways(cells, thread)).any(fails);
    let mut footprint = Footprint { may_fail, ..Footprint::default() };
    if let Some(access) = access(machine, cells, thread) {
        let bit = 1 << access.cell;
        if access.writes { footprint.writes |= bit } else { footprint.reads |= bit }
    }
    let first = machine.layout().variables().len();
    if let Op::Start(other) = op {
        footprint.writes |= 1 << (first + machine.program().objects.len() + other);
    }
    if let Some(object) = op.handle().and_then(|handle| machine.object(cells, thread, handle)) {
        footprint.writes |= 1 << (first + object);
        if let (Op::Wait(_) | Op::Notify { .. }, Some((_, lock))) = (op, machine.lock_of(object)) {
            let taken = matches!(op, Op::Wait(_)) || machine.is_notified(cells, thread);
            let bit = 1 << (first + lock);
            if taken { footprint.writes |= bit } else { footprint.reads |= bit }
        }
    }
    footprint
}
