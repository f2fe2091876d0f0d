//! The client: sends all tasks, as `delay` does, and waits for their results, as `get` does.

use processes::{Ended, Port, Process};

use super::letter::{BROKER, CLIENT, Letter, Note, word};
use super::task::End;
use crate::task_queue::{Job, TaskQueue};

/// Tasks that are sent at once.
const AT_ONCE: usize = 64;

/// Sends all tasks and waits until it is known what became of each.
pub(super) async fn send_all(params: &TaskQueue, me: &Process) -> Result<(), Ended> {
    let say = |notes: Vec<Note>| {
        let letter = Letter { to: BROKER, from: CLIENT, run: 0.0, notes };
        me.tell(Port::PARENT, &letter.numbers());
    };
    let first_ms = me.now_ms();
    let tasks: Vec<u32> = (0..params.tasks).collect();
    for some in tasks.chunks(AT_ONCE) {
        let sent = |id: &u32| Note::new(word::PUBLISH, (*id).into(), &[me.now_ms()]);
        say(some.iter().map(sent).collect());
    }
    let (mut left, mut n_wrong) = (params.tasks, 0.0);
    while left > 0 {
        let message = me.receive_from(Port::PARENT).await?;
        let Some(letter) = Letter::read(&message.numbers) else { continue };
        for note in letter.notes.iter().filter(|note| note.word == word::RESULT) {
            left = left.saturating_sub(1);
            let is_done = End::read(note.number(0)) == Some(End::Done);
            if is_done && params.job == Job::Add && note.number(1) != sum_of(note.task) {
                n_wrong += 1.0;
            }
        }
    }
    say(vec![Note::new(word::HAVE_ALL, 0.0, &[first_ms, me.now_ms(), n_wrong])]);
    Ok(())
}

/// What a task of `add` is asked for: its number, twice.
pub(super) fn sum_of(task: f64) -> f64 {
    task + task
}
