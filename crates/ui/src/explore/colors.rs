//! The colors of threads, as classes.

/// Colors of threads; more threads begin again.
const THREADS: [&str; 8] = [
    "thread-1", "thread-2", "thread-3", "thread-4", "thread-5", "thread-6", "thread-7", "thread-8",
];

/// The class that gives a thread its color.
pub(super) fn thread_class(thread: usize) -> &'static str {
    THREADS[thread % THREADS.len()]
}
