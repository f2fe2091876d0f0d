//! What runs inside a lab: the run of each experiment, and what runs have in common.

pub(crate) mod broadcast;
pub(crate) mod fairness;
pub(crate) mod lab;
mod network;
pub(crate) mod random;
pub(crate) mod scene;

pub use lab::Lab;
pub use network::{Fetched, Network};

use primitives::{Stopped, Worker};
use trace::wire::StageRun;

use crate::choice::Gap;

/// The run on real threads: `run.rs` of each folder.
pub trait Run {
    /// Runs one stage on the threads of `lab`, called on its coordinator.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let _ = lab;
        unreachable!("what has no face for runs is never run")
    }
}

impl Gap {
    /// Lets that time pass.
    pub(crate) fn pass(self, me: &Worker<'_>) -> Result<(), Stopped> {
        match self {
            Self::None => Ok(()),
            Self::Yield => {
                me.yield_now();
                Ok(())
            }
            Self::Sleep => me.sleep(std::time::Duration::from_millis(1)),
        }
    }
}
