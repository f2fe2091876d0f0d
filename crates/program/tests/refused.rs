//! What is wrong with a program is named: where it stands, its value, and what the limit is.

use program::{
    Builder, Cell, Handle, Instr, Judge, Object, ObjectKind, Op, Operand, Program, ProgramData,
    QueueOrder,
};
use trace::VerdictKind;

/// A thread that stores a local in a variable, and may use a lock, a condition and a queue.
fn small() -> Builder {
    let mut build = Builder::new();
    let x = build.var("x", 0, (0, 4));
    let value = build.local("value", (0, 4));
    let lock = build.object("door", ObjectKind::Lock);
    build.object("bell", ObjectKind::Condition { lock: lock.base });
    let order = QueueOrder::Fifo;
    build.object("line", ObjectKind::Queue { order, maxsize: 2, range: (0, 4) });
    build.line("x = value");
    build.op(Op::Store { to: x, value: Operand::Local(value) });
    build.thread("Ann", 0, &[3]);
    build
}

/// Why the small program is none after it has been changed.
fn refused(change: impl FnOnce(&mut ProgramData)) -> String {
    let mut data = small().finish().expect("it fits together").into_data();
    change(&mut data);
    Program::new(data).expect_err("it is wrong").to_string()
}

/// The same where something is changed while it is being built.
fn built_wrong(change: impl FnOnce(&mut Builder)) -> String {
    let mut build = small();
    change(&mut build);
    build.finish().expect_err("it is wrong").to_string()
}

/// The same with one more instruction.
fn with(op: Op) -> String {
    refused(|data| data.code.push(Instr { op, line: 1, says: String::new() }))
}

fn handle(base: usize) -> Handle {
    Handle { base, index: 0.into(), len: 1 }
}

#[test]
fn amounts_have_limits() {
    let most = "a program has 1 to 26 threads, got ";
    assert_eq!(refused(|data| data.threads.clear()), format!("{most}0"));
    assert_eq!(built_wrong(|build| build.threads(26, 0)), format!("{most}27"));
    assert_eq!(
        built_wrong(|build| (1..=300).for_each(|_| _ = build.local("i", (0, 1)))),
        "a program has 0 to 64 locals, got 301"
    );
    assert_eq!(
        built_wrong(|build| _ = build.array("a", &[0; 4096], (0, 1), 0)),
        "a program has 0 to 4096 cells of variables, got 4097"
    );
    assert_eq!(
        built_wrong(|build| _ = build.objects(&vec![String::new(); 1022], ObjectKind::Lock, 0)),
        "a program has 0 to 1024 objects, got 1025"
    );
    let kind = ObjectKind::Queue { order: QueueOrder::Lifo, maxsize: u16::MAX, range: (0, 0) };
    assert_eq!(
        built_wrong(|build| _ = build.object("all", kind)),
        "a program has 0 to 4096 items in queues, got 65537"
    );
    let most = "a program has 0 to 1024 cells of a stack, got ";
    assert_eq!(built_wrong(|build| build.stack(usize::MAX)), format!("{most}{}", usize::MAX));
    assert_eq!(
        built_wrong(|build| (0..65_535).for_each(|_| build.op(Op::Yield))),
        "a program has 0 to 65535 instructions, got 65536"
    );
    assert_eq!(
        built_wrong(|build| (0..65_535).for_each(|_| build.line("pass"))),
        "a program has 0 to 65535 lines of source, got 65536"
    );
}

/// Of more threads than can be counted, one too many is enough to be refused.
#[test]
fn a_great_many_threads_are_refused_at_once() {
    let text = built_wrong(|build| build.threads(u32::MAX, 0));
    assert_eq!(text, "a program has 1 to 26 threads, got 28");
}

#[test]
fn values_must_fit_into_their_ranges() {
    assert_eq!(
        built_wrong(|build| _ = build.var("y", 5, (0, 4))),
        "y is 5 at the start, beyond its range from 0 to 4"
    );
    assert_eq!(
        built_wrong(|build| _ = build.var("y", 5, (5, 4))),
        "y can hold nothing: its range is from 5 to 4"
    );
    assert_eq!(
        built_wrong(|build| _ = build.array("y", &[], (0, 4), 0)),
        "the variable y has 0 cells, and 1 is the least"
    );
    assert_eq!(
        built_wrong(|build| _ = build.local("i", (1, 4))),
        "i is 0 at the start, beyond its range from 1 to 4"
    );
    assert_eq!(
        built_wrong(|build| _ = build.thread("Bob", 0, &[-1])),
        "value of Bob is -1 at the start, beyond its range from 0 to 4"
    );
    assert_eq!(
        built_wrong(|build| _ = build.thread("Bob", 0, &[0, 0])),
        "Bob begins with 2 locals, and the program has 1"
    );
    let kind = ObjectKind::Queue { order: QueueOrder::Lifo, maxsize: 1, range: (3, -3) };
    assert_eq!(
        built_wrong(|build| _ = build.object("jobs", kind)),
        "jobs can hold nothing: its range is from 3 to -3"
    );
}

