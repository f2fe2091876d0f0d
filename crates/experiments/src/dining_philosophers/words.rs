//! The words of `dining-philosophers`.

use measure::{format_count, format_ms};
use trace::{Lane, VerdictKind};

use super::{DiningPhilosophers, Strategy};
use crate::experiment::Needs;
use crate::report::finished::plural;
use crate::report::moment;
use crate::report::shows::{Bars, Figure, Form, Picture, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "forks starvation fairness Dijkstra waiter resource hierarchy deadlock",
    miniature: Miniature::Circle(5),
};

static WORDS: Words = Words {
    title: "Dining philosophers",
    run: Lesson {
        summary: "Philosophers around a table share the forks between them; eating takes two.",
        prediction: "Everybody takes the left fork first. How many meals will be eaten?",
        asks: Asks::Number { figure: "total_meals", unit: "meals" },
        look_for: &[
            (
                "Naive: sooner or later everybody holds the left fork and waits for the right one.",
                Spot::Picture(Picture::WaitsFor),
            ),
            (
                "Ordered: the last philosopher reaches for the right fork first, so the circle never closes.",
                Spot::Param("strategy"),
            ),
            (
                "Everybody gets all meals in the end: see who waited longest for one. A cure that starves somebody is none.",
                Spot::Named("hungry_ms"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Philosophers around a table share the forks between them; eating takes two.",
        prediction: "Everybody takes the left fork first. How likely is it that nobody eats?",
        asks: Asks::Chance,
        look_for: &[
            (
                "Naive: one state only is deadly, and every philosopher has to come before anybody eats.",
                Spot::Graph,
            ),
            (
                "More philosophers make it less likely, and never impossible.",
                Spot::Param("threads"),
            ),
            (
                "Ordered, waiter, try-lock: the deadlock is gone, which no number of runs could prove.",
                Spot::Param("strategy"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Philosophers, and as many forks."),
        ParamWords::choice(
            "strategy",
            "Strategy",
            "How each gets two forks.",
            &[
                ("naive", "Naive"),
                ("ordered", "Ordered"),
                ("waiter", "Waiter"),
                ("try-lock", "Try lock"),
            ],
        ),
        ParamWords::number("meals", "Meals", "each", "After these everybody is content."),
        ParamWords::number(
            "eat_ms",
            "Time for a meal",
            "ms",
            "And as long between the first fork and the second.",
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::WaitsFor],
    figures: &[Figure::DETECTED, Figure::count("total_meals", "Meals", "of all together")],
    bars: &[
        Bars {
            name: "hungry_ms",
            title: "Longest wait for a meal",
            caption: "From the end of the meal before, or the beginning, until both forks were in hand.",
            form: Form::Ms,
        },
        Bars {
            name: "meals",
            title: "Meals",
            caption: "How often each one held both forks: all equally often, unless the table starves.",
            form: Form::Count,
        },
    ],
    ..Shows::MEETING
};

impl Tell for DiningPhilosophers {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("strategy", "naive", "ordered")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.strategy {
            Strategy::Naive => None,
            Strategy::Ordered => Some(
                "Whoever holds the highest fork that is taken waits for nobody, so the circle never \
                 closes.",
            ),
            Strategy::Waiter => {
                Some("With one philosopher less at the table, somebody's second fork is free.")
            }
            Strategy::TryLock => Some("Nobody waits for a second fork while holding a first one."),
        }
    }
}

impl Conclude for DiningPhilosophers {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        moment::circle(lanes, &self.resources())
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let meals = format_count(run.count_of("total_meals"));
        match (run.count(VerdictKind::Deadlock), self.strategy) {
            (0, Strategy::Naive) => format!(
                "All {meals} meals were eaten this time: never did everybody hold the left fork at \
                 once. It can happen all the same."
            ),
            (0, _) => format!(
                "All {meals} meals were eaten in {}; the longest wait for one was {}.",
                format_ms(run.number("wall_ms")),
                format_ms(run.most("hungry_ms"))
            ),
            (some, _) if run.value("cycle").is_null() => format!(
                "In {some} of {} runs everybody starved, but not in the last one.",
                run.repeats()
            ),
            _ => format!(
                "{}Everybody holds one fork and waits for the next: the table starves after {}.",
                run.how_often(VerdictKind::Deadlock),
                plural(run.count_of("total_meals"), "meal"),
            ),
        }
    }
}
