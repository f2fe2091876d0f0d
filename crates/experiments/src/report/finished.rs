//! A finished run, as the sentences about it need it.

use serde_json::Value;
use trace::wire::StageRun;
use trace::{Verdict, VerdictKind};

use super::Conclusion;

/// `1 round`, `20 rounds`.
pub(crate) fn plural(count: u64, one: &str) -> String {
    format!("{} {one}{}", measure::format_count(count), if count == 1 { "" } else { "s" })
}

/// A finished run, as its sentence needs it.
#[derive(Debug)]
pub struct Finished<'a> {
    run: &'a StageRun,
}

impl<'a> Finished<'a> {
    /// What is known of `run`.
    pub(crate) fn of(run: &'a StageRun) -> Self {
        Self { run }
    }

    /// What it shows, said in `sentence`.
    pub(crate) fn conclusion(&self, sentence: &str) -> Conclusion {
        let verdict = Verdict { kind: self.kind(), text: trace::capitalized(sentence) };
        Conclusion { verdict, outcome: self.run.figures.clone() }
    }

    /// The word that most repeats ended with, defects first.
    pub(crate) fn kind(&self) -> VerdictKind {
        let counted = self.counts();
        let defects = counted.iter().filter(|(kind, _)| *kind != VerdictKind::Held);
        let most = defects.max_by_key(|(_, count)| *count);
        most.map_or(VerdictKind::Held, |(kind, _)| *kind)
    }

    /// Repeats in all.
    pub(crate) fn repeats(&self) -> u64 {
        self.counts().iter().map(|(_, count)| count).sum()
    }

    /// Repeats that ended with `kind`.
    pub(crate) fn count(&self, kind: VerdictKind) -> u64 {
        self.counts().iter().filter(|(k, _)| *k == kind).map(|(_, count)| count).sum()
    }

    /// `in 7 of 20 runs ` and the like for the runs that ended with `kind`; nothing if there was
    /// one run only.
    pub(crate) fn how_often(&self, kind: VerdictKind) -> String {
        match (self.count(kind), self.repeats()) {
            (_, 1) => String::new(),
            (some, all) if some == all => format!("In all {all} runs: "),
            (some, all) => format!("In {some} of {all} runs: "),
        }
    }

    /// A figure that is a number.
    pub(crate) fn number(&self, name: &str) -> f64 {
        self.run.figure(name).unwrap_or_default()
    }

    /// The greatest of a figure that is a list of numbers.
    pub(crate) fn most(&self, name: &str) -> f64 {
        let all = self.value(name).as_array().into_iter().flatten().filter_map(Value::as_f64);
        all.fold(0.0, f64::max)
    }

    /// A figure that is a whole number.
    pub(crate) fn count_of(&self, name: &str) -> u64 {
        self.value(name).as_u64().unwrap_or_default()
    }

    /// A figure that is a list of names.
    pub(crate) fn names(&self, name: &str) -> Vec<&str> {
        self.value(name).as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// A figure.
    pub(crate) fn value(&self, name: &str) -> &Value {
        self.run.figures.get(name).unwrap_or(&Value::Null)
    }

    /// The cycle as a person says it: `thread 1 waits for section B, which thread 2 holds; …`.
    pub(crate) fn cycle(&self) -> String {
        let ties = self.value("cycle").as_array().map_or(&[][..], |ties| ties);
        let tie = |tie: &Value| {
            let word = |name: &str| tie[name].as_str().unwrap_or("nobody").to_owned();
            format!(
                "{} waits for {}, which {} holds",
                word("thread"),
                word("resource"),
                word("holder")
            )
        };
        ties.iter().map(tie).collect::<Vec<_>>().join("; ")
    }

    fn counts(&self) -> Vec<(VerdictKind, u64)> {
        let outcomes = self.value("distribution").as_array().map_or(&[][..], |all| all);
        let count = |outcome: &Value| {
            let kind = VerdictKind::from_name(outcome["kind"].as_str()?)?;
            Some((kind, outcome["count"].as_u64()?))
        };
        let mut counts: Vec<(VerdictKind, u64)> = Vec::new();
        for (kind, count) in outcomes.iter().filter_map(count) {
            match counts.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, sum)) => *sum += count,
                None => counts.push((kind, count)),
            }
        }
        counts
    }
}
