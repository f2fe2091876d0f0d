//! Carries out plans: one lab after the other, warm ones used again.

use std::cell::{Cell, RefCell};

use experiments::Stage;
use gloo_timers::future::TimeoutFuture;
use plan::{ModelPlan, Plan};
use trace::wire::{ExplorationRecord, ExploreOptions, Fault, LabRequest, StageRun};
use trace::{Backend, Lane};
use ui::{Doing, RunError};

use crate::browser::window;
use crate::lab::{Assets, Lab, Quiet, Watch};

/// Time between two looks at a lab that was thrown away, in milliseconds.
const COOLING_MS: u32 = 50;

/// Milliseconds on the page's clock.
pub(crate) fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

/// What the owner of a run wants beyond its plan.
#[derive(Clone, Copy)]
pub(crate) struct Wishes<'a> {
    /// Whether events are recorded.
    pub(crate) record: bool,
    /// A way to break down on purpose.
    pub(crate) fault: Option<Fault>,
    /// Told what is going on.
    pub(crate) doing: &'a dyn Fn(Doing),
    /// Told what threads have recorded since the last time.
    pub(crate) recorded: &'a dyn Fn(&[Lane]),
}

/// Everything that runs outside the page's own thread.
#[derive(Default)]
pub(crate) struct Runner {
    assets: Assets,
    /// A lab that is ready and idle.
    warm: RefCell<Option<Lab>>,
    /// A lab that explores, ready and idle: one worker that shares nothing.
    explorer: RefCell<Option<Lab>>,
    /// A lab that was thrown away while it was at work.
    cooling: RefCell<Option<Quiet>>,
    stop: Cell<bool>,
    /// Whether a lab is being started for later; a run waits for it instead of starting another.
    preparing: Cell<bool>,
}

impl Runner {
    /// Runs every stage of `plan`, after [`Runner::begin`].
    ///
    /// # Errors
    ///
    /// Why there is no result.
    pub(crate) async fn run(
        &self,
        plan: &Plan,
        wishes: Wishes<'_>,
    ) -> Result<Vec<StageRun>, RunError> {
        let Wishes { record, fault, doing, recorded } = wishes;
        let plan_stages = plan.params().stages(plan.machine());
        let mut runs = Vec::with_capacity(plan_stages.len());
        for (index, &stage) in plan_stages.iter().enumerate() {
            self.cool_down(doing).await?;
            let mut lab = self.lab(stage, doing).await?;
            let computing = |fraction| Doing::Computing {
                threads: stage.threads,
                stage: index + 1,
                stages: plan_stages.len(),
                fraction,
            };
            doing(computing(None));
            let link = plan.link().to_owned();
            let cores = plan.machine().cores;
            let request = LabRequest::Run { link, cores, record, fault };
            let progress = |fraction| doing(computing(fraction));
            let exploring = &|_| ();
            let watch = Watch { stop: &self.stop, recorded, progress: &progress, exploring };
            match lab.run(&request, watch).await {
                Ok(run) => runs.push(run),
                Err(error) => {
                    *self.cooling.borrow_mut() = Some(lab.abandon());
                    return Err(error);
                }
            }
            if self.stop.get() {
                // Its stop word may be set, and that is for ever.
                *self.cooling.borrow_mut() = Some(lab.abandon());
                return Err(RunError::Stopped);
            }
            *self.warm.borrow_mut() = Some(lab);
        }
        Ok(runs)
    }

    /// Explores `plan`, after [`Runner::begin`]. No time is measured that a lab which is still cooling
    /// down could spoil, so nothing is waited for.
    ///
    /// # Errors
    ///
    /// Why there is no result.
    pub(crate) async fn explore(
        &self,
        plan: &ModelPlan,
        options: ExploreOptions,
        exploring: &dyn Fn(u64),
    ) -> Result<ExplorationRecord, RunError> {
        let warm = self.explorer.borrow_mut().take();
        let mut lab = match warm {
            Some(lab) => lab,
            None => Lab::start(&self.assets, Backend::Single, 1).await.map_err(RunError::Failed)?,
        };
        self.check_stop()?;
        let request = LabRequest::Explore { link: plan.link().to_owned(), options };
        let watch = Watch { stop: &self.stop, recorded: &|_| (), progress: &|_| (), exploring };
        match lab.explore(&request, watch).await {
            Ok(record) => {
                *self.explorer.borrow_mut() = Some(lab);
                Ok(record)
            }
            Err(error) => {
                *self.cooling.borrow_mut() = Some(lab.abandon());
                Err(error)
            }
        }
    }

    /// Forgets that an earlier run was asked to stop. Call it when a run is asked for, not when it
    /// is first polled: somebody may ask to stop in between.
    pub(crate) fn begin(&self) {
        self.stop.set(false);
    }

    /// Asks the run to stop.
    pub(crate) fn stop(&self) {
        self.stop.set(true);
    }

    /// Starts a lab for `stage` ahead of its run. A failure is left for the run to report.
    pub(crate) async fn prepare(&self, stage: Stage) {
        if self.preparing.replace(true) {
            return;
        }
        let fits = |lab: &Lab| lab.fits(stage.backend, stage.threads);
        let is_warm = self.warm.borrow().as_ref().is_some_and(fits);
        if !is_warm && let Ok(lab) = Lab::start(&self.assets, stage.backend, stage.threads).await {
            *self.warm.borrow_mut() = Some(lab);
        }
        self.preparing.set(false);
    }

    /// Starts the worker that explores ahead of time. A failure is left for the exploration to report.
    pub(crate) async fn prepare_explorer(&self) {
        if self.explorer.borrow().is_none()
            && let Ok(lab) = Lab::start(&self.assets, Backend::Single, 1).await
        {
            self.explorer.borrow_mut().get_or_insert(lab);
        }
    }

    /// A lab for `stage`: the warm one if it fits, or else a new one.
    async fn lab(&self, stage: Stage, doing: &dyn Fn(Doing)) -> Result<Lab, RunError> {
        while self.preparing.get() {
            self.check_stop()?;
            TimeoutFuture::new(5).await;
        }
        let warm = self.warm.borrow_mut().take();
        if let Some(lab) = warm.filter(|lab| lab.fits(stage.backend, stage.threads)) {
            return Ok(lab);
        }
        doing(Doing::StartingLab { threads: stage.threads });
        let lab = Lab::start(&self.assets, stage.backend, stage.threads).await;
        let lab = lab.map_err(RunError::Failed)?;
        self.check_stop()?;
        Ok(lab)
    }

    /// Waits until no lab that was thrown away disturbs timing.
    async fn cool_down(&self, doing: &dyn Fn(Doing)) -> Result<(), RunError> {
        loop {
            self.check_stop()?;
            let silent = self.cooling.borrow_mut().as_mut().is_none_or(Quiet::is_silent);
            if silent {
                *self.cooling.borrow_mut() = None;
                return Ok(());
            }
            doing(Doing::CoolingDown);
            TimeoutFuture::new(COOLING_MS).await;
        }
    }

    fn check_stop(&self) -> Result<(), RunError> {
        if self.stop.get() { Err(RunError::Stopped) } else { Ok(()) }
    }
}
