//! Requests of one process to the page's own site.
//!
//! Some browsers let the requests of a new worker past the page's service worker. So what is found nowhere is asked for
//! once more by the first process: `["fetch", id, path]` from a child, `["fetched", id, status or null, text]` to it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use processes::{Fetched, Id, Port};
use trace::Few;
use wasm_bindgen::prelude::*;

use super::crew::Crew;
use crate::fetch::Fetch;
use crate::mailbox::Mailbox;
use crate::reply::post;

/// A request, and what came back.
struct Request {
    /// Ends it when it is dropped.
    _fetch: Fetch,
    fetched: Rc<RefCell<Option<Fetched>>>,
}

/// What one process has asked for.
pub(super) struct Requests {
    mailbox: Mailbox,
    is_first: bool,
    next: Cell<Id>,
    under_way: RefCell<Few<Id, Request>>,
    /// What it sends for others.
    for_others: RefCell<Vec<Fetch>>,
}

impl Requests {
    /// Nothing yet.
    pub(super) fn new(is_first: bool, mailbox: &Mailbox) -> Self {
        let (under_way, for_others) = (RefCell::default(), RefCell::default());
        Self { mailbox: mailbox.clone(), is_first, next: Cell::default(), under_way, for_others }
    }

    /// Asks for the text at `path`.
    pub(super) fn send(&self, path: &str) -> Id {
        let id = self.next.get() + 1;
        self.next.set(id);
        let fetched = Rc::<RefCell<Option<Fetched>>>::default();
        let (place, mailbox, is_first) = (fetched.clone(), self.mailbox.clone(), self.is_first);
        let again = path.to_owned();
        let fetch = Fetch::new(path, move |got| match got {
            Some((status, text)) if !is_first && is_nowhere(status, &text) => {
                post(&Array::of3(&"fetch".into(), &id.into(), &again.into()));
            }
            got => {
                *place.borrow_mut() = Some(got);
                mailbox.poll();
            }
        });
        self.under_way.borrow_mut().insert(id, Request { _fetch: fetch, fetched });
        id
    }

    /// What came back, once.
    pub(super) fn take(&self, id: Id) -> Option<Fetched> {
        self.under_way.borrow().get(&id)?.fetched.borrow_mut().take()
    }

    /// Ends a request.
    pub(super) fn end(&self, id: Id) {
        self.under_way.borrow_mut().remove(&id);
    }

    /// Takes what the first process has sent for, or sends for another one, if the message is that.
    pub(super) fn hear(&self, from: Port, message: &JsValue, crew: Option<&Rc<Crew>>) {
        match crew {
            Some(crew) => self.serve(from, message, crew),
            None => self.arrive(message),
        }
    }

    fn arrive(&self, message: &JsValue) {
        let Some((fields, id)) = read(message, "fetched") else { return };
        let status = fields.get(2).as_f64();
        let got =
            status.map(|status| (status as u16, fields.get(3).as_string().unwrap_or_default()));
        if let Some(request) = self.under_way.borrow().get(&id) {
            *request.fetched.borrow_mut() = Some(got);
        }
    }

    fn serve(&self, port: Port, message: &JsValue, crew: &Rc<Crew>) {
        let Some((fields, id)) = read(message, "fetch") else { return };
        let path = fields.get(2).as_string().unwrap_or_default();
        let crew = crew.clone();
        let fetch = Fetch::new(&path, move |got| {
            let (status, text) =
                got.map_or((JsValue::NULL, String::new()), |(status, text)| (status.into(), text));
            let answer = Array::of4(&"fetched".into(), &id.into(), &status, &text.into());
            // A process that is gone hears nothing.
            let _ = crew.post(port, &answer, &Array::new());
        });
        self.for_others.borrow_mut().push(fetch);
    }
}

/// Whether the host has nothing there; some show the page instead.
fn is_nowhere(status: u16, text: &str) -> bool {
    status == 404 || text.starts_with('<')
}

/// A message that begins with `word`, and the number of the request.
fn read<'a>(message: &'a JsValue, word: &str) -> Option<(&'a Array, Id)> {
    let fields = message.dyn_ref::<Array>()?;
    let is_it = fields.get(0).as_string().as_deref() == Some(word);
    Some((fields, fields.get(1).as_f64().filter(|_| is_it)? as Id))
}
