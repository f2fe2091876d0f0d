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
    /// When a thread of a model may be interrupted.
    Preemption {
        /// Between any two steps.
        Anywhere = "anywhere";
        /// Where CPython looks whether another thread wants its lock.
        Gil = "gil";
        /// Only where it awaits.
        Await = "await";
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
