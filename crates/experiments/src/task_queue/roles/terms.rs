//! What a worker is told of the tasks, for it may have been opened for another queue; and how whoever works treats them.

use std::pin::Pin;

use processes::{Ended, Process};

use super::super::{Fault, Job, TaskQueue};
use crate::param::Choice;

/// What the tasks of one queue are, and how they are treated.
impl TaskQueue {
    /// As numbers in a letter.
    pub(super) fn terms(&self) -> Vec<f64> {
        vec![
            number(self.job),
            self.work_ms as f64,
            number(self.f),
            self.n as f64,
            self.tasks.into(),
            number(self.ack),
            number(self.fault),
            self.retries.into(),
            self.time_limit_ms as f64,
            self.crash.into(),
            number(self.crash_at),
        ]
    }

    /// The same queue, but what [`TaskQueue::terms`] gave.
    pub(super) fn under(&self, terms: &[f64]) -> Option<Self> {
        let [job, work_ms, f, n, tasks, ack, fault, retries, time_limit_ms, crash, crash_at] =
            *terms.as_array()?;
        Some(Self {
            job: word(job)?,
            work_ms: work_ms as u64,
            f: word(f)?,
            n: n as u64,
            tasks: tasks as u32,
            ack: word(ack)?,
            fault: word(fault)?,
            retries: retries as u32,
            time_limit_ms: time_limit_ms as u64,
            crash: crash as u32,
            crash_at: word(crash_at)?,
            ..self.clone()
        })
    }

    /// The name of the shelf on which this queue is kept: what its tasks are.
    pub(super) fn shelf(&self) -> String {
        let terms: Vec<String> = self.terms().iter().map(f64::to_string).collect();
        format!("task-queue {}", terms.join(" "))
    }

    /// Whether a task is one that raises, when it has been tried again so often.
    pub(super) fn raises(&self, index: usize, n_retries: u32) -> bool {
        let is_tenth = index % 10 == 9;
        is_tenth
            && match self.fault {
                Fault::None => false,
                Fault::Once => n_retries == 0,
                Fault::Always => true,
            }
    }

    /// Does a job for as long as a task may take; nothing if that was too long.
    pub(super) async fn within_limit<T>(
        &self,
        me: &Process,
        mut job: Pin<&mut dyn Future<Output = Result<T, Ended>>>,
    ) -> Result<Option<T>, Ended> {
        let limit_ms = self.time_limit_ms as f64;
        if limit_ms == 0.0 {
            return job.await.map(Some);
        }
        let begun_ms = me.now_ms();
        let found = me.within(job.as_mut(), Some(limit_ms)).await?;
        // Who computes looks at the clock now and then only.
        Ok(found.filter(|_| me.now_ms() - begun_ms <= limit_ms))
    }

    /// Whether a task takes no time to speak of.
    pub(super) fn is_quick(&self) -> bool {
        self.job == Job::Add
    }
}

/// How long what has raised waits, if it has been tried again so often before, in milliseconds: twice as long each time.
pub(super) fn back_off_ms(n_retries: u32) -> f64 {
    100.0 * f64::from(1_u32 << n_retries)
}

fn number<T: Choice>(choice: T) -> f64 {
    let at = T::WORDS.iter().position(|word| *word == choice.word());
    at.expect("it is one of them") as f64
}

fn word<T: Choice>(number: f64) -> Option<T> {
    T::WORDS.get(number as usize).map(|word| T::of(word))
}
