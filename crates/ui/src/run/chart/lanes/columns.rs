//! Many stretches on few pixels: in each column the one that lasts longest there.

/// Columns of pixels next to each other that show the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First column.
    pub(super) from: u32,
    /// The column after the last.
    pub(super) to: u32,
    /// What they show.
    pub(super) what: u32,
}

/// A stretch of no length weighs this much, in columns: it shows where nothing else is.
const LEAST: f64 = 1e-9;

/// What is seen of `stretches`, given as begin, end and what they are, in order and without overlap,
/// where `view` is spread over `columns`. There are at most two runs for each column.
///
/// One pass: what falls into one column is weighed, and the column goes to what weighs most.
pub(super) fn columns(
    stretches: impl Iterator<Item = (f64, f64, u32)>,
    (low, high): (f64, f64),
    columns: u32,
) -> Vec<Run> {
    let width = f64::from(columns);
    let scale = width / (high - low);
    let mut runs: Vec<Run> = Vec::new();
    let mut column = Column { at: 0, weights: Vec::new() };
    for (start, end, what) in stretches {
        if end < low {
            continue;
        }
        if start > high {
            break;
        }
        let from = ((start - low) * scale).clamp(0.0, width);
        let to = ((end - low) * scale).clamp(from, width);
        let first = (from as u32).min(columns - 1);
        let last = (to.ceil() as u32).saturating_sub(1).clamp(first, columns - 1);
        column.move_to(first, &mut runs);
        if first == last {
            column.weigh(what, (to - from).max(LEAST));
            continue;
        }
        column.weigh(what, f64::from(first + 1) - from);
        column.move_to(last, &mut runs);
        push(&mut runs, Run { from: first + 1, to: last, what });
        column.weigh(what, to - f64::from(last));
    }
    column.move_to(columns, &mut runs);
    runs
}

/// The column that is being weighed.
struct Column {
    at: u32,
    weights: Vec<(u32, f64)>,
}

impl Column {
    fn weigh(&mut self, what: u32, weight: f64) {
        match self.weights.iter_mut().find(|(known, _)| *known == what) {
            Some((_, sum)) => *sum += weight,
            None => self.weights.push((what, weight)),
        }
    }

    /// Gives the column away if it is left.
    fn move_to(&mut self, next: u32, runs: &mut Vec<Run>) {
        if next == self.at {
            return;
        }
        let most = self.weights.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
        if let Some((what, _)) = most {
            push(runs, Run { from: self.at, to: self.at + 1, what });
        }
        self.weights.clear();
        self.at = next;
    }
}

/// Adds a run, as part of the last one if nothing is between them.
fn push(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.to == run.from && last.what == run.what => last.to = run.to,
        _ if run.from < run.to => runs.push(run),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(stretches: &[(f64, f64, u32)], view: (f64, f64), n: u32) -> Vec<(u32, u32, u32)> {
        let runs = columns(stretches.iter().copied(), view, n);
        runs.iter().map(|run| (run.from, run.to, run.what)).collect()
    }

    /// 100 ms on 10 columns: 10 ms each.
    #[test]
    fn a_stretch_covers_the_columns_of_its_time() {
        assert_eq!(runs(&[(20.0, 50.0, 7)], (0.0, 100.0), 10), [(2, 5, 7)]);
        assert_eq!(runs(&[(0.0, 100.0, 7)], (0.0, 100.0), 10), [(0, 10, 7)]);
    }

    /// In column 2 (20 to 30 ms), 1 has 2 + 3 = 5 ms, 2 has 4 ms: it goes to 1, and so does column 3,
    /// of which 1 has 7 ms and 2 has 3.
    #[test]
    fn a_column_goes_to_what_lasts_longest_there() {
        let stretches = [(20.0, 22.0, 1), (22.0, 26.0, 2), (26.0, 29.0, 1), (30.0, 33.0, 2)];
        let more = [(33.0, 40.0, 1)];
        let all: Vec<_> = stretches.into_iter().chain(more).collect();
        assert_eq!(runs(&all, (0.0, 100.0), 10), [(2, 4, 1)]);
    }

    #[test]
    fn what_has_no_length_is_seen_where_nothing_else_is() {
        assert_eq!(runs(&[(45.0, 45.0, 1)], (0.0, 100.0), 10), [(4, 5, 1)]);
        assert_eq!(runs(&[(45.0, 45.0, 1), (46.0, 47.0, 2)], (0.0, 100.0), 10), [(4, 5, 2)]);
        assert_eq!(runs(&[(100.0, 100.0, 1)], (0.0, 100.0), 10), [(9, 10, 1)]);
    }

    /// Of 0 to 100 ms, 40 to 60 ms are in view: 2 ms a column. The first two lie before it, the last
    /// behind it; one that reaches into it is cut.
    #[test]
    fn what_is_out_of_view_is_left_out_or_cut() {
        let stretches = [(0.0, 10.0, 1), (10.0, 30.0, 2), (30.0, 44.0, 3), (70.0, 80.0, 1)];
        assert_eq!(runs(&stretches, (40.0, 60.0), 10), [(0, 2, 3)]);
    }

    /// 100 000 stretches on 800 columns: no more than 1600 rectangles.
    #[test]
    fn there_are_at_most_two_runs_for_each_column() {
        let stretches: Vec<_> = (0..100_000)
            .map(|index| (f64::from(index), f64::from(index) + 1.0, (index * 7 % 5) as u32))
            .collect();
        let runs = runs(&stretches, (0.0, 100_000.0), 800);
        assert!(runs.len() <= 1600, "{}", runs.len());
        assert_eq!((runs[0].0, runs[runs.len() - 1].1), (0, 800));
    }
}
