//! What a run of `task-queue` shows, and what is said of it.

use measure::{format_count, format_ms};
use trace::wire::StageRun;
use trace::{Lane, VerdictKind};

use super::{SHOWS, lanes};
use crate::report::finished::plural;
use crate::report::shows::Shows;
use crate::report::{Conclude, Finished};
use crate::task_queue::{Ack, CrashAt, Job, TaskQueue};

impl Conclude for TaskQueue {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn lanes(&self, run: &StageRun) -> Option<Vec<Lane>> {
        run.figures["tasks"].as_array().map(|tasks| lanes::of(tasks))
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let said = match run.kind() {
            VerdictKind::Held => self.held(run),
            VerdictKind::Lost => self.lost(run),
            VerdictKind::Repeated => {
                let twice = plural(run.count_of("done_twice"), "task");
                format!(
                    "{twice} had their effect more than once: the worker was killed before it could acknowledge them, and they were delivered again."
                )
            }
            VerdictKind::TimedOut => {
                let late = plural(run.count_of("time_limit_exceeded"), "task");
                let limit = format_ms(self.time_limit_ms as f64);
                format!("{late} took longer than {limit} and were ended: TimeLimitExceeded.")
            }
            VerdictKind::Failed => self.failed(run),
            _ => {
                let wrong = plural(run.count_of("wrong"), "result");
                format!("{wrong} were not what was asked for.")
            }
        };
        said + &self.kept(run)
    }
}

impl TaskQueue {
    fn held(&self, run: &Finished<'_>) -> String {
        let (tasks, took) = (plural(self.tasks.into(), "task"), format_ms(run.number("total_ms")));
        let again = run.count_of("redelivered");
        let why = match (again, self.ack, self.crash_at) {
            (0, _, _) => String::new(),
            (_, Ack::Late, CrashAt::After) => {
                format!(" {} came again, and changed nothing.", format_count(again))
            }
            _ => format!(
                " {} were delivered again, because their worker was killed.",
                format_count(again)
            ),
        };
        let value = run.value("value").as_f64().filter(|_| self.job == Job::Integrate);
        let value = value.map_or_else(String::new, |value| format!(" The integral is {value}."));
        format!("All of {tasks} were done once, in {took}.{why}{value}")
    }

    fn lost(&self, run: &Finished<'_>) -> String {
        let given_up = run.count_of("given_up");
        if given_up > 0 {
            let given_up = plural(given_up, "task");
            return format!(
                "{given_up} killed whoever took them, and were given up after 20 deliveries."
            );
        }
        let lost = plural(run.count_of("lost"), "task");
        format!(
            "{lost} were lost: the worker had acknowledged them, and was killed before they had their effect. \
             get() would wait for ever."
        )
    }

    fn failed(&self, run: &Finished<'_>) -> String {
        let unheard = run.count_of("result_lost");
        if unheard > 0 {
            let unheard = plural(unheard, "task");
            return format!(
                "{unheard} were done, but their worker was killed before it sent the result: get() would wait for ever."
            );
        }
        let raised = plural(run.count_of("raised"), "task");
        let tried = if self.retries > 0 {
            format!(", after {}", plural(self.retries.into(), "retry").replace("retrys", "retries"))
        } else {
            String::new()
        };
        format!("{raised} failed{tried}: the client got ValueError.")
    }

    /// What there is to say of what was kept.
    fn kept(&self, run: &Finished<'_>) -> String {
        let before = run.count_of("done_before");
        let mut said = String::new();
        if before > 0 {
            let before = format_count(before);
            said += &format!(" {before} of them had ended before the page was loaded anew.");
        }
        if let Some(why) = run.value("not_kept").as_str() {
            said += &format!(
                " This browser keeps nothing here ({why}), so a reload would have lost all of it."
            );
        }
        said
    }
}
