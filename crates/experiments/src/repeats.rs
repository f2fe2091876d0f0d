//! The repeats of a run in which threads or processes meet: what each showed, and what all of them came to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use trace::VerdictKind;
use trace::wire::{Samples, StageRun};

/// What one repeat showed.
pub(crate) struct Played {
    /// The word.
    pub(crate) kind: VerdictKind,
    /// What is counted over the repeats, in a few letters: `"197"`, `"deadlock"`.
    pub(crate) value: String,
    /// How long it took, in milliseconds.
    pub(crate) wall_ms: f64,
    /// The experiment's own figures.
    pub(crate) figures: Map<String, Value>,
}

impl Played {
    /// What one repeat showed.
    pub(crate) fn new<const N: usize>(
        kind: VerdictKind,
        value: impl ToString,
        wall_ms: f64,
        figures: [(&str, Value); N],
    ) -> Self {
        let figures = figures.map(|(name, value)| (name.to_owned(), value));
        Self { kind, value: value.to_string(), wall_ms, figures: Map::from_iter(figures) }
    }
}

/// What all repeats so far came to.
#[derive(Default)]
pub(crate) struct Repeats {
    counts: BTreeMap<(String, &'static str), u64>,
    wall_ms: Vec<f64>,
    figures: Map<String, Value>,
}

impl Repeats {
    /// Counts one more; its figures take the place of those before.
    pub(crate) fn add(&mut self, played: Played) {
        *self.counts.entry((played.value, played.kind.name())).or_default() += 1;
        self.wall_ms.push(played.wall_ms);
        self.figures = played.figures;
    }

    /// The figures of the last one, how often each outcome occurred, and all times, as `variant` on so many
    /// threads or processes.
    pub(crate) fn finish(self, variant: &str, threads: u32) -> StageRun {
        let Self { counts, wall_ms, mut figures } = self;
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|((value, _), _)| (value.parse().unwrap_or(i64::MAX), value.clone()));
        let outcome =
            |((value, kind), count)| json!({ "value": value, "kind": kind, "count": count });
        figures.insert("distribution".to_owned(), counts.into_iter().map(outcome).collect());
        let variant = variant.to_owned();
        let samples = vec![Samples { variant, threads, wall_ms, warm_up_ms: Vec::new() }];
        StageRun { threads, samples, figures, lanes: Vec::new() }
    }
}
