//! One lab: its coordinator, and a run on it.

use std::cell::Cell;
use std::future::ready;
use std::pin::pin;
use std::rc::Rc;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use trace::wire::{LabReply, LabRequest};
use trace::{Recording, Room, Slice};
use ui::{Answer, RunError};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Worker;

use super::assets::Assets;
use super::purpose::Purpose;
use super::shared::{ControlView, Quiet};
use super::start::{Message, start};
use super::wire;
use crate::browser::now_ms;

/// Time between two looks at a lab that is running, in milliseconds.
const LOOK_MS: u32 = 50;
/// Time that a lab has to stop by itself before it is terminated, in milliseconds.
const GRACE_MS: f64 = 100.0;
/// Time between two reports of progress, in milliseconds. Drawing takes time on the cores that the
/// lab is measuring.
const REPORT_MS: f64 = 250.0;
/// Time that a coordinator has to end the processes that it has started, in milliseconds.
const ENDING_MS: u32 = 5000;
/// Time that a coordinator has to end its threads or processes, in milliseconds.
const LEAVING_MS: u32 = 20_000;
/// And time that these have to be gone from the browser. Some keep those that are ended together with whoever
/// started them.
const GOING_MS: u32 = 1000;
/// A running lab whose heartbeat rests for this long has lost a worker.
const LOST_MS: f64 = 15_000.0;

/// A worker that coordinates threads or processes, or works alone. Dropping it ends all of
/// them; nothing of a lab is ever used again.
pub(crate) struct Lab {
    worker: Worker,
    control: Option<ControlView>,
    messages: Option<UnboundedReceiver<Message>>,
}

/// What the owner of a run wants and hears while it is on.
pub(crate) struct Watch<'a> {
    /// Set to ask the run to stop.
    pub(crate) stop: &'a Cell<bool>,
    /// Told what threads have recorded since the last time.
    pub(crate) recorded: &'a dyn Fn(Rc<Slice>),
    /// Told the finished fraction, or nothing when the lab has begun and while it warms up.
    pub(crate) progress: &'a dyn Fn(Option<f64>),
    /// Told the states that an exploration has found so far.
    pub(crate) exploring: &'a dyn Fn(u64),
}

impl Lab {
    /// Starts a lab and waits until it is ready.
    ///
    /// # Errors
    ///
    /// A sentence that says what could not be had.
    pub(crate) async fn start(assets: &Assets, purpose: Purpose) -> Result<Self, String> {
        start(assets, purpose).await
    }

    pub(super) fn new(worker: Worker) -> Self {
        Self { worker, control: None, messages: None }
    }

    pub(super) fn ready(
        &mut self,
        messages: UnboundedReceiver<Message>,
        control: Option<ControlView>,
    ) {
        (self.messages, self.control) = (Some(messages), control);
    }

    pub(super) fn post(&self, message: &JsValue) -> Result<(), JsValue> {
        self.worker.post_message(message)
    }

    /// Asks the lab to stop; it goes on to answer.
    pub(crate) fn stop(&self) {
        match &self.control {
            Some(control) => control.stop(),
            None => self.request(&LabRequest::Stop),
        }
    }

    /// Throws the lab away while it may still be at work.
    pub(crate) fn abandon(self) -> Quiet {
        self.stop();
        let quiet = Quiet::listen(self.control.clone());
        if self.control.is_none() {
            // Its coordinator ends the processes that it is starting once they are there: some browsers keep
            // the workers of one that was ended while it started them.
            spawn_local(async {
                TimeoutFuture::new(ENDING_MS).await;
                drop(self);
            });
        }
        quiet
    }

    /// Carries out a request.
    ///
    /// # Errors
    ///
    /// Why there is no result. After an error the lab must not be used again.
    pub(crate) async fn ask(
        &mut self,
        request: &LabRequest,
        watch: Watch<'_>,
    ) -> Result<Answer, RunError> {
        self.request(request);
        let mut messages = self.messages.take().expect("a lab is handed out when it is ready");
        let result = self.answer(&mut messages, watch).await;
        self.messages = Some(messages);
        result
    }

