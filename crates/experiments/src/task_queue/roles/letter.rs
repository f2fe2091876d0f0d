//! Messages between the broker, its client and its workers: numbers only, so that they cross by any way.

/// What one note is about.
pub(super) mod word {
    /// To the broker. A worker is there.
    pub(in super::super) const HELLO: f64 = 0.0;
    /// A task is sent, at this time.
    pub(in super::super) const PUBLISH: f64 = 1.0;
    /// A worker begins a task, at this time.
    pub(in super::super) const BEGUN: f64 = 2.0;
    /// A task has had its effect.
    pub(in super::super) const EFFECT: f64 = 3.0;
    /// A task has raised an exception at this time, and is to be tried again at that.
    pub(in super::super) const RETRY: f64 = 4.0;
    /// A worker has an answer: when, how it ended, sums.
    pub(in super::super) const ANSWER: f64 = 5.0;
    /// A worker asks whether all that it has said was heard.
    pub(in super::super) const ASK: f64 = 6.0;
    /// The client has all results: when the first task was sent, when the last result came.
    pub(in super::super) const HAVE_ALL: f64 = 7.0;

    /// From the broker. Whoever works, say so.
    pub(in super::super) const WHO: f64 = 20.0;
    /// You take part; this is what the tasks are.
    pub(in super::super) const WELCOME: f64 = 21.0;
    /// A task, and how often it was tried again.
    pub(in super::super) const TASK: f64 = 22.0;
    /// All was heard.
    pub(in super::super) const HEARD: f64 = 23.0;
    /// What became of a task.
    pub(in super::super) const RESULT: f64 = 24.0;
}

/// One of the things that a letter says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    pub(super) word: f64,
    pub(super) task: f64,
    pub(super) more: Vec<f64>,
}

impl Note {
    pub(super) fn new(word: f64, task: f64, more: &[f64]) -> Self {
        Self { word, task, more: more.to_vec() }
    }

    /// One of its numbers; 0 if there are not so many.
    pub(super) fn number(&self, at: usize) -> f64 {
        self.more.get(at).copied().unwrap_or_default()
    }
}

/// To whom: everybody, the broker, its client, or a worker by its address.
pub(super) const ALL: f64 = -1.0;
pub(super) const BROKER: f64 = 0.0;
pub(super) const CLIENT: f64 = -2.0;

/// A letter: several notes at once, because sending takes longer than saying.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) to: f64,
    pub(super) from: f64,
    /// The run that it belongs to; 0 if whoever writes knows of none.
    pub(super) run: f64,
    pub(super) notes: Vec<Note>,
}

impl Letter {
    /// As it crosses.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let mut numbers = vec![self.to, self.from, self.run];
        for note in &self.notes {
            numbers.extend([note.word, note.task, note.more.len() as f64]);
            numbers.extend(&note.more);
        }
        numbers
    }

    /// Reads what [`Letter::numbers`] gave; nothing if it is something else.
    pub(super) fn read(numbers: &[f64]) -> Option<Self> {
        let [to, from, run, rest @ ..] = numbers else { return None };
        let (mut rest, mut notes) = (rest, Vec::new());
        while let [word, task, length, after @ ..] = rest {
            let (more, left) = after.split_at_checked(*length as usize)?;
            notes.push(Note::new(*word, *task, more));
            rest = left;
        }
        rest.is_empty().then_some(Self { to: *to, from: *from, run: *run, notes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_crosses_without_loss() {
        let notes = vec![
            Note::new(word::ANSWER, 3.0, &[12.5, 0.0, 1.0, 2.0]),
            Note::new(word::BEGUN, 4.0, &[13.0]),
            Note::new(word::WHO, 0.0, &[]),
        ];
        let letter = Letter { to: ALL, from: 17.0, run: 5.0, notes };
        assert_eq!(Letter::read(&letter.numbers()), Some(letter));
    }

    #[test]
    fn what_is_no_letter_is_not_read() {
        for numbers in
            [&[][..], &[0.0, 1.0], &[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]
        {
            assert_eq!(Letter::read(numbers), None, "{numbers:?}");
        }
    }
}
