//! The words of `gil`.

use measure::format_ms;
use serde_json::{Map, Value};
use trace::wire::StageRun;

use super::{Gil, Statement, Work};
use crate::choice::Preemption;
use crate::computer::Computer;
use crate::report::shows::{Bars, Figure, Form, Picture, Shows};
use crate::report::{
    Asks, Card, Conclude, Conclusion, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "global interpreter lock CPython switch interval free-threaded convoy no-GIL",
    miniature: Miniature::Lanes(&["####....####....", "....####....####"]),
};

static WORDS: Words = Words {
    title: "The GIL",
    run: Lesson {
        summary: "Threads compute or wait, and only the holder of one lock, the global interpreter lock, may run.",
        prediction: "Two threads compute on two cores under the GIL. How many times as fast are they as one?",
        asks: Asks::Number { figure: "speed_up.gil", unit: "times" },
        look_for: &[
            (
                "Computing under the lock is no faster with more threads: they take turns of one switch interval.",
                Spot::Named("speed_up"),
            ),
            (
                "Waiting lets go of the lock, so threads that wait overlap as well as ever.",
                Spot::Param("work"),
            ),
            (
                "Mixed, each wait takes up to an interval longer: whoever computes lets go only when asked.",
                Spot::Named("response_ms"),
            ),
            (
                "Processes have an interpreter each, and free-threaded Python has no such lock.",
                Spot::Param("lock"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Threads change what they share; under the GIL another one may go on only after a call or a jump back.",
        prediction: "Two threads add to the same number under the GIL, by one statement. Can an increment be lost?",
        asks: Asks::Whether,
        look_for: &[
            (
                "counter += 1 loses nothing on CPython 3.10 to 3.13: nothing in it is a place to switch.",
                Spot::Outcomes,
            ),
            (
                "A call between read and write is such a place, and what is lost without the GIL can be lost with it.",
                Spot::Param("statement"),
            ),
            (
                "So the GIL protects the interpreter; your invariants need a lock of their own.",
                Spot::Param("preemption"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Threads, and as many processes to compare them with."),
        ParamWords::choice(
            "lock",
            "Show",
            "What is drawn; all three are measured.",
            &[("gil", "Threads with GIL"), ("none", "Threads, no GIL"), ("processes", "Processes")],
        ),
        ParamWords::choice(
            "work",
            "Work",
            "What each has to do: compute, wait again and again, or the first computes and the others wait.",
            &[("cpu", "Compute"), ("io", "Wait"), ("mixed", "Mixed")],
        ),
        ParamWords::number(
            "work_ms",
            "Computing",
            "ms each",
            "What one that computes costs one core.",
        ),
        ParamWords::number("waits", "Waits", "each", "How often one that waits does so."),
        ParamWords::number("wait_ms", "A wait", "ms", "How long each wait takes."),
        ParamWords::number(
            "interval_ms",
            "Switch interval",
            "ms",
            "After how long a thread asks for the lock; CPython’s default is 5.",
        ),
        ParamWords::choice(
            "statement",
            "Statement",
            "How each thread changes what is shared.",
            &[
                ("operator", "counter += 1"),
                ("function", "counter = f(counter)"),
                ("check", "if f(counter): …"),
                ("append", "items.append(1)"),
            ],
        ),
        ParamWords::number("times", "Times", "per thread", "How often each thread does so."),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("hand_overs", "Hand-overs", "of the GIL to another thread"),
        Figure::per_second("hand_overs_per_s", "Hand-overs per second"),
        Figure {
            name: "held_ms",
            label: "Held",
            form: Form::Ms,
            remark: "by who was asked to let go",
        },
    ],
    bars: &[
        Bars {
            name: "speed_up",
            title: "Speed-up",
            caption: "How many times as fast as one alone.",
            form: Form::Index,
        },
        Bars {
            name: "response_ms",
            title: "Response time",
            caption: "From asking until the answer was dealt with; the middle one.",
            form: Form::Ms,
        },
    ],
    pictures: &[Picture::Holders, Picture::Lanes, Picture::Histogram],
    ..Shows::MEETING
};

impl Tell for Gil {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("lock", "gil", "none")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.statement, self.preemption) {
            _ if self.threads == 1 => Some("One thread alone has nobody to race with."),
            (Statement::Append, _) => {
                Some("The list is changed in one step, whenever threads are switched.")
            }
            (Statement::Operator, Preemption::Gil) => {
                Some("Nothing between read and write is a place where the GIL is handed over.")
            }
            _ => None,
        }
    }
}

/// A speed-up in digits.
fn times(value: &Value) -> String {
    format!("{:.2}", value.as_f64().unwrap_or_default())
}

impl Conclude for Gil {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn part(&self, _: usize, name: &str) -> &'static str {
        match self.work {
            _ if name == "parent" => "parent",
            Work::Cpu => "computes",
            // Only the first one does.
            Work::Mixed if name.ends_with(" 1") => "computes",
            Work::Io | Work::Mixed => "waits",
        }
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let speed_up = run.value("speed_up");
        let all = [
            ("gil", "Threads under the GIL"),
            ("none", "Threads without it"),
            ("processes", "Processes"),
        ];
        let told = all.iter().filter(|(word, _)| !speed_up[word].is_null()).map(|(word, who)| {
            let helps = match run.value("helps")[word] == true {
                _ if self.threads == 1 => "",
                true => ": more of them help",
                false => ": more of them do not help",
            };
            format!("{who} are {} times as fast as one{helps}.", times(&speed_up[word]))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            return "There was nothing to do.".to_owned();
        }
        let told = told.join(" ");
        let answered = ["gil", "none"].map(|word| run.value("response_ms")[word].as_f64());
        match answered {
            [Some(with), Some(without)] if self.work == Work::Mixed && self.threads > 1 => format!(
                "An answer was dealt with after {} under the GIL and after {} without it: whoever computes \
                 lets go only when asked, after an interval of {}. {told}",
                format_ms(with),
                format_ms(without),
                format_ms(self.interval_ms)
            ),
            _ => told,
        }
    }

    /// Who computes gains by cores, who only waits by all of them, and who computes under the lock not at all.
    fn doubt(&self, outcome: &Map<String, Value>, computer: Computer) -> Option<String> {
        let cores = f64::from(self.threads.min(computer.cores));
        let [gil, free] = match self.work {
            Work::Cpu if self.work_ms > 0 => [1.0, cores],
            Work::Io if self.wait_ms > 0 => [f64::from(self.threads); 2],
            _ => return None,
        };
        if self.threads == 1 {
            return None;
        }
        let real_ms = outcome.get("millisecond_ms").and_then(Value::as_f64).unwrap_or(1.0);
        let is_off = self.work == Work::Cpu && !(0.8..=1.25).contains(&real_ms);
        let all = [
            ("none", "Threads without the GIL", free),
            ("processes", "Processes", free),
            ("gil", "Threads under the GIL", gil),
        ];
        let doubted = |(word, who, promised): (&str, &str, f64)| {
            measure::doubt(who, outcome.get("speed_up")?.get(word)?.as_f64()?, promised)
        };
        let off = || {
            format!(
                "What was to compute for {} took {} of a core, because something else went on while that was \
                 measured out: close busy tabs and programs, then run again.",
                format_ms(self.work_ms as f64),
                format_ms(self.work_ms as f64 * real_ms)
            )
        };
        all.into_iter().find_map(doubted).or_else(|| is_off.then(off))
    }

    fn conclude(&self, stages: &[StageRun], _computer: Computer) -> Conclusion {
        let (last, others) = stages.split_last().expect("a run has a stage");
        let mut run = last.clone();
        for (name, value) in others.iter().flat_map(|other| &other.figures) {
            match (run.figures.get_mut(name), value) {
                (Some(Value::Object(here)), Value::Object(there)) => here.extend(there.clone()),
                (Some(here @ Value::Null), there) => *here = there.clone(),
                _ => {}
            }
        }
        let run = Finished::of(&run);
        run.conclusion(&self.sentence(&run))
    }
}
