//! The colors of threads and of kinds of outcomes, as classes.

use trace::VerdictKind;

use crate::frame::icon::Icon;

/// Colors of threads; more threads begin again.
const THREADS: [&str; 8] = [
    "thread-1", "thread-2", "thread-3", "thread-4", "thread-5", "thread-6", "thread-7", "thread-8",
];

/// The class that gives a thread its color.
pub(super) fn thread_class(thread: usize) -> &'static str {
    THREADS[thread % THREADS.len()]
}

/// The class of a kind of outcome.
pub(super) fn kind_class(kind: Option<VerdictKind>) -> &'static str {
    match kind {
        Some(VerdictKind::Held) => "ends-held",
        Some(VerdictKind::TimedOut) | None => "ends-late",
        Some(_) => "ends-wrong",
    }
}

/// The icon of a kind of outcome.
pub(super) fn kind_icon(kind: Option<VerdictKind>) -> Icon {
    match kind {
        Some(VerdictKind::Held) => Icon::Check,
        Some(VerdictKind::TimedOut) | None => Icon::Info,
        Some(_) => Icon::Cross,
    }
}
