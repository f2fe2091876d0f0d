//! Choices that several experiments offer.

use crate::declare::choice;

choice! {
    /// What a thread does between two steps that belong together.
    Gap {
        /// Nothing: the next instruction follows.
        None = "none";
        /// It gives the core away for a moment.
        Yield = "yield";
        /// It sleeps for a millisecond.
        Sleep = "sleep";
    }
}