    async fn answer(
        &self,
        messages: &mut UnboundedReceiver<Message>,
        watch: Watch<'_>,
    ) -> Result<Answer, RunError> {
        let mut pulse = Pulse { heartbeat: 0, heard_ms: now_ms(), reported_ms: now_ms() };
        let mut stop_ms = None;
        let mut recording = Recording::new(Room::PAGE);
        // One timer outlives many messages: made anew for each, it would never fire where they come
        // faster.
        let (mut timer, mut looked_ms) = (TimeoutFuture::new(LOOK_MS), now_ms());
        loop {
            let message = match select(messages.next(), &mut timer).await {
                Either::Left((message, _)) => Some(message),
                Either::Right(_) => None,
            };
            let is_time = message.is_none() || now_ms() - looked_ms >= f64::from(LOOK_MS);
            match message {
                None => {}
                Some(Some(Message::Reply(reply))) => match reply {
                    LabReply::Started => (watch.progress)(None),
                    LabReply::Progress { done, total } => {
                        (watch.progress)(Some(done as f64 / total.max(1) as f64));
                    }
                    LabReply::Exploring { states } => (watch.exploring)(states),
                    LabReply::Done(text) => return Ok(Answer { text, lanes: recording.lanes() }),
                    LabReply::Stopped => return Err(RunError::Stopped),
                    LabReply::Refused(text) => return Err(RunError::Failed(text)),
                    LabReply::Failed(text) => return Err(failed(&text)),
                },
                Some(Some(Message::Recorded(slice))) => (watch.recorded)(recording.push(slice)),
                Some(Some(Message::Broken(text))) => return Err(failed(&text)),
                Some(Some(Message::Ready(_) | Message::Ended) | None) => {
                    return Err(failed("its coordinator started again"));
                }
            }
            if !is_time {
                continue;
            }
            (timer, looked_ms) = (TimeoutFuture::new(LOOK_MS), now_ms());
            if watch.stop.get() {
                let since = *stop_ms.get_or_insert_with(|| {
                    self.stop(); // most labs answer at once
                    now_ms()
                });
                if now_ms() - since >= GRACE_MS {
                    return Err(RunError::Stopped);
                }
            } else if let Some(control) = &self.control {
                pulse.look(control, &watch)?;
            }
        }
    }

    fn request(&self, request: &LabRequest) {
        self.post(&wire::request(request)).expect("plain data can be sent");
    }
}

/// What the page last saw of a running lab's control block.
struct Pulse {
    heartbeat: u32,
    heard_ms: f64,
    reported_ms: f64,
}

impl Pulse {
    /// Looks again; an error once the heart has rested for too long.
    fn look(&mut self, control: &ControlView, watch: &Watch<'_>) -> Result<(), RunError> {
        if let Some((done, total)) = control.progress()
            && now_ms() - self.reported_ms >= REPORT_MS
        {
            self.reported_ms = now_ms();
            (watch.progress)(Some(done as f64 / total as f64));
        }
        if control.heartbeat() != self.heartbeat {
            (self.heartbeat, self.heard_ms) = (control.heartbeat(), now_ms());
        }
        if now_ms() - self.heard_ms < LOST_MS {
            return Ok(());
        }
        let text = control.panic_text();
        Err(failed(text.as_deref().unwrap_or("it made no progress for 15 s, so a worker is lost")))
    }
}

fn failed(text: &str) -> RunError {
    RunError::Failed(format!("The lab broke down: {text}. A fresh one is ready for the next run."))
}

impl Drop for Lab {
    /// Its coordinator ends the others as soon as it hears of it, and is terminated once they are gone.
    fn drop(&mut self) {
        let (worker, messages) = (self.worker.clone(), self.messages.take());
        // It fails for no plain text.
        let _ = worker.post_message(&"end".into());
        spawn_local(async move {
            if let Some(messages) = messages {
                let ended = messages.filter(|message| ready(matches!(message, Message::Ended)));
                select(pin!(ended).next(), TimeoutFuture::new(LEAVING_MS)).await;
            }
            TimeoutFuture::new(GOING_MS).await;
            worker.terminate();
        });
    }
}
