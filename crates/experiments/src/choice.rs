//! Choices that several experiments offer.

use crate::declare::choice;

choice! {
    /// Whether a run measures one setting, or each of many.
    Sweep {
        /// One.
        Off = "off";
        /// Each.
        On = "on";
    }
}

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
