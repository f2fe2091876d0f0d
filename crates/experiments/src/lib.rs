//! The catalogue: one entry for each experiment, with typed parameters, kernel and text.
//!
//! An experiment is three things: a [`Spec`] (what a person sees and may set), a check that turns
//! typed text into parameters that can run, and [`Runnable`], the run itself and what it shows.
//! Nothing here knows a browser; the same kernels run natively in tests. A lab needs the feature
//! `kernels` only, and the page, which should load fast, `reports` only. With `models` there is a
//! program for the explorer beside most kernels.

#![forbid(unsafe_code)]

mod amdahl;
#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "kernels")]
mod broadcast;
#[cfg(all(feature = "models", feature = "reports"))]
mod challenge;
mod choice;
mod chunk;
#[cfg(feature = "reports")]
mod curve;
mod deadlock;
#[cfg(feature = "models")]
mod dekker;
mod dining_philosophers;
mod error;
#[cfg(feature = "kernels")]
mod fairness;
mod hello_threads;
mod integrate;
#[cfg(feature = "kernels")]
mod lab;
#[cfg(feature = "reports")]
mod listing;
mod livelock;
mod lock;
mod lost_update;
mod machine;
#[cfg(feature = "models")]
mod model;
mod param;
#[cfg(feature = "models")]
mod peterson;
mod queue;
#[cfg(feature = "kernels")]
mod random;
mod reentrant_lock;
#[cfg(feature = "kernels")]
pub mod sampling;
mod scenario;
#[cfg(feature = "kernels")]
mod scene;
mod semaphore;
mod signals;
mod spec;
mod stdout_writer;

#[cfg(all(feature = "models", feature = "reports"))]
pub use challenge::{Goal, LEVELS, Level};
pub use chunk::{Chunk, ChunkWork, Reduction};
pub use error::{ParamError, Problem};
#[cfg(feature = "kernels")]
pub use lab::Lab;
#[cfg(feature = "reports")]
pub use listing::listing;
pub use machine::Machine;
#[cfg(feature = "models")]
pub use model::{Explorable, MODELS, Model, find_model};
pub use param::Fields;
pub use spec::{Choice, DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};

use trace::Backend;
#[cfg(feature = "reports")]
use trace::Verdict;
#[cfg(any(feature = "kernels", feature = "reports"))]
use trace::wire::StageRun;

#[cfg(feature = "kernels")]
use primitives::Stopped;

/// Every experiment, in the order of the course.
pub static CATALOGUE: &[&dyn Experiment] = &[
    &integrate::Integrate,
    &amdahl::AmdahlsLaw,
    &hello_threads::HelloThreads,
    &lost_update::LostUpdate,
    &deadlock::Deadlock,
    &dining_philosophers::DiningPhilosophers,
    &livelock::Livelock,
    &lock::Locks,
    &reentrant_lock::ReentrantLock,
    &semaphore::Semaphores,
    &stdout_writer::StdoutWriter,
    &queue::Queues,
    &signals::Signals,
];

/// The experiment whose id is `id`.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Experiment> {
    #[cfg(feature = "bench")]
    if id == bench::ID {
        return Some(&bench::Bench);
    }
    CATALOGUE.iter().copied().find(|experiment| experiment.spec().id == id)
}

/// One entry of the catalogue.
pub trait Experiment: Sync {
    /// What a person sees and may set.
    fn spec(&self) -> &'static Spec;

    /// Checks the given texts; what is not given takes its default.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each field.
    fn check(&self, fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>>;
}

/// Checked parameters: a value of this type can always run.
pub trait Runnable: std::fmt::Debug + Send + Sync {
    /// Every parameter with its value, in the order of the spec.
    fn values(&self) -> Vec<(&'static str, ParamValue)>;

    /// The labs that are needed, one after the other.
    fn stages(&self, machine: Machine) -> Vec<Stage>;

    /// Names of the resources that events of a run speak of, by their numbers.
    fn resources(&self) -> Vec<String> {
        Vec::new()
    }

    /// Runs one stage on the threads of `lab`, called on its coordinator.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    #[cfg(feature = "kernels")]
    fn run_on_threads(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped>;

    /// The same work cut for workers that share no memory; `None` if it needs shared memory.
    fn process_job(&self) -> Option<ProcessJob>;

    /// What the finished stages show.
    #[cfg(feature = "reports")]
    fn conclude(&self, stages: &[StageRun], machine: Machine) -> Conclusion;
}

/// One lab of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What kind of lab.
    pub backend: Backend,
    /// Threads or processes.
    pub threads: u32,
}

/// Work for processes: each gets a chunk by message and sends its sums back.
#[derive(Clone, Debug)]
pub struct ProcessJob {
    /// All of the work.
    pub whole: Chunk,
    /// A smaller problem of the same kind, for warming up.
    pub warm_up: Chunk,
    /// Measured repeats of each variant.
    pub repeats: u32,
    /// Name of the variant that uses all processes, or `None` to measure the baseline only.
    pub method: Option<&'static str>,
}

/// What a run shows.
#[cfg(feature = "reports")]
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// One word and one sentence.
    pub verdict: Verdict,
    /// Named figures, units in the names.
    pub outcome: serde_json::Map<String, serde_json::Value>,
}
