//! Choices that several experiments offer.

use crate::declare::choice;
use crate::param::{Allowed, DefaultValue, Param, ParamKind, explore, word};

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

/// When a thread of the model may be interrupted.
pub(crate) const fn preempted(default: &'static str) -> Param {
    explore(word::<Preemption>(default))
}

/// The same, for a model that has no place to await.
pub(crate) const fn preempted_without_await(default: &'static str) -> Param {
    let kind = ParamKind::Choice(&["anywhere", "gil"]);
    explore(Allowed { kind, default: DefaultValue::Fixed(default) })
}
