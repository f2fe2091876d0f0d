//! What a run of `task-queue` shows, and what is said of it.

use measure::{format_count, format_ms};
use trace::wire::StageRun;
use trace::{Lane, VerdictKind};

use super::{SHOWS, lanes};
use crate::report::finished::plural;
use crate::report::shows::Shows;
use crate::report::{Conclude, Finished};
use crate::task_queue::{Job, LANES, TaskQueue};

impl Conclude for TaskQueue {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn lanes(&self, run: &StageRun) -> Option<Vec<Lane>> {
        run.figures["tasks"].as_array().map(|tasks| lanes::of(tasks))
    }

    fn remark(&self, run: &StageRun) -> Option<String> {
        let shown = run.figures["tasks"].as_array().map(Vec::len)?;
        let chosen = || {
            format!(
                "The timeline shows {shown} of {} tasks: those to which more happened than to others, and the first ones.",
                format_count(self.tasks.into())
            )
        };
        (shown == LANES && shown < self.tasks as usize).then(chosen)
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let said = match run.kind() {
            VerdictKind::Held => self.held(run),
            VerdictKind::Lost => self.lost(run),
            VerdictKind::Repeated => {
                let twice = tasks(run.count_of("done_twice"), "was", "were");
                format!(
                    "{twice} done more than once: the worker was gone before it could acknowledge, and somebody else was given \
                     the same again."
                )
            }
            VerdictKind::TimedOut if run.count_of("no_answer") > 0 => {
                let silent = tasks(run.count_of("no_answer"), "had", "had");
                format!(
                    "{silent} no result when nothing had come for a long time: get(timeout) would give up."
                )
            }
            VerdictKind::TimedOut => {
                let late = tasks(run.count_of("time_limit_exceeded"), "was", "were");
                let limit = format_ms(self.time_limit_ms as f64);
                format!("{late} ended after {limit}: TimeLimitExceeded.{}", also_raised(run))
            }
            VerdictKind::Failed => self.failed(run),
            _ => {
                let wrong = run.count_of("wrong");
                let results = plural(wrong, "result");
                format!(
                    "{results} {} not what was asked for.",
                    if wrong == 1 { "was" } else { "were" }
                )
            }
        };
        said + &before(run) + &not_kept(run)
    }
}

/// `1 task was`, `6 tasks were`.
fn tasks(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", plural(count, "task"), if count == 1 { one } else { many })
}

/// `once`, `4 times`.
fn times(count: u64) -> String {
    if count == 1 { "Once".to_owned() } else { format!("{} times", format_count(count)) }
}

impl TaskQueue {
    fn held(&self, run: &Finished<'_>) -> String {
        let took = format_ms(run.number("total_ms"));
        let all = match self.tasks {
            1 => "The task was done once".to_owned(),
            n => format!("All {} tasks were done once", format_count(n.into())),
        };
        let (again, done_again) = (run.count_of("redelivered"), run.count_of("done_again"));
        let why = match (again, done_again) {
            (0, 0) => String::new(),
            (_, 0) => {
                format!(
                    " {} a task was delivered again, because its worker was gone.",
                    times(again)
                )
            }
            _ => format!(" {} a task was done again, which changed nothing.", times(done_again)),
        };
        let value = run.value("value").as_f64().filter(|_| self.job == Job::Integrate);
        let value = value.map_or_else(String::new, |value| format!(" The integral is {value}."));
        format!("{all}, in {took}.{why}{value}")
    }

    fn lost(&self, run: &Finished<'_>) -> String {
        let given_up = run.count_of("given_up");
        if given_up > 0 {
            let paid = if run.count_of("effects") > run.count_of("done") {
                " Some were done each time."
            } else {
                ""
            };
            let given_up = tasks(given_up, "was", "were");
            return format!(
                "{given_up} given up after 20 deliveries: each time the worker was killed.{paid}"
            );
        }
        let lost = tasks(run.count_of("lost"), "was", "were");
        format!(
            "{lost} lost: acknowledged by a worker that was gone before it had done the work. get() would wait for ever."
        )
    }

    fn failed(&self, run: &Finished<'_>) -> String {
        let unheard = run.count_of("result_lost");
        if unheard > 0 {
            let unheard = tasks(unheard, "was", "were");
            return format!(
                "{unheard} done, but no result came: the worker was gone before it sent one. get() would wait for ever."
            );
        }
        let raised = plural(run.count_of("raised"), "task");
        let tried = match self.retries {
            0 => String::new(),
            1 => ", after a retry".to_owned(),
            n => format!(", after {n} retries"),
        };
        let exception = run.value("exception").as_str().unwrap_or("ValueError").to_owned();
        format!("{raised} failed{tried}: the client got {exception}.")
    }
}

/// What else went wrong where some were too slow.
fn also_raised(run: &Finished<'_>) -> String {
    match run.count_of("raised") {
        0 => String::new(),
        n => format!(" {} failed.", plural(n, "task")),
    }
}

/// What was over before this run began.
fn before(run: &Finished<'_>) -> String {
    match run.count_of("done_before") {
        0 => String::new(),
        n => {
            let ended = tasks(n, "had ended", "had ended");
            format!(" {ended} in a run of this link that was broken off; this one went on.")
        }
    }
}

fn not_kept(run: &Finished<'_>) -> String {
    let why = run.value("not_kept").as_str();
    why.map_or_else(String::new, |why| {
        format!(" This browser keeps nothing here ({why}), so a reload would have lost all of it.")
    })
}
