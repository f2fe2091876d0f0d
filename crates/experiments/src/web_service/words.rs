//! The words of `web-service`.

mod lanes;

use measure::{format_count, format_ms};
use serde_json::Value;
use trace::wire::StageRun;
use trace::{Lane, VerdictKind};

use super::{Client, Collect, Fault, Service, WebService};
use crate::report::finished::plural;
use crate::report::shows::{Figure, Form, Picture, Sequence, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "HTTP requests server client gunicorn urllib asyncio latency timeout workers network",
    miniature: Miniature::Lanes(&[
        "..####",
        "..####",
        "......####",
        "......####",
        "..........####",
    ]),
};

static WORDS: Words = Words {
    title: "A web service",
    run: Lesson {
        summary: "A service answers each request with a running number, and takes its time; clients of six kinds ask it.",
        prediction: "A hundred answers of half a second each, and a thread for each. How long does it take?",
        asks: Asks::Number { figure: "total_ms", unit: "ms" },
        look_for: &[
            (
                "Whoever waits does not compute, so threads, processes and coroutines wait for all answers at once.",
                Spot::Picture(Picture::InFlight),
            ),
            (
                "With one worker in the service, gunicorn’s default, every client is as slow as the first.",
                Spot::Param("server_workers"),
            ),
            (
                "A pool of ten asks ten at a time, and takes ten times as long as one answer.",
                Spot::Param("pool"),
            ),
            (
                "Printed, each client writes its answer itself, in whatever order they come; then try the queue, which has all of them in one place.",
                Spot::Param("collect"),
            ),
        ],
    },
    explore: Lesson::NONE,
    params: &[
        ParamWords::number("requests", "Requests", "", "How often the service is asked."),
        ParamWords::choice(
            "client",
            "Client",
            "Who asks. A hundred threads take about 0.4\u{a0}GB of memory. Asyncio as written: coroutines that block, so that each waits for the one before.",
            &[
                ("sequential", "One after the other"),
                ("threads", "A thread each"),
                ("processes", "A process each"),
                ("pool", "A pool of threads"),
                ("coroutines", "Coroutines"),
                ("asyncio-as-written", "Asyncio as written"),
            ],
        ),
        ParamWords::number("pool", "Pool", "threads", "Threads of the pool, if a pool asks."),
        ParamWords::number(
            "delay_ms",
            "An answer takes",
            "ms",
            "How long the service takes for each.",
        ),
        ParamWords::number(
            "server_workers",
            "Service’s workers",
            "",
            "Each serves one request at a time; 0 is as many as there are requests.",
        ),
        ParamWords::number(
            "timeout_ms",
            "Patience",
            "ms",
            "How long get() waits for the next answer in the queue; 0 is without end.",
        ),
        ParamWords::choice(
            "service",
            "Who answers",
            "The page’s own service worker, or the server that the page came from, if it is Interleave’s.",
            &[("page", "This page"), ("server", "The server")],
        ),
        ParamWords::choice(
            "collect",
            "Answers",
            "Into a queue, from which one collects them; or each client prints its own.",
            &[("queue", "Into a queue"), ("printed", "Printed")],
        ),
        ParamWords::choice(
            "fault",
            "Every tenth",
            "What the service does to every tenth request.",
            &[
                ("none", "Is answered"),
                ("error", "Fails: status 500"),
                ("close", "Is cut off"),
                ("never", "Is never answered"),
            ],
        ),
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure { name: "request_ms", label: "A request", form: Form::Ms, remark: "the middle one" },
        Figure {
            name: "queued_ms",
            label: "In the service’s line",
            form: Form::Ms,
            remark: "the middle one",
        },
        Figure {
            name: "beside_ms",
            label: "On the way",
            form: Form::Ms,
            remark: "connection, and there and back; the middle one",
        },
        Figure::count("most_in_flight", "Most in flight", "at the same time"),
        Figure {
            name: "bottleneck",
            label: "Bottleneck",
            form: Form::Word,
            remark: "waited for longest",
        },
        Figure { name: "answered_by", label: "Answered by", form: Form::Word, remark: "" },
        Figure::count("lost", "Lost", "numbers that were not collected"),
        Figure::count("repeated", "Repeated", "numbers that came again"),
        Figure::count("failed", "Failed", "requests"),
        Figure::count("timed_out", "Waited in vain", "for an answer in the queue"),
        Figure {
            name: "start_ms",
            label: "A start",
            form: Form::Ms,
            remark: "of a thread or process, before; the middle one",
        },
    ],
    sequences: &[Sequence {
        name: "numbers",
        title: "What was collected",
        caption: "The service’s numbers, in the order in which they came.",
    }],
    pictures: &[Picture::Lanes, Picture::InFlight, Picture::Lines],
    ..Shows::MEETING
};

