//! Experiment `livelock`: polite people in a corridor step aside again and again.
//!
//! * **Claim:** threads that react to each other in the same way at the same time may act for ever
//!   without getting anywhere; chance or a rule of precedence cures it.
//! * **Source:** the lecture's two people who sway from side to side; Lamport, "The Mutual Exclusion
//!   Problem: Part II", Journal of the ACM, 1986, on progress.
//! * **Smallest failure:** two people, two sides, both step at once.
//! * **Look at:** nobody waits for anybody, and still nobody passes.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;

use crate::choice::choice;
use crate::error::ParamError;
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Livelock;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    cure: Cure,
    rounds: u64,
    step_ms: u64,
    repeats: u64,
}

choice! {
    /// What breaks the symmetry.
    Cure {
        /// Nothing: everybody steps aside at once.
        None = "none", "None";
        /// Each steps aside or stays, by chance.
        BackOff = "back-off", "Back-off";
        /// The one with the lowest number stays.
        Priority = "priority", "Priority";
    }
}

static SPEC: Spec = Spec {
    id: "livelock",
    #[cfg(feature = "reports")]
    title: "Livelock",
    group: Group::Deadlock,
    #[cfg(feature = "reports")]
    summary: "People meet in a corridor; whoever is in somebody's way politely steps aside.",
    #[cfg(feature = "reports")]
    prediction: "Both step to the other side at the same moment. And then?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Every thread is busy all the time. A deadlock is quiet; a livelock is not.",
        "With back-off one of them soon stays while the other steps, and both pass.",
        "With priority two people need one step, always.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((2, 8), "2", "People, and as many lanes in the corridor."),
        ParamSpec::choice("cure", "Cure", Cure::CHOICES, "none", "What breaks the symmetry."),
        ParamSpec::integer(
            "rounds",
            "Patience",
            (1, 10_000),
            "100",
            "rounds",
            "After so many rounds without an end it is called a livelock.",
        ),
        ParamSpec::integer(
            "step_ms",
            "Time for a step",
            (0, 100),
            "2",
            "ms",
            "How long a step to the next lane takes.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for Livelock {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            cure: Cure::of(fields.word("cure")),
            rounds: fields.integer("rounds"),
            step_ms: fields.integer("step_ms"),
            repeats: fields.integer("repeats"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Scenario for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("cure", ParamValue::Word(self.cure.word())),
            ("rounds", ParamValue::Integer(self.rounds)),
            ("step_ms", ParamValue::Integer(self.step_ms)),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["everybody else".to_owned()]
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use crate::scenario::plural;
        use measure::format_count;
        use trace::VerdictKind;

        let sidesteps = plural(shown.count_of("sidesteps"), "sidestep");
        let rounds = plural(shown.count_of("rounds"), "round");
        let passed = shown.count_of("passed");
        match shown.count(VerdictKind::Livelock) {
            0 => format!("Everybody passed after {rounds} and {sidesteps}."),
            some if shown.repeats() > 1 => format!(
                "In {some} of {} runs they were still stepping aside after {} rounds.",
                shown.repeats(),
                format_count(self.rounds)
            ),
            1.. if passed > 0 => format!(
                "{passed} of {} people passed in {rounds}; patience ended before all were through.",
                self.threads
            ),
            _ => format!(
                "{sidesteps} in {rounds}, and {} of {} people passed: everybody acts, \
                 nobody gets anywhere.",
                shown.count_of("passed"),
                self.threads
            ),
        }
    }
}
