//! The words of `hello-threads`.

use super::HelloThreads;
use crate::report::shows::{Figure, Picture, Sequence, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "start join daemon thread main order",
    miniature: Miniature::Lanes(&["##############", " #####", "  #########", "   ###"]),
};

static WORDS: Words = Words {
    title: "Hello, threads",
    run: Lesson {
        summary: "Main starts threads that greet at their own pace, joins them, and ends.",
        prediction: "Main joins every thread but the daemon. How many are cut off when main ends? And in which order do the lines arrive?",
        asks: Asks::Number { figure: "cut_off", unit: "threads" },
        look_for: &[
            (
                "Each thread's own lines are in order. Between threads there is no order, and it changes from run to run.",
                Spot::Picture(Picture::Lines),
            ),
            (
                "Main starts the threads one after the other, and the later ones may still be first.",
                Spot::Picture(Picture::Lanes),
            ),
            (
                "The daemon thread greets for ever. When main has joined all the others it ends, and the daemon is cut off in the middle of its pause.",
                Spot::Named("cut_off"),
            ),
        ],
    },
    explore: Lesson::NONE,
    params: &[
        ParamWords::threads("Threads that main starts."),
        ParamWords::number(
            "greetings",
            "Greetings",
            "per thread",
            "Lines that each thread writes; daemon threads go on for ever.",
        ),
        ParamWords::number("pause_ms", "Pause", "ms", "Between two greetings of a thread."),
        ParamWords::number(
            "daemons",
            "Daemon threads",
            "of them",
            "The last so many threads are daemons: main does not wait for them.",
        ),
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::Lines],
    figures: &[Figure::count(
        "distinct_orders",
        "Distinct orders",
        "of all lines, over the repeats",
    )],
    sequences: &[Sequence {
        name: "cut_off",
        title: "Cut off",
        caption: "Threads that still ran when the program ended.",
    }],
    outcome: "An outcome is who was heard first, second and so on: 1 3 2 if thread 3 wrote its first line before thread 2.",
    ..Shows::MEETING
};

impl Tell for HelloThreads {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }
}

impl Conclude for HelloThreads {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn part(&self, index: usize, _: &str) -> &'static str {
        if index < (self.threads - self.daemons) as usize { "thread" } else { "daemon" }
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let cut_off = run.names("cut_off");
        let orders = match (run.count_of("distinct_orders"), run.repeats()) {
            _ if self.threads == 1 => "One thread alone has one order only".to_owned(),
            (_, 1) => "Run it again: the order between threads is nobody's promise".to_owned(),
            (1, runs) => format!("The lines came in the same order in all {runs} runs, by chance"),
            (orders, runs) => format!("The lines came in {orders} different orders in {runs} runs"),
        };
        let daemons = match cut_off.len() {
            0 => String::new(),
            1 => format!("; {} was a daemon and was cut off when main ended", cut_off[0]),
            n => format!("; {n} daemon threads were cut off when main ended"),
        };
        format!("{orders}{daemons}.")
    }
}
