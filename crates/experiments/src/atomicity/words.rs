//! The words of `atomicity`.

use trace::VerdictKind;

use super::{Atomicity, Fix};
use crate::report::finished::plural;
use crate::report::shows::{Figure, Shows};
use crate::report::words::GAPS;
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "check then act TOCTOU race bank account overdrawn critical section transaction",
    miniature: Miniature::Lanes(&["###r#####w####", "####r######w##"]),
};

static WORDS: Words = Words {
    title: "Check, then act",
    run: Lesson {
        summary: "Each customer looks whether the account holds a coin, and takes one if it does.",
        prediction: "Two customers, one coin, and every step is atomic. Can the account end below zero?",
        asks: Asks::Ending(&[
            (VerdictKind::WrongValue, "Yes, below zero"),
            (VerdictKind::Held, "No, never"),
        ]),
        look_for: &[
            (
                "The balance is below zero although no step was interrupted: both looked before either took.",
                Spot::Named("overdrawn"),
            ),
            (
                "Nothing is lost as in a lost update; every withdrawal counts. What broke is what the check had promised.",
                Spot::Named("paid_out"),
            ),
            (
                "With a lock around both, the second customer looks when the coin is gone.",
                Spot::Param("fix"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Each customer looks whether the account holds a coin, and takes one if it does.",
        prediction: "Two customers and one coin. In how many of their schedules is it paid out twice?",
        asks: Asks::Schedules,
        look_for: &[
            (
                "Between the look and the step that relies on it, the account must not change.",
                Spot::Steps,
            ),
            (
                "With a coin for everybody nothing can go wrong: the check is always right.",
                Spot::Param("coins"),
            ),
            ("The lock leaves one outcome only.", Spot::Param("fix")),
        ],
    },
    params: &[
        ParamWords::threads("Customers who want one coin each."),
        ParamWords::number("coins", "Coins", "in the account", "How many withdrawals it can pay."),
        ParamWords::choice(
            "gap",
            "Between check and withdrawal",
            "What a customer does while the balance that it saw grows old.",
            GAPS,
        ),
        ParamWords::choice(
            "fix",
            "Fix",
            "What keeps check and withdrawal together.",
            &[("none", "None"), ("lock", "Lock around both")],
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("coins", "In the account", "at the start"),
        Figure::count("paid_out", "Paid out", "in the last run"),
        Figure::count("overdrawn", "Overdrawn by", "in the last run"),
    ],
    ..Shows::MEETING
};

impl Tell for Atomicity {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("fix", "none", "lock")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.fix {
            _ if self.coins >= u64::from(self.threads) => {
                Some("There is a coin for everybody, so that every check is right.")
            }
            _ if self.coins == 0 => Some("There is no coin, and everybody sees that."),
            _ if self.threads == 1 => Some("One customer alone has nobody to come between."),
            Fix::Lock => Some(
                "Between check and withdrawal a customer holds the lock, so nobody else takes.",
            ),
            Fix::None => None,
        }
    }
}

impl Conclude for Atomicity {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let overdrawn = run.count(VerdictKind::WrongValue);
        match (overdrawn, self.fix) {
            (0, _) if self.coins >= u64::from(self.threads) => {
                "There was a coin for everybody, so that the check was right whoever came when."
                    .to_owned()
            }
            (0, _) if self.threads == 1 => {
                "One customer alone finds what it saw: nobody comes between.".to_owned()
            }
            (0, Fix::Lock) => {
                "Nobody was paid what was not there: the lock makes one step of check and withdrawal."
                    .to_owned()
            }
            (0, Fix::None) => "The account was never overdrawn this time: the customers did not meet. \
                               The fault is there all the same; widen the gap to see it."
                .to_owned(),
            _ => {
                let most = run.number("least_balance").abs() as u64;
                format!(
                    "{}the account was overdrawn, by up to {}; customers took a coin that was there when \
                     they looked.",
                    run.how_often(VerdictKind::WrongValue),
                    plural(most, "coin"),
                )
            }
        }
    }
}
