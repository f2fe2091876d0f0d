//! Chance, for threads that must not do the same at the same time.

use std::time::Duration;

use primitives::Worker;

/// A small generator, one for each thread; not for anything that must be unpredictable.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA, 2014
/// (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    /// A generator for the thread `me`, different for each and at each time.
    pub(crate) fn new(me: &Worker<'_>) -> Self {
        Self(me.now_ms().to_bits() ^ (me.index() as u64 + 1).wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// Heads or tails.
    pub(crate) fn coin(&mut self) -> bool {
        self.next() >> 63 == 1
    }

    /// A time from 0 to `most`.
    pub(crate) fn up_to(&mut self, most: Duration) -> Duration {
        most.mul_f64((self.next() >> 11) as f64 / (1_u64 << 53) as f64)
    }
}
