//! The coordinator of a lab with shared memory. It blocks while a run is on.

#[cfg(feature = "compared")]
pub mod network;
pub mod pool;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use experiments::kernel::{Lab, Run};
use experiments::{Computer, Params};
use primitives::{Control, Recorder, Waits};
use rayon::ThreadPool;
use trace::wire::{Fault, LabReply, LabRequest};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use crate::clock::now_ms;
use crate::recorded::send_slice;
use crate::reply::{request, scope, send, text_of};

/// The control block, at an address that the page is told.
static CONTROL: Control = Control::new();

/// Answers requests with `threads` threads, whose workers are ready and took `started_ms` milliseconds to
/// start; returns the address of the control block.
#[wasm_bindgen]
pub fn serve_threads(threads: usize, started_ms: Vec<f64>) -> usize {
    catch_panics();
    // A panic ends a lab for good, so nobody sees it after one.
    let coordinator = AssertUnwindSafe(RefCell::new(Some(Coordinator {
        threads,
        pool: pool::build(threads),
        recorder: Recorder::new(threads + 1, now_ms),
        waits: Waits::new(threads + 1),
        started_ms,
    })));
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let coordinator: &AssertUnwindSafe<_> = &coordinator;
        let Some(request) = request(&event.data()) else {
            // It is the end. The threads leave the pool, for which the script waits: `web/lab-worker.js`.
            coordinator.take();
            return;
        };
        match request {
            LabRequest::Run { link, cores, stage, record, fault, .. } => {
                let mut coordinator = coordinator.borrow_mut();
                let Some(coordinator) = coordinator.as_mut() else { return };
                send(&LabReply::Started);
                send(&coordinator.run(&link, cores, stage as usize, record, fault));
            }
            LabRequest::Stop => CONTROL.stop(),
            LabRequest::Explore { .. } => {
                send(&LabReply::Failed("this lab does not explore".to_owned()));
            }
        }
    });
    scope().set_onmessage(Some(answer.into_js_value().unchecked_ref()));
    CONTROL.address()
}

struct Coordinator {
    threads: usize,
    pool: ThreadPool,
    recorder: Recorder,
    waits: Waits,
    started_ms: Vec<f64>,
}

impl Coordinator {
    fn run(
        &mut self,
        link: &str,
        cores: u32,
        stage: usize,
        record: bool,
        fault: Option<Fault>,
    ) -> LabReply {
        let plan =
            plan::open_by(FIND, link).draft.and_then(|draft| draft.run_plan(Computer { cores }));
        let Some(plan) = plan else {
            return LabReply::Failed(format!("the lab cannot read its own link {link:?}"));
        };
        let stages = plan.params().stages(Computer { cores });
        let threads = stages.get(stage).map(|stage| stage.threads as usize);
        if threads != Some(self.threads) {
            // Threads that are not there would be waited for.
            let threads = self.threads;
            return LabReply::Failed(format!(
                "stage {stage} of {link:?} is not on {threads} threads"
            ));
        }
        self.recorder.enable(record);
        let lab = Lab {
            params: plan.params(),
            control: &CONTROL,
            recorder: &self.recorder,
            waits: &self.waits,
            sink: &|slice| send_slice(&slice),
            threads: self.threads,
            started_ms: &self.started_ms,
            pool: &self.pool,
            network: NETWORK,
        };
        // A panic ends this lab: nothing of it is used again.
        let run = || {
            if let Some(fault) = fault {
                lab.each_thread(|_| break_down(fault), || ());
            }
            of(plan.params()).run(&lab)
        };
        match catch_unwind(AssertUnwindSafe(run)) {
            _ if CONTROL.panic_text().is_some() => {
                LabReply::Failed(CONTROL.panic_text().unwrap_or_default())
            }
            Ok(Ok(run)) => LabReply::Done(text_of(&run)),
            Ok(Err(primitives::Stopped)) => LabReply::Stopped,
            Err(_) => LabReply::Failed("a thread of the lab panicked".to_owned()),
        }
    }
}

/// What sends requests for threads.
#[cfg(feature = "compared")]
const NETWORK: Option<&dyn experiments::kernel::Network> = Some(&network::Outbox);
#[cfg(not(feature = "compared"))]
const NETWORK: Option<&dyn experiments::kernel::Network> = None;

/// Finds what this link can run.
const FIND: plan::Find = match () {
    () if cfg!(feature = "bench") => experiments::find,
    () if cfg!(feature = "meeting") => experiments::find_meeting,
    () if cfg!(feature = "compared") => experiments::find_compared,
    () => experiments::find_timed,
};

/// The run with these parameters; each link has those of one kind.
fn of(params: &dyn Params) -> &dyn Run {
    #[cfg(feature = "bench")]
    if let Some(run) = experiments::bench::bench_run(params) {
        return run;
    }
    match () {
        () if cfg!(feature = "meeting") => params.run_meeting(),
        () if cfg!(feature = "compared") => params.run_compared(),
        () => params.run_timed(),
    }
}

/// A panic in any thread leaves its text for the page and stops the others, which might wait for
/// the one that is gone. Running out of memory counts as a panic.
fn catch_panics() {
    std::panic::set_hook(Box::new(|panic| {
        CONTROL.report_panic(&panic.to_string());
        CONTROL.stop();
    }));
    std::alloc::set_alloc_error_hook(|layout| {
        panic!("the lab is out of memory: it could not get {} more bytes", layout.size());
    });
}

/// Breaks down as a mistake in a kernel would.
fn break_down(fault: Fault) {
    match fault {
        Fault::Panic => panic!("a fault that was asked for"),
        Fault::OutOfMemory => {
            let mut hoard: Vec<Vec<u8>> = Vec::new();
            while CONTROL.check().is_ok() {
                hoard.push(Vec::with_capacity(1 << 20));
            }
        }
    }
}
