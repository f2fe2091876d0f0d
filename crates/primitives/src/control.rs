//! The control block: the words through which the page and a lab's threads see each other.
//!
//! A page that holds a lab's memory reads and writes these words by index while the lab's threads
//! are blocked, so the layout is part of the contract between the two.

use crate::sync::{AtomicU32, Ordering};

/// Index of the stop word: 0 while running, 1 once somebody asked to stop, which is never cleared, and
/// 2 while a run is over and threads that still wait must leave it.
pub const STOP: usize = 0;
/// Index of the heartbeat: grows whenever a thread of the lab makes progress. Wraps.
pub const HEARTBEAT: usize = 1;
/// Index of the count of work that the current run has finished, in the unit of [`TOTAL`].
pub const DONE: usize = 2;
/// Index of the count of work that the current run consists of; 0 when unknown. Work units are counted one
/// by one up to 2³², and in packs of a power of two above.
pub const TOTAL: usize = 3;
/// Index of the panic word: bytes of panic text that follow it; 0 when nobody panicked.
pub const PANIC: usize = 4;
/// Bytes kept of a panic's text.
pub const PANIC_TEXT_BYTES: usize = 1020;
/// Length of the block in 32-bit words.
pub const WORDS: usize = PANIC + 1 + PANIC_TEXT_BYTES / 4;

const RUNNING: u32 = 0;
const STOPPED: u32 = 1;
const OVER: u32 = 2;

/// Somebody asked the lab to stop, or the run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// The control block of one lab.
///
/// | word        | written by            | read by           |
/// |-------------|-----------------------|-------------------|
/// | `STOP`      | the page, to 1; the coordinator, from 0 to 2 and back | every thread |
/// | `HEARTBEAT` | every thread          | the page          |
/// | `DONE`      | every thread          | the page          |
/// | `TOTAL`     | the coordinator       | the page          |
/// | `PANIC` …   | the first to panic    | the page          |
///
/// All words are independent counters or flags; no data is published through them, so every
/// access is `Relaxed`, except the length of the panic text.
#[derive(Debug)]
pub struct Control {
    words: [AtomicU32; WORDS],
    /// Binary logarithm of the units in a pack.
    pack: AtomicU32,
    /// Units finished, modulo 2³², from which whole packs are told.
    units: AtomicU32,
}

impl Control {
    /// A block with every word 0.
    #[cfg(not(loom))]
    #[must_use]
    pub const fn new() -> Self {
        let words = [const { AtomicU32::new(0) }; WORDS];
        Self { words, pack: AtomicU32::new(0), units: AtomicU32::new(0) }
    }

    /// A block with every word 0.
    #[cfg(loom)]
    #[must_use]
    pub fn new() -> Self {
        let words = std::array::from_fn(|_| AtomicU32::new(0));
        Self { words, pack: AtomicU32::new(0), units: AtomicU32::new(0) }
    }

    /// Where the words begin, for a page that holds the lab's memory.
    #[must_use]
    pub fn address(&self) -> usize {
        self.words.as_ptr().addr()
    }

    /// Asks every thread to stop. Threads that wait see it within [`crate::SLICE`].
    pub fn stop(&self) {
        self.words[STOP].store(STOPPED, Ordering::Relaxed);
    }

    /// Says whether to go on.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once [`Control::stop`] was called, and between [`Control::end`] and
    /// [`Control::begin`].
    #[inline]
    pub fn check(&self) -> Result<(), Stopped> {
        if self.words[STOP].load(Ordering::Relaxed) == RUNNING { Ok(()) } else { Err(Stopped) }
    }

