//! The control block of a lab, read and written by the page while the lab's threads are blocked.

use js_sys::{Atomics, Int32Array, WebAssembly};
use primitives::control;

use crate::browser::now_ms;

/// A lab that was stopped counts as silent when its heartbeat has rested for this long.
const SILENT_MS: f64 = 200.0;
/// A terminated worker has gone after this long in every browser that can terminate it.
const GONE_MS: f64 = 2100.0;

/// The page's view of one control block.
#[derive(Clone)]
pub(crate) struct ControlView(Int32Array);

impl ControlView {
    /// The block at `address` in `memory`.
    pub(crate) fn new(memory: &WebAssembly::Memory, address: u32) -> Self {
        let words = u32::try_from(control::WORDS).expect("a small number");
        Self(Int32Array::new_with_byte_offset_and_length(&memory.buffer(), address, words))
    }

    fn load(&self, word: usize) -> u32 {
        let word = u32::try_from(word).expect("a small number");
        Atomics::load(&self.0, word).expect("the word is in the block") as u32
    }

    /// Asks every thread of the lab to stop, and wakes those that wait for the word itself.
    pub(crate) fn stop(&self) {
        let word = u32::try_from(control::STOP).expect("a small number");
        Atomics::store(&self.0, word, 1).expect("the word is in the block");
        Atomics::notify(&self.0, word).expect("the memory is shared");
    }

    /// A number that changes while the lab makes progress.
    pub(crate) fn heartbeat(&self) -> u32 {
        self.load(control::HEARTBEAT)
    }

    /// Work units finished and in total, once a run has begun.
    pub(crate) fn progress(&self) -> Option<(u64, u64)> {
        let total = self.load(control::TOTAL);
        (total > 0).then(|| (self.load(control::DONE).into(), total.into()))
    }

    /// The text of a panic in any thread.
    pub(crate) fn panic_text(&self) -> Option<String> {
        let text = control::PANIC + 1..control::WORDS;
        control::text_of(self.load(control::PANIC) as usize, text.map(|word| self.load(word)))
    }
}

/// Tells when a lab that was thrown away no longer disturbs timing.
pub(crate) struct Quiet {
    control: Option<ControlView>,
    heartbeat: u32,
    heard_ms: f64,
    thrown_away_ms: f64,
}

impl Quiet {
    /// Begins to listen to a lab that was just terminated; without a control block only time tells.
    pub(crate) fn listen(control: Option<ControlView>) -> Self {
        let heartbeat = control.as_ref().map_or(0, ControlView::heartbeat);
        Self { control, heartbeat, heard_ms: now_ms(), thrown_away_ms: now_ms() }
    }

    /// Whether it is silent now.
    pub(crate) fn is_silent(&mut self) -> bool {
        if now_ms() - self.thrown_away_ms >= GONE_MS {
            return true;
        }
        let Some(control) = &self.control else { return false };
        let heartbeat = control.heartbeat();
        if heartbeat != self.heartbeat {
            (self.heartbeat, self.heard_ms) = (heartbeat, now_ms());
        }
        now_ms() - self.heard_ms >= SILENT_MS
    }
}
