//! What threads and processes have to do, and what a run shows of it.

use serde_json::{Value, json};
use trace::VerdictKind;

use super::{Gil, Under, Work};
use crate::param::Choice;
use crate::repeats::Played;

/// What one computes to deal with an answer, in milliseconds.
pub(super) const ANSWER_MS: f64 = 0.05;

/// Plays of what is measured beside what is drawn, at most; the middle one counts.
pub(super) const MOST_BESIDE: u64 = 5;

/// What one of them has to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task {
    /// Compute for so many milliseconds.
    Compute(f64),
    /// Wait so often for an answer, and deal with it.
    Wait(u64),
}

/// What all of them did in one play.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) wall_ms: f64,
    /// From a question until its answer was dealt with, in milliseconds; the middle one.
    pub(super) response_ms: Option<f64>,
    /// How often the lock changed hands.
    pub(super) hand_overs: Option<u64>,
    /// How long it was held by who was asked to let go, on average, in milliseconds.
    pub(super) held_ms: Option<f64>,
}

/// The play that took the middle time.
pub(super) fn middle(all: &[Seen]) -> Seen {
    let mut sorted = all.to_vec();
    sorted.sort_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms));
    sorted[sorted.len() / 2]
}

impl Gil {
    /// What the one with this index has to do.
    pub(super) fn task(&self, index: usize) -> Task {
        match (self.work, index) {
            (Work::Cpu, _) | (Work::Mixed, 0) => Task::Compute(self.work_ms as f64),
            (Work::Io, _) | (Work::Mixed, _) => Task::Wait(self.waits),
        }
    }

    /// Steps of one play, for the progress bar.
    #[cfg(feature = "kernels")]
    pub(super) fn steps(&self) -> u64 {
        let of = |index| match self.task(index) {
            Task::Compute(_) => 1,
            Task::Wait(waits) => waits,
        };
        (0..self.threads as usize).map(of).sum()
    }

    /// What one alone would need for all of it, in milliseconds.
    fn alone_ms(&self) -> f64 {
        let of = |index| match self.task(index) {
            Task::Compute(ms) => ms,
            Task::Wait(waits) => waits as f64 * (self.wait_ms as f64 + ANSWER_MS),
        };
        (0..self.threads as usize).map(of).sum()
    }

    /// How many times as fast as one alone; nothing if there was nothing to do.
    fn speed_up(&self, seen: Seen) -> Option<f64> {
        let alone_ms = self.alone_ms();
        (alone_ms > 0.0).then(|| alone_ms / seen.wall_ms.max(1e-3))
    }

    /// The figures of what ran under each, by its word.
    pub(super) fn figures(&self, all: &[(Under, Seen)]) -> [(&'static str, Value); 5] {
        let map = |of: &dyn Fn(Seen) -> Option<f64>| -> Value {
            let found = all.iter().filter_map(|(under, seen)| Some((under.word(), of(*seen)?)));
            found.map(|(word, value)| (word.to_owned(), json!(value))).collect()
        };
        let gil = all.iter().find_map(|(_, seen)| Some((seen.hand_overs?, seen.wall_ms)));
        let per_s = gil.map(|(count, ms)| count as f64 / ms.max(1e-3) * 1e3);
        [
            ("speed_up", map(&|seen| self.speed_up(seen))),
            ("response_ms", map(&|seen| seen.response_ms)),
            ("hand_overs", json!(gil.map(|(count, _)| count))),
            ("hand_overs_per_s", json!(per_s)),
            ("held_ms", json!(all.iter().find_map(|(_, seen)| seen.held_ms))),
        ]
    }

    /// What a play shows that is drawn, with the middle one so far and what was measured beside it.
    pub(super) fn shown(&self, seen: Seen, middle: Seen, beside: &[(Under, Seen)]) -> Played {
        /// A speed-up that nobody takes for chance.
        const HELPS: f64 = 1.2;
        let helps = self.speed_up(seen).is_some_and(|speed_up| speed_up >= HELPS);
        let all = [beside, &[(self.lock, middle)]].concat();
        let value = if helps { "faster" } else { "no faster" };
        Played::new(VerdictKind::Held, value, seen.wall_ms, self.figures(&all))
    }
}
