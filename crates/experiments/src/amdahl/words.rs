//! The words of `amdahl`; the sentence about a run stands in `words/conclude.rs`.

mod conclude;

use serde_json::{Map, Value};
use trace::wire::StageRun;

use super::AmdahlsLaw;
use crate::computer::Computer;
use crate::report::shows::{Picture, Shows};
use crate::report::{
    Asks, Card, Conclude, Conclusion, Lesson, Miniature, ParamWords, Spot, Tell, Words,
};
use conclude::conclude;

static CARD: Card = Card {
    topics: "speed-up serial part fraction limit scaling Karp Flatt USL efficiency",
    miniature: Miniature::Curve { measured: &[10, 16, 19, 22], predicted: &[10, 16, 20, 23] },
};

static WORDS: Words = Words {
    title: "Amdahl's law",
    run: Lesson {
        summary: "One thread does the serial part alone, then all threads share the rest.",
        prediction: "With 10 % serial work, how fast can 4 threads be at best? And a thousand?",
        asks: Asks::SpeedUp,
        look_for: &[
            (
                "The measured curve stays below the predicted one: starting and ending the parallel part costs time too.",
                Spot::Curve,
            ),
            (
                "With 50 % serial work, not even a thousand threads are more than twice as fast as one.",
                Spot::Param("serial"),
            ),
            (
                "In the timeline the other threads wait while the coordinator does the serial part.",
                Spot::Picture(Picture::Lanes),
            ),
        ],
    },
    explore: Lesson::NONE,
    params: &[
        ParamWords::number(
            "threads",
            "Threads",
            "",
            "The curve is measured from 1 thread up to this many.",
        ),
        ParamWords::number(
            "serial",
            "Serial part",
            "%",
            "Share of the work that one thread must do alone.",
        ),
        ParamWords::number(
            "n",
            "Points n",
            "points",
            "Size of the job: strips under 4/(1+x²), whose area is π.",
        ),
        ParamWords::number(
            "repeats",
            "Repeats",
            "runs",
            "How often each thread count and its baseline are measured, in turn.",
        )
        .aside(),
    ],
};

static SHOWS: Shows = Shows::TIMES;

impl Tell for AmdahlsLaw {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }
}

impl Conclude for AmdahlsLaw {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn doubt(&self, outcome: &Map<String, Value>, computer: Computer) -> Option<String> {
        conclude::doubt(self, outcome, computer)
    }

    fn conclude(&self, stages: &[StageRun], computer: Computer) -> Conclusion {
        conclude(self, stages, computer)
    }
}
