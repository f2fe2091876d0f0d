//! The words of `pool`.

use measure::{format_count, format_factor};
use serde_json::{Map, Value};
use trace::VerdictKind;

use super::{Call, Pool};
use crate::computer::Computer;
use crate::report::finished::plural;
use crate::report::shows::{Bars, Figure, Form, Picture, Sequence, Shows, Table};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "ThreadPool multiprocessing map imap apply_async chunksize workers futures executor",
    miniature: Miniature::Lanes(&["### ### ### ###", "#### ## #### ##"]),
};

static WORDS: Words = Words {
    title: "Pool of workers",
    run: Lesson {
        summary: "A pool hands many jobs to a few workers, in chunks; job k has the result k².",
        prediction: "Two workers, 24 jobs of 5 ms. How many times as fast are they as one worker?",
        asks: Asks::Number { figure: "speed_up", unit: "times" },
        look_for: &[
            (
                "With large chunks one worker still computes while the others have nothing left; with small ones there is more to send.",
                Spot::Picture(Picture::Lanes),
            ),
            (
                "map and imap give results in the order of the jobs, imap_unordered and callbacks as they arrive.",
                Spot::Param("call"),
            ),
            (
                "A job that fails takes its chunk with it: map loses every result, and imap goes on only with chunks of one job.",
                Spot::Param("fails"),
            ),
            (
                "A timeout ends the wait, not the job: its result can be had later.",
                Spot::Param("timeout_ms"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Workers take jobs from one queue and put results into another; the caller sees them in some order.",
        prediction: "Two workers do three jobs for map. In how many different orders can the caller get the results?",
        asks: Asks::Endings,
        look_for: &[
            (
                "map, map_async and imap have one outcome, whoever computes what.",
                Spot::Param("call"),
            ),
            (
                "With one worker results arrive in order; with n workers and j ≥ n jobs there are n! · n^(j − n) orders.",
                Spot::Outcomes,
            ),
            (
                "Job 3 of two workers cannot come first: one of them has to send a result before it takes job 3.",
                Spot::Steps,
            ),
        ],
    },
    params: &[
        ParamWords::number("threads", "Workers", "", "Processes or threads of the pool."),
        ParamWords::choice(
            "kind",
            "Workers are",
            "What Pool and ThreadPool start.",
            &[("process", "Processes"), ("thread", "Threads")],
        ),
        ParamWords::choice(
            "call",
            "Call",
            "How jobs are handed in and results are had.",
            &[
                ("apply_async", "apply_async"),
                ("map", "map"),
                ("map_async", "map_async"),
                ("imap", "imap"),
                ("imap_unordered", "imap_unordered"),
            ],
        ),
        ParamWords::number("jobs", "Jobs", "", "Job k has the result k²."),
        ParamWords::choice(
            "cost",
            "Cost",
            "Uneven: each job costs more than the one before, all of them as much as if even.",
            &[("even", "Even"), ("uneven", "Uneven")],
        ),
        ParamWords::number(
            "work_ms",
            "Work",
            "ms per job",
            "What a job costs one core, on average.",
        ),
        ParamWords::number(
            "chunksize",
            "Chunk size",
            "jobs",
            "Jobs that a worker is handed at once; 0 as Python chooses. apply_async has no chunks.",
        ),
        ParamWords::number("fails", "Fails", "job", "The number of the job that fails; 0 is none."),
        ParamWords::number(
            "timeout_ms",
            "Timeout",
            "ms",
            "The longest wait of get and next before they give up; 0 waits as long as it takes.",
        ),
        ParamWords::choice(
            "sweep",
            "Sweep chunk sizes",
            "Measures chunk sizes 1, 2, 4 and so on first, and goes on with the best.",
            &[("off", "Off"), ("on", "On")],
        )
        .aside(),
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure {
            name: "speed_up",
            label: "Speed-up",
            form: Form::Index,
            remark: "against one job after the other",
        },
        Figure::count("best_chunksize", "Best chunk size", "of the sweep"),
        Figure::count("chunksize", "Chunk size", "jobs at once"),
        Figure::count("chunks", "Chunks", ""),
        Figure::count("n_results", "Results", "that reached the caller"),
        Figure::count("computed", "Jobs computed", "without a failure"),
        Figure::count("tasks_done_after_failure", "Jobs after the failure", ""),
        Figure::count("callbacks", "Callbacks", ""),
    ],
    bars: &[Bars {
        name: "wall_ms_by_chunksize",
        title: "Time by chunk size",
        caption: "The shortest of three runs with each chunk size.",
        form: Form::Ms,
    }],
    tables: &[Table {
        name: "workers",
        title: "Workers",
        caption: "What each was handed, and how long it had something to compute.",
        columns: &[
            ("worker", "Worker", Form::Word),
            ("chunks", "Chunks", Form::Count),
            ("jobs", "Jobs", Form::Count),
            ("busy_ms", "Busy", Form::Ms),
        ],
    }],
    sequences: &[
        Sequence {
            name: "results",
            title: "Results",
            caption: "In the order in which the caller got them.",
        },
        Sequence {
            name: "callback_order",
            title: "Order of callbacks",
            caption: "Jobs in the order in which their callbacks were called.",
        },
    ],
    outcome: "An outcome is the order in which the caller got the results.",
    ..Shows::MEETING
};

impl Tell for Pool {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        Some(match self.call {
            Call::Map | Call::MapAsync | Call::Imap => {
                "Each result is kept in its place until all before it are there."
            }
            Call::ApplyAsync | Call::ImapUnordered => {
                "Each result is seen once; nobody has promised in which order."
            }
        })
    }
}

impl Pool {
    /// What became of the results.
    fn delivery(&self, run: &Finished<'_>) -> String {
        let Some(failure) = run.value("failure").as_str() else {
            if self.jobs == 1 {
                return "the result reached the caller".to_owned();
            }
            let order = match (run.value("in_order").as_bool(), self.call) {
                (Some(true), Call::ImapUnordered) => "as they arrived, by chance in order",
                (Some(true), _) => "in the order of the jobs",
                _ => "as they arrived",
            };
            let n = format_count(self.jobs);
            return format!("all {n} results reached the caller, {order}");
        };
        let got = match (run.count_of("n_results"), self.call) {
            (0, Call::Map | Call::MapAsync) => {
                let computed = plural(run.count_of("computed"), "job");
                format!("nothing else, though {computed} had been computed")
            }
            (0, _) => "nothing else".to_owned(),
            (n, _) => plural(n, "result"),
        };
        format!("the caller got “{failure}” and {got}; the pool lives on")
    }

    /// How fast it was, if every job was computed.
    fn speed(run: &Finished<'_>) -> String {
        let whole = run.value("failure").is_null() && run.value("timed_out") == false;
        let Some(times) = run.value("speed_up").as_f64().filter(|_| whole) else {
            return String::new();
        };
        let times = format!("{} times as fast as one job after the other", format_factor(times));
        match run.value("best_chunksize").as_u64() {
            Some(size) => format!(" Chunks of {} were best: {times}.", plural(size, "job")),
            None => format!(" That was {times}."),
        }
    }
}

impl Conclude for Pool {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn doubt(&self, outcome: &Map<String, Value>, computer: Computer) -> Option<String> {
        let number = |name: &str| outcome.get(name).and_then(Value::as_u64);
        let at_once = u64::from(self.threads.min(computer.cores)).min(number("chunks")?);
        let whole = outcome.get("failure")?.is_null() && outcome.get("timed_out")? == false;
        let speed_up = outcome.get("speed_up")?.as_f64().filter(|_| whole && self.threads > 1)?;
        measure::doubt(&format!("{} workers", self.threads), speed_up, at_once as f64)
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        if run.count(VerdictKind::WrongValue) > 0 {
            return "The caller did not get what was promised: this pool is broken.".to_owned();
        }
        let late = match (run.count(VerdictKind::TimedOut), run.value("timed_out").as_bool()) {
            (0, _) => String::new(),
            (_, Some(true)) => format!(
                " Not all was there within {} ms: the caller gave up waiting and asked again, and the job went on.",
                format_count(self.timeout_ms)
            ),
            (some, _) => {
                format!(" Waits ran out of time in {}, not in the last.", plural(some, "run"))
            }
        };
        format!("{}.{late}{}", trace::capitalized(&self.delivery(run)), Self::speed(run))
    }
}
