//! Locks between processes: those of the browser, which hold between tabs as well, and which it frees when the
//! process that holds one is gone.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect, global};
use processes::{Id, Reach};
use trace::Few;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use crate::mailbox::Mailbox;

#[wasm_bindgen]
extern "C" {
    /// <https://developer.mozilla.org/en-US/docs/Web/API/LockManager/request>
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, options: &JsValue, granted: &JsValue) -> Promise;
}

/// Stands before the names that all tabs share.
const SITE: &str = "interleave";

/// The browser's manager of locks.
pub(super) fn manager() -> JsValue {
    let navigator = Reflect::get(&global(), &"navigator".into()).unwrap_or_default();
    Reflect::get(&navigator, &"locks".into()).unwrap_or_default()
}

/// A request that was made.
struct Request {
    is_granted: Rc<Cell<bool>>,
    /// Gives the lock back.
    release: Rc<RefCell<Option<Function>>>,
    /// Withdraws the request.
    withdraw: AbortController,
}

/// What one process has asked for.
pub(super) struct Locks {
    mailbox: Mailbox,
    /// Stands before every name, so that runs do not wait for each other.
    run: String,
    next: Cell<Id>,
    requests: RefCell<Few<Id, Request>>,
}

impl Locks {
    /// Nothing yet.
    pub(super) fn new(run: &str, mailbox: &Mailbox) -> Self {
        let (mailbox, run) = (mailbox.clone(), run.to_owned());
        Self { mailbox, run, next: Cell::default(), requests: RefCell::default() }
    }

    /// Asks for the lock `name`.
    pub(super) fn request(&self, name: &str, reach: Reach) -> Id {
        let withdraw = AbortController::new().expect("whoever has locks has these");
        let options = js_sys::Object::new();
        Reflect::set(&options, &"signal".into(), &withdraw.signal()).expect("it is an object");
        let (is_granted, release) = (Rc::<Cell<bool>>::default(), Rc::<RefCell<_>>::default());
        let granted = {
            let (is_granted, release) = (is_granted.clone(), release.clone());
            let mailbox = self.mailbox.clone();
            Closure::once_into_js(move |_lock: JsValue| {
                is_granted.set(true);
                // The lock is held until this promise is kept.
                let held = Promise::new(&mut |keep, _| *release.borrow_mut() = Some(keep));
                mailbox.poll();
                held
            })
        };
        let name = match reach {
            Reach::Run => format!("{} {name}", self.run),
            Reach::Site => format!("{SITE} {name}"),
        };
        // A request that is withdrawn is refused, which nobody need hear.
        NOTHING.with(|nothing| drop(request_lock(&name, &options, &granted).catch(nothing)));
        self.next.set(self.next.get() + 1);
        self.requests
            .borrow_mut()
            .insert(self.next.get(), Request { is_granted, release, withdraw });
        self.next.get()
    }

    /// Whether it was granted.
    pub(super) fn is_granted(&self, id: Id) -> bool {
        self.requests.borrow().get(&id).is_some_and(|request| request.is_granted.get())
    }

    /// Gives it back, or withdraws it.
    pub(super) fn release(&self, id: Id) {
        if let Some(request) = self.requests.borrow().get(&id) {
            match &*request.release.borrow() {
                Some(release) => drop(release.call0(&JsValue::NULL)),
                None => request.withdraw.abort(),
            }
        }
        self.requests.borrow_mut().remove(&id);
    }
}

impl Drop for Locks {
    fn drop(&mut self) {
        let ids: Vec<Id> = self.requests.borrow().iter().map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.release(id));
    }
}

thread_local! {
    /// Does nothing, for as long as the worker lives.
    static NOTHING: Closure<dyn FnMut(JsValue)> = Closure::new(|_| {});
}
