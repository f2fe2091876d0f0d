//! What hardly any program does has a meaning nevertheless.

use machine::{Failure, Grain, Machine};
use program::{Arith, Builder, Handle, ObjectKind, Op, Operand, QueueOrder};

/// Builds a program of one thread, lets it run to its end or its failure, and shows its last state.
fn run(write: impl FnOnce(&mut Builder)) -> (Machine, Vec<i32>) {
    let mut build = Builder::new();
    write(&mut build);
    build.threads(1, 0);
    let machine = Machine::new(build.finish().expect("it fits together"), Grain::Merged);
    let mut cells = machine.start();
    while let Some(by) = machine.moves(&cells).first() {
        machine.step(&mut cells, by.thread.into(), by.way.into());
    }
    (machine, cells)
}

fn failure(write: impl FnOnce(&mut Builder)) -> Option<Failure> {
    let (machine, cells) = run(write);
    machine.failure(&cells).map(|(_, failure)| failure)
}

fn queue(build: &mut Builder, name: &str, order: QueueOrder) -> Handle {
    build.object(name, ObjectKind::Queue { order, maxsize: 2, range: (1, 5) })
}

/// The local is 1: so 1 goes into the queue with index 1, twice, and each time the local becomes 1.
/// Then that queue is full, and the local becomes 0.
#[test]
fn whether_there_was_room_may_replace_the_item_and_the_index_of_the_queue() {
    let (machine, cells) = run(|build| {
        let first = queue(build, "first", QueueOrder::Lifo);
        queue(build, "second", QueueOrder::Lifo);
        let i = build.local("i", (0, 5));
        let second = Handle { index: Operand::Local(i), len: 2, ..first };
        build.count(i, Arith::Add, 1, 0);
        for _ in 0..3 {
            build.op(Op::TryPut { ok: i, queue: second, item: Operand::Local(i) });
        }
        let x = build.var("x", 5, (0, 5));
        build.op(Op::Store { to: x, value: Operand::Local(i) });
    });
    let shown = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [shown("x", "0"), shown("first", "empty"), shown("second", "1 1")];
    assert_eq!(machine.shared(&cells), expected);
}

/// The local is 0, the index of the only queue. It becomes 1, but by then the item has been put.
#[test]
fn whether_there_was_room_may_be_an_index_beyond_the_queues() {
    let failed = failure(|build| {
        let only = queue(build, "only", QueueOrder::Priority);
        let i = build.local("i", (0, 5));
        let only = Handle { index: Operand::Local(i), ..only };
        build.op(Op::TryPut { ok: i, queue: only, item: 3.into() });
    });
    assert_eq!(failed, None);
}

/// The queue keeps what it had: that is what is shown beside the failure.
#[test]
fn an_item_beyond_the_range_of_a_queue_is_an_error_and_is_not_put() {
    let (machine, cells) = run(|build| {
        let jobs = queue(build, "jobs", QueueOrder::Lifo);
        build.op(Op::Put { queue: jobs, item: 5.into() });
        build.op(Op::Put { queue: jobs, item: 0.into() });
    });
    assert_eq!(machine.failure(&cells), Some((0, Failure::OutOfRange)));
    assert_eq!(machine.shared(&cells), [("jobs".to_owned(), "5".to_owned())]);
}

#[test]
fn to_wait_for_the_tasks_of_no_queue_is_an_error() {
    let failed = failure(|build| {
        let jobs = queue(build, "jobs", QueueOrder::Fifo);
        build.op(Op::JoinQueue(Handle { index: 1.into(), ..jobs }));
    });
    assert_eq!(failed, Some(Failure::BadIndex));
}

#[test]
fn to_wait_for_a_number_that_cannot_be_computed_is_an_error() {
    let failed = failure(|build| {
        let x = build.var("x", 3, (0, 5));
        build.op(Op::Await { at: x, arith: Arith::Mod, value: 0.into() });
    });
    assert_eq!(failed, Some(Failure::Arithmetic));
}

/// Instruction 2 is the end of the code, to which anybody may return; 3 and −1 are nowhere.
#[test]
fn a_return_to_what_was_pushed_needs_a_place_to_go() {
    for (pushed, expected) in [(2, None), (3, Some(Failure::Stack)), (-1, Some(Failure::Stack))] {
        let failed = failure(|build| {
            build.stack(1);
            build.op(Op::Push(pushed.into()));
            build.op(Op::Return);
        });
        assert_eq!(failed, expected, "{pushed}");
    }
}
