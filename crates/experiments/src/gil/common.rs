//! What threads and processes have to do, and what a run shows of it.

use serde_json::{Value, json};
use trace::VerdictKind;

use super::{Gil, Under, Work};
use crate::param::Choice;
use crate::repeats::Played;
use crate::work::Millisecond;

/// What one computes to deal with an answer, in milliseconds.
pub(super) const ANSWER_MS: f64 = 0.05;

/// Plays of what is measured beside what is drawn, at most; the middle one counts. After so many milliseconds
/// none is begun any more.
pub(super) const MOST_BESIDE: u64 = 5;
pub(super) const ENOUGH_MS: f64 = 2000.0;

/// A speed-up that nobody takes for chance.
const HELPS: f64 = 1.2;

/// What one of them has to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task {
    /// Compute for so many milliseconds.
    Compute(u64),
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
            (Work::Cpu, _) | (Work::Mixed, 0) => Task::Compute(self.work_ms),
            (Work::Io, _) | (Work::Mixed, _) => Task::Wait(self.waits),
        }
    }

    /// Steps of one play, for the progress bar: milliseconds of computing, and waits.
    pub(super) fn steps(&self) -> u64 {
        let of = |index| match self.task(index) {
            Task::Compute(ms) => ms,
            Task::Wait(waits) => waits,
        };
        (0..self.threads as usize).map(of).sum()
    }

    /// What one alone would need for all of it, in milliseconds.
    fn alone_ms(&self, millisecond: &Millisecond) -> f64 {
        let answer_ms = ANSWER_MS * millisecond.real_ms();
        let of = |index| match self.task(index) {
            Task::Compute(ms) => ms as f64 * millisecond.real_ms(),
            Task::Wait(waits) => waits as f64 * (self.wait_ms as f64 + answer_ms),
        };
        (0..self.threads as usize).map(of).sum()
    }

    /// How many times as fast as one alone; nothing if there was nothing to do.
    fn speed_up(&self, seen: Seen, millisecond: &Millisecond) -> Option<f64> {
        let alone_ms = self.alone_ms(millisecond);
        (alone_ms > 0.0).then(|| alone_ms / seen.wall_ms.max(1e-3))
    }

    /// The figures of what ran under each, by its word.
    pub(super) fn figures(
        &self,
        all: &[(Under, Seen)],
        millisecond: &Millisecond,
    ) -> [(&'static str, Value); 7] {
        let map = |of: &dyn Fn(Seen) -> Option<Value>| -> Value {
            let found = all.iter().filter_map(|(under, seen)| Some((under.word(), of(*seen)?)));
            found.map(|(word, value)| (word.to_owned(), value)).collect()
        };
        let speed_up = |seen| self.speed_up(seen, millisecond);
        let gil = all.iter().find_map(|(_, seen)| Some((seen.hand_overs?, seen.wall_ms)));
        let per_s = gil.map(|(count, ms)| count as f64 / ms.max(1e-3) * 1e3);
        [
            ("speed_up", map(&|seen| speed_up(seen).map(Value::from))),
            ("helps", map(&|seen| speed_up(seen).map(|times| json!(times >= HELPS)))),
            ("response_ms", map(&|seen| seen.response_ms.map(Value::from))),
            ("hand_overs", json!(gil.map(|(count, _)| count))),
            ("hand_overs_per_s", json!(per_s)),
            ("millisecond_ms", json!(millisecond.real_ms())),
            ("held_ms", json!(all.iter().find_map(|(_, seen)| seen.held_ms))),
        ]
    }

    /// What a play shows that is drawn, with the middle one so far and what was measured beside it.
    pub(super) fn shown(
        &self,
        seen: Seen,
        middle: Seen,
        beside: &[(Under, Seen)],
        millisecond: &Millisecond,
    ) -> Played {
        let helps = self.speed_up(seen, millisecond).is_some_and(|speed_up| speed_up >= HELPS);
        let all = [beside, &[(self.lock, middle)]].concat();
        let value = if helps { "faster" } else { "no faster" };
        Played::new(VerdictKind::Held, value, seen.wall_ms, self.figures(&all, millisecond))
    }
}
