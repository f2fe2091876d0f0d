//! What processes do in a run: `roles.rs` of each folder.

use std::pin::Pin;
use std::rc::Rc;

use processes::{Ended, Process};
use trace::wire::StageRun;

use crate::Stage;

/// A role on its way.
pub type Acting<'a, T> = Pin<Box<dyn Future<Output = Result<T, Ended>> + 'a>>;

/// The roles of a run on processes. They know nothing of the place where they run.
pub trait Roles {
    /// What the first process does in `stage`; its value is what the run found.
    ///
    /// # Errors
    ///
    /// The run was stopped, or a process broke down.
    fn main(&self, stage: Stage, me: Rc<Process>) -> Acting<'_, StageRun>;

    /// What a process does that the first one has started for `role`.
    ///
    /// # Errors
    ///
    /// The run was stopped or is over.
    fn child(&self, role: u32, me: Rc<Process>) -> Acting<'_, ()>;
}
