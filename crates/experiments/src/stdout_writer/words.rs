//! The words of `stdout-writer`.

use measure::format_count;
use trace::VerdictKind;

use super::{Guard, StdoutWriter};
use crate::report::shows::{Figure, Picture, Shows};
use crate::report::words::GAPS;
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "print output jumbled interleaved lines lock flush",
    miniature: Miniature::Lanes(&["###  ##   ####", "   ##  ###    ##"]),
};

static WORDS: Words = Words {
    title: "Writing to stdout",
    run: Lesson {
        summary: "Threads write lines to one output, a word at a time.",
        prediction: "Four threads write five lines each. How many lines will be mixed?",
        asks: Asks::Number { figure: "jumbled_lines", unit: "lines" },
        look_for: &[
            (
                "Without a guard, words of different threads end up in one line.",
                Spot::Picture(Picture::Lines),
            ),
            (
                "A lock around the whole line keeps it whole. Around each word it would not.",
                Spot::Param("guard"),
            ),
            (
                "A semaphore with two permits still lets two threads write at once.",
                Spot::Param("guard"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Threads write lines to one output, a word at a time.",
        prediction: "Two threads write a line of two words each. How likely is it that the lines are mixed?",
        asks: Asks::Chance,
        look_for: &[
            ("Without a guard hardly any schedule leaves the lines whole.", Spot::Outcomes),
            ("With the lock every schedule does.", Spot::Param("guard")),
            (
                "A semaphore with two permits is no guard at all for two threads.",
                Spot::Param("guard"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Threads that write."),
        ParamWords::number("lines", "Lines", "per thread", "Lines that each writes."),
        ParamWords::choice(
            "guard",
            "Guard",
            "What a thread needs before it writes a line.",
            &[("none", "None"), ("lock", "Lock"), ("semaphore", "Semaphore (2)")],
        ),
        ParamWords::choice("gap", "Between two words", "What a thread does there.", GAPS),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::Lines],
    figures: &[Figure::count("jumbled_lines", "Jumbled lines", "")],
    ..Shows::MEETING
};

impl Tell for StdoutWriter {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("guard", "none", "lock")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.guard {
            _ if self.threads == 1 => Some("One thread writes alone."),
            Guard::Lock => Some("Whoever writes a line holds the lock until the line has ended."),
            Guard::None | Guard::Semaphore => None,
        }
    }
}

impl Conclude for StdoutWriter {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let all = match u64::from(self.threads) * self.lines {
            1 => "The one line is whole".to_owned(),
            n => format!("All {} lines are whole", format_count(n)),
        };
        let often = run.how_often(VerdictKind::Jumbled);
        let jumbled = match run.count_of("jumbled_lines") {
            0 => "lines are mixed, though not in the last".to_owned(),
            1 => "1 line is mixed".to_owned(),
            n => format!("{} lines are mixed", format_count(n)),
        };
        match (run.count(VerdictKind::Jumbled), self.guard) {
            (0, Guard::Lock) => {
                format!("{all}: one thread at a time may write.")
            }
            (0, _) if self.threads == 1 => {
                format!("{all}: one thread writes alone.")
            }
            (0, _) => format!(
                "{all} this time. Nothing promises it: widen the gap to see them \
                 mixed."
            ),
            (_, Guard::Semaphore) => {
                format!("{often}{jumbled}: two threads may write at the same time.")
            }
            _ => format!("{often}{jumbled}: threads wrote their words in between each other's."),
        }
    }
}
