//! The catalogue: one folder for each experiment, one line for each folder.
//!
//! A folder declares its parameters once (`mod.rs`) and supplies a run on real threads (`run.rs`), a
//! run on processes (`roles.rs`), a program for the explorer (`model.rs`), and the words for them
//! (`words.rs`). Nothing here knows a browser; the same runs go on natively in tests. A lab needs the feature
//! `kernels`, `processes` or `models`, and the page, which should load fast, `reports` and `models`.

#![forbid(unsafe_code)]
#![cfg_attr(feature = "kernels", feature(coroutines, coroutine_trait))]

#[cfg(feature = "bench")]
pub mod bench;
mod choice;
mod chunk;
mod computer;
mod decimal;
mod declare;
mod error;
mod experiment;
mod face;
mod fields;
mod group;
#[cfg(feature = "kernels")]
pub mod kernel;
#[cfg(feature = "models")]
pub mod model;
mod param;
#[cfg(any(feature = "kernels", feature = "processes"))]
mod repeats;
#[cfg(feature = "reports")]
mod report;
#[cfg(feature = "processes")]
pub mod roles;
pub mod sampling;
mod stage;
#[cfg(any(feature = "kernels", feature = "processes"))]
mod work;

pub use chunk::{Chunk, ChunkWork, Reduction};
pub use computer::Computer;
pub use decimal::decimal;
pub use error::{ParamError, Problem};
pub use experiment::{Experiment, Needs, Params, Runs, Values};
pub use face::Face;
pub use fields::Fields;
#[cfg(feature = "kernels")]
pub use finders::{find_compared, find_meeting, find_timed};
pub use group::Group;
pub use param::{Allowed, DefaultValue, Param, ParamKind, ParamValue};
#[cfg(feature = "reports")]
pub use report::{
    Asks, Card, Conclude, Conclusion, Finished, Lesson, Mark, Miniature, Moment, OtherTab,
    ParamWords, Remedy, Spot,
    challenge::{Goal, LEVELS, Level},
    cue::{Cue, cues},
    line::{Line, lines},
    listing::{Listed, ListedParam, listing},
    shows,
};
pub use report::{Tell, Words};
pub use stage::{Stage, Start};

