//! Programs at random.

mod sketch;

use program::{Arith, Preemption, QueueOrder};
use proptest::prelude::*;

use sketch::{Act, Index, Lock, Place, Sketch, Value};

const LOCALS: u8 = 3;

fn local() -> impl Strategy<Value = u8> {
    0..LOCALS
}

fn value(me: bool) -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0..3_i32).prop_map(Value::Of),
        3 => local().prop_map(Value::In),
        1 => Just(if me { Value::Me } else { Value::Of(3) }),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        3 => Just(Place::Plain),
        3 => Just(Place::Atomic),
        1 => (0..2_i32).prop_map(|index| Place::Array(Index::Of(index))),
        1 => local().prop_map(|local| Place::Array(Index::In(local))),
    ]
}

fn lock() -> impl Strategy<Value = Lock> {
    prop_oneof![
        4 => Just(Lock::One),
        3 => Just(Lock::Other),
        2 => Just(Lock::Reentrant),
        2 => Just(Lock::Semaphore),
        1 => local().prop_map(Lock::ByLocal),
    ]
}

fn access(me: bool) -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (place(), local()).prop_map(|(place, local)| Act::Load(place, local)),
        4 => (place(), value(me)).prop_map(|(place, value)| Act::Store(place, value)),
        2 => (place(), local(), 1..3_i32).prop_map(|(place, local, by)| Act::FetchAdd(place, local, by)),
        1 => (place(), local(), value(me)).prop_map(|(place, local, value)| Act::Swap(place, local, value)),
    ]
}

fn compute(me: bool) -> impl Strategy<Value = Act> {
    // None of these can fail, whatever the values are.
    let modulo = (local(), local(), 1..4_i32)
        .prop_map(|(dst, a, n)| Act::Compute(dst, Arith::Mod, a, Value::Of(n)));
    let arith = prop_oneof![Just(Arith::Eq), Just(Arith::Lt), Just(Arith::Or), Just(Arith::Ne)];
    let compare = (local(), arith, local(), value(me))
        .prop_map(|(dst, arith, a, b)| Act::Compute(dst, arith, a, b));
    prop_oneof![modulo, compare]
}

fn act(me: bool, asserts: bool) -> impl Strategy<Value = Act> {
    let shared = prop_oneof![
        8 => access(me),
        2 => (lock(), access(me)).prop_map(|(lock, act)| Act::With(lock, Box::new(act))),
        1 => lock().prop_map(Act::Acquire),
        1 => lock().prop_map(Act::Release),
        1 => (lock(), local()).prop_map(|(lock, local)| Act::Try(lock, local)),
        1 => (0..3_i32).prop_map(Act::Await),
    ];
    let meets = prop_oneof![
        4 => prop::bool::weighted(0.9).prop_map(Act::Wait),
        4 => (1..3_u8, prop::bool::weighted(0.9)).prop_map(|(n, locked)| Act::Notify(n, locked)),
        4 => Just(Act::Barrier),
        4 => (0..4_i32).prop_map(Act::Put),
        2 => (0..4_i32, local()).prop_map(|(item, ok)| Act::TryPut(item, ok)),
        3 => (local(), local()).prop_map(|(dst, ok)| Act::Get(dst, ok)),
        3 => (local(), local()).prop_map(|(dst, ok)| Act::TryGet(dst, ok)),
        1 => Just(Act::TaskDone),
        1 => Just(Act::JoinQueue),
        1 => Just(Act::ShutDown),
    ];
    let own = prop_oneof![
        3 => compute(me),
        1 => (local(), 2..4_u8).prop_map(|(dst, n)| Act::Choose(dst, n)),
        1 => Just(Act::Yield),
        1 => local().prop_map(move |local| if asserts { Act::Assert(local) } else { Act::Yield }),
        3 => (local(), 1..3_u8).prop_map(|(a, n)| Act::Skip(a, n)),
    ];
    prop_oneof![5 => shared, 2 => meets, 3 => own]
}

/// Programs whose threads never go back.
pub(crate) fn forwards() -> impl Strategy<Value = Sketch> {
    let asserts = prop::bool::weighted(0.2);
    let alike = (2..5_usize, asserts).prop_flat_map(|(threads, asserts)| {
        let body = prop::collection::vec(act(false, asserts), 1..4);
        sketch(body.prop_map(|body| vec![body]), threads)
    });
    let different = (2..4_usize, asserts).prop_flat_map(|(threads, asserts)| {
        let bodies =
            prop::collection::vec(prop::collection::vec(act(true, asserts), 1..5), threads);
        sketch(bodies, threads)
    });
    let started = asserts.prop_flat_map(|asserts| {
        let bodies = prop::collection::vec(prop::collection::vec(act(true, asserts), 1..4), 2..4);
        (bodies, 0..4_usize, any::<bool>()).prop_flat_map(|(mut bodies, at, joins)| {
            let at = at.min(bodies[0].len());
            bodies[0].insert(at, Act::StartLast);
            if joins {
                bodies[0].push(Act::JoinLast);
            }
            let threads = bodies.len();
            sketch(Just(bodies), threads)
        })
    });
    prop_oneof![3 => alike, 4 => different, 1 => started]
}

/// Programs whose threads may go back, and so round and round.
pub(crate) fn backwards() -> impl Strategy<Value = Sketch> {
    let back = (local(), 1..3_u8).prop_map(|(a, n)| Act::Back(a, n));
    let some = prop_oneof![5 => act(false, true), 2 => back];
    (2..4_usize, any::<bool>()).prop_flat_map(move |(threads, alike)| {
        let bodies = if alike { 1 } else { threads };
        let some = some.clone();
        sketch(prop::collection::vec(prop::collection::vec(some, 2..5), bodies), threads)
            .prop_map(|sketch| Sketch { most: 5, ..sketch })
    })
}

fn sketch(
    bodies: impl Strategy<Value = Vec<Vec<Act>>>,
    threads: usize,
) -> impl Strategy<Value = Sketch> {
    let order =
        prop_oneof![Just(QueueOrder::Fifo), Just(QueueOrder::Lifo), Just(QueueOrder::Priority)];
    let preemption = prop_oneof![
        2 => Just(Preemption::Anywhere),
        1 => Just(Preemption::Gil),
        1 => Just(Preemption::Await),
    ];
    (bodies, order, 1..3_u16, 1..3_u16, any::<bool>(), preemption).prop_map(
        move |(bodies, order, maxsize, permits, judges_plain, preemption)| Sketch {
            bodies,
            threads,
            order,
            maxsize,
            permits,
            judges_plain,
            preemption,
            most: 63,
        },
    )
}
