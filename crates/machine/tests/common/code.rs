//! Code that nobody wrote.

use program::{Arith, Cell, Handle, Instr, Local, MAX_WAYS, ObjectKind, Op, Operand, Var};
use proptest::prelude::*;

use super::numbers::{index, mostly, value};

/// What code may name: at least one variable and one local, if it is careful.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// Whether everything named is there.
    pub(crate) careful: bool,
    pub(crate) vars: Vec<Var>,
    pub(crate) locals: Vec<Local>,
    pub(crate) kinds: Vec<ObjectKind>,
    pub(crate) threads: usize,
    /// Instructions.
    pub(crate) length: usize,
    pub(crate) lines: usize,
}

/// So many instructions.
pub(crate) fn code(names: &Names) -> impl Strategy<Value = Vec<Instr>> + use<> {
    let lines = names.lines as u16;
    let line = mostly(names.careful, 0..=lines, Just(lines + 1));
    let says = prop::sample::select(vec!["", "go", "one|other"]);
    let instr = (op(names), line, says).prop_map(|(op, line, says)| Instr {
        op,
        line,
        says: says.to_owned(),
    });
    prop::collection::vec(instr, names.length)
}

fn op(names: &Names) -> BoxedStrategy<Op> {
    let mut ops = vec![(4, accesses(names)), (3, computes(names)), (3, control(names))];
    ops.push((2, own(names)));
    ops.extend(meets(names).into_iter().map(|op| (2, op)));
    prop::strategy::Union::new_weighted(ops).boxed()
}

fn local(names: &Names) -> BoxedStrategy<u8> {
    index(names.locals.len(), names.careful).prop_map(|local| local.min(255) as u8).boxed()
}

fn operand(names: &Names) -> BoxedStrategy<Operand> {
    prop_oneof![
        3 => value().prop_map(Operand::Const),
        1 => Just(Operand::Me),
        4 => local(names).prop_map(Operand::Local),
    ]
    .boxed()
}

/// Mostly the first of several.
fn which(names: &Names) -> BoxedStrategy<Operand> {
    prop_oneof![8 => Just(Operand::Const(0)), 1 => operand(names)].boxed()
}

fn arith() -> impl Strategy<Value = Arith> {
    use Arith::*;
    prop::sample::select(vec![Add, Sub, Mul, FloorDiv, Mod, Eq, Ne, Lt, Le, And, Or])
}

fn own(names: &Names) -> BoxedStrategy<Op> {
    let threads = || index(names.threads, names.careful);
    prop_oneof![
        2 => Just(Op::Yield),
        2 => Just(Op::Sleep),
        1 => operand(names).prop_map(Op::Assert),
        1 => threads().prop_map(Op::Start),
        1 => threads().prop_map(Op::Join),
    ]
    .boxed()
}

fn control(names: &Names) -> BoxedStrategy<Op> {
    let place = || index(names.length + 1, names.careful);
    prop_oneof![
        3 => place().prop_map(Op::Jump),
        6 => (operand(names), place()).prop_map(|(a, to)| Op::JumpIfZero { a, to }),
        1 => place().prop_map(Op::Call),
        1 => Just(Op::Return),
        1 => operand(names).prop_map(Op::Push),
        1 => local(names).prop_map(Op::Pop),
        1 => Just(Op::Halt),
    ]
    .boxed()
}

fn computes(names: &Names) -> BoxedStrategy<Op> {
    let (dst, a, b) = (|| local(names), || operand(names), || operand(names));
    let ways = mostly(names.careful, 1..=MAX_WAYS, any::<u8>());
    prop_oneof![
        (dst(), arith(), a(), b()).prop_map(|(dst, arith, a, b)| Op::Compute { dst, arith, a, b }),
        (dst(), arith(), a(), b()).prop_map(|(dst, arith, a, b)| Op::Count { dst, arith, a, b }),
        (dst(), ways).prop_map(|(dst, n)| Op::Choose { dst, n }),
    ]
    .boxed()
}

