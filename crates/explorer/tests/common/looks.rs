//! Looks at what an exploration found.

use std::collections::BTreeSet;

use explorer::{Exploration, FindingKind};
use machine::{Grain, Machine, Replay};
use program::Program;

use super::{kinds, merged, outcomes, witnesses_replay};

/// What is said about the finding of a kind.
pub(crate) fn text(program: &Program, found: &Exploration, kind: FindingKind) -> String {
    let finding = found.findings.iter().find(|finding| finding.kind() == kind);
    let finding = finding.unwrap_or_else(|| panic!("{kind:?} was not found"));
    let machine = Machine::new(program.clone(), Grain::Merged);
    let witness = Replay::of(machine.into(), &finding.witness);
    finding.sentence(&witness.expect("a witness was found on this machine"))
}

/// The values of all outcomes.
pub(crate) fn values(found: &Exploration) -> BTreeSet<String> {
    outcomes(found).into_iter().map(|outcome| outcome.value).collect()
}

/// Schedules and exact probability of an outcome, as texts.
pub(crate) fn number(found: &Exploration, value: &str) -> (String, String) {
    let ending = found.endings.iter().find(|ending| ending.outcome.value == value);
    let ending = ending.unwrap_or_else(|| panic!("{value} is not possible"));
    let fraction = ending.fraction.as_ref().map_or_else(String::new, ToString::to_string);
    (ending.schedules.to_string(), fraction)
}

/// A finding for each of `kinds` and no others, and every witness shows what it says.
pub(crate) fn finds(program: &Program, kinds_expected: &[&str]) -> Exploration {
    let found = merged(program);
    assert_eq!(kinds(&found), kinds_expected);
    witnesses_replay(program, Grain::Merged, &found);
    found
}
