//! What processes do in a run: `roles.rs` of each folder.

use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use processes::{Ended, Port, Process};
use trace::Activity;
use trace::wire::StageRun;

use crate::Stage;
use crate::chunk::Chunk;
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

/// Sums `chunk`; `report` hears the number of blocks done in each slice of time.
pub(crate) async fn sum(
    chunk: &Chunk,
    part: u32,
    me: &Process,
    report: impl FnMut(u64),
) -> Result<Vec<f64>, Ended> {
    let mut work = chunk.work();
    me.during(Activity::Work, part, me.work(|| work.step(), report)).await?;
    Ok(work.sums())
}

/// Goes on with all of them at once, until all are done, or one is ended.
///
/// A host polls whenever something has happened, so none of them need say when it can go on.
pub(crate) async fn all<'a>(
    several: impl IntoIterator<Item = impl Future<Output = Result<(), Ended>> + 'a>,
) -> Result<(), Ended> {
    let mut several: Vec<Acting<'a, ()>> =
        several.into_iter().map(|one| Box::pin(one) as Acting<'a, ()>).collect();
    poll_fn(move |context| {
        let mut ended = None;
        several.retain_mut(|one| match one.as_mut().poll(context) {
            Poll::Pending => true,
            Poll::Ready(done) => {
                ended = ended.take().or(done.err());
                false
            }
        });
        match ended {
            Some(ended) => Poll::Ready(Err(ended)),
            None if several.is_empty() => Poll::Ready(Ok(())),
            None => Poll::Pending,
        }
    })
    .await
}