/// The view of parameters as a trait that the types of one kind have, or of any.
#[allow(unused_macros, reason = "each build has some of the views, or none")]
macro_rules! view {
    ($(#[$doc:meta])* $name:ident: $view:path = $($wanted:ident $kinds:tt $params:path),+) => {
        $(#[$doc])*
        ///
        /// # Panics
        ///
        /// They are those of an experiment of another kind.
        #[must_use]
        pub fn $name(&self) -> &dyn $view {
            let params: &dyn std::any::Any = self;
            $(if_among! { $wanted $kinds
                if let Some(params) = params.downcast_ref::<$params>() {
                    return params;
                }
            })+
            unreachable!("{self:?} are of another kind")
        }
    };
}

/// How to find the experiments of one kind, or any: who can do nothing with the others does not carry what they are
/// checked by.
#[allow(unused_macros, reason = "as `view`")]
macro_rules! finder {
    ($(#[$doc:meta])* $name:ident = $($wanted:ident $kinds:tt $entry:expr),+) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(id: &str, face: Face) -> Option<&'static Experiment> {
            $(if_among! { $wanted $kinds
                {
                    static ENTRY: Experiment = $entry;
                    if ENTRY.id == id && ENTRY.has(face) {
                        return Some(&ENTRY);
                    }
                }
            })+
            None
        }
    };
}

/// Statements that stand there if a word is among those of a line.
#[allow(unused_macros, reason = "as `view`")]
macro_rules! if_among {
    (any [$($kind:ident)+] $($statement:tt)+) => { $($statement)+ };
    (timed [timed $($kind:ident)*] $($statement:tt)+) => { $($statement)+ };
    (only_meeting [meeting] $($statement:tt)+) => { $($statement)+ };
    (compared [meeting processes] $($statement:tt)+) => { $($statement)+ };
    (processes [$kind:ident processes] $($statement:tt)+) => { $($statement)+ };
    ($wanted:ident [$($kind:ident)+] $($statement:tt)+) => {};
}

/// The folder and the entry of each experiment, in the order of the course, and views of its parameters: one for each
/// use, because programs, runs and sentences are loaded only where they are needed. After the name of its
/// folder and the type of its parameters stands what its runs are, see [`Experiment::is_timed`], and whether
/// they go on in processes too.
macro_rules! catalogue {
    ($($folder:ident::$params:ident: $kind:ident $($more:ident)?,)+) => {
        $(mod $folder;)+

        /// Every experiment, in the order of the course.
        pub static CATALOGUE: &[Experiment] =
            &[$($folder::EXPERIMENT.$kind()$(.$more())?),+];

        #[cfg(feature = "processes")]
        finder! {
            /// The experiment whose id is `id`, if it has that face and goes on in processes too.
            find_processes = $(processes [$kind $($more)?] $folder::EXPERIMENT.$kind()$(.$more())?),+
        }

        #[cfg(feature = "processes")]
        impl dyn Params {
            view! {
                /// What processes do with them.
                roles: roles::Roles = $(processes [$kind $($more)?] $folder::$params),+
            }
        }

        #[cfg(feature = "kernels")]
        mod finders {
            use super::*;

            finder! {
                /// The experiment whose id is `id`, if it has that face and its runs are timed.
                find_timed = $(timed [$kind $($more)?] $folder::EXPERIMENT.$kind()$(.$more())?),+
            }
            finder! {
                /// The experiment whose id is `id`, if it has that face and threads meet in its runs, and nobody else.
                find_meeting = $(only_meeting [$kind $($more)?] $folder::EXPERIMENT.$kind()$(.$more())?),+
            }
            finder! {
                /// The experiment whose id is `id`, if it has that face and its threads are compared with processes.
                find_compared = $(compared [$kind $($more)?] $folder::EXPERIMENT.$kind()$(.$more())?),+
            }
        }

        #[cfg(feature = "kernels")]
        impl dyn Params {
            view! {
                /// The run with them, whatever it is.
                run: kernel::Run = $(any [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// The timed run with them.
                run_timed: kernel::Run = $(timed [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// The run with them in which threads meet, and nobody else.
                run_meeting: kernel::Run = $(only_meeting [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// The run with them on threads that are compared with processes.
                run_compared: kernel::Run = $(compared [$kind $($more)?] $folder::$params),+
            }
        }

        #[cfg(feature = "models")]
        impl dyn Params {
            view! {
                /// What is explored with them.
                explored: model::Explore = $(any [$kind $($more)?] $folder::$params),+
            }
        }

        /// How each experiment stands on the map of the course. They are no part of their entries, so that only who shows
        /// the map carries them.
        #[cfg(feature = "reports")]
        #[must_use]
        pub fn cards() -> Vec<(&'static Experiment, &'static Card)> {
            let cards = [$(<$folder::$params as Tell>::card()),+];
            CATALOGUE.iter().zip(cards).collect()
        }

        #[cfg(feature = "reports")]
        impl dyn Params {
            view! {
                /// What is said about them.
                told: Tell = $(any [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// What is said about timed runs with them.
                timed: Conclude = $(timed [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// What is said about runs with them in which threads meet, and nobody else.
                meeting: Conclude = $(only_meeting [$kind $($more)?] $folder::$params),+
            }
            view! {
                /// What is said about runs with them on threads that are compared with processes.
                compared: Conclude = $(compared [$kind $($more)?] $folder::$params),+
            }
        }
    };
}

catalogue! {
    integrate::Integrate: timed processes,
    amdahl::AmdahlsLaw: timed,
    hello_threads::HelloThreads: meeting,
    lost_update::LostUpdate: meeting,
    atomicity::Atomicity: meeting,
    deadlock::Deadlock: meeting,
    dining_philosophers::DiningPhilosophers: meeting,
    livelock::Livelock: meeting,
    lock::Locks: meeting,
    reentrant_lock::ReentrantLock: meeting,
    semaphore::Semaphores: meeting,
    stdout_writer::StdoutWriter: meeting,
    peterson::Peterson: meeting,
    dekker::Dekker: meeting,
    queue::Queues: meeting,
    signals::Signals: meeting,
    processes::Processes: meeting processes,
    pool::Pool: meeting processes,
    gil::Gil: meeting processes,
    coroutines::Coroutines: meeting,
    web_service::WebService: meeting processes,
    task_queue::TaskQueue: meeting processes,
}

/// Every experiment that has `face`.
pub fn of_face(face: Face) -> impl Iterator<Item = &'static Experiment> {
    CATALOGUE.iter().filter(move |experiment| experiment.has(face))
}

/// The experiment whose id is `id`, if it has that face.
#[must_use]
pub fn find(id: &str, face: Face) -> Option<&'static Experiment> {
    #[cfg(feature = "bench")]
    if id == bench::EXPERIMENT.id {
        return Some(&bench::EXPERIMENT).filter(|bench| bench.has(face));
    }
    CATALOGUE.iter().find(|experiment| experiment.id == id && experiment.has(face))
}

/// What is left of a part that is not built: its trait, which everything has and which says nothing.
#[cfg(not(feature = "reports"))]
mod report {
    /// No words.
    #[derive(Debug)]
    pub struct Words;

    /// Nothing is said here.
    pub trait Tell {
        /// No words.
        fn words() -> &'static Words
        where
            Self: Sized,
        {
            &Words
        }
    }
    impl<P> Tell for P {}
}
