//! Waiting for messages in a worker that must not block.
//!
//! A worker without shared memory has one job, written as a future that waits for messages. Every
//! message that arrives is put into the mailbox, and then the job is polled; nothing else can wake
//! it, so no waker is needed.

#[cfg(feature = "explorer")]
pub(crate) mod slices;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageChannel, MessageEvent, MessagePort};

use crate::reply::post;

/// Time between two reports of progress, in milliseconds.
pub(crate) const REPORT_MS: f64 = 250.0;

type Job = Pin<Box<dyn Future<Output = ()>>>;

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// Whoever started this worker.
    Parent,
    /// The other end of the connection with this number.
    #[allow(dead_code, reason = "the explorer has none")]
    Port(u32),
    /// This worker itself, to come back after a look at other messages.
    Myself,
}

/// Messages that arrived and were not yet taken.
#[derive(Clone, Default)]
pub(crate) struct Mailbox {
    messages: Rc<RefCell<VecDeque<(From, JsValue)>>>,
    job: Rc<RefCell<Option<Job>>>,
    n_ports: Rc<Cell<u32>>,
}

impl Mailbox {
    /// A handler to be set as `onmessage`: keeps the message and goes on with the job.
    pub(crate) fn receive(&self, from: From) -> js_sys::Function {
        // A panic ends the worker's job for good, so nobody sees the mailbox after one.
        let mailbox = AssertUnwindSafe(self.clone());
        let receive = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let mailbox: &AssertUnwindSafe<Self> = &mailbox;
            mailbox.messages.borrow_mut().push_back((from, event.data()));
            mailbox.poll();
        });
        receive.into_js_value().unchecked_into()
    }

    /// A handler to be set as `onerror`, heard as the text of the error.
    #[allow(dead_code, reason = "the explorer starts no workers")]
    pub(crate) fn receive_error(&self, from: From) -> js_sys::Function {
        let mailbox = AssertUnwindSafe(self.clone());
        let receive = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default(); // the page need not hear of it as well
            let text = js_sys::Reflect::get(&event, &"message".into()).unwrap_or_default();
            let text = text.as_string().unwrap_or_else(|| "its script did not load".to_owned());
            let mailbox: &AssertUnwindSafe<Self> = &mailbox;
            mailbox.messages.borrow_mut().push_back((from, text.into()));
            mailbox.poll();
        });
        receive.into_js_value().unchecked_into()
    }

    /// A number that no other connection of this worker has; the connection to its parent has 0.
    #[allow(dead_code, reason = "the explorer has none")]
    pub(crate) fn port(&self) -> u32 {
        self.n_ports.set(self.n_ports.get() + 1);
        self.n_ports.get()
    }

    /// Starts `job`, which goes on whenever a message arrives.
    pub(crate) fn start(&self, job: impl Future<Output = ()> + 'static) {
        *self.job.borrow_mut() = Some(Box::pin(job));
        self.poll();
    }

    /// The next message, as soon as there is one.
    pub(crate) async fn next(&self) -> (From, JsValue) {
        poll_fn(|_| match self.messages.borrow_mut().pop_front() {
            Some(message) => Poll::Ready(message),
            None => Poll::Pending,
        })
        .await
    }

    /// The next message, if there is one.
    #[allow(dead_code, reason = "the explorer waits")]
    pub(crate) fn take(&self) -> Option<(From, JsValue)> {
        self.messages.borrow_mut().pop_front()
    }

    /// Goes on with the job.
    pub(crate) fn poll(&self) {
        let mut job = self.job.borrow_mut();
        if let Some(future) = job.as_mut()
            && future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        {
            *job = None;
        }
    }
}

/// Sends a worker a message from itself, which arrives after those that already wait. Unlike a
/// timer it is not slowed down by the browser.
pub(crate) struct Tick(MessagePort);

impl Tick {
    /// A way for the owner of `mailbox` to call itself.
    pub(crate) fn new(mailbox: &Mailbox) -> Self {
        let channel = MessageChannel::new().expect("workers have message channels");
        channel.port1().set_onmessage(Some(&mailbox.receive(From::Myself)));
        Self(channel.port2())
    }

    /// Sends the message.
    pub(crate) fn send(&self) {
        self.0.post_message(&JsValue::NULL).expect("null can be sent");
    }
}

/// A panic becomes the worker's last message, in the form that whoever started it reads.
pub(crate) fn report_panics(message: fn(String) -> JsValue) {
    std::panic::set_hook(Box::new(move |panic| post(&message(panic.to_string()))));
}
