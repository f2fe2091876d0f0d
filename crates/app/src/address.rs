//! The address follows what is shown: steps at once, what is typed once it has settled.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use ui::State;
use wasm_bindgen_futures::spawn_local;

use crate::browser;

/// Time without a change after which the address is brought up to date, in milliseconds.
const SETTLE_MS: u32 = 400;

/// What the address shows.
#[derive(Clone, Default)]
pub(crate) struct Address(Rc<Inner>);

#[derive(Default)]
struct Inner {
    /// What is shown on the page, as a fragment.
    shown: RefCell<String>,
    /// The fragment as it was last written or followed.
    written: RefCell<Option<String>>,
    changes: Cell<u64>,
}

impl Address {
    /// A link was followed: the address is as somebody wrote it, and stays so until something changes.
    pub(crate) fn follow(&self, state: &State) {
        self.0.changes.set(self.0.changes.get() + 1);
        *self.0.shown.borrow_mut() = state.location();
        *self.0.written.borrow_mut() = browser::fragment();
        browser::set_title(&state.title());
    }

    /// Shows `link` now, as a step in the history or in place of what was there.
    pub(crate) fn show(&self, link: &str, is_step: bool) {
        self.0.changes.set(self.0.changes.get() + 1);
        if is_step && self.0.written.borrow().as_deref() != Some(link) {
            browser::push_link(link);
        } else {
            browser::show_link(link);
        }
        *self.0.shown.borrow_mut() = link.to_owned();
        *self.0.written.borrow_mut() = browser::fragment();
    }

    /// Something has changed: brings title and address up to date, the address once it has settled.
    pub(crate) fn changed(&self, state: &State, now: impl Fn() -> Rc<State> + 'static) {
        browser::set_title(&state.title());
        let location = state.location();
        if *self.0.shown.borrow() == location {
            return;
        }
        *self.0.shown.borrow_mut() = location;
        let change = self.0.changes.get() + 1;
        self.0.changes.set(change);
        let this = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(SETTLE_MS).await;
            // Somebody may have followed a link of which the page has not yet heard.
            let is_ours = *this.0.written.borrow() == browser::fragment();
            if this.0.changes.get() == change && is_ours {
                this.show(&now().location(), false);
            }
        });
    }
}
