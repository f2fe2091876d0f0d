//! Models: the experiments as programs for the step machine, so that all that may happen can be
//! found.
//!
//! A model has the id of its experiment, and its parameters are called and spelt the same, but its
//! limits are those of what can be explored. What only takes time is left out: between any two steps
//! the others may do anything, which covers every duration. So are stop words, repeats, and what
//! watches the threads from outside; a wait with a timeout looks once, because whoever is scheduled
//! while it cannot go on has waited long enough. Memory is sequentially consistent. Where a model
//! stands in for its experiment in another way, its own file says so.

use explorer::{Arith, Builder, Cell, Handle, Label, Op, Operand, Program};

use crate::error::ParamError;
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Every model, in the order of the course.
pub static MODELS: &[&dyn Model] = &[
    &crate::lost_update::LostUpdate,
    &crate::deadlock::Deadlock,
    &crate::dining_philosophers::DiningPhilosophers,
    &crate::livelock::Livelock,
    &crate::lock::Locks,
    &crate::reentrant_lock::ReentrantLock,
    &crate::semaphore::Semaphores,
    &crate::stdout_writer::StdoutWriter,
    &crate::peterson::Peterson,
    &crate::dekker::Dekker,
    &crate::queue::Queues,
    &crate::signals::Signals,
];

/// The model whose id is `id`.
#[must_use]
pub fn find_model(id: &str) -> Option<&'static dyn Model> {
    MODELS.iter().copied().find(|model| model.spec().id == id)
}

/// One entry of the explorer's catalogue.
pub trait Model: Sync {
    /// What a person sees and may set. The id is that of the real experiment, if there is one.
    fn spec(&self) -> &'static Spec;

    /// Checks the given texts; what is not given takes its default.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each field.
    fn check(&self, fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>>;
}

/// Checked parameters of a model.
pub trait Explorable: std::fmt::Debug + Send + Sync {
    /// Every parameter with its value, in the order of the spec.
    fn values(&self) -> Vec<(&'static str, ParamValue)>;

    /// What is explored.
    fn program(&self) -> Program;

    /// Why no schedule can fail, in one sentence, if these parameters make it correct.
    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str>;

    /// Parameters of the real experiment, by name, that make its threads do the same; none if there
    /// is no such experiment.
    fn on_threads(&self) -> Option<Vec<(&'static str, String)>>;
}

/// What is written about a model.
#[cfg_attr(not(feature = "reports"), expect(dead_code, reason = "words are for the page"))]
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) prediction: &'static str,
    pub(crate) look_for: &'static [&'static str],
}

/// The spec of a model. Its source is the program itself, so that none is kept beside it.
pub(crate) const fn spec(
    id: &'static str,
    group: Group,
    words: Words,
    params: &'static [ParamSpec],
) -> Spec {
    #[cfg(not(feature = "reports"))]
    let _ = words;
    Spec {
        id,
        #[cfg(feature = "reports")]
        title: words.title,
        group,
        #[cfg(feature = "reports")]
        summary: words.summary,
        #[cfg(feature = "reports")]
        prediction: words.prediction,
        #[cfg(feature = "reports")]
        look_for: words.look_for,
        live: false,
        params,
        #[cfg(feature = "reports")]
        python: "",
        #[cfg(feature = "reports")]
        rust: "",
    }
}

/// Spaces before a line at the top of a function.
pub(crate) const INDENT: &str = "    ";

/// Does `body` `times` times, which gets the spaces before its lines. Once needs no loop.
pub(crate) fn repeat(build: &mut Builder, times: u64, body: impl FnOnce(&mut Builder, &str)) {
    if times == 1 {
        return body(build, INDENT);
    }
    let times = limited(times);
    let turn = build.hidden("turn", (0, times));
    build.line(&format!("{INDENT}for _ in range({times}):"));
    build.repeat(turn, times, |build| body(build, &INDENT.repeat(2)));
}

/// A line of source and the instruction that it stands for; `says` names the step, or nothing does.
pub(crate) fn step(build: &mut Builder, indent: &str, line: &str, says: &str, op: Op) {
    build.line(&format!("{indent}{line}"));
    build.says(says);
    build.op(op);
}

/// Goes on at `label` unless `a <arith> b`; the result is kept in `test`. No step.
pub(crate) fn jump_unless(
    build: &mut Builder,
    test: u8,
    (a, arith, b): (u8, Arith, Operand),
    label: Label,
) {
    build.count(test, arith, Operand::Local(a), b);
    build.jump_if_zero(Operand::Local(test), label);
}

/// Goes in and out again; the program is wrong if anybody else is `inside`. The locals are for
/// numbers up to that of the threads, and for a comparison.
pub(crate) fn be_inside(
    build: &mut Builder,
    indent: &str,
    inside: Cell,
    (before, alone): (u8, u8),
) {
    let enter = Op::FetchAdd { dst: before, at: inside, by: 1.into() };
    step(build, indent, "inside += 1", "go in", enter);
    build.count(alone, Arith::Eq, Operand::Local(before), 0);
    build.line(&format!("{indent}assert inside == 1"));
    build.says("look around");
    build.assert(Operand::Local(alone));
    let leave = Op::FetchAdd { dst: before, at: inside, by: (-1).into() };
    step(build, indent, "inside -= 1", "go out", leave);
}

/// Takes two locks, and gives the first one back as long as the second is taken.
pub(crate) fn try_both(build: &mut Builder, indent: &str, first: Handle, second: Handle) {
    let got = build.hidden("got", (0, 1));
    let (again, back, both) = (build.label(), build.label(), build.label());
    let (inner, look) = (format!("{indent}{INDENT}"), Op::TryAcquire { dst: got, object: second });
    build.line(&format!("{indent}while True:"));
    build.place(again);
    step(build, &inner, "first.acquire()", "", Op::Acquire(first));
    step(build, &inner, "if second.acquire(blocking=False):", "", look);
    build.jump_if_zero(Operand::Local(got), back);
    build.line(&format!("{inner}{INDENT}break"));
    build.jump(both);
    build.place(back);
    step(build, &inner, "first.release()", "", Op::Release(first));
    step(build, &inner, "sleep(random())     # back off", "back off", Op::Sleep);
    build.jump(again);
    build.place(both);
}

/// A number that the limits of its parameter keep small.
pub(crate) fn limited(number: impl TryInto<i32>) -> i32 {
    number.try_into().ok().expect("limited by its parameter")
}

/// A count as a checked value.
pub(crate) fn count(number: impl Into<u64>) -> ParamValue {
    ParamValue::Integer(number.into())
}
