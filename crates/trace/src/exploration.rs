//! What an exploration found, as the automation interface returns it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Version of [`ExplorationRecord`].
pub const EXPLORATION_SCHEMA: u32 = 1;

/// All that may happen, or as much of it as could be found within the limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplorationRecord {
    /// [`EXPLORATION_SCHEMA`].
    pub schema: u32,
    /// The link that explores this again, starting with `#/explore/`.
    pub link: String,
    /// Stable id of the model.
    pub program: String,
    /// Every parameter by its name in links, defaults included.
    pub params: Map<String, Value>,
    /// Whether every schedule was followed. If not, states and schedules are "at least".
    pub complete: bool,
    /// The limit that was reached, in words, if one was.
    pub limit: Option<String>,
    /// States found; states that only swap interchangeable threads are one.
    pub states: u64,
    /// Steps between them.
    pub steps: u64,
    /// Schedules, local steps merged into their neighbours, as a decimal number; `"infinite"` where
    /// threads may go round and round.
    pub schedules: String,
    /// Schedules that differ in the order of some two steps that depend on each other, as a decimal
    /// number; none where counting them takes too long.
    pub classes: Option<String>,
    /// How schedules end, the most likely first.
    pub outcomes: Vec<OutcomeRecord>,
    /// Outcomes that the same program has if its threads may be interrupted anywhere, and that vanish because they
    /// may not; their witnesses lead to that program. Empty unless this says when they may be and is complete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vanished: Vec<OutcomeRecord>,
    /// What is wrong with the program.
    pub findings: Vec<FindingRecord>,
    /// Time taken, in milliseconds.
    pub elapsed_ms: f64,
    /// Memory for each state stored, in bytes.
    pub bytes_per_state: f64,
}

/// One way for schedules to end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutcomeRecord {
    /// The value that the program ends with, or the name of its kind.
    pub value: String,
    /// The word of a verdict, see [`crate::VerdictKind::name`].
    pub kind: String,
    /// Schedules that end so, as a decimal number, or `"infinite"`.
    pub schedules: String,
    /// How likely it is if at each step every thread that may go on is equally likely to; of an
    /// exploration that is not complete, how often random schedules ended so.
    pub probability: f64,
    /// The same as an exact fraction, such as `"1/2"`, where it is known.
    pub fraction: Option<String>,
    /// Link to the shortest schedule that ends so and, of these, one with the fewest preemptions.
    pub witness: String,
    /// Steps of the witness.
    pub steps: u32,
    /// Steps of the witness that interrupt a thread which could have gone on.
    pub preemptions: u32,
}

/// One thing that is wrong with a program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRecord {
    /// `"race"`, `"starvation"`, `"busy-waiting"`, or the word of a verdict.
    pub kind: String,
    /// What may happen, in one or two sentences.
    pub text: String,
    /// Link to a schedule that shows it.
    pub witness: String,
    /// Where the witness begins to repeat itself for ever, in steps from the start, if it does.
    pub loop_from: Option<u32>,
    /// The variable that a race is about; none of other findings.
    pub variable: Option<String>,
}

/// What is asked of an exploration beyond its link.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExploreOptions {
    /// States that are stored at most.
    pub max_states: u32,
    /// Time that is taken at most, in milliseconds.
    pub max_ms: f64,
    /// Whether states that only swap interchangeable threads are one.
    pub symmetry: bool,
    /// Whether local steps are merged into their neighbours.
    pub merge: bool,
}

impl Default for ExploreOptions {
    fn default() -> Self {
        Self { max_states: 5_000_000, max_ms: 30_000.0, symmetry: true, merge: true }
    }
}