#[test]
fn what_is_named_must_be_there() {
    assert_eq!(
        built_wrong(|build| _ = build.thread("Bob", 2, &[])),
        "Bob begins at instruction 2, and the code ends at 1"
    );
    for (lock, found) in [(9, "not there"), (1, "a condition"), (2, "a queue")] {
        let kind = ObjectKind::Condition { lock };
        assert_eq!(
            refused(|data| data.objects.push(Object { name: "gong".to_owned(), kind })),
            format!("the condition gong has no lock: object {lock} is {found}")
        );
    }
    let missing = "there is no variable 1: there are 1, counted from 0";
    let elsewhere = Cell { var: 1, index: 0.into() };
    let otherwise = VerdictKind::WrongValue;
    assert_eq!(refused(|data| data.judge = Judge::Flag { var: 1, otherwise }), missing);
    assert_eq!(built_wrong(|build| build.total(elsewhere, 0, otherwise)), missing);
    assert_eq!(built_wrong(|build| build.make_atomic(elsewhere)), missing);
    assert_eq!(
        built_wrong(|build| build.not_started(1)),
        "there is no thread 1: there are 1, counted from 0"
    );
}

/// The code of the small program has one instruction, 0, in its only line.
#[test]
fn an_instruction_uses_what_is_there() {
    let at = |wrong: &str| format!("instruction 1 in line 1: {wrong}");
    let missing = |what: &str, index: usize, all: usize| {
        at(&format!("there is no {what} {index}: there are {all}, counted from 0"))
    };
    assert_eq!(with(Op::Pop(1)), missing("local", 1, 1));
    assert_eq!(with(Op::Assert(Operand::Local(200))), missing("local", 200, 1));
    assert_eq!(with(Op::Get { dst: 7, ok: 0, queue: handle(2) }), missing("local", 7, 1));
    assert_eq!(with(Op::TryGet { dst: 7, ok: 0, queue: handle(2) }), missing("local", 7, 1));
    let from = Cell { var: 1, index: 0.into() };
    assert_eq!(with(Op::Load { dst: 0, from }), missing("variable", 1, 1));
    assert_eq!(with(Op::Join(4)), missing("thread", 4, 1));
    assert_eq!(with(Op::Start(usize::MAX)), missing("thread", usize::MAX, 1));
    assert_eq!(
        with(Op::Jump(3)),
        at("it leads to instruction 3, and the code ends at 2") // its end may be jumped to
    );
    assert_eq!(with(Op::Choose { dst: 0, n: 27 }), at("a choice has 1 to 26 ways, got 27"));
    assert_eq!(with(Op::Choose { dst: 0, n: 0 }), at("a choice has 1 to 26 ways, got 0"));
    for (base, len) in [(3, 1), (0, 4), (usize::MAX, 1), (1, usize::MAX)] {
        let expected = format!(
            "there are no {len} objects from object {base} on: there are 3, counted from 0"
        );
        assert_eq!(with(Op::Acquire(Handle { base, len, index: 0.into() })), at(&expected));
    }
    let instr = Instr { op: Op::Yield, line: 2, says: String::new() };
    assert_eq!(
        refused(|data| data.code.push(instr)),
        "instruction 1 in line 2: the source ends at line 1"
    );
}

#[test]
fn an_object_is_used_for_what_it_is_made_for() {
    for (op, wrong) in [
        (Op::Acquire(handle(1)), "bell is a condition, and this needs a lock or a semaphore"),
        (Op::Release(handle(2)), "line is a queue, and this needs a lock or a semaphore"),
        (Op::Wait(handle(0)), "door is a lock, and this needs a condition"),
        (Op::Notify { condition: handle(2), n: 1 }, "line is a queue, and this needs a condition"),
        (Op::BarrierWait(handle(0)), "door is a lock, and this needs a barrier"),
        (Op::JoinQueue(handle(0)), "door is a lock, and this needs a queue"),
        // Any of the three may be meant.
        (
            Op::Put { queue: Handle { len: 3, ..handle(0) }, item: 0.into() },
            "door is a lock, and this needs a queue",
        ),
    ] {
        assert_eq!(with(op), format!("instruction 1 in line 1: {wrong}"));
    }
}

#[test]
fn a_jump_needs_a_label_that_was_placed() {
    assert_eq!(
        built_wrong(|build| {
            let (placed, end) = (build.label(), build.label());
            build.place(placed);
            build.jump(end);
        }),
        "instruction 1 in line 1: it leads to label 1, which was not placed"
    );
    assert_eq!(
        built_wrong(|build| build.op(Op::Call(0))),
        "instruction 1 in line 1: there is no label 0: there are 0, counted from 0"
    );
    let of_another = Builder::new().label();
    assert_eq!(
        built_wrong(|build| build.place(of_another)),
        "there is no label 0: there are 0, counted from 0"
    );
}

/// The last of two mistakes is not said: it may follow from the first.
#[test]
fn the_first_mistake_is_named() {
    let text = built_wrong(|build| {
        build.not_started(5);
        build.not_started(6);
    });
    assert_eq!(text, "there is no thread 5: there are 1, counted from 0");
}

#[test]
fn an_empty_builder_makes_a_program_only_with_a_thread() {
    assert!(Builder::default().finish().is_err());
    let mut build = Builder::default();
    build.threads(1, 0);
    assert_eq!(build.finish().map(|program| program.code.len()), Ok(0));
}
