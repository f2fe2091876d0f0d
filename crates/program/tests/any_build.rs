//! However a builder is used, it makes a program or says what was wrong.

use program::{Arith, Builder, Cell, Handle, Label, ObjectKind, Op, Operand, QueueOrder};
use proptest::prelude::*;
use trace::VerdictKind;

/// One use of a builder. Numbers choose among what was made before, or name what was not.
#[derive(Clone, Debug)]
enum Use {
    Variable(i32, bool),
    Array(Vec<i32>),
    MakeAtomic(usize),
    Local(bool),
    Objects(u8),
    Line,
    Says,
    Load(u8, usize),
    Acquire(usize, usize),
    Jump(usize),
    JumpTo(usize),
    Repeat(u8, i32),
    Label,
    Place(usize),
    Thread(usize, Vec<i32>),
    Threads(u32),
    NotStarted(usize),
    Stack(usize),
    Total(usize),
    Flag(usize),
}

fn any_use() -> impl Strategy<Value = Use> {
    let index = || prop_oneof![9 => 0..4_usize, 1 => any::<usize>()];
    let local = || prop_oneof![9 => 0..4_u8, 1 => any::<u8>()];
    let values = || prop::collection::vec(0..4_i32, 0..4);
    prop_oneof![
        1 => (0..5_i32, any::<bool>()).prop_map(|(init, atomic)| Use::Variable(init, atomic)),
        1 => values().prop_map(Use::Array),
        1 => index().prop_map(Use::MakeAtomic),
        4 => any::<bool>().prop_map(Use::Local),
        1 => (0..4_u8).prop_map(Use::Objects),
        4 => Just(Use::Line),
        1 => Just(Use::Says),
        3 => (local(), index()).prop_map(|(dst, var)| Use::Load(dst, var)),
        1 => (index(), index()).prop_map(|(base, len)| Use::Acquire(base, len)),
        1 => index().prop_map(Use::Jump),
        1 => index().prop_map(Use::JumpTo),
        1 => (local(), any::<i32>()).prop_map(|(counter, times)| Use::Repeat(counter, times)),
        1 => Just(Use::Label),
        4 => index().prop_map(Use::Place),
        3 => (index(), values()).prop_map(|(entry, locals)| Use::Thread(entry, locals)),
        1 => prop_oneof![9 => 0..4_u32, 1 => any::<u32>()].prop_map(Use::Threads),
        1 => index().prop_map(Use::NotStarted),
        1 => index().prop_map(Use::Stack),
        1 => index().prop_map(Use::Total),
        1 => index().prop_map(Use::Flag),
    ]
}

fn apply(build: &mut Builder, labels: &mut Vec<Label>, used: &Use) {
    let cell = |var: usize| Cell { var, index: Operand::Me };
    // Labels of another builder, too.
    let label = |index: usize| match labels.get(index) {
        Some(label) => *label,
        None => {
            let mut other = Builder::new();
            (0..index % 40).for_each(|_| _ = other.label());
            other.label()
        }
    };
    let otherwise = VerdictKind::WrongValue;
    match *used {
        Use::Variable(init, true) => _ = build.atomic("x", init, (0, 3)),
        Use::Variable(init, false) => _ = build.var("x", init, (0, 3)),
        Use::Array(ref init) => _ = build.array("a", init, (0, 3), 0),
        Use::MakeAtomic(var) => build.make_atomic(cell(var)),
        Use::Local(true) => _ = build.local("i", (0, 3)),
        Use::Local(false) => _ = build.hidden("i", (0, 3)),
        Use::Objects(0) => {
            let order = QueueOrder::Priority;
            _ = build.object("q", ObjectKind::Queue { order, maxsize: 2, range: (0, 3) });
        }
        Use::Objects(n) => {
            _ = build.objects(&vec!["lock".to_owned(); n.into()], ObjectKind::Lock, 0);
        }
        Use::Line => build.line("pass"),
        Use::Says => build.says("go"),
        Use::Load(dst, var) => build.op(Op::Load { dst, from: cell(var) }),
        Use::Acquire(base, len) => {
            build.op(Op::Acquire(Handle { base, len, index: Operand::Const(0) }));
        }
        Use::Jump(index) => build.jump_if_zero(Operand::Me, label(index)),
        Use::JumpTo(index) => build.op(Op::Jump(index)),
        Use::Repeat(counter, times) => build.repeat(counter, times, |build| {
            build.count(counter, Arith::Add, 0, 0);
        }),
        Use::Label => {
            let label = build.label();
            labels.push(label);
        }
        Use::Place(index) => build.place(label(index)),
        Use::Thread(entry, ref locals) => _ = build.thread("t", entry, locals),
        Use::Threads(count) => build.threads(count, 0),
        Use::NotStarted(thread) => build.not_started(thread),
        Use::Stack(cells) => build.stack(cells),
        Use::Total(var) => build.total(cell(var), 0, otherwise),
        Use::Flag(var) => build.flag(cell(var), otherwise),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_use_of_a_builder_makes_a_program_or_an_error(
        uses in prop::collection::vec(any_use(), 0..40),
    ) {
        let (mut build, mut labels) = (Builder::default(), Vec::new());
        for used in &uses {
            apply(&mut build, &mut labels, used);
        }
        match build.finish() {
            Ok(program) => prop_assert!((1..=26).contains(&program.threads.len())),
            Err(error) => prop_assert!(error.to_string().len() < 300, "{error}"),
        }
    }
}
