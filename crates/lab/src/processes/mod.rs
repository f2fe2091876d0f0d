//! Labs without shared memory: a coordinator, and processes that get work and send sums by message.

mod sum;

use experiments::sampling::{Take, interleave};
use experiments::{Chunk, Computer, ProcessJob};
use js_sys::{Array, Float64Array};
use primitives::Stopped;
use serde_json::{Map, Value};
use trace::wire::{LabReply, LabRequest, StageRun};
use trace::{Activity, Event, EventKind, Lane, Slice};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use self::sum::Progress;
use crate::clock::now_ms;
use crate::mailbox::slices::Slicer;
use crate::mailbox::{From, Mailbox, report_panics};
use crate::recorded::send_slice;
use crate::reply::{post, reply_text, request, scope, send, text_of};

/// Coordinates `processes`, workers that have loaded the same program and wait for work. With none
/// it computes alone.
#[wasm_bindgen]
pub fn serve_coordinator(processes: Vec<Worker>) {
    report_panics(|text| reply_text(&LabReply::Failed(text)));
    let mailbox = Mailbox::default();
    scope().set_onmessage(Some(&mailbox.receive(From::Parent)));
    for (index, process) in processes.iter().enumerate() {
        process.set_onmessage(Some(&mailbox.receive(From::Child(index))));
    }
    let slicer = Slicer::new(mailbox.clone());
    let mut coordinator = Coordinator { processes, mailbox: mailbox.clone(), slicer };
    mailbox.clone().start(async move {
        loop {
            let (_, message) = mailbox.next().await;
            match request(&message) {
                Some(LabRequest::Run { link, cores, record, .. }) => {
                    send(&LabReply::Started);
                    send(&coordinator.run(&link, cores, record).await);
                }
                Some(LabRequest::Explore { .. }) => {
                    send(&LabReply::Failed("this lab does not explore".to_owned()));
                }
                _ => {}
            }
        }
    });
}

/// Computes parts for a coordinator, one after the other.
#[wasm_bindgen]
pub fn serve_process() {
    report_panics(JsValue::from);
    let mailbox = Mailbox::default();
    scope().set_onmessage(Some(&mailbox.receive(From::Parent)));
    let mut slicer = Slicer::new(mailbox.clone());
    mailbox.clone().start(async move {
        loop {
            let (_, message) = mailbox.next().await;
            let Some(order) = Order::read(&message) else { continue };
            let report = |blocks: u64| post(&Array::of1(&(blocks as f64).into()));
            let start_ms = now_ms();
            if let Ok(sums) = slicer.sum(&order.chunk(), report).await {
                let sums = Float64Array::from(sums.as_slice());
                let done = Array::of3(&start_ms.into(), &now_ms().into(), &sums);
                scope()
                    .post_message_with_transfer(&done, &Array::of1(&sums.buffer()))
                    .expect("an array of numbers can be sent");
            }
        }
    });
}

fn job(link: &str, cores: u32) -> Option<ProcessJob> {
    plan::open(link).draft?.run_plan(Computer { cores })?.params().process_job()
}

/// What a coordinator asks of a process: one part of the work of a plan.
struct Order {
    job: ProcessJob,
    part: u64,
    parts: u64,
    warm_up: bool,
}

impl Order {
    /// The message: link, cores, part, parts, whether it is for warming up.
    fn message(link: &str, cores: u32, part: usize, parts: usize, warm_up: bool) -> Array {
        let numbers = [f64::from(cores), part as f64, parts as f64].map(JsValue::from);
        let message = Array::of1(&link.into());
        for number in &numbers {
            message.push(number);
        }
        message.push(&warm_up.into());
        message
    }

    fn read(message: &JsValue) -> Option<Self> {
        let fields = message.dyn_ref::<Array>()?;
        let number = |index| fields.get(index).as_f64();
        let job = job(&fields.get(0).as_string()?, number(1)? as u32)?;
        let (part, parts) = (number(2)? as u64, number(3)? as u64);
        Some(Self { job, part, parts, warm_up: fields.get(4).is_truthy() })
    }

    fn chunk(&self) -> Chunk {
        let whole = if self.warm_up { &self.job.warm_up } else { &self.job.whole };
        whole.part(self.part, self.parts)
    }
}

struct Coordinator {
    processes: Vec<Worker>,
    mailbox: Mailbox,
    slicer: Slicer,
}

