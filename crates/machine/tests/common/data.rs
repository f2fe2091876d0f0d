//! Programs that nobody wrote: half of them fit together, and most of the others nearly do.

use program::{Judge, Local, Object, ObjectKind, Preemption, ProgramData, QueueOrder, Thread, Var};
use proptest::prelude::*;
use trace::VerdictKind;

use super::code::{Names, code};
use super::numbers::{extreme, index, mostly, range, value};

/// A program of few variables, objects and threads. Whether it fits together is left to chance.
pub(crate) fn any_program() -> impl Strategy<Value = ProgramData> {
    // One mistake at a time: with several, each of them would be reason enough.
    let careful = (prop::bool::weighted(0.8), prop::bool::weighted(0.4));
    careful.prop_flat_map(|(careful, careful_code)| {
        let threads = mostly(careful, 1..5_usize, prop_oneof![Just(0), 25..30_usize]);
        let locals = mostly(careful, 1..5_usize, prop_oneof![Just(0), 60..70_usize])
            .prop_flat_map(move |n| prop::collection::vec(local(careful), n));
        let vars = prop::collection::vec(var(careful), 1..4);
        let kinds = (0..7_usize)
            .prop_flat_map(move |n| prop::collection::vec(kind(n, careful), n))
            .prop_map(put_locks_in_place);
        (threads, vars, locals, kinds, 0..20_usize, 0..4_usize).prop_flat_map(
            move |(threads, vars, locals, kinds, length, lines)| {
                let careful = careful_code;
                whole(Names { careful, vars, locals, kinds, threads, length, lines })
            },
        )
    })
}

fn whole(names: Names) -> impl Strategy<Value = ProgramData> {
    let threads = prop::collection::vec(thread(&names), names.threads);
    let stack = mostly(names.careful, 0..4_usize, extreme());
    let all = (code(&names), threads, judge(&names), stack, preemption());
    all.prop_map(move |(code, threads, judge, stack, preemption)| {
        let object =
            |(index, &kind): (usize, &ObjectKind)| Object { name: format!("object {index}"), kind };
        ProgramData {
            source: vec!["pass".to_owned(); names.lines],
            vars: names.vars.clone(),
            objects: names.kinds.iter().enumerate().map(object).collect(),
            locals: names.locals.clone(),
            threads,
            code,
            stack,
            preemption,
            judge,
        }
    })
}

/// When threads may be interrupted.
pub(crate) fn preemption() -> impl Strategy<Value = Preemption> {
    prop::sample::select(vec![Preemption::Anywhere, Preemption::Gil, Preemption::Await])
}

fn var(careful: bool) -> impl Strategy<Value = Var> {
    let cells = mostly(careful, 1..4_usize, prop_oneof![Just(0), Just(5_000)]);
    let init = cells.prop_flat_map(|n| prop::collection::vec(value(), n));
    let slip = mostly(careful, Just(false), Just(true));
    (range(careful), init, any::<bool>(), slip).prop_map(|(range, mut init, atomic, slip)| {
        if !slip && range.0 <= range.1 {
            init.iter_mut().for_each(|value| *value = (*value).clamp(range.0, range.1));
        }
        Var { name: "x".to_owned(), init, range, atomic }
    })
}

fn local(careful: bool) -> impl Strategy<Value = Local> {
    (range(careful), any::<bool>()).prop_map(|(range, shown)| Local {
        name: "i".to_owned(),
        range,
        shown,
    })
}

fn kind(n: usize, careful: bool) -> impl Strategy<Value = ObjectKind> {
    let orders = vec![QueueOrder::Fifo, QueueOrder::Lifo, QueueOrder::Priority];
    let order = prop::sample::select(orders);
    let small = || prop_oneof![20 => 0..4_u16, 1 => any::<u16>()];
    prop_oneof![
        3 => Just(ObjectKind::Lock),
        2 => Just(ObjectKind::RLock),
        2 => (small(), prop::option::of(small()))
            .prop_map(|(permits, bound)| ObjectKind::Semaphore { permits, bound }),
        2 => index(n, careful).prop_map(|lock| ObjectKind::Condition { lock }),
        1 => small().prop_map(|parties| ObjectKind::Barrier { parties }),
        3 => (order, mostly(careful, 0..4_u16, any::<u16>()), range(careful)).prop_map(
            |(order, maxsize, range)| ObjectKind::Queue { order, maxsize, range }
        ),
    ]
}

/// Gives conditions a lock, if there is any; without one, they become locks themselves. What is not
/// there stays so.
fn put_locks_in_place(mut kinds: Vec<ObjectKind>) -> Vec<ObjectKind> {
    let is_lock = |kind: &ObjectKind| matches!(kind, ObjectKind::Lock | ObjectKind::RLock);
    for at in 0..kinds.len() {
        if let ObjectKind::Condition { lock } = kinds[at]
            && kinds.get(lock).is_some_and(|kind| !is_lock(kind))
        {
            kinds[at] = match kinds.iter().position(is_lock) {
                Some(lock) => ObjectKind::Condition { lock },
                None => ObjectKind::Lock,
            };
        }
    }
    kinds
}

fn thread(names: &Names) -> impl Strategy<Value = Thread> + use<> {
    let (locals, careful) = (names.locals.clone(), names.careful);
    let most = mostly(careful, 0..=locals.len(), Just(locals.len() + 1));
    let values = most.prop_flat_map(|n| prop::collection::vec(value(), n));
    let slip = mostly(careful, Just(false), Just(true));
    (index(names.length + 1, careful), values, prop::bool::weighted(0.9), slip).prop_map(
        move |(entry, mut values, started, slip)| {
            for (value, local) in values.iter_mut().zip(&locals) {
                if !slip && local.range.0 <= local.range.1 {
                    *value = (*value).clamp(local.range.0, local.range.1);
                }
            }
            Thread { name: "t".to_owned(), entry, locals: values, started }
        },
    )
}

fn judge(names: &Names) -> impl Strategy<Value = Judge> + use<> {
    let otherwise = VerdictKind::WrongValue;
    let var = || index(names.vars.len(), names.careful);
    prop_oneof![
        Just(Judge::Held),
        (var(), value()).prop_map(move |(var, expected)| Judge::Total { var, expected, otherwise }),
        var().prop_map(move |var| Judge::Flag { var, otherwise }),
    ]
}
