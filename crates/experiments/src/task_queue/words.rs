//! The words of `task-queue`.

mod conclude;
mod lanes;

use super::{Ack, Idempotent, Part, TaskQueue, Transport};
use crate::report::shows::{Figure, Form, Picture, Shows, Table};
use crate::report::words::FUNCTIONS;
use crate::report::{
    Asks, Card, Lesson, Miniature, OtherTab, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "Celery RabbitMQ broker AMQP delay worker acknowledgement retry at least once idempotent distributed cluster",
    miniature: Miniature::Lanes(&["..######", "..###xxx..######", "........######"]),
};

static WORDS: Words = Words {
    title: "A task queue",
    run: Lesson {
        summary: "A client hands tasks to a broker; workers take them, and their results come back.",
        prediction: "Twenty tasks. Workers acknowledge one before they work on it, and each is killed in its third. How many are lost?",
        asks: Asks::Number { figure: "lost", unit: "tasks" },
        look_for: &[("A worker is given some tasks ahead: they wait with it for their turn.", Spot::Picture(Picture::Lanes)),("Whoever acknowledges early and is killed takes the task with it; nobody else ever hears of it.", Spot::Param("fault")),("Acknowledged late, it is delivered again, and may have its effect twice.", Spot::Param("ack")),("With tabs, every tab of this browser can be a worker. Close one while it works.", Spot::Param("transport")),],
    },
    explore: Lesson {
        summary: "A client sends tasks to a queue; workers take them, and may be killed while they do.",
        prediction: "One task, and one worker is killed. In how many schedules is the task lost?",
        asks: Asks::Schedules,
        look_for: &[("Between the acknowledgement and the effect the task is nowhere but with its worker.", Spot::Steps),("Acknowledged late, a task that was paid comes back if its worker is killed before it says so.", Spot::Param("ack")),("What knows its tasks again pays once, however often they come.", Spot::Param("idempotent")),],
    },
    params: &[
        ParamWords::choice(
            "transport",
            "Who works",
            "Those of this page, also other tabs that were opened as workers, or whoever takes tasks from the same RabbitMQ: pages, and Celery.",
            &[("page", "This page"), ("tabs", "Tabs too"), ("rabbitmq", "RabbitMQ")],
        ),
        ParamWords::choice(
            "part",
            "This tab",
            "Sends the tasks, or works for the tab that does.",
            &[("client", "Sends tasks"), ("worker", "Is a worker")],
        ),
        ParamWords::number("workers", "Workers", "", "How many take tasks here."),
        ParamWords::number("tasks", "Tasks", "", "How many are sent."),
        ParamWords::choice(
            "job",
            "A task",
            "Adds two numbers, waits for a while, or sums its part of an integral.",
            &[("add", "Adds"), ("sleep", "Waits"), ("integrate", "Integrates")],
        ),
        ParamWords::number("work_ms", "Waits for", "ms", "How long a task that waits does so."),
        ParamWords::choice(
            "f",
            "Integrand",
            "What is integrated, if the tasks do that.",
            FUNCTIONS,
        ).aside(),
        ParamWords::number("n", "Points", "", "Over how many points, all tasks together.").aside(),
        ParamWords::choice(
            "ack",
            "Acknowledged",
            "When a worker tells the broker that it need not keep a task for others.",
            &[("early", "Before the work"), ("late", "After the work")],
        ),
        ParamWords::number(
            "prefetch",
            "Given ahead",
            "tasks",
            "How many a worker is given that it has not acknowledged.",
        ).aside(),
        ParamWords::choice(
            "fault",
            "Every tenth",
            "Whether every tenth task raises an exception.",
            &[("none", "Is done"), ("once", "Fails once"), ("always", "Always fails")],
        ).aside(),
        ParamWords::number(
            "retries",
            "Retries",
            "",
            "How often a task that failed is tried again, after 100 ms and twice as long each time.",
        ).aside(),
        ParamWords::number("time_limit_ms", "Time limit", "ms", "For each task; 0 is none.").aside(),
        ParamWords::number(
            "crash",
            "Killed in its task",
            "no.",
            "Each worker is killed while it does this task of its own, and replaced; 0 is never.",
        ),
        ParamWords::choice(
            "crash_at",
            "At what moment",
            "Before the task has had its effect, or after, before the worker could say so.",
            &[("before", "Before the effect"), ("after", "After the effect")],
        ).aside(),
        ParamWords::number(
            "crashes",
            "May be killed",
            "workers",
            "As many workers may be killed, once each.",
        ),
        ParamWords::choice(
            "idempotent",
            "Done again",
            "Whether a task that is done again counts again.",
            &[("no", "Counts again"), ("yes", "Changes nothing")],
        ),
        ParamWords::choice(
            "store",
            "Kept",
            "Where the broker keeps tasks and results. In the browser a page that is loaded again goes on.",
            &[("memory", "In memory"), ("indexeddb", "In the browser")],
        ).aside(),
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::per_second("tasks_per_s", "Tasks per second"),
        Figure {
            name: "waiting_ms",
            label: "A task waited",
            form: Form::Ms,
            remark: "until it was begun; median",
        },
        Figure { name: "work_ms", label: "Work", form: Form::Ms, remark: "on a task; median" },
        Figure::count("done", "Done", "tasks that had their effect"),
        Figure::count("lost", "Lost", "taken, and never done"),
        Figure::count("done_twice", "Done twice", "or more often"),
        Figure::count("result_lost", "No result", "done, and nobody heard"),
        Figure::count("given_up", "Given up", "after 20 deliveries"),
        Figure::count("redelivered", "Deliveries again", "because a worker was gone"),
        Figure::count("retried", "Tried again", "after an exception"),
        Figure::count("raised", "Failed", "the client got an exception"),
        Figure::count("time_limit_exceeded", "Too slow", "the client got TimeLimitExceeded"),
        Figure::count("killed", "Killed", "workers of this page"),
        Figure {
            name: "value",
            label: "The integral",
            form: Form::Word,
            remark: "the same bits, whoever summed",
        },
        Figure {
            name: "start_ms",
            label: "Start of a worker",
            form: Form::Ms,
            remark: "before the first task; median",
        },
    ],
    tables: &[Table {
        name: "by_worker",
        title: "Who did how much",
        caption: "Each worker, in the order in which they came.",
        columns: &[
            ("worker", "Worker", Form::Count),
            ("tasks", "Brought to an end", Form::Count),
            ("fate", "At the end", Form::Word),
        ],
    }],
    pictures: &[Picture::Lanes],
    ..Shows::MEETING
};

impl Tell for TaskQueue {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("ack", "early", "late")
    }

    fn other_tab(&self) -> Option<OtherTab> {
        let is_asked_for = self.transport == Transport::Tabs && self.part == Part::Client;
        is_asked_for.then_some(OtherTab::WORKER)
    }

    fn meanwhile(&self) -> Option<&'static str> {
        match (self.part, self.workers, self.transport) {
            (Part::Worker, _, Transport::RabbitMq) => {
                Some("This tab works for whoever sends tasks to the broker. Leave it open.")
            }
            (Part::Worker, ..) => {
                Some("This tab works for the one that sends tasks. Leave it open.")
            }
            (Part::Client, 0, Transport::RabbitMq) => {
                Some("The tasks wait for a worker, here or elsewhere: celery -A tasks worker.")
            }
            (Part::Client, 0, _) => Some("The tasks wait for a worker."),
            (Part::Client, ..) => None,
        }
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.ack {
            _ if self.crashes == 0 => Some("Nobody is killed, so every task is done once."),
            Ack::Late if self.idempotent == Idempotent::Yes => {
                Some("What was not acknowledged comes back, and what comes back is known.")
            }
            Ack::Early | Ack::Late => None,
        }
    }
}
