//! What all schedules do, beside what real threads did.

use trace::VerdictKind;
use trace::wire::{ExplorationRecord, OutcomeRecord};

use super::numbers::{counted, number};
use crate::run::report::Report;
use measure::format_ms;

/// What the model and the real threads say about one outcome together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The model has it; real threads were not asked.
    Possible,
    /// The model has it, and real threads gave it.
    Seen,
    /// The model has it, and real threads never gave it.
    NeverSeen,
    /// Real threads gave it, and the model cannot: a bug of ours.
    Impossible,
    /// Real threads gave it; the model has not been explored, or not to the end.
    NotFound,
    /// It is possible only if threads may be interrupted anywhere.
    Vanished,
}

impl Standing {
    /// In words.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Seen => "possible and seen",
            Self::NeverSeen => "possible, never seen",
            Self::Impossible => "seen but impossible",
            Self::NotFound => "seen, not explored",
            Self::Vanished => "vanishes",
        }
    }

    /// Class that colors it.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Possible => "standing-possible",
            Self::Seen => "standing-seen",
            Self::NeverSeen => "standing-never",
            Self::Impossible => "standing-impossible",
            Self::NotFound => "standing-open",
            Self::Vanished => "standing-vanished",
        }
    }
}

/// One outcome.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Its value, or the name of its kind.
    pub(crate) value: String,
    /// Its kind as records spell it.
    pub(crate) kind: String,
    /// What the exploration says, if it has it.
    pub(crate) model: Option<OutcomeRecord>,
    /// Runs of real threads that gave it; none if they were not asked.
    pub(crate) seen: Option<u64>,
    /// Both together.
    pub(crate) standing: Standing,
}

impl Row {
    /// As a person reads it: the word for its kind, and its value if that says more.
    pub(crate) fn title(&self) -> String {
        if self.value == self.kind { word(&self.kind).to_owned() } else { self.value.clone() }
    }
}

/// The word for a kind that records spell so.
pub(crate) fn word(kind: &str) -> &str {
    match VerdictKind::from_name(kind) {
        Some(kind) => kind.title(),
        None => kind,
    }
}

/// Every outcome that is possible or was seen: those of the model in its order, then the others, then what
/// would be possible if threads could be interrupted anywhere.
/// They are matched by value and kind.
pub(crate) fn rows(record: Option<&ExplorationRecord>, beside: Option<&Report>) -> Vec<Row> {
    let seen: Option<Vec<(String, String, u64)>> = beside.map(distribution);
    let count = |value: &str, kind: &str| {
        let seen = seen.as_ref()?;
        let found = seen.iter().filter(|(v, k, _)| v == value && k == kind);
        Some(found.map(|(_, _, count)| count).sum::<u64>())
    };
    let outcomes = record.map_or(&[][..], |record| record.outcomes.as_slice());
    let of_model = outcomes.iter().map(|outcome| {
        let seen = count(&outcome.value, &outcome.kind);
        Row {
            value: outcome.value.clone(),
            kind: outcome.kind.clone(),
            model: Some(outcome.clone()),
            seen,
            standing: match seen {
                None => Standing::Possible,
                Some(0) => Standing::NeverSeen,
                Some(_) => Standing::Seen,
            },
        }
    });
    let known = |value: &str, kind: &str| {
        outcomes.iter().any(|outcome| outcome.value == value && outcome.kind == kind)
    };
    let complete = record.is_some_and(|record| record.complete);
    let others = seen.iter().flatten().filter(|(value, kind, _)| !known(value, kind));
    let others = others.map(|(value, kind, count)| Row {
        value: value.clone(),
        kind: kind.clone(),
        model: None,
        seen: Some(*count),
        standing: if complete { Standing::Impossible } else { Standing::NotFound },
    });
    let vanished = record.into_iter().flat_map(|record| &record.vanished).map(|outcome| Row {
        value: outcome.value.clone(),
        kind: outcome.kind.clone(),
        model: Some(outcome.clone()),
        seen: None,
        standing: Standing::Vanished,
    });
    of_model.chain(others).chain(vanished).collect()
}

/// Runs of real threads.
pub(crate) fn runs(report: &Report) -> u64 {
    distribution(report).iter().map(|(_, _, count)| count).sum()
}

/// Value, kind and count of what real threads gave.
fn distribution(report: &Report) -> Vec<(String, String, u64)> {
    let entry = |entry: &serde_json::Value| {
        let word = |name: &str| Some(entry.get(name)?.as_str()?.to_owned());
        Some((word("value")?, word("kind")?, entry.get("count")?.as_u64()?))
    };
    report.list("distribution").iter().filter_map(entry).collect()
}

/// How an exploration is summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Summary {
    /// No schedule does anything wrong.
    Holds,
    /// Every schedule that ends does so as it should, but something is wrong with it.
    Flawed,
    /// Some schedule goes wrong.
    CanFail,
    /// Nothing wrong was found, but not everything was explored.
    Open,
}

impl Summary {
    /// Of a record.
    pub(crate) fn of(record: &ExplorationRecord) -> Self {
        match (wrong(record), record.findings.is_empty(), record.complete) {
            (1.., _, _) => Self::CanFail,
            (0, false, _) => Self::Flawed,
            (0, true, true) => Self::Holds,
            (0, true, false) => Self::Open,
        }
    }

    /// In a word or two.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Holds => "Always holds",
            Self::Flawed => "Holds, with a flaw",
            Self::CanFail => "Can go wrong",
            Self::Open => "Not everything explored",
        }
    }
}

/// Outcomes that did not hold.
fn wrong(record: &ExplorationRecord) -> usize {
    record.outcomes.iter().filter(|outcome| outcome.kind != VerdictKind::Held.name()).count()
}

/// What was found, in a sentence or two.
pub(crate) fn sentence(record: &ExplorationRecord) -> String {
    let time = format_ms(record.elapsed_ms).replace(' ', "\u{a0}");
    let outcomes = counted(record.outcomes.len() as u64, "outcome");
    let wrong = match (wrong(record), record.outcomes.len()) {
        (0, _) => "none of them wrong".to_owned(),
        (1, 1) => "and it is wrong".to_owned(),
        (all, n) if all == n => "all of them wrong".to_owned(),
        (some, _) => format!("{some} of them wrong"),
    };
    let wrong = if record.outcomes.len() == 1 && wrong.starts_with("none") {
        "and it is right".to_owned()
    } else {
        wrong
    };
    let states = counted(record.states, "state");
    match (&record.limit, record.schedules.as_str()) {
        (Some(limit), schedules) => {
            let schedules = match schedules {
                "infinite" => "Schedules without end".to_owned(),
                n => format!("At least {} schedules", number(n)),
            };
            format!(
                "{schedules}: stopped at {} after {time}. At least {states}, at least \
                 {outcomes}, {wrong}.",
                grouped(limit)
            )
        }
        (None, "infinite") => {
            format!("Every state explored in {time}: {states}, {outcomes}, {wrong}.")
        }
        (None, "1") => {
            format!("The only schedule explored in {time}: {states}, {outcomes}, {wrong}.")
        }
        (None, n) => format!(
            "All {} schedules explored in {time}: {states}, {outcomes}, {wrong}.",
            number(n)
        ),
    }
}

/// A text with its long numbers easy to read.
fn grouped(text: &str) -> String {
    let word = |word: &str| match word.parse::<u64>() {
        Ok(_) => number(word),
        Err(_) => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
