//! Starting a lab: a memory, a coordinator, a handshake.

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Float64Array, Reflect, WebAssembly};
use trace::wire::LabReply;
use trace::{Lane, Slice};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions};

use super::assets::Assets;
use super::handle::Lab;
use super::purpose::Purpose;
use super::shared::ControlView;
use super::wire::{field, object, reply};
use crate::probe::shared_memory;

/// The longest wait for workers to start, in milliseconds. Some browsers never start a worker that
/// exceeds their limit, and never say so.
const HANDSHAKE_MS: u32 = 20_000;
/// And for each of them beyond [`MANY`]: some browsers keep workers whose start is given up.
const HANDSHAKE_MORE_MS: u32 = 500;
/// Pages of 64 KiB at the start and at most. The lab was linked for 32 MiB and 256 MiB
/// (`crates/lab/build.rs`), and wasm-bindgen adds a page for its thread counter; much more at the
/// start would be lost to the lab's allocator.
const PAGES: (u32, u32) = (520, 4096);

/// Threads whose stacks of 2 MiB fit into that memory, and the bytes of a stack if there are more.
const MANY: u32 = 64;
const SMALL_STACK: u32 = 512 << 10;

/// What a worker of the lab says.
pub(super) enum Message {
    /// It is ready; its control block stands at this address, or 0 if it has none.
    Ready(u32),
    /// It answers a request.
    Reply(LabReply),
    /// Its threads have recorded events.
    Recorded(Slice),
    /// It could not load, or broke down.
    Broken(String),
    /// It was asked to end, and everything that it had started has.
    Ended,
}

/// Starts a lab for `purpose` and waits until it is ready.
///
/// # Errors
///
/// A sentence that says what could not be had.
pub(super) async fn start(assets: &Assets, purpose: Purpose) -> Result<Lab, String> {
    let link = assets.link(purpose).await?;
    let memory = if purpose.is_shared() { Some(memory()?) } else { None };
    let threads = purpose.threads();
    let message = object([
        ("glue", link.glue.into()),
        ("module", link.module.into()),
        ("threads", threads.into()),
        ("processes", purpose.processes().into()),
        ("network", if purpose.has_network() { network().into() } else { JsValue::UNDEFINED }),
        ("stack", if threads > MANY { SMALL_STACK.into() } else { JsValue::UNDEFINED }),
        ("memory", memory.as_ref().map_or(JsValue::UNDEFINED, JsValue::from)),
    ]);

    let options = WorkerOptions::new();
    let (script, kind) = link.worker;
    options.set_type(kind);
    let worker = Worker::new_with_options(&script, &options)
        .map_err(|_| "The browser refused to start a worker.".to_owned())?;
    let mut messages = listen(&worker);
    let mut lab = Lab::new(worker);
    lab.post(&message).map_err(|_| "The browser refused to share memory with a worker.")?;

    let patience_ms = HANDSHAKE_MS + HANDSHAKE_MORE_MS * threads.saturating_sub(MANY);
    let timeout = TimeoutFuture::new(patience_ms);
    match select(messages.next(), timeout).await {
        Either::Left((Some(Message::Ready(address)), _)) => {
            let control = memory.map(|memory| ControlView::new(&memory, address));
            lab.ready(messages, control);
            Ok(lab)
        }
        Either::Left((Some(Message::Broken(text)), _)) => {
            Err(format!("The lab with {threads} workers did not start: {text}."))
        }
        Either::Left(_) => Err("The lab spoke before it was ready.".to_owned()),
        Either::Right(_) => Err(format!(
            "The lab did not start within {} s: the browser may not start {threads} workers. \
             Try fewer threads.",
            patience_ms / 1000
        )),
    }
}

/// A name for the channel between the threads of a lab and the worker that sends their requests.
fn network() -> String {
    format!("interleave {} {}", crate::browser::now_ms(), js_sys::Math::random())
}

fn memory() -> Result<WebAssembly::Memory, String> {
    let (initial, maximum) = PAGES;
    shared_memory(initial, maximum).map_err(|_| {
        let mebibytes = maximum / 16;
        format!(
            "The browser has no memory left for a lab ({mebibytes} MiB). Close other tabs or reload \
             the page, then run again."
        )
    })
}

fn listen(worker: &Worker) -> UnboundedReceiver<Message> {
    let (sender, receiver) = unbounded();
    let broken = sender.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // Nobody listens any more once the lab was thrown away.
        let _ = sender.unbounded_send(read(&event.data()));
    });
    worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    // A script that cannot be had gives an event without a message.
    let on_error = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        let text = Reflect::get(&event, &"message".into()).ok().and_then(|text| text.as_string());
        let text = text.filter(|text| !text.is_empty());
        let text = text.unwrap_or_else(|| "its script did not load".to_owned());
        let _ = broken.unbounded_send(Message::Broken(text));
    });
    worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
    receiver
}

fn read(data: &JsValue) -> Message {
    if let Some(text) = data.as_string() {
        if text == "ended" {
            return Message::Ended;
        }
        let read = reply(&text).map(Message::Reply);
        return read.unwrap_or_else(|| Message::Broken("its answer cannot be read".to_owned()));
    }
    if let Some(slice) = data.dyn_ref::<Array>() {
        return Message::Recorded(read_slice(slice));
    }
    match field(data, "ready").and_then(|address| address.as_f64()) {
        Some(address) => Message::Ready(address as u32),
        None => {
            let why = field(data, "failed").and_then(|why| why.as_string());
            Message::Broken(why.unwrap_or_default())
        }
    }
}

/// Reads `[is_apart, [[name, dropped, numbers, numbers before], …]]`, see `crates/lab/src/recorded.rs`.
fn read_slice(fields: &Array) -> Slice {
    let mut slice = Slice { is_apart: fields.get(0).is_truthy(), ..Slice::default() };
    for lane in fields.get(1).unchecked_into::<Array>().iter() {
        let lane: Array = lane.unchecked_into();
        let name = lane.get(0).as_string().unwrap_or_default();
        let dropped = lane.get(1).as_f64().unwrap_or_default() as u64;
        let numbers = |index| lane.get(index).unchecked_into::<Float64Array>().to_vec();
        slice.lanes.push(Lane::read(name, &numbers(2), dropped));
        let before = Lane::read(String::new(), &numbers(3), 0);
        slice.before.push(before.events.into_iter().collect());
    }
    slice
}
