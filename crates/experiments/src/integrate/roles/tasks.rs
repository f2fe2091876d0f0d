//! Method `tasks`: the chunks are tasks of a task queue, and whoever takes them is elsewhere.

use processes::{Ended, Process};
use serde_json::{Map, Value};
use trace::wire::StageRun;

use crate::Stage;
use crate::chunk::Chunk;
use crate::integrate::Integrate;
use crate::integrate::choices::{Method, Transport};
use crate::param::Choice;
use crate::roles::sum;
use crate::sampling::{Take, interleave};
use crate::task_queue::roles::only_broker;
use crate::task_queue::{TaskQueue, Transport as Carried};

/// Tasks for each worker: who is slower than others does fewer.
const TASKS_EACH: u64 = 4;

impl Integrate {
    /// The same integral over `n` points, as tasks.
    pub(super) fn tasks(&self, n: u64) -> TaskQueue {
        let (whole, _) = self.chunks();
        let tasks = (TASKS_EACH * u64::from(self.threads)).min(whole.n_blocks());
        let tasks = u32::try_from(tasks).expect("at most 256");
        let transport = match self.transport {
            Transport::Tabs => Carried::Tabs,
            Transport::RabbitMq => Carried::RabbitMq,
        };
        TaskQueue::elsewhere(self.f, n, tasks, transport)
    }

    /// Times the workers elsewhere and the sequential baseline in turn.
    pub(super) async fn measure_tasks(
        &self,
        stage: Stage,
        me: &Process,
    ) -> Result<StageRun, Ended> {
        let (whole, warm_up) = self.chunks();
        let variants = [(Method::Tasks.word(), stage.threads), ("sequential", 1)];
        let mut figures = Map::new();
        // For all of it, so that nobody comes between two of them.
        let _only = match self.transport {
            Transport::Tabs => Some(only_broker(me).await?),
            Transport::RabbitMq => None,
        };
        let samples = interleave(&variants, self.repeats, async |take| {
            let (variant, job): (usize, &Chunk) = match take {
                Take::WarmUp(variant) => (variant, &warm_up),
                Take::Measured { variant, .. } => (variant, &whole),
            };
            if variants[variant].0 == "sequential" {
                let start_ms = me.now_ms();
                let sums = sum(job, 0, me, |_| ()).await?;
                figures.insert("sequential_value".to_owned(), Value::from(job.join(&sums)));
                return Ok(me.now_ms() - start_ms);
            }
            let queue = self.tasks(job.problem.n);
            let (value, total_ms) = queue.once(stage.threads as usize, me).await?;
            let value = value.ok_or_else(|| {
                let why = "Not every part of the integral came back: a worker refused it, or was gone too long.";
                Ended::Refused(why.to_owned())
            })?;
            figures.insert("value".to_owned(), Value::from(value));
            Ok::<_, Ended>(total_ms)
        });
        let samples = samples.await?;
        Ok(StageRun { threads: stage.threads, samples, figures, ..StageRun::default() })
    }
}
