//! How the schedule that is shown ended, in a sentence, and why a thread cannot go on.

use machine::Machine;
use program::Judge;
use trace::VerdictKind;

use super::explorer::Explorer;

/// Threads of a ring that are told one by one.
const MAX_TOLD: usize = 3;

/// Why a thread cannot go on, in a few words; none if it can.
pub(crate) fn why_not(machine: &Machine, cells: &[i32], thread: usize) -> Option<String> {
    if machine.failure(cells).is_some() {
        return Some("the program has failed".to_owned());
    }
    if let Some(wait) = machine.waits_for(cells, thread) {
        let name = |holder: usize| &machine.program().threads[holder].name;
        return Some(match wait.holder {
            Some(holder) if holder == thread => {
                format!("waits for {}, which it holds itself", wait.for_what)
            }
            // Who ends is named already.
            Some(holder) if !wait.for_what.contains(name(holder).as_str()) => {
                format!("waits for {}, held by {}", wait.for_what, name(holder))
            }
            _ => format!("waits for {}", wait.for_what),
        });
    }
    match machine.ways(cells, thread) {
        0 if machine.is_done(cells, thread) => Some("done".to_owned()),
        0 => Some("not started".to_owned()),
        _ => None,
    }
}

/// How the schedule ended, once nobody may go on: its kind, and a sentence.
pub(crate) fn ending(explorer: &Explorer) -> Option<(VerdictKind, String)> {
    let outcome = explorer.outcome()?;
    let (machine, cells) = (explorer.machine(), explorer.cells());
    if let Some((thread, failure)) = machine.failure(cells) {
        let name = &machine.program().threads[thread].name;
        return Some((outcome.kind, format!("{name} {}.", failure.text())));
    }
    if matches!(outcome.kind, VerdictKind::Deadlock | VerdictKind::LostWakeup) {
        return Some((outcome.kind, stuck(machine, cells)));
    }
    let text = match machine.program().judge {
        Judge::Total { var, expected, .. } => {
            let name = &machine.program().vars[var].name;
            match outcome.kind {
                VerdictKind::Held => format!("{name} is {}, as it should be.", outcome.value),
                _ => format!("{name} is {}, and should be {expected}.", outcome.value),
            }
        }
        _ => plain(outcome.kind).to_owned(),
    };
    Some((outcome.kind, text))
}

fn plain(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Held => "all threads have ended, and all is well.",
        VerdictKind::WrongValue => "all threads have ended, with something wrong.",
        VerdictKind::LostUpdates => "all threads have ended, and updates are lost.",
        VerdictKind::Jumbled => "all threads have ended, and what they wrote is mixed up.",
        VerdictKind::TimedOut => "all threads have ended, and one gave up waiting.",
        VerdictKind::Livelock => "they keep going without getting anywhere.",
        _ => "nobody may go on.",
    }
}

/// Who waits for whom, in a ring if there is one.
fn stuck(machine: &Machine, cells: &[i32]) -> String {
    let waits: Vec<usize> = (0..machine.threads())
        .filter(|&thread| machine.waits_for(cells, thread).is_some())
        .collect();
    let ring = waits.iter().find_map(|&first| ring(machine, cells, first));
    let tail = match (&ring, waits.len()) {
        (Some(_), _) => "",
        (None, 1) => ", and nobody is left to wake it",
        (None, _) => ", and nobody is left to wake them",
    };
    let one = |&thread: &usize| {
        let why = why_not(machine, cells, thread).unwrap_or_default();
        format!("{} {why}", machine.program().threads[thread].name)
    };
    if let Some(ring) = ring.as_ref().filter(|ring| ring.len() > MAX_TOLD) {
        return format!("{}, each waits for what the next one holds.", around(machine, ring));
    }
    let told: Vec<String> = ring.unwrap_or(waits).iter().map(one).collect();
    format!("{}{tail}.", told.join("; "))
}

/// Who stands in a ring: `train 1 → 2 → … → 10 → 1`.
fn around(machine: &Machine, ring: &[usize]) -> String {
    let name = |thread: usize| machine.program().threads[thread].name.as_str();
    let first = ring.first().map_or("", |&first| name(first));
    let prefix = first.rfind(' ').map_or("", |space| &first[..=space]);
    let short = |thread: usize| name(thread).strip_prefix(prefix).unwrap_or(name(thread));
    let mut told = vec![first];
    match ring {
        [_, second, .., last] if ring.len() > MAX_TOLD + 1 => {
            told.extend([short(*second), "…", short(*last)]);
        }
        [_, others @ ..] => told.extend(others.iter().map(|&other| short(other))),
        [] => {}
    }
    told.extend(ring.first().map(|&first| short(first)));
    told.join(" → ")
}

/// The threads that wait for each other, from `first` back to it.
fn ring(machine: &Machine, cells: &[i32], first: usize) -> Option<Vec<usize>> {
    let mut ring = vec![first];
    loop {
        let last = *ring.last()?;
        let holder = machine.waits_for(cells, last)?.holder?;
        if holder == first {
            return Some(ring);
        }
        if ring.contains(&holder) {
            return None;
        }
        ring.push(holder);
    }
}
