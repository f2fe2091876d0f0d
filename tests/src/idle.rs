//! Browsers that have done one test and wait for the next one.
//!
//! Starting a browser takes as much of the processor as many a test. A test finds no trace of the one before: its
//! tab is a new one, and its site has a port, hence storage and service workers, that no other site of this process
//! has had.

use std::mem::{replace, take};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Browser, Engine};

/// Tests that one browser does before it is closed, so that what an engine never gives back stays little.
const MOST_TESTS: u32 = 12;
/// Browsers that wait at a time: one of each engine, with and without shared memory.
const MOST_IDLE: usize = 4;

/// A browser, and how many tests it has done.
type Idle = (Browser, u32);

static IDLE: Mutex<Vec<Idle>> = Mutex::new(Vec::new());

fn idle() -> MutexGuard<'static, Vec<Idle>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The browser that waits for its next test of this engine, if there is one.
pub(crate) fn take_one(engine: Engine) -> Option<Idle> {
    let mut idle = idle();
    let found = idle.iter().position(|(browser, _)| browser.engine() == engine)?;
    Some(idle.remove(found))
}

/// Keeps a browser whose tab is fresh for the next test; returns what must be closed instead.
pub(crate) fn keep(browser: Browser, n_tests: u32) -> Option<Browser> {
    let mut idle = idle();
    if n_tests >= MOST_TESTS {
        return Some(browser);
    }
    if idle.len() < MOST_IDLE {
        idle.push((browser, n_tests));
        return None;
    }
    Some(replace(&mut idle[0], (browser, n_tests)).0)
}

/// All of them, for somebody who must be alone on this machine.
pub(crate) fn take_all() -> Vec<Browser> {
    take(&mut *idle()).into_iter().map(|(browser, _)| browser).collect()
}
