//! How long something will still take, judged from what it has done so far.

/// What takes longer than this in all is worth a word, in milliseconds.
const LONG_MS: f64 = 10_000.0;
/// Time that must have passed before anything is said, in milliseconds.
const SOON_MS: f64 = 1000.0;

/// Judges the time left of a run that has several stages, each of which reports its finished part. The
/// stages that are still to come count as long as the one that is on.
#[derive(Clone, Copy, Debug)]
pub struct Remaining {
    stages: usize,
    began_ms: f64,
    /// The stage that is on, with the time and the part of its first report.
    stage: Option<(usize, f64, f64)>,
    is_long: bool,
}

impl Remaining {
    /// A run of so many stages that begins at `now_ms`.
    #[must_use]
    pub fn new(stages: usize, now_ms: f64) -> Self {
        Self { stages, began_ms: now_ms, stage: None, is_long: false }
    }

    /// Milliseconds left at `now_ms`, when stage `stage`, from 1, has finished `part` of it, from 0 to 1.
    ///
    /// `None` in the first second of a stage, and for a run that takes 10 s at most; once something was
    /// said of a run, it counts as long.
    pub fn left_ms(&mut self, stage: usize, part: f64, now_ms: f64) -> Option<f64> {
        let first = self.stage.filter(|(known, ..)| *known == stage);
        let (_, first_ms, first_part) = *self.stage.insert(first.unwrap_or((stage, now_ms, part)));
        let (took_ms, done) = (now_ms - first_ms, part - first_part);
        if took_ms < SOON_MS || done <= 0.0 {
            return None;
        }
        let whole_ms = took_ms / done;
        let to_come = self.stages.saturating_sub(stage) as f64;
        let left_ms = whole_ms * ((1.0 - part).max(0.0) + to_come);
        self.is_long |= now_ms - self.began_ms + left_ms > LONG_MS;
        self.is_long.then_some(left_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tenth in 2 s: 20 s in all, 18 left. At half of it 10 are left.
    #[test]
    fn the_time_left_runs_down_with_the_part_that_is_done() {
        let mut remaining = Remaining::new(1, 0.0);
        assert_eq!(remaining.left_ms(1, 0.0, 0.0), None);
        assert_eq!(remaining.left_ms(1, 0.1, 2000.0), Some(18_000.0));
        assert_eq!(remaining.left_ms(1, 0.5, 10_000.0), Some(10_000.0));
        assert_eq!(remaining.left_ms(1, 1.0, 20_000.0), Some(0.0));
    }

    /// Half in 2 s: 4 s in all.
    #[test]
    fn of_a_short_run_and_of_the_first_second_nothing_is_said() {
        let mut remaining = Remaining::new(1, 0.0);
        assert_eq!(remaining.left_ms(1, 0.0, 0.0), None);
        assert_eq!(remaining.left_ms(1, 0.01, 900.0), None);
        assert_eq!(remaining.left_ms(1, 0.5, 2000.0), None);
    }

    /// Half of the first of four stages in 2 s: 2 s of it are left, and 3 · 4 s of the others.
    #[test]
    fn stages_to_come_count_as_long_as_the_one_that_is_on() {
        let mut remaining = Remaining::new(4, 0.0);
        assert_eq!(remaining.left_ms(1, 0.0, 0.0), None);
        assert_eq!(remaining.left_ms(1, 0.5, 2000.0), Some(14_000.0));
        assert_eq!(remaining.left_ms(4, 0.0, 13_000.0), None);
        assert_eq!(remaining.left_ms(4, 0.5, 15_000.0), Some(2000.0));
    }
}
