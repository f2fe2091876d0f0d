//! What is wrong with a program, in words: made of what was found when somebody wants to read it.

use machine::{Machine, Outcome, Replay, Wait};
use trace::{VerdictKind, capitalized};

use crate::finding::{Finding, Flaw};

/// Threads of a ring that are named with what each waits for.
const MAX_RING: usize = 3;

impl Finding {
    /// What may happen, in one or two sentences; `witness` is its own witness, played.
    #[must_use]
    pub fn sentence(&self, witness: &Replay) -> String {
        let machine = witness.machine();
        capitalized(&match &self.flaw {
            Flaw::Ends(outcome) => wrong_end(machine, witness.now(), outcome),
            Flaw::Round { busy, waiting, trap } => round(machine, busy, waiting, *trap),
            Flaw::LeftOut(threads) => {
                let they = if threads.len() == 1 { "it is" } else { "they are" };
                format!(
                    "{} can be left out for ever: whenever {they} looked at, somebody else is ahead.",
                    names(machine, threads)
                )
            }
            Flaw::Spins { thread, line } => format!(
                "{} waits by looking again and again, in line {line}, and keeps a core busy.",
                thread_name(machine, *thread)
            ),
            Flaw::Race { cell, threads } => race(machine, *cell, *threads),
        })
    }
}

/// The sentence about threads that go round.
fn round(machine: &Machine, busy: &[usize], waiting: &[usize], trap: bool) -> String {
    let who = names(machine, busy);
    let (go, get) = if busy.len() == 1 { ("goes", "gets") } else { ("go", "get") };
    let for_them = match waiting {
        [] => String::new(),
        [_] => format!("; {} waits for them", names(machine, waiting)),
        _ => format!("; {} wait for them", names(machine, waiting)),
    };
    if trap {
        format!("{who} {go} round and round for ever: no step leads out{for_them}.")
    } else {
        format!(
            "{who} can go round and round for ever, and {get} nowhere; only chance ends it{for_them}."
        )
    }
}

fn thread_name(machine: &Machine, thread: usize) -> &str {
    &machine.program().threads[thread].name
}

/// Who waits for whom in a state in which nobody can go on: the cycle, if there is one, or else
/// everybody who waits.
#[optimize(size)]
fn stuck(machine: &Machine, cells: &[i32]) -> String {
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
fn wrong_end(machine: &Machine, cells: &[i32], outcome: &Outcome) -> String {
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
fn race(machine: &Machine, cell: usize, threads: [(usize, usize); 2]) -> String {
    let [(one, first), (other, second)] = threads;
    let program = machine.program();
    let verb = |at: usize| match program.code[at].op.cell() {
        Some((_, true)) => "writes",
        _ => "reads",
    };
    format!(
        "{} {} {} in line {} while {} {} it in line {}, and nothing orders the two.",
        capitalized(thread_name(machine, one)),
        verb(first),
        machine.var_name(cell),
        program.code[first].line,
        thread_name(machine, other),
        verb(second),
        program.code[second].line,
    )
}

/// Names as a person lists them: `thread 1 and thread 2`.
fn names(machine: &Machine, threads: &[usize]) -> String {
    let names: Vec<&str> = threads.iter().map(|&thread| thread_name(machine, thread)).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
