//! The lab that the next run will use: being started, or ready and idle.
//!
//! A start that was begun is never broken off: some browsers keep the workers of a coordinator that was
//! killed while it started them. Who no longer waits for it leaves it to whoever comes next.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Assets, Lab, Purpose};

/// At most one lab.
#[derive(Clone, Default)]
pub(crate) struct Next(Rc<RefCell<Slot>>);

#[derive(Default)]
enum Slot {
    #[default]
    Empty,
    Starting,
    Started(Purpose, Result<Lab, String>),
}

impl Slot {
    fn let_go(&mut self) {
        if matches!(self, Self::Started(..)) {
            *self = Self::Empty;
        }
    }
}

/// What there is for a purpose.
pub(crate) enum Offer {
    /// Nothing: begin a start.
    Nothing,
    /// A start is on its way, be it of this lab or of another one.
    Wait,
    /// The lab, or why it could not be had.
    Started(Result<Lab, String>),
}

impl Next {
    /// Begins to start a lab for `purpose`, unless a start is on its way or the right one is ready.
    pub(crate) fn begin(&self, assets: &Rc<Assets>, purpose: Purpose) {
        match &*self.0.borrow() {
            Slot::Starting => return,
            Slot::Started(known, Ok(_)) if *known == purpose => return,
            _ => {}
        }
        // A lab that does not fit goes before the new one comes.
        *self.0.borrow_mut() = Slot::Starting;
        let (this, assets) = (self.clone(), assets.clone());
        spawn_local(async move {
            let started = Lab::start(&assets, purpose).await;
            *this.0.borrow_mut() = Slot::Started(purpose, started);
        });
    }

    /// What there is for `purpose`; what was started for another one is thrown away.
    pub(crate) fn offer(&self, purpose: Purpose) -> Offer {
        let slot = std::mem::take(&mut *self.0.borrow_mut());
        match slot {
            Slot::Empty => Offer::Nothing,
            Slot::Starting => {
                *self.0.borrow_mut() = slot;
                Offer::Wait
            }
            Slot::Started(known, started) if known == purpose => Offer::Started(started),
            Slot::Started(..) => Offer::Nothing,
        }
    }

    /// Ends the lab that is ready, if there is one. One that is on its way is left to whoever comes next.
    pub(crate) fn let_go(&self) {
        self.0.borrow_mut().let_go();
    }

    /// Keeps a lab that is idle again.
    pub(crate) fn put(&self, purpose: Purpose, lab: Lab) {
        *self.0.borrow_mut() = Slot::Started(purpose, Ok(lab));
    }
}
