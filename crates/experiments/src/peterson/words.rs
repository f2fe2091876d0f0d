//! The words of `peterson`.

use super::{Peterson, Variant};
use crate::report::{Asks, Card, Lesson, Miniature, ParamWords, Spot, Tell, Words};

static CARD: Card = Card {
    topics: "mutual exclusion without lock flags turn busy waiting",
    miniature: Miniature::States(&[1, 2, 3, 2, 1]),
};

static WORDS: Words = Words {
    title: "Peterson's algorithm",
    run: Lesson::NONE,
    explore: Lesson {
        summary: "Two threads keep each other out with two flags and a turn, and no lock.",
        prediction: "Raise the flag, give the turn away, wait. Can both be inside at once, or wait for ever?",
        asks: Asks::Whether,
        look_for: &[
            (
                "Correct: whoever gave the turn away last waits, so that exactly one goes in.",
                Spot::Steps,
            ),
            (
                "Without the turn both may raise their flags and wait for ever, busily.",
                Spot::Param("variant"),
            ),
            (
                "With the turn before the flag, or the look before it, both may be inside.",
                Spot::Param("variant"),
            ),
        ],
    },
    params: &[
        ParamWords::choice(
            "variant",
            "Variant",
            "The algorithm as published, or with a mistake.",
            &[
                ("correct", "Correct"),
                ("no-turn", "No turn"),
                ("turn-first", "Turn before flag"),
                ("late-flag", "Look before flag"),
            ],
        ),
        ParamWords::number("rounds", "Rounds", "per thread", "How often each goes in."),
        ParamWords::PREEMPTION,
    ],
};

impl Tell for Peterson {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        (self.variant == Variant::Correct).then_some(
            "If both have raised their flags, it is the turn of one of them only, and it stays so.",
        )
    }
}
