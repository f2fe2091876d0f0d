//! The schedule as rows of a table: what each step did, and the values after it.

use machine::{Machine, Step};

use super::explorer::Explorer;

/// Rows around the current one that are shown.
const AROUND: usize = 100;

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Its step is done.
    Done,
    /// Its step was the last.
    Now,
    /// Its step was undone and can be redone.
    Undone,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Steps done after it; 0 is the start.
    pub(super) number: usize,
    /// The step; none at the start.
    pub(super) step: Option<Step>,
    /// Values of the thread's own variables that the step changed.
    pub(super) locals: Vec<String>,
    /// By thread: what it waits for from here on, if it did not before.
    pub(super) stops: Vec<Option<String>>,
    /// Values of what is shared, and whether the step changed them.
    pub(super) values: Vec<(String, bool)>,
    /// Where it stands.
    pub(super) place: Place,
}

/// The rows around the current one, and how many are left out before and behind them.
pub(super) fn rows(explorer: &Explorer) -> (Vec<Row>, usize, usize) {
    let states = explorer.replay.states();
    let first = explorer.at.saturating_sub(AROUND);
    let last = (explorer.at + AROUND).min(states.len() - 1);
    let rows = (first..=last).map(|number| row(explorer, number)).collect();
    (rows, first, states.len() - 1 - last)
}

/// The row after so many steps.
pub(super) fn row(explorer: &Explorer, number: usize) -> Row {
    let (machine, states) = (explorer.machine(), explorer.replay.states());
    let cells = &states[number];
    let before = number.checked_sub(1).map(|before| &states[before]);
    let step = number.checked_sub(1).map(|before| explorer.replay.steps()[before].clone());
    let old = before.map(|cells| machine.shared(cells));
    let values = machine.shared(cells).into_iter().enumerate().map(|(index, (_, value))| {
        let changed = old.as_ref().is_some_and(|old| old[index].1 != value);
        (value, changed)
    });
    let stops = (0..machine.threads()).map(|thread| {
        let could = before.is_some_and(|before| machine.waits_for(before, thread).is_none());
        let wait = machine.waits_for(cells, thread).filter(|_| could)?;
        Some(format!("waits for {}", wait.for_what))
    });
    Row {
        number,
        locals: step.as_ref().map_or_else(Vec::new, |step| {
            changed_locals(machine, before.map(Vec::as_slice), cells, step.by.thread.into())
        }),
        stops: stops.collect(),
        values: values.collect(),
        step,
        place: match number.cmp(&explorer.at) {
            std::cmp::Ordering::Less => Place::Done,
            std::cmp::Ordering::Equal => Place::Now,
            std::cmp::Ordering::Greater => Place::Undone,
        },
    }
}

fn changed_locals(
    machine: &Machine,
    before: Option<&[i32]>,
    cells: &[i32],
    thread: usize,
) -> Vec<String> {
    let old = before.map(|before| machine.locals(before, thread)).unwrap_or_default();
    let new = machine.locals(cells, thread).into_iter().enumerate();
    new.filter(|(index, local)| old.get(*index) != Some(local))
        .filter_map(|(_, (name, value))| Some(format!("{name} = {}", value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::same::Same;
    use machine::{Grain, Move};

    fn explored(moves: &[u8], at: usize) -> Explorer {
        let machine = plan::Computer { cores: 2 };
        let draft = plan::open("#/explore/lost-update?v=1").draft.expect("there is such a model");
        let plan = draft.exploration_plan(machine).expect("its defaults are right");
        let mut explorer = Explorer::new(&plan, Grain::Fine);
        let mut replay = explorer.done();
        for &thread in moves {
            replay.push(Move { thread, way: 0 }).expect("a thread has three steps");
        }
        explorer.replay = Same::new(replay);
        explorer.at = at;
        explorer
    }

    /// Thread 1 reads the 0, increases it to 1 and writes it back: the shared value changes with the
    /// third step only.
    #[test]
    fn the_table_is_that_of_the_lecture() {
        let (rows, before, behind) = rows(&explored(&[0, 0, 0], 2));
        assert_eq!((rows.len(), before, behind), (4, 0, 0));
        assert_eq!(rows[0].step, None);
        let said: Vec<_> = rows[1..].iter().map(|row| row.locals.join(", ")).collect();
        assert_eq!(said, ["value = 0", "value = 1", ""]);
        let values: Vec<_> = rows.iter().map(|row| row.values[0].clone()).collect();
        let value = |text: &str, changed| (text.to_owned(), changed);
        assert_eq!(
            values,
            [value("0", false), value("0", false), value("0", false), value("1", true)]
        );
        let places: Vec<_> = rows.iter().map(|row| row.place).collect();
        assert_eq!(places, [Place::Done, Place::Done, Place::Now, Place::Undone]);
    }
}
