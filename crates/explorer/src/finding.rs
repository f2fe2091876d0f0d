//! What is wrong with a program: kinds, and the sentences that explain them.

use machine::{Machine, Outcome, Schedule, Wait};
use trace::{VerdictKind, capitalized};

use crate::races::Suspicion;

/// Threads of a ring that are named with what each waits for.
const MAX_RING: usize = 3;

/// The kinds of things that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A schedule ends in a way that it should not.
    Ends(VerdictKind),
    /// Some threads may go round for ever without getting anywhere, though they could leave.
    Livelock,
    /// A thread may be left out for ever while others go on, although none of them is.
    Starvation,
    /// A thread looks again and again while it waits.
    BusyWaiting,
    /// Two threads use a variable, one of them writes, and nothing orders them.
    Race,
}

impl FindingKind {
    /// The word as records spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ends(kind) => kind.name(),
            Self::Livelock => VerdictKind::Livelock.name(),
            Self::Starvation => "starvation",
            Self::BusyWaiting => "busy-waiting",
            Self::Race => "race",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// What may happen, in one or two sentences.
    pub text: String,
    /// A schedule that shows it.
    pub witness: Schedule,
    /// Steps after which the schedule repeats itself for ever, if it does.
    pub loop_from: Option<usize>,
    /// The variable that a race is about, as [`crate::Race`] names it.
    pub variable: Option<String>,
}

fn thread_name(machine: &Machine, thread: usize) -> &str {
    &machine.program().threads[thread].name
}

/// Who waits for whom in a state in which nobody can go on: the cycle, if there is one, or else
/// everybody who waits.
#[optimize(size)]
pub(crate) fn stuck(machine: &Machine, cells: &[i32]) -> String {
    let waits: Vec<(usize, Wait)> = (0..machine.threads())
        .filter_map(|thread| machine.waits_for(cells, thread).map(|wait| (thread, wait)))
        .collect();
    let of = |thread: usize| waits.iter().find(|(waiting, _)| *waiting == thread);
    let mut cycle = Vec::new();
    for (start, _) in &waits {
        let mut path = vec![*start];
        while let Some(next) = of(path[path.len() - 1]).and_then(|(_, wait)| wait.holder) {
            if let Some(from) = path.iter().position(|&thread| thread == next) {
                cycle = path.split_off(from);
                break;
            }
            path.push(next);
        }
        if !cycle.is_empty() {
            break;
        }
    }
    let ring = !cycle.is_empty();
    let shown: Vec<usize> = match cycle.is_empty() {
        true => waits.iter().map(|(thread, _)| *thread).collect(),
        false => cycle,
    };
    let one = |&thread: &usize| {
        let name = thread_name(machine, thread);
        match of(thread) {
            Some((_, Wait { for_what, holder: Some(holder), .. })) if *holder == thread => {
                format!("{name} waits for {for_what}, which it holds itself")
            }
            Some((_, Wait { for_what, holder: Some(holder), .. })) => {
                format!(
                    "{name} waits for {for_what}, which {} holds",
                    thread_name(machine, *holder)
                )
            }
            Some((_, Wait { for_what, .. })) => format!("{name} waits for {for_what}"),
            None => name.to_owned(),
        }
    };
    if ring && shown.len() > MAX_RING {
        let names: Vec<&str> =
            shown.iter().chain(&shown[..1]).map(|&thread| thread_name(machine, thread)).collect();
        return format!("{}, each waits for what the next one holds", names.join(" → "));
    }
    shown.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The sentence about an end that should not be.
#[optimize(size)]
pub(crate) fn wrong_end(machine: &Machine, cells: &[i32], outcome: &Outcome) -> String {
    if let Some((thread, failure)) = machine.failure(cells) {
        let (line, _) = machine.next_step(cells, thread);
        let name = thread_name(machine, thread);
        return format!("In line {line}, {name} {}.", failure.text());
    }
    match outcome.kind {
        VerdictKind::Deadlock => format!("Nobody can go on: {}.", stuck(machine, cells)),
        VerdictKind::LostWakeup => {
            format!("Nobody is left to wake whoever waits: {}.", stuck(machine, cells))
        }
        VerdictKind::LostUpdates => {
            format!("Updates are overwritten: it can end with {}.", outcome.value)
        }
        VerdictKind::Jumbled => "Lines of different threads can be mixed.".to_owned(),
        VerdictKind::TimedOut => "Somebody can give up waiting.".to_owned(),
        kind if outcome.value == kind.name() => format!("It can end wrong: {}.", kind.title()),
        _ => format!("It can end with {}, which is wrong.", outcome.value),
    }
}

/// The sentence about a race.
#[optimize(size)]
pub(crate) fn race(machine: &Machine, suspicion: &Suspicion) -> String {
    let [(one, first), (other, second)] = suspicion.threads;
    let program = machine.program();
    let verb = |at: usize| match program.code[at].op.cell() {
        Some((_, true)) => "writes",
        _ => "reads",
    };
    format!(
        "{} {} {} in line {} while {} {} it in line {}, and nothing orders the two.",
        capitalized(thread_name(machine, one)),
        verb(first),
        machine.var_name(suspicion.cell),
        program.code[first].line,
        thread_name(machine, other),
        verb(second),
        program.code[second].line,
    )
}

/// Names as a person lists them: `thread 1 and thread 2`.
pub(crate) fn names(machine: &Machine, threads: &[usize]) -> String {
    let names: Vec<&str> = threads.iter().map(|&thread| thread_name(machine, thread)).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