impl Tell for WebService {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("collect", "printed", "queue")
    }
}

impl Conclude for WebService {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn lanes(&self, run: &StageRun) -> Option<Vec<Lane>> {
        run.figures["requests"].as_array().map(|requests| lanes::of(requests))
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let came = self.came(run);
        match run.kind() {
            VerdictKind::Held if self.collect == Collect::Printed => format!(
                "{came} {} Each was printed when it came: nobody has all of them, as with a queue.",
                self.why(run)
            ),
            VerdictKind::Held => format!("{came} {}", self.why(run)),
            VerdictKind::Jumbled => {
                let jumbled = plural(run.count_of("jumbled_lines"), "line");
                format!(
                    "{came} {jumbled} of what was printed were jumbled: a queue would keep them whole."
                )
            }
            VerdictKind::TimedOut => {
                let times = plural(run.count_of("timed_out"), "time");
                let patience = format_ms(self.timeout_ms as f64);
                let why = if self.fault == Fault::Never { "" } else { ": the answers were late" };
                format!("{came} The collector waited {patience} in vain, {times}{why}.")
            }
            _ => format!("{came} {}", self.trouble(run)),
        }
    }
}

impl WebService {
    /// How many answers there are, and how long they took.
    fn came(&self, run: &Finished<'_>) -> String {
        let all = u64::from(self.requests);
        let came = all - run.count_of("lost").min(all);
        let took = format_ms(run.number("total_ms"));
        let n = format_count(came);
        match () {
            () if came == all && all == 1 => format!("The answer came after {took}."),
            () if came == all => format!("All {n} answers came once, in {took}."),
            () => format!("{n} of {} numbers were collected, in {took}.", format_count(all)),
        }
    }

    /// Why it took so long.
    fn why(&self, run: &Finished<'_>) -> String {
        match (run.value("bottleneck").as_str(), self.client) {
            (Some("server"), _) => {
                let workers = plural(self.server_workers, "worker");
                format!(
                    "They waited for the service: it has {workers}, and each serves one at a time."
                )
            }
            (Some("browser"), _) if self.service == Service::Page => {
                "They took their time on the way: so many at once keep the browser busy.".to_owned()
            }
            (Some("browser"), _) => {
                "They waited for a connection: a browser keeps six to a host over HTTP/1.1."
                    .to_owned()
            }
            (Some(_), Client::AsyncioAsWritten) => {
                "urlopen blocks the one thread of these coroutines, so that each waits for the one before."
                    .to_owned()
            }
            (Some(_), Client::Pool) => {
                format!("{} ask at a time.", plural(self.at_once().into(), "thread"))
            }
            (Some(_), Client::Sequential) => "Each waits for the one before.".to_owned(),
            _ if self.requests == 1 => String::new(),
            _ => format!(
                "They waited beside each other, {} at once.",
                format_count(run.count_of("most_in_flight"))
            ),
        }
    }

    /// Why not all came once.
    fn trouble(&self, run: &Finished<'_>) -> String {
        let failure = run.value("failure");
        let requests = run.value("requests").as_array().into_iter().flatten();
        let alike = requests.filter(|request| request["failure"] == *failure).count();
        let failed = plural(alike as u64, "request");
        let nobody_answered = run.count_of("failed") == u64::from(self.requests);
        match (run.value("failure").as_str(), self.service) {
            (Some("status 404" | "no number"), Service::Page) if !nobody_answered => format!(
                "{failed} came while the page’s service worker was replaced by another: the service was started anew in between. Run again."
            ),
            (Some("status 404" | "no number"), Service::Page) => {
                "The page’s service worker does not answer: reload the page and run again, or let the server answer."
                    .to_owned()
            }
            (Some("status 404" | "status 405" | "no number"), Service::Server) => {
                "The server of this page has no such service: start the page with ./run, or let the page answer."
                    .to_owned()
            }
            (Some("closed"), _) if nobody_answered => {
                "No connection was made: the server is gone, or this browser is offline.".to_owned()
            }
            (Some("closed"), _) => format!("The connection of {failed} was cut off."),
            (Some("no answer"), _) => format!("{failed} had no answer, and were given up."),
            (Some(failure), _) => format!("{failed} failed: {failure}."),
            (None, _) => {
                let repeated = plural(run.count_of("repeated"), "number");
                format!("{repeated} came more than once: the service was started anew in between.")
            }
        }
    }
}

/// A field of a request that is a number.
fn number(request: &Value, name: &str) -> Option<f64> {
    request[name].as_f64()
}
