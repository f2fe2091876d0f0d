//! The words of `dekker`.

use super::{Dekker, Variant};
use crate::report::{Asks, Card, Lesson, Miniature, ParamWords, Spot, Tell, Words};

static CARD: Card = Card {
    topics: "mutual exclusion without lock flags turn busy waiting",
    miniature: Miniature::States(&[1, 2, 3, 4, 3, 2, 1]),
};

static WORDS: Words = Words {
    title: "Dekker's algorithm",
    run: Lesson::NONE,
    explore: Lesson {
        summary: "Two threads raise a flag to go in; if both do, one steps back until it is its turn.",
        prediction: "Both flags are up, both threads step back, both try again. Can that go on for ever?",
        asks: Asks::Whether,
        look_for: &[
            (
                "Correct: the turn says who steps back, and changes only when somebody has been inside.",
                Spot::Steps,
            ),
            (
                "Courteous: both may step back any number of times, though chance ends it.",
                Spot::Param("variant"),
            ),
            ("With the look before the flag both may be inside.", Spot::Param("variant")),
        ],
    },
    params: &[
        ParamWords::choice(
            "variant",
            "Variant",
            "The algorithm as published, or with a mistake.",
            &[
                ("correct", "Correct"),
                ("courteous", "No turn, both step back"),
                ("late-flag", "Look before flag"),
            ],
        ),
        ParamWords::number("rounds", "Rounds", "per thread", "How often each goes in."),
        ParamWords::PREEMPTION,
    ],
};

impl Tell for Dekker {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.variant {
            Variant::Correct => Some(
                "Each raises its flag before it looks, so at most one sees the other's flag down; the \
                 turn says who steps back.",
            ),
            Variant::Courteous => Some(
                "Each raises its flag before it looks, so at most one sees the other's flag down; \
                 stepping back for ever has probability 0.",
            ),
            Variant::LateFlag => None,
        }
    }
}
