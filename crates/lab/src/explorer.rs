//! The worker that explores models. It must not block.

use std::cell::Cell;

use explorer::{Pace, explore};
use plan::Plan;
use trace::wire::{ExplorationRecord, ExploreOptions, LabReply, LabRequest, OutcomeRecord};
use wasm_bindgen::prelude::*;

use crate::clock::now_ms;
use crate::mailbox::slices::{SLICE_MS, Slicer};
use crate::mailbox::{From, Mailbox, REPORT_MS, report_panics};
use crate::reply::{reply_text, request, scope, send, text_of};

/// Time for compiling, once for each worker, in milliseconds: at least, and at most where times do not
/// become steady.
const WARM_UP_MS: f64 = 60.0;
const MAX_WARM_UP_MS: f64 = 400.0;
/// Times are steady when so many in a row are within this factor of the best.
const CALM: u32 = 5;
const CALM_FACTOR: f64 = 1.6;

/// Explores the models that it is asked for, one after the other.
#[wasm_bindgen]
pub fn serve_explorer() {
    report_panics(|text| reply_text(&LabReply::Failed(text)));
    let mailbox = Mailbox::default();
    scope().set_onmessage(Some(&mailbox.receive(From::Parent)));
    let slicer = Slicer::new(mailbox.clone());
    mailbox.clone().start(async move {
        loop {
            let (_, message) = mailbox.next().await;
            match request(&message) {
                Some(LabRequest::Explore { link, options }) => {
                    send(&LabReply::Started);
                    send(&run(&slicer, &link, &options).await);
                }
                Some(LabRequest::Run { .. }) => {
                    send(&LabReply::Failed("this lab does not run".to_owned()));
                }
                _ => {}
            }
        }
    });
}

/// Explores the model behind `link`.
async fn run(slicer: &Slicer, link: &str, options: &ExploreOptions) -> LabReply {
    // Defaults of models do not depend on the machine.
    let machine = plan::Computer { cores: 1 };
    let plan = plan::open(link).draft.and_then(|draft| draft.exploration_plan(machine));
    let Some(plan) = plan else {
        return LabReply::Failed(format!("the lab cannot read its own link {link:?}"));
    };
    if warm_up(slicer).await.is_err() {
        return LabReply::Stopped;
    }
    match record(slicer, &plan, options).await {
        Ok(record) => LabReply::Done(text_of(&record)),
        Err(explorer::Interrupted) => LabReply::Stopped,
    }
}

/// What is found, and what vanishes because threads may not be interrupted anywhere.
async fn record(
    slicer: &Slicer,
    plan: &Plan,
    options: &ExploreOptions,
) -> Result<ExplorationRecord, explorer::Interrupted> {
    let mut found = explored(slicer, plan, options).await?;
    let anywhere = plan.interrupted_anywhere().filter(|_| found.complete);
    if let Some(anywhere) = anywhere {
        let others = explored(slicer, &anywhere, options).await?;
        let is_here = |other: &OutcomeRecord| {
            found.outcomes.iter().any(|one| (&one.value, &one.kind) == (&other.value, &other.kind))
        };
        found.vanished = others.outcomes.into_iter().filter(|other| !is_here(other)).collect();
    }
    Ok(found)
}

async fn explored(
    slicer: &Slicer,
    plan: &Plan,
    options: &ExploreOptions,
) -> Result<ExplorationRecord, explorer::Interrupted> {
    let machine = plan.machine(options.merge);
    let pace = Slices::new(slicer);
    let found = explore(&machine, &(*options).into(), &pace).await?;
    let elapsed_ms = pace.elapsed_ms();
    Ok(plan.record(machine, &found, elapsed_ms))
}

/// A worker's first exploration would be timed while its code is still being compiled.
async fn warm_up(slicer: &Slicer) -> Result<(), explorer::Interrupted> {
    thread_local! {
        static WARM: Cell<bool> = const { Cell::new(false) };
    }
    if WARM.replace(true) {
        return Ok(());
    }
    let link = "#/explore/lost-update?v=1&threads=3&increments=2";
    let plan = plan::open(link)
        .draft
        .and_then(|draft| draft.exploration_plan(plan::Computer { cores: 1 }));
    let Some(plan) = plan else { return Ok(()) };
    let pace = Slices::new(slicer);
    let (mut best_ms, mut calm) = (f64::INFINITY, 0);
    while pace.elapsed_ms() < MAX_WARM_UP_MS && (pace.elapsed_ms() < WARM_UP_MS || calm < CALM) {
        let start_ms = pace.elapsed_ms();
        let machine = plan.machine(true);
        let found = explore(&machine, &explorer::Options::default(), &pace).await?;
        std::hint::black_box(plan.record(machine, &found, 0.0));
        let took_ms = pace.elapsed_ms() - start_ms;
        best_ms = best_ms.min(took_ms);
        calm = if took_ms < CALM_FACTOR * best_ms { calm + 1 } else { 0 };
    }
    Ok(())
}

/// Looks at the mailbox after each slice of time.
struct Slices<'s> {
    slicer: &'s Slicer,
    began_ms: f64,
    slice_ends_ms: Cell<f64>,
    reported_ms: Cell<f64>,
}

impl<'s> Slices<'s> {
    fn new(slicer: &'s Slicer) -> Self {
        let now = now_ms();
        Self {
            slicer,
            began_ms: now,
            slice_ends_ms: Cell::new(now + SLICE_MS),
            reported_ms: Cell::new(now),
        }
    }
}

impl Pace for Slices<'_> {
    fn elapsed_ms(&self) -> f64 {
        now_ms() - self.began_ms
    }

    async fn pause(&self, states: usize) -> Result<(), explorer::Interrupted> {
        let now = now_ms();
        if now - self.reported_ms.get() >= REPORT_MS && states > 0 {
            self.reported_ms.set(now);
            send(&LabReply::Exploring { states: states as u64 });
        }
        if now < self.slice_ends_ms.get() {
            return Ok(());
        }
        let stopped = self.slicer.look().await.is_err();
        self.slice_ends_ms.set(now_ms() + SLICE_MS);
        if stopped { Err(explorer::Interrupted) } else { Ok(()) }
    }
}
