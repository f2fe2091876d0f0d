//! The words of `queue`.

use measure::format_count;
use trace::VerdictKind;

use super::{End, Kind, Queues};
use crate::report::finished::plural;
use crate::report::shows::{Figure, Picture, Sequence, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "producer consumer FIFO LIFO priority put get bounded buffer maxsize",
    miniature: Miniature::Steps(&[0, 1, 2, 1, 2, 3, 4, 3, 2, 3, 2, 1, 0]),
};

static WORDS: Words = Words {
    title: "Queue",
    run: Lesson {
        summary: "Producers put numbered items into a queue, and consumers take them out.",
        prediction: "The queue has room for four items. How often must a producer wait until there is room?",
        asks: Asks::Number { figure: "blocked_puts", unit: "times" },
        look_for: &[
            (
                "The depth never exceeds the queue's size; at the size producers wait, at 0 consumers do.",
                Spot::Picture(Picture::Depth),
            ),
            (
                "FIFO hands items out as they came, LIFO the newest first, priority the lowest that is in.",
                Spot::Param("kind"),
            ),
            (
                "Every item arrives exactly once, however many threads put and get.",
                Spot::Named("lost"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Producers put numbered items into a queue, and consumers take them out.",
        prediction: "Two producers, two consumers, and a queue with room for one item. Can an item be lost?",
        asks: Asks::Whether,
        look_for: &[
            ("Whoever puts and gets when: every item arrives exactly once.", Spot::Outcomes),
            (
                "If nobody tells the consumers that it is over, all of them wait for ever.",
                Spot::Param("end"),
            ),
            (
                "With LIFO the item that means the end comes out first, and others are left behind.",
                Spot::Param("kind"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Producers and consumers together."),
        ParamWords::number("producers", "Producers", "threads", "Threads that put."),
        ParamWords::number("consumers", "Consumers", "threads", "Threads that get."),
        ParamWords::number("items", "Items", "in all", "Items that are put."),
        ParamWords::choice(
            "kind",
            "Order",
            "Which item leaves first.",
            &[("fifo", "FIFO"), ("lifo", "LIFO"), ("priority", "Priority")],
        ),
        ParamWords::number("maxsize", "Size", "items", "Items that fit in; 0 is any number."),
        ParamWords::choice(
            "end",
            "End",
            "How consumers learn that nothing more will come.",
            &[("shut-down", "Shut down"), ("item", "A last item"), ("never", "Never")],
        ),
        ParamWords::number(
            "timeout_ms",
            "Timeout",
            "ms",
            "The longest wait of a put or get before it tries again; 0 waits as long as it takes.",
        ),
        ParamWords::number("work_ms", "Work", "ms per item", "What a consumer does with an item."),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::Depth],
    figures: &[
        Figure::count("lost", "Lost", "in the last run"),
        Figure::per_second("items_per_s", "Items per second"),
        Figure::count("max_depth", "Most in the queue", ""),
        Figure::count("blocked_puts", "Puts that waited", "the queue was full"),
        Figure::count("blocked_gets", "Gets that waited", "the queue was empty"),
        Figure::count("timed_out_puts", "Puts that gave up", ""),
        Figure::count("timed_out_gets", "Gets that gave up", ""),
        Figure::count("duplicated", "Duplicated", "taken twice"),
    ],
    sequences: &[Sequence {
        name: "retrieved",
        title: "Order of retrieval",
        caption: "Items in the order in which consumers got on with them: who takes one may be overtaken before it does, and so may producers.",
    }],
    ..Shows::MEETING
};

impl Tell for Queues {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.end, self.kind) {
            (End::ShutDown, _) => {
                Some("Who gets an item takes it out, and nobody ends before the queue is empty.")
            }
            (End::Item, Kind::Fifo | Kind::Priority) => {
                Some("The end is put after all items, and comes out after all of them.")
            }
            (End::Item, Kind::Lifo) | (End::Never, _) => None,
        }
    }
}

impl Conclude for Queues {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn part(&self, index: usize, _: &str) -> &'static str {
        if index < self.producers as usize { "producer" } else { "consumer" }
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let count = |name| format_count(run.count_of(name));
        if run.count(VerdictKind::WrongValue) > 0 {
            return format!(
                "{} items were lost and {} came twice: this queue is broken.",
                count("lost"),
                count("duplicated")
            );
        }
        let gave_up = run.count_of("timed_out_puts") + run.count_of("timed_out_gets");
        let gave_up = match (run.count(VerdictKind::TimedOut), gave_up) {
            (0, _) => String::new(),
            (some, 0) => {
                format!(" Waits ran out of time in {}, not in the last.", plural(some, "run"))
            }
            (_, 1) => " 1 wait ran out of time and was tried again.".to_owned(),
            (_, n) => format!(" {} waits ran out of time and were tried again.", format_count(n)),
        };
        let all = match self.items {
            1 => "The item".to_owned(),
            n => format!("All {} items", format_count(n)),
        };
        format!(
            "{all} arrived exactly once; the queue held up to {}; {} and {} had to wait.{gave_up}",
            count("max_depth"),
            plural(run.count_of("blocked_puts"), "put"),
            plural(run.count_of("blocked_gets"), "get"),
        )
    }
}
