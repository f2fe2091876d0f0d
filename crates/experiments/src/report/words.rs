//! What people read about an experiment.

use super::Asks;
use super::shows::Picture;

/// What people read about one experiment, apart from the sentences about a run.
#[derive(Debug)]
pub struct Words {
    /// Its title.
    pub title: &'static str,
    /// For runs on real threads; empty if there are none.
    pub run: Lesson,
    /// For explorations; empty if there are none.
    pub explore: Lesson,
    /// Each parameter, whatever the face.
    pub params: &'static [ParamWords],
}

/// What frames a run or an exploration.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// One sentence: what it does.
    pub summary: &'static str,
    /// A question to answer before running.
    pub prediction: &'static str,
    /// What kind of answer it takes.
    pub asks: Asks,
    /// What to look for afterwards, one sentence each, and where.
    pub look_for: &'static [(&'static str, Spot)],
}

/// What a sentence about a run or an exploration speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The field of this parameter.
    Param(&'static str),
    /// What has this name in the outcome of a run: a figure, bars, a table or a list.
    Named(&'static str),
    /// A picture of a run; of a timed one, only its lanes.
    Picture(Picture),
    /// The speed-up curve.
    Curve,
    /// The schedule that is stepped through.
    Steps,
    /// The state graph.
    Graph,
    /// What an exploration found.
    Outcomes,
}

impl Lesson {
    /// Of a face that is not there.
    pub(crate) const NONE: Self =
        Self { summary: "", prediction: "", asks: Asks::SpeedUp, look_for: &[] };
}

/// What people read about a parameter.
#[derive(Debug)]
pub struct ParamWords {
    /// Its name in links.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its unit; empty for a plain number.
    pub unit: &'static str,
    /// One sentence: what it changes.
    pub help: &'static str,
    /// Each word of a choice in links, and the words for it.
    pub choices: &'static [(&'static str, &'static str)],
    /// Whether most people leave it alone.
    pub aside: bool,
}

impl ParamWords {
    /// A number.
    pub(crate) const fn number(
        name: &'static str,
        label: &'static str,
        unit: &'static str,
        help: &'static str,
    ) -> Self {
        Self { name, label, unit, help, choices: &[], aside: false }
    }

    /// One of some words.
    pub(crate) const fn choice(
        name: &'static str,
        label: &'static str,
        help: &'static str,
        choices: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { name, label, unit: "", help, choices, aside: false }
    }

    /// The same, which most people leave alone.
    pub(crate) const fn aside(self) -> Self {
        Self { aside: true, ..self }
    }

    /// The thread count.
    pub(crate) const fn threads(help: &'static str) -> Self {
        Self::number("threads", "Threads", "", help)
    }

    /// When a thread of a model may be interrupted.
    pub(crate) const PREEMPTION: Self = Self::choice(
        "preemption",
        "May be interrupted",
        "When another thread may go on: between any two steps, where CPython’s GIL is handed over (after a call \
         or a jump back), or only where a task awaits.",
        &[("anywhere", "Anywhere"), ("gil", "Under the GIL"), ("await", "Only at await")],
    );

    /// How often the whole run is repeated.
    pub(crate) const REPEATS: Self = Self::number(
        "repeats",
        "Repeats",
        "runs",
        "Runs in a row; with more than one, their outcomes are counted.",
    )
    .aside();

    /// The words for `word` of this choice.
    #[must_use]
    pub fn choice_label(&self, word: &str) -> &'static str {
        let found = self.choices.iter().find(|(value, _)| *value == word);
        found.expect("every word on offer has its words").1
    }
}

impl Words {
    /// What people read about the parameter called `name`.
    #[must_use]
    pub fn param(&self, name: &str) -> &'static ParamWords {
        self.params.iter().find(|param| param.name == name).expect("every parameter has words")
    }

    /// The words of a face.
    #[must_use]
    pub fn lesson(&self, face: crate::Face) -> Lesson {
        match face {
            crate::Face::Run => self.run,
            crate::Face::Explore => self.explore,
        }
    }
}

/// The functions that can be integrated.
pub(crate) const FUNCTIONS: &[(&str, &str)] = &[
    ("x2", "x²"),
    ("pi", "4/(1+x²)"),
    ("sin", "sin x"),
    ("circle", "√(1−x²)"),
    ("gauss", "e^(−x²)"),
    ("uneven", "1/(1−x), term by term"),
];

/// The words of [`crate::choice::Gap`].
pub(crate) const GAPS: &[(&str, &str)] =
    &[("none", "Nothing"), ("yield", "Yield"), ("sleep", "Sleep 1 ms")];
