//! The threads of the pool: workers that the coordinator's script starts (`web/lab-worker.js`), each of which
//! takes one part of rayon's pool here.

use std::sync::{Condvar, Mutex};

use rayon::{ThreadBuilder, ThreadPool, ThreadPoolBuilder};
use wasm_bindgen::prelude::*;

/// Parts that no worker has taken yet.
static PARTS: Mutex<Vec<ThreadBuilder>> = Mutex::new(Vec::new());
/// Told of each new part.
static OFFERED: Condvar = Condvar::new();

const HELD: &str = "nobody panics while holding it";

/// Takes a part of the pool and plays it, until the pool is dropped. Its worker has said before that it is
/// ready, because it says nothing meanwhile.
#[wasm_bindgen]
pub fn serve_thread() {
    let mut parts = PARTS.lock().expect(HELD);
    let part = loop {
        match parts.pop() {
            Some(part) => break part,
            None => parts = OFFERED.wait(parts).expect(HELD),
        }
    };
    drop(parts);
    part.run();
}

/// Makes the pool of `threads` workers, which are ready.
pub(crate) fn build(threads: usize) -> ThreadPool {
    let pool = ThreadPoolBuilder::new().num_threads(threads).spawn_handler(|part| {
        PARTS.lock().expect(HELD).push(part);
        OFFERED.notify_one();
        Ok(())
    });
    pool.build().expect("its workers are there")
}