    /// Whether [`Control::stop`] was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.words[STOP].load(Ordering::Relaxed) == STOPPED
    }

    /// Ends the run: threads that still wait leave, as if the lab were stopped, and the lab can be
    /// used again after they have.
    pub fn end(&self) {
        self.move_stop_word(RUNNING, OVER);
    }

    /// Moves the stop word, unless the page has asked to stop.
    fn move_stop_word(&self, from: u32, to: u32) {
        let relaxed = Ordering::Relaxed;
        // Where it fails, the word is where it should be, or the page has asked to stop.
        let _ = self.words[STOP].compare_exchange(from, to, relaxed, relaxed);
    }

    /// Begins a run of `total` work units.
    pub fn begin(&self, total: u64) {
        self.move_stop_word(OVER, RUNNING);
        let pack = (u64::BITS - total.leading_zeros()).saturating_sub(u32::BITS);
        self.pack.store(pack, Ordering::Relaxed);
        self.units.store(0, Ordering::Relaxed);
        self.words[DONE].store(0, Ordering::Relaxed);
        self.words[TOTAL].store(packs(total, pack), Ordering::Relaxed);
    }

    /// Reports one finished work unit, and says whether to go on.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once [`Control::stop`] was called.
    pub fn advance(&self) -> Result<(), Stopped> {
        self.words[HEARTBEAT].fetch_add(1, Ordering::Relaxed);
        let pack = self.pack.load(Ordering::Relaxed);
        let is_whole = pack == 0 || {
            let units = self.units.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
            units.trailing_zeros() >= pack
        };
        if is_whole {
            self.words[DONE].fetch_add(1, Ordering::Relaxed);
        }
        self.check()
    }

    /// Reports that the lab is alive, with `done` work units finished.
    pub fn report(&self, done: u64) {
        self.words[HEARTBEAT].fetch_add(1, Ordering::Relaxed);
        let done = packs(done, self.pack.load(Ordering::Relaxed));
        self.words[DONE].store(done, Ordering::Relaxed);
    }

    /// Work finished and in total, in the same unit; `None` before a run.
    #[must_use]
    pub fn progress(&self) -> Option<(u32, u32)> {
        let total = self.words[TOTAL].load(Ordering::Relaxed);
        (total > 0).then(|| (self.words[DONE].load(Ordering::Relaxed), total))
    }

    /// Keeps the first [`PANIC_TEXT_BYTES`] bytes of `text`, cut at a character, for the page, unless a
    /// text is there already.
    pub fn report_panic(&self, text: &str) {
        if self.words[PANIC].load(Ordering::Relaxed) != 0 {
            return;
        }
        let end = text.floor_char_boundary(PANIC_TEXT_BYTES);
        let bytes = &text.as_bytes()[..end];
        for (word, chunk) in self.words[PANIC + 1..].iter().zip(bytes.chunks(4)) {
            let mut four = [0; 4];
            four[..chunk.len()].copy_from_slice(chunk);
            word.store(u32::from_le_bytes(four), Ordering::Relaxed);
        }
        let length = u32::try_from(end).expect("the text was cut to 1020 bytes");
        self.words[PANIC].store(length, Ordering::Release); // pairs with the load in `panic_text`
    }

    /// What [`Control::report_panic`] kept, or nothing.
    #[must_use]
    pub fn panic_text(&self) -> Option<String> {
        let length = self.words[PANIC].load(Ordering::Acquire) as usize; // pairs with the store above
        let words = self.words[PANIC + 1..].iter().map(|w| w.load(Ordering::Relaxed));
        text_of(length, words)
    }
}

impl Default for Control {
    fn default() -> Self {
        Self::new()
    }
}

/// Whole packs of 2^`pack` units in so many.
fn packs(units: u64, pack: u32) -> u32 {
    u32::try_from(units >> pack).unwrap_or(u32::MAX)
}

/// Decodes the panic text from its length in bytes and the words that follow the panic word.
///
/// The page uses it on words it read from a lab's memory. `None` when the length is 0.
#[must_use]
pub fn text_of(length: usize, words: impl Iterator<Item = u32>) -> Option<String> {
    let bytes: Vec<u8> =
        words.flat_map(u32::to_le_bytes).take(length.min(PANIC_TEXT_BYTES)).collect();
    (length > 0).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_lab_stays_stopped() {
        let control = Control::new();
        assert_eq!(control.check(), Ok(()));
        control.stop();
        control.begin(10);
        assert_eq!((control.check(), control.advance()), (Err(Stopped), Err(Stopped)));
    }

    #[test]
    fn a_run_that_is_over_makes_room_for_the_next_unless_the_page_stopped_the_lab() {
        let control = Control::new();
        control.end();
        assert_eq!((control.check(), control.is_stopped()), (Err(Stopped), false));
        control.begin(1);
        assert_eq!(control.check(), Ok(()));
        control.end();
        control.stop();
        control.begin(1);
        assert_eq!((control.check(), control.is_stopped()), (Err(Stopped), true));
    }

    #[test]
    fn progress_counts_the_units_of_the_current_run() {
        let control = Control::new();
        assert_eq!(control.progress(), None);
        control.begin(3);
        assert_eq!(control.advance(), Ok(()));
        assert_eq!(control.progress(), Some((1, 3)));
        control.begin(5);
        assert_eq!(control.progress(), Some((0, 5)));
    }

    /// 2³³ units are 2³¹ packs of 4: three units are no pack, four are one, and half of all is half of the
    /// packs.
    #[test]
    fn the_progress_of_more_than_two_to_the_32_units_is_told_in_packs() {
        let control = Control::new();
        control.begin(1 << 33);
        assert_eq!(control.progress(), Some((0, 1 << 31)));
        (0..3).for_each(|_| assert_eq!(control.advance(), Ok(())));
        assert_eq!(control.progress(), Some((0, 1 << 31)));
        assert_eq!(control.advance(), Ok(()));
        assert_eq!(control.progress(), Some((1, 1 << 31)));
        control.report(1 << 32);
        assert_eq!(control.progress(), Some((1 << 30, 1 << 31)));
        control.begin(u32::MAX.into());
        assert_eq!((control.advance(), control.progress()), (Ok(()), Some((1, u32::MAX))));
    }

    /// "é" takes two bytes, so 510 of them are exactly 1020 bytes, and with one "a" in front only
    /// 509 fit: 1 + 2 · 509 = 1019.
    #[test]
    fn a_long_panic_text_is_cut_at_a_character() {
        let control = Control::new();
        assert_eq!(control.panic_text(), None);
        control.report_panic(&format!("a{}", "é".repeat(600)));
        assert_eq!(control.panic_text(), Some(format!("a{}", "é".repeat(509))));
    }

    #[test]
    fn the_first_panic_text_is_kept() {
        let control = Control::new();
        control.report_panic("first");
        control.report_panic("second, and longer");
        assert_eq!(control.panic_text().as_deref(), Some("first"));
    }
}
