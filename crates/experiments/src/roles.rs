//! What processes do in a run: `roles.rs` of each folder.

use std::pin::Pin;
use std::rc::Rc;

use processes::{Ended, Port, Process};
use trace::wire::StageRun;

use crate::Stage;
use crate::work::Pace;

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

/// Computes for as long as browsers need to compile for good what is computed.
pub(crate) async fn warm_up(me: &Process) -> Result<(), Ended> {
    let mut pace = Pace::new(me.now_ms());
    me.work(|| pace.step(|| me.now_ms()) && !pace.is_warm(), |_| ()).await
}

/// How many rounds of work this process does in a millisecond, after it has told `workers` to warm up by `order`
/// and has heard from each that it is done.
pub(crate) async fn rounds_per_ms(
    me: &Process,
    workers: &[Port],
    order: f64,
) -> Result<f64, Ended> {
    workers.iter().for_each(|worker| me.tell(*worker, &[order]));
    for worker in workers {
        me.receive_from(*worker).await?;
    }
    measure(me, Pace::new(me.now_ms())).await
}

/// The same, between two plays, when all are warm.
pub(crate) async fn glance(me: &Process) -> Result<f64, Ended> {
    measure(me, Pace::glance(me.now_ms())).await
}

async fn measure(me: &Process, mut pace: Pace) -> Result<f64, Ended> {
    me.work(|| pace.step(|| me.now_ms()), |_| ()).await?;
    Ok(pace.rounds_per_ms())
}