impl Coordinator {
    async fn run(&mut self, link: &str, cores: u32, record: bool) -> LabReply {
        let Some(job) = job(link, cores) else {
            return LabReply::Failed(format!("the lab cannot run {link:?} without shared memory"));
        };
        match self.measure(&job, link, cores, record).await {
            Ok(run) => LabReply::Done(text_of(&run)),
            Err(Ended::Stopped) => LabReply::Stopped,
            Err(Ended::Failed(text)) => LabReply::Failed(text),
        }
    }

    /// Times the processes and the sequential baseline in turn.
    async fn measure(
        &mut self,
        job: &ProcessJob,
        link: &str,
        cores: u32,
        record: bool,
    ) -> Result<StageRun, Ended> {
        let count = self.processes.len();
        let method = job.method.map(|method| (method, count as u32));
        let variants: Vec<_> = method.into_iter().chain([("sequential", 1)]).collect();
        let total = job.whole.n_blocks() * u64::from(job.repeats) * variants.len() as u64;
        let progress = Progress::new(total);
        let mut figures = Map::new();
        let mut lanes = Vec::new();
        let samples = interleave(&variants, job.repeats, async |take| {
            let (variant, warm_up) = match take {
                Take::WarmUp(variant) => (variant, true),
                Take::Measured { variant, .. } => (variant, false),
            };
            let whole = if warm_up { &job.warm_up } else { &job.whole };
            let report = |blocks| {
                if !warm_up {
                    progress.advance(blocks)
                }
            };
            let start_ms = now_ms();
            let (name, sums) = if variants[variant].0 == "sequential" {
                ("sequential_value", self.slicer.sum(whole, report).await?)
            } else {
                for (part, process) in self.processes.iter().enumerate() {
                    let order = Order::message(link, cores, part, count, warm_up);
                    process.post_message(&order).expect("an array can be sent");
                }
                let (sums, spans) = self.collect(whole, report).await?;
                lanes = spans;
                ("value", sums)
            };
            figures.insert(name.to_owned(), Value::from(whole.join(&sums)));
            Ok::<_, Ended>(now_ms() - start_ms)
        });
        let samples = samples.await?;
        if record {
            let mut slice = Slice::default();
            slice.append(lanes);
            send_slice(&slice);
        }
        let threads = count.max(1) as u32;
        Ok(StageRun { threads, samples, figures, ..StageRun::default() })
    }

    /// Waits for the sums of every process.
    async fn collect(
        &self,
        whole: &Chunk,
        report: impl Fn(u64),
    ) -> Result<(Vec<f64>, Vec<Lane>), Ended> {
        let mut parts: Vec<(usize, Vec<f64>)> = Vec::with_capacity(self.processes.len());
        let mut lanes = vec![None; self.processes.len()];
        while parts.len() < self.processes.len() {
            let (from, message) = self.mailbox.next().await;
            let From::Child(index) = from else {
                self.stop_if_asked(&message)?;
                continue;
            };
            if let Some(text) = message.as_string() {
                return Err(Ended::Failed(text));
            }
            let fields: Array = message.unchecked_into();
            let number = |index| fields.get(index).as_f64().unwrap_or_default();
            if fields.length() == 1 {
                report(number(0) as u64);
                continue;
            }
            let sums: Float64Array = fields.get(2).unchecked_into();
            parts.push((index, sums.to_vec()));
            lanes[index] = Some(lane(index, number(0), number(1)));
        }
        if whole.reduction == experiments::Reduction::Blocks {
            parts.sort_unstable_by_key(|(index, _)| *index);
        }
        let sums = parts.into_iter().flat_map(|(_, sums)| sums).collect();
        Ok((sums, lanes.into_iter().flatten().collect()))
    }

    /// Passes a request to stop on to the processes.
    fn stop_if_asked(&self, message: &JsValue) -> Result<(), Ended> {
        if request(message) != Some(LabRequest::Stop) {
            return Ok(());
        }
        for process in &self.processes {
            process.post_message(message).expect("a text can be sent");
        }
        Err(Ended::Stopped)
    }
}

/// Why a run has no result.
enum Ended {
    /// Somebody asked for it.
    Stopped,
    /// A process is gone; its last words.
    Failed(String),
}

impl std::convert::From<Stopped> for Ended {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

fn lane(index: usize, start_ms: f64, end_ms: f64) -> Lane {
    let begin = EventKind::Begin(Activity::Work);
    let events = [(start_ms, begin), (end_ms, EventKind::End)].map(|(at_ms, kind)| Event {
        at_ms,
        kind,
        subject: index as u32,
        other: None,
    });
    Lane::new(format!("process {}", index + 1), events.to_vec(), 0)
}
