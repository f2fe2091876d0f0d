//! The run of `amdahl`: the serial part alone, then one chunk of the rest for each thread.

use primitives::Stopped;
use quadrature::{Integrand, Kernel, Problem as Integral, Rule};
use serde_json::Map;
use trace::Activity;
use trace::wire::StageRun;

use super::{AmdahlsLaw, VARIANT};
use crate::chunk::{Chunk, Reduction};
use crate::kernel;
use crate::kernel::lab::Lab;
use crate::sampling::Take;

/// Points of a warm-up run.
const WARM_UP_POINTS: u64 = 4_000_000;

impl kernel::Run for AmdahlsLaw {
    /// Times the partly serial program and the sequential baseline in turn.
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let (whole, warm_up) = (self.job(self.n), self.job(self.n.min(WARM_UP_POINTS)));
        let variants = [(VARIANT, lab.threads as u32), ("sequential", 1)];
        let samples = lab.time(&variants, self.repeats, whole.n_blocks(), |take| match take {
            Take::WarmUp(0) => self.partly_serial(&warm_up, lab),
            Take::WarmUp(_) => compute(&warm_up, lab),
            Take::Measured { variant: 0, .. } => self.partly_serial(&whole, lab),
            Take::Measured { .. } => compute(&whole, lab),
        })?;
        Ok(StageRun {
            threads: lab.threads as u32,
            samples,
            figures: Map::new(),
            ..StageRun::default()
        })
    }
}

impl AmdahlsLaw {
    /// The whole job for `n` points: π by the midpoint rule.
    fn job(&self, n: u64) -> Chunk {
        let (f, rule, kernel) = (Integrand::Pi, Rule::Midpoint, Kernel::Scalar);
        Chunk::whole(Integral { f, a: 0.0, b: 1.0, n, rule, kernel }, Reduction::Blocks)
    }

    /// The serial part on the coordinator, then one chunk of the rest for each thread.
    fn partly_serial(&self, job: &Chunk, lab: &Lab<'_>) -> Result<(), Stopped> {
        let cut = job.blocks.start + job.n_blocks() * self.serial / 100;
        let serial = Chunk { blocks: job.blocks.start..cut, ..job.clone() };
        let shared = Chunk { blocks: cut..job.blocks.end, ..job.clone() };
        let coordinator = lab.recorder.lane(lab.coordinator());
        coordinator.span(Activity::SerialWork, 0, || compute(&serial, lab))?;
        let worker = |index: usize| {
            let chunk = shared.part(index as u64, lab.threads as u64);
            let subject = chunk.blocks.start as u32;
            // A stopped thread leaves early; the check below says so for all of them.
            let work = || compute(&chunk, lab).is_ok();
            lab.recorder.lane(index).span(Activity::Work, subject, work);
        };
        lab.each_thread(worker, || ());
        lab.control.check()
    }
}

fn compute(chunk: &Chunk, lab: &Lab<'_>) -> Result<(), Stopped> {
    let mut work = chunk.work();
    while work.step() {
        lab.control.advance()?;
    }
    std::hint::black_box(work.sums());
    Ok(())
}
