//! Whether anybody can see the frame: it sleeps while nobody can, and begins what it was asked to once somebody does.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise};
use ui::State;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::Around;
use crate::browser::{self, window};
use crate::store::Store;

/// Time out of sight after which it sleeps, in milliseconds: a slide that is passed over comes back.
const PATIENCE_MS: u32 = 500;
/// Time from one drawing of the frame to the next from which on nobody seems to see it, in milliseconds.
const RARELY_MS: u32 = 500;
/// How often in a row it must seem so, and the time between two looks in milliseconds.
const LOOKS: u32 = 3;
const LOOK_MS: u32 = 500;

/// Watches whether the frame is on the screen.
pub(super) fn watch(around: &Around) {
    let root = window().document().and_then(|document| document.document_element());
    let Some(root) = root else { return };
    let this = around.clone();
    let (looks, begun) = (Rc::new(Cell::new(0_u32)), Cell::new(false));
    let changed = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        let last = entries.get(entries.length().saturating_sub(1));
        let Ok(entry) = last.dyn_into::<IntersectionObserverEntry>() else { return };
        looks.set(looks.get() + 1);
        if entry.is_intersecting() {
            if !begun.replace(true) {
                this.shown();
            }
            return;
        }
        let (store, looks, look) = (this.0.store.clone(), looks.clone(), looks.get());
        spawn_local(async move {
            TimeoutFuture::new(PATIENCE_MS).await;
            if looks.get() == look {
                store.sleep();
            }
        });
    });
    let changed: Function = changed.into_js_value().unchecked_into();
    if let Ok(observer) = IntersectionObserver::new(&changed) {
        observer.observe(&root);
    }
    let store = around.0.store.clone();
    let begins = move |before: &Rc<State>, next: &Rc<State>| {
        if before.is_idle() && !next.is_idle() {
            spawn_local(sleep_when_rarely_drawn(store.clone()));
        }
    };
    around.0.store.on_change(begins);
}

impl Around {
    /// The frame is seen, or its slide is shown: what the address asks to be begun begins, once. Whoever comes back to a
    /// slide finds the result that was spoken of.
    pub(super) fn shown(&self) {
        let state = self.0.store.state();
        if browser::starts()
            && state.is_idle()
            && let Some(start) = state.start_once()
        {
            self.0.store.dispatch(start);
        }
    }
}

/// Firefox says nothing to a frame of another site that goes out of sight, but draws it once in a second at most. A
/// browser draws nothing at all of what is in a tab that is hidden.
async fn sleep_when_rarely_drawn(store: Store) {
    let mut rare = 0;
    while !store.state().is_idle() {
        TimeoutFuture::new(LOOK_MS).await;
        let is_drawn = drawn_soon().await && drawn_soon().await;
        rare = if is_drawn { 0 } else { rare + 1 };
        if rare == LOOKS {
            store.sleep();
        }
    }
}

/// Waits until the frame is drawn; whether that was soon.
async fn drawn_soon() -> bool {
    let drawn = Promise::new(&mut |resolve, _| {
        // A window has frames.
        let _ = window().request_animation_frame(&resolve);
    });
    let late = TimeoutFuture::new(RARELY_MS);
    matches!(select(JsFuture::from(drawn), late).await, Either::Left(_))
}
