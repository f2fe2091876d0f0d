//! The words of `livelock`.

use measure::format_count;
use trace::VerdictKind;

use super::{Cure, Livelock};
use crate::report::finished::plural;
use crate::report::shows::{Figure, Picture, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "corridor polite back-off retry yield",
    miniature: Miniature::Lanes(&["xx..xx..xx..xx..", "..xx..xx..xx..xx"]),
};

static WORDS: Words = Words {
    title: "Livelock",
    run: Lesson {
        summary: "People meet in a corridor; whoever is in somebody's way politely steps aside.",
        prediction: "Both step to the other side at the same moment. And then?",
        asks: Asks::Ending(&[
            (VerdictKind::Livelock, "They step aside for ever"),
            (VerdictKind::Held, "They get past each other"),
        ]),
        look_for: &[
            (
                "Every thread is busy all the time. A deadlock is quiet; a livelock is not.",
                Spot::Picture(Picture::Lanes),
            ),
            (
                "With back-off one of them soon stays while the other steps, and both pass.",
                Spot::Param("cure"),
            ),
            ("With priority two people need one step, always.", Spot::Param("cure")),
        ],
    },
    explore: Lesson {
        summary: "People meet in a corridor; whoever is in somebody's way politely steps aside.",
        prediction: "Both look, both step aside, again and again. Can that go on for ever?",
        asks: Asks::Whether,
        look_for: &[
            (
                "Without a cure every schedule comes back to a state in which it has been before.",
                Spot::Graph,
            ),
            (
                "With back-off there are endless schedules too, but their probability is 0.",
                Spot::Param("cure"),
            ),
            ("With priority every schedule ends.", Spot::Param("cure")),
        ],
    },
    params: &[
        ParamWords::threads("People, and as many lanes in the corridor."),
        ParamWords::choice(
            "cure",
            "Cure",
            "What breaks the symmetry.",
            &[("none", "None"), ("back-off", "Back-off"), ("priority", "Priority")],
        ),
        ParamWords::number(
            "rounds",
            "Patience",
            "rounds",
            "After so many rounds without an end it is called a livelock.",
        ),
        ParamWords::number(
            "step_ms",
            "Time for a step",
            "ms",
            "How long a step to the next lane takes.",
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("sidesteps", "Sidesteps", "gave way, in vain or not"),
        Figure::count("rounds", "Rounds", ""),
        Figure::count("passed", "Passed", ""),
    ],
    ..Shows::MEETING
};

impl Tell for Livelock {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("cure", "none", "back-off")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.cure {
            Cure::None => None,
            Cure::BackOff => Some(
                "Whenever they meet, chance may part them, so nobody steps aside for ever except \
                 with probability 0.",
            ),
            Cure::Priority => {
                Some("In each lane one person stays, has it alone after a step, and passes.")
            }
        }
    }
}

impl Conclude for Livelock {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let sidesteps = plural(run.count_of("sidesteps"), "sidestep");
        let rounds = plural(run.count_of("rounds"), "round");
        let passed = run.count_of("passed");
        match run.count(VerdictKind::Livelock) {
            0 => format!("Everybody passed after {rounds} and {sidesteps}."),
            some if run.repeats() > 1 => format!(
                "In {some} of {} runs they were still stepping aside after {} rounds.",
                run.repeats(),
                format_count(self.rounds)
            ),
            1.. if passed > 0 => format!(
                "{passed} of {} people passed in {rounds}; patience ended before all were through.",
                self.threads
            ),
            _ => format!(
                "{sidesteps} in {rounds}, and {} of {} people passed: everybody acts, \
                 nobody gets anywhere.",
                run.count_of("passed"),
                self.threads
            ),
        }
    }
}
