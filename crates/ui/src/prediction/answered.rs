//! What was said, and what it was.

use experiments::{Asks, decimal};
use measure::format_count;
use serde_json::Value;
use trace::VerdictKind;
use trace::wire::{ExplorationRecord, FindingRecord};

use super::Said;
use crate::run::report::Report;
use crate::words::{count_of, rounded};

/// What is near: within a tenth of what it was.
const NEAR: f64 = 0.1;

/// What somebody said beside what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Both, in a sentence.
    pub text: String,
    /// Whether it was so; of a number, whether it was near.
    pub right: bool,
}

/// What somebody said beside what a run gave; none if nothing was said that can be compared.
#[must_use]
pub fn of_run(asks: Asks, said: &Said, report: &Report) -> Option<Answered> {
    match asks {
        Asks::Number { figure, unit } => {
            compare(said.get(&0)?, size(&report.record.outcome, figure)?, unit)
        }
        Asks::Ending(offered) => {
            let word = |kind: &str| {
                let kind = VerdictKind::from_name(kind)?;
                let known = offered.iter().find(|(offer, _)| *offer == kind);
                Some(known.map_or(kind.title(), |(_, words)| words))
            };
            Some(chosen(word(said.get(&0)?)?, word(&report.record.verdict.kind)?))
        }
        Asks::SpeedUp => match report.curve() {
            None => compare(said.get(&0)?, report.figure("speed_up")?, "×"),
            Some(curve) => {
                let measured = |threads: u32| {
                    let point = curve.points.iter().find(|point| point.threads == threads)?;
                    Some(point.speed_up)
                };
                let both = said.iter().filter_map(|(&threads, text)| {
                    let (with, said, was) =
                        (count_of(threads, "thread"), number(text)?, measured(threads)?);
                    let (told, truth) = (rounded(said), rounded(was));
                    let text = format!("{told}\u{a0}× with {with}, and it was {truth}\u{a0}×");
                    Some((text, is_near(said, was)))
                });
                let (texts, near): (Vec<String>, Vec<bool>) = both.unzip();
                let right = near.into_iter().all(|near| near);
                let text = format!("You said {}.", texts.join("; "));
                (!texts.is_empty()).then_some(Answered { text, right })
            }
        },
        Asks::Whether | Asks::Schedules | Asks::Endings | Asks::Chance => None,
    }
}

/// What somebody said beside what all schedules do; none if that is not known, or nothing was said.
#[must_use]
pub fn of_exploration(asks: Asks, said: &Said, record: &ExplorationRecord) -> Option<Answered> {
    let said = said.get(&0).filter(|_| record.complete)?;
    let wrong = || record.outcomes.iter().filter(|end| end.kind != VerdictKind::Held.name());
    match asks {
        Asks::Whether => {
            // Races and busy waiting are flaws of programs that end as they should.
            let ends = |finding: &FindingRecord| VerdictKind::from_name(&finding.kind).is_some();
            let is_wrong = wrong().next().is_some() || record.findings.iter().any(ends);
            Some(chosen(whether(said == YES), whether(is_wrong)))
        }
        Asks::Schedules => {
            let counts: Option<Vec<u64>> = wrong().map(|end| end.schedules.parse().ok()).collect();
            match counts {
                Some(counts) => compare(said, counts.iter().sum::<u64>() as f64, "schedules"),
                None => {
                    let said = said.trim();
                    let text = format!("You said {said}; they have no end, or too many to say.");
                    Some(Answered { text, right: false })
                }
            }
        }
        Asks::Endings => compare(said, record.outcomes.len() as f64, "outcomes"),
        Asks::Chance => {
            let chance: f64 = wrong().map(|end| end.probability).sum();
            compare(said, 100.0 * chance, "%")
        }
        Asks::Number { .. } | Asks::Ending(_) | Asks::SpeedUp => None,
    }
}

/// How yes is spelled.
pub(super) const YES: &str = "yes";

/// What is said of a question that takes yes or no.
pub(super) fn whether(yes: bool) -> &'static str {
    if yes { "Yes, it can" } else { "No, never" }
}

/// The number that somebody typed, whatever unit stands behind it.
pub(crate) fn number(text: &str) -> Option<f64> {
    decimal(text.trim().trim_end_matches(|letter: char| !letter.is_ascii_digit()))
}

/// The number that a figure of an outcome is; of a list, its length.
fn size(outcome: &serde_json::Map<String, Value>, figure: &str) -> Option<f64> {
    let value = match figure.split_once('.') {
        Some((map, word)) => outcome.get(map)?.get(word)?,
        None => outcome.get(figure)?,
    };
    value.as_f64().or_else(|| Some(value.as_array()?.len() as f64))
}

/// Whether it is within a tenth of what it was.
fn is_near(said: f64, was: f64) -> bool {
    (said - was).abs() <= NEAR * was.abs()
}

fn compare(said: &str, was: f64, unit: &str) -> Option<Answered> {
    let said = number(said)?;
    let with_unit = |value: f64| {
        let is_whole = value.fract() == 0.0 || value >= 1000.0;
        let text = if is_whole && (0.0..1e15).contains(&value) {
            format_count(value.round() as u64)
        } else {
            rounded(value)
        };
        if unit.is_empty() { text } else { format!("{text}\u{a0}{unit}") }
    };
    let (told, truth) = (with_unit(said), with_unit(was));
    let (same, near) = (told == truth, is_near(said, was));
    let text = if same {
        format!("You said {told}, and so it was.")
    } else if near {
        format!("You said {told}; it was {truth}. That is close.")
    } else {
        format!("You said {told}; it was {truth}.")
    };
    Some(Answered { text, right: same || near })
}

fn chosen(said: &str, was: &str) -> Answered {
    let right = said == was;
    let text = if right {
        format!("You said “{said}”, and so it was.")
    } else {
        format!("You said “{said}”; it was “{was}”.")
    };
    Answered { text, right }
}
