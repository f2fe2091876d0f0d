//! The words of `integrate`; the sentences about a run stand in `words/conclude.rs`.

mod conclude;

use trace::wire::StageRun;

use super::Integrate;
use super::choices::{Method, Transport};
use crate::computer::Computer;
use crate::report::shows::Shows;
use crate::report::words::FUNCTIONS;
use crate::report::{
    Asks, Card, Conclude, Conclusion, Lesson, Miniature, OtherTab, ParamWords, Spot, Tell, Words,
};
use conclude::conclude;

static CARD: Card = Card {
    topics: "integral sum quadrature chunks speed-up cores parallel vectorized numpy sweep data parallelism",
    miniature: Miniature::Curve { measured: &[10, 19, 28, 36], predicted: &[] },
};

static WORDS: Words = Words {
    title: "Integrate in parallel",
    run: Lesson {
        summary: "Sums n thin strips under a curve, cut into chunks that threads compute side by side.",
        prediction: "How much faster will it be with twice the threads? And with more threads than cores?",
        asks: Asks::SpeedUp,
        look_for: &[("With as many threads as cores the time falls almost in proportion; beyond that it stays.", Spot::Param("sweep")),("With the last function, equal chunks cost unequal time: compare threads and pool in the timeline.", Spot::Param("f")),("Method slide is right for a = 0 and wrong for any other a, however large n is.", Spot::Param("method")),("With the sum per thread, the last digits change from run to run; with blocks they never do.", Spot::Param("reduction")),],
    },
    explore: Lesson::NONE,
    params: &[
        ParamWords::number(
            "threads",
            "Threads",
            "",
            "How many workers share the job. If left alone, it follows the cores of the machine.",
        ),
        ParamWords::choice(
            "method",
            "Method",
            "How the chunks are cut and who computes them.",
            &[
                ("sequential", "sequential, one thread"),
                ("threads", "threads, a chunk each"),
                ("pool", "pool, work stealing"),
                ("processes", "processes, by messages"),
                ("tasks", "tasks, for workers elsewhere"),
                ("slide", "slide, run as written"),
            ],
        ),
        ParamWords::choice(
            "f",
            "Function",
            "What is integrated. The last one costs more the nearer x is to 1.",
            FUNCTIONS,
        ),
        ParamWords::number("a", "From a", "", "Lower end of the interval."),
        ParamWords::number("b", "To b", "", "Upper end; below a the integral changes its sign."),
        ParamWords::number(
            "n",
            "Points n",
            "points",
            "Number of strips. More take longer and come closer to the exact value.",
        ),
        ParamWords::choice(
            "rule",
            "Rule",
            "Where in each strip the function is evaluated.",
            &[
                ("left", "left, as on the slides"),
                ("midpoint", "midpoint"),
                ("trapezoid", "trapezoid"),
                ("simpson", "Simpson"),
            ],
        ).aside(),
        ParamWords::choice(
            "reduction",
            "Sum",
            "How the parts are added. Method slide always adds per thread.",
            &[
                ("blocks", "blocks: same bits every time"),
                ("per-thread", "per thread, as on the slides"),
            ],
        ).aside(),
        ParamWords::choice(
            "kernel",
            "Kernel",
            "One point at a time, or two in each instruction. Method slide is always scalar.",
            &[("scalar", "scalar"), ("simd", "SIMD: two at a time")],
        ).aside(),
        ParamWords::number(
            "repeats",
            "Repeats",
            "runs",
            "How often the method and the sequential baseline are measured, in turn.",
        ).aside(),
        ParamWords::choice(
            "sweep",
            "Sweep threads",
            "Measures every thread count from 1 to twice the cores instead of one.",
            &[("off", "off"), ("on", "on: 1 to 2 × cores")],
        ).aside(),
        ParamWords::choice(
            "transport",
            "Tasks go to",
            "Other tabs of this browser, or whoever takes tasks from the same RabbitMQ. For method tasks.",
            &[("tabs", "other tabs"), ("rabbitmq", "RabbitMQ")],
        )
        .aside(),
    ],
};

static SHOWS: Shows = Shows::TIMES;

impl Tell for Integrate {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn other_tab(&self) -> Option<OtherTab> {
        let is_asked_for = self.method == Method::Tasks && self.transport == Transport::Tabs;
        is_asked_for.then_some(OtherTab::WORKER)
    }

    fn meanwhile(&self) -> Option<&'static str> {
        let waits = "The tasks wait until there are as many workers as threads were asked for.";
        self.other_tab().map(|_| waits)
    }
}

impl Conclude for Integrate {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn conclude(&self, stages: &[StageRun], computer: Computer) -> Conclusion {
        conclude(self, stages, computer)
    }
}