fn accesses(names: &Names) -> BoxedStrategy<Op> {
    let cell = || {
        let cell = (index(names.vars.len(), names.careful), which(names));
        cell.prop_map(|(var, index)| Cell { var, index })
    };
    let (dst, value) = (|| local(names), || operand(names));
    prop_oneof![
        (dst(), cell()).prop_map(|(dst, from)| Op::Load { dst, from }),
        (cell(), value()).prop_map(|(to, value)| Op::Store { to, value }),
        (dst(), cell(), value()).prop_map(|(dst, at, by)| Op::FetchAdd { dst, at, by }),
        (dst(), cell(), value()).prop_map(|(dst, at, value)| Op::Swap { dst, at, value }),
        (cell(), arith(), value()).prop_map(|(at, arith, value)| Op::Await { at, arith, value }),
    ]
    .boxed()
}

/// Instructions at which threads meet, for those kinds of objects that there are.
fn meets(names: &Names) -> Vec<BoxedStrategy<Op>> {
    let of = |fits: fn(&ObjectKind) -> bool| handle(names, fits);
    let (dst, ok, item) = (|| local(names), || local(names), || operand(names));
    let mut ops = Vec::new();
    let lock = of(|kind| {
        matches!(kind, ObjectKind::Lock | ObjectKind::RLock | ObjectKind::Semaphore { .. })
    });
    if let Some(lock) = lock {
        let tries = (dst(), lock.clone()).prop_map(|(dst, object)| Op::TryAcquire { dst, object });
        let takes = lock.clone().prop_map(Op::Acquire);
        ops.push(prop_oneof![3 => takes, 1 => tries, 1 => lock.prop_map(Op::Release)].boxed());
    }
    if let Some(condition) = of(|kind| matches!(kind, ObjectKind::Condition { .. })) {
        let notify = (condition.clone(), 0..4_u8);
        let notify = notify.prop_map(|(condition, n)| Op::Notify { condition, n });
        ops.push(prop_oneof![condition.prop_map(Op::Wait), notify].boxed());
    }
    if let Some(barrier) = of(|kind| matches!(kind, ObjectKind::Barrier { .. })) {
        ops.push(barrier.prop_map(Op::BarrierWait).boxed());
    }
    if let Some(queue) = of(|kind| matches!(kind, ObjectKind::Queue { .. })) {
        let q = || queue.clone();
        let gets = (dst(), ok(), q()).prop_map(|(dst, ok, queue)| Op::Get { dst, ok, queue });
        let tries = (dst(), ok(), q()).prop_map(|(dst, ok, queue)| Op::TryGet { dst, ok, queue });
        let puts = (ok(), q(), item()).prop_map(|(ok, queue, item)| Op::TryPut { ok, queue, item });
        let kinds = prop_oneof![
            3 => (q(), item()).prop_map(|(queue, item)| Op::Put { queue, item }),
            2 => puts,
            1 => gets,
            2 => tries,
            1 => q().prop_map(Op::TaskDone),
            1 => q().prop_map(Op::JoinQueue),
            1 => q().prop_map(Op::ShutDown),
        ];
        ops.push(kinds.boxed());
    }
    ops
}

/// One or a few consecutive objects that fit, if there are any; if not careful, now and then others,
/// or some that are not there.
fn handle(names: &Names, fits: fn(&ObjectKind) -> bool) -> Option<BoxedStrategy<Handle>> {
    let run = |base: usize| names.kinds[base..].iter().take_while(|kind| fits(kind)).count();
    let runs = (0..names.kinds.len()).map(|base| (base, run(base)));
    let fitting: Vec<(usize, usize)> = runs.filter(|&(_, run)| run > 0).collect();
    let n = names.kinds.len();
    let odd = (index(n, false), index(3, false), operand(names));
    let odd = odd.prop_map(|(base, len, index)| Handle { base, len, index });
    if fitting.is_empty() {
        return None;
    }
    let usual = (prop::sample::select(fitting), any::<bool>(), which(names));
    let usual = usual.prop_map(|((base, run), all, index)| Handle {
        base,
        len: if all { run } else { 1 },
        index,
    });
    Some(mostly(names.careful, usual, odd))
}
