//! Carries out plans: one lab after the other, warm ones used again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use experiments::Stage;
use gloo_timers::future::TimeoutFuture;
use measure::Remaining;
use plan::Plan;
use trace::Slice;
use trace::wire::{ExploreOptions, Fault, LabRequest, Login};
use ui::{Answer, Doing, RunError};
use wasm_bindgen_futures::spawn_local;

use crate::browser::now_ms;
use crate::lab::{Assets, Lab, Next, Offer, Purpose, Quiet, Watch};

/// Time between two looks at a lab that was thrown away, in milliseconds.
const COOLING_MS: u32 = 50;
/// Time between two looks at a lab that is being started, in milliseconds.
const STARTING_MS: u32 = 5;

/// What the owner of a run wants beyond its plan.
#[derive(Clone, Copy)]
pub(crate) struct Wishes<'a> {
    /// Whether events are recorded.
    pub(crate) record: bool,
    /// A way to break down on purpose.
    pub(crate) fault: Option<Fault>,
    /// Whether workers can share memory; stages that need it are left out or there are none.
    pub(crate) shares: bool,
    /// Who a broker is told that it has to do with.
    pub(crate) login: Option<&'a Login>,
    /// Told what is going on.
    pub(crate) doing: &'a dyn Fn(Doing),
    /// Told what threads have recorded since the last time.
    pub(crate) recorded: &'a dyn Fn(Rc<Slice>),
}

/// Everything that runs outside the page's own thread.
#[derive(Clone, Default)]
pub(crate) struct Runner {
    assets: Rc<Assets>,
    /// The lab that the next run uses, if it fits.
    next: Next,
    /// The lab that the next exploration uses.
    explorer: Next,
    /// Labs that were thrown away while they were at work.
    cooling: Rc<RefCell<Vec<Quiet>>>,
    stop: Rc<Cell<bool>>,
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
    ) -> Result<Vec<Answer>, RunError> {
        let Wishes { record, fault, shares, login, doing, recorded } = wishes;
        let stages = stages(plan, shares);
        let runs_are = plan.subject().experiment.runs();
        let remaining = Cell::new(Remaining::new(stages.len(), now_ms()));
        let mut runs = Vec::with_capacity(stages.len());
        for (index, &(number, stage)) in stages.iter().enumerate() {
            self.cool_down(doing).await?;
            let starting = || doing(Doing::StartingLab { threads: stage.threads });
            let mut lab =
                self.lab(&self.next, Purpose::Run { stage, runs: runs_are }, &starting).await?;
            let progress = |fraction: Option<f64>| {
                let left_ms = fraction.and_then(|fraction| {
                    let mut judge = remaining.get();
                    let left_ms = judge.left_ms(index + 1, fraction, now_ms());
                    remaining.set(judge);
                    left_ms
                });
                let (threads, stages) = (stage.threads, stages.len());
                doing(Doing::Computing { threads, stage: index + 1, stages, fraction, left_ms });
            };
            progress(None);
            let link = plan.link().to_owned();
            let cores = plan.computer().cores;
            // What is drawn is the last stage.
            let record = record && index + 1 == stages.len();
            let login = login.cloned();
            let request = LabRequest::Run { link, cores, stage: number, record, fault, login };
            let exploring = &|_| ();
            let watch = Watch { stop: &self.stop, recorded, progress: &progress, exploring };
            match lab.ask(&request, watch).await {
                Ok(run) => runs.push(run),
                Err(error) => {
                    self.throw_away(lab);
                    return Err(error);
                }
            }
            if self.stop.get() {
                // Its stop word may be set, and that is for ever.
                self.throw_away(lab);
                return Err(RunError::Stopped);
            }
            self.next.put(Purpose::Run { stage, runs: runs_are }, lab);
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
        plan: &Plan,
        options: ExploreOptions,
        exploring: &dyn Fn(u64),
    ) -> Result<Answer, RunError> {
        let mut lab = self.lab(&self.explorer, Purpose::Explore, &|| ()).await?;
        let request = LabRequest::Explore { link: plan.link().to_owned(), options };
        let watch = Watch { stop: &self.stop, recorded: &|_| (), progress: &|_| (), exploring };
        match lab.ask(&request, watch).await {
            Ok(found) => {
                self.explorer.put(Purpose::Explore, lab);
                Ok(found)
            }
            Err(error) => {
                self.throw_away(lab);
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

    /// Starts the first lab of `plan` ahead of its run. A failure is left for the run to report.
    pub(crate) fn prepare(&self, plan: &Plan, shares: bool) {
        let runs_are = plan.subject().experiment.runs();
        if let Some(&(_, stage)) = stages(plan, shares).first() {
            self.next.begin(&self.assets, Purpose::Run { stage, runs: runs_are });
        }
    }

    /// Starts the worker that explores ahead of time.
    pub(crate) fn prepare_explorer(&self) {
        self.explorer.begin(&self.assets, Purpose::Explore);
    }

    /// Lets go of the labs that wait for what comes next.
    pub(crate) fn rest(&self) {
        self.next.let_go();
        self.explorer.let_go();
    }

    /// The lab for `purpose` from `next`, or else a new one, after `starting` was called.
    async fn lab(
        &self,
        next: &Next,
        purpose: Purpose,
        starting: &dyn Fn(),
    ) -> Result<Lab, RunError> {
        let mut is_said = false;
        loop {
            self.check_stop()?;
            match next.offer(purpose) {
                // What failed ahead of time is tried again.
                Offer::Started(Err(_)) if !is_said => next.begin(&self.assets, purpose),
                Offer::Started(lab) => return lab.map_err(RunError::Failed),
                Offer::Nothing => next.begin(&self.assets, purpose),
                Offer::Wait => TimeoutFuture::new(STARTING_MS).await,
            }
            if !std::mem::replace(&mut is_said, true) {
                starting();
            }
        }
    }

    /// Stops a lab that may still be at work, and gives its memory back as soon as it is silent.
    fn throw_away(&self, lab: Lab) {
        self.cooling.borrow_mut().push(lab.abandon());
        let this = self.clone();
        spawn_local(async move {
            while this.is_cooling() {
                TimeoutFuture::new(COOLING_MS).await;
            }
        });
    }

    /// Forgets the labs that are silent; whether others are left.
    fn is_cooling(&self) -> bool {
        let mut cooling = self.cooling.borrow_mut();
        cooling.retain_mut(|quiet| !quiet.is_silent());
        !cooling.is_empty()
    }

    /// Waits until no lab that was thrown away disturbs timing.
    async fn cool_down(&self, doing: &dyn Fn(Doing)) -> Result<(), RunError> {
        loop {
            self.check_stop()?;
            if !self.is_cooling() {
                return Ok(());
            }
            doing(Doing::CoolingDown);
            TimeoutFuture::new(COOLING_MS).await;
        }
    }

    /// Whether the run goes on.
    ///
    /// # Errors
    ///
    /// It was asked to stop.
    pub(crate) fn check_stop(&self) -> Result<(), RunError> {
        if self.stop.get() { Err(RunError::Stopped) } else { Ok(()) }
    }
}

/// The stages of `plan` with their numbers, where workers can share memory or not.
fn stages(plan: &Plan, shares: bool) -> Vec<(u32, Stage)> {
    let all = plan.params().stages(plan.computer());
    let there = |stage: &Stage| shares || !stage.shares || !stage.is_optional;
    (0..).zip(all).filter(|(_, stage)| there(stage)).collect()
}
