//! Method `processes`: each process gets a chunk by message and sends its sums back.

mod tasks;

use std::cell::Cell;
use std::rc::Rc;

use processes::{Ended, Port, Process};
use serde_json::{Map, Value};
use trace::wire::StageRun;

use super::Integrate;
use super::choices::Method;
use crate::Stage;
use crate::chunk::Reduction;
use crate::param::Choice;
use crate::roles::{Acting, Roles, sum};
use crate::sampling::{Take, interleave};

impl Roles for Integrate {
    fn main(&self, stage: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            match self.method {
                Method::Tasks => self.measure_tasks(stage, &me).await,
                _ => self.measure(stage, &me).await,
            }
        })
    }

    fn child(&self, role: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move {
            match self.method {
                Method::Tasks => self.tasks(self.n).child(role, me).await,
                _ => self.sum_on_demand(u64::from(role), &me).await,
            }
        })
    }
}

/// The first number of what the parent says: sum a part of so many, or of the smaller job for warming up; or
/// record from now on.
const SUM: f64 = 0.0;
const WARM_UP: f64 = 1.0;
const RECORD: f64 = 2.0;
/// The first number of what a child says.
const PROGRESS: f64 = 0.0;
const SUMS: f64 = 1.0;

impl Integrate {
    /// Times the processes and the sequential baseline in turn.
    async fn measure(&self, stage: Stage, me: &Process) -> Result<StageRun, Ended> {
        let (whole, warm_up) = self.chunks();
        let n_children = if self.method == Method::Processes { stage.threads } else { 0 };
        let children: Vec<Port> = (0..n_children).map(|part| me.start(part)).collect();
        me.switch(false); // what the others do is the timeline
        for child in &children {
            me.started(*child).await?;
        }
        let method = (n_children > 0).then_some((self.method.word(), n_children));
        let variants: Vec<_> = method.into_iter().chain([("sequential", 1)]).collect();
        let total = whole.n_blocks() * u64::from(self.repeats) * variants.len() as u64;
        let done = Cell::new(0);
        let mut figures = Map::new();
        let samples = interleave(&variants, self.repeats, async |take| {
            let (variant, warms_up, last) = match take {
                Take::WarmUp(variant) => (variant, true, false),
                Take::Measured { variant, last } => (variant, false, last),
            };
            let job = if warms_up { &warm_up } else { &whole };
            let report = |blocks: u64| {
                if !warms_up {
                    done.set(done.get() + blocks);
                    me.progress(done.get(), total);
                }
            };
            let is_sequential = variants[variant].0 == "sequential";
            if last && variant == 0 {
                children.iter().for_each(|child| me.tell(*child, &[RECORD]));
            }
            let start_ms = me.now_ms();
            let (name, sums) = if is_sequential {
                ("sequential_value", sum(job, 0, me, report).await?)
            } else {
                let order = [if warms_up { WARM_UP } else { SUM }, children.len() as f64];
                children.iter().for_each(|child| me.tell(*child, &order));
                ("value", self.collect(&children, me, report).await?)
            };
            figures.insert(name.to_owned(), Value::from(job.join(&sums)));
            Ok::<_, Ended>(me.now_ms() - start_ms)
        });
        let samples = samples.await?;
        let threads = stage.threads.max(1);
        Ok(StageRun { threads, samples, figures, ..StageRun::default() })
    }

    /// Waits for the sums of every child.
    async fn collect(
        &self,
        children: &[Port],
        me: &Process,
        report: impl Fn(u64),
    ) -> Result<Vec<f64>, Ended> {
        let mut parts: Vec<(Port, Vec<f64>)> = Vec::with_capacity(children.len());
        while parts.len() < children.len() {
            let (from, message) = me.receive().await?;
            if message.number(0) == PROGRESS {
                report(message.number(1) as u64);
            } else {
                parts.push((from, message.numbers[1..].to_vec()));
            }
        }
        if self.reduction == Reduction::Blocks {
            parts.sort_unstable_by_key(|(from, _)| children.iter().position(|child| child == from));
        }
        Ok(parts.into_iter().flat_map(|(_, sums)| sums).collect())
    }

    /// Sums part after part, as the parent asks.
    async fn sum_on_demand(&self, part: u64, me: &Process) -> Result<(), Ended> {
        let (whole, warm_up) = self.chunks();
        me.switch(false);
        loop {
            let message = me.receive_from(Port::PARENT).await?;
            let (order, n_parts) = (message.number(0), message.number(1) as u64);
            if order == RECORD {
                me.switch(true);
                continue;
            }
            let chunk = if order == WARM_UP { &warm_up } else { &whole }.part(part, n_parts);
            let report = |blocks: u64| me.tell(Port::PARENT, &[PROGRESS, blocks as f64]);
            let sums = sum(&chunk, part as u32, me, report).await?;
            me.tell(Port::PARENT, &[&[SUMS], sums.as_slice()].concat());
        }
    }
}
