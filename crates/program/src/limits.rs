//! How large a program may be. Every thread, way and cell multiplies what may happen, so these limits
//! are far beyond what anybody explores, and keep a state below 300 KiB.

/// Threads of a program: a schedule in a link has a letter for each.
pub const MAX_THREADS: usize = 26;
/// Ways of a choice: a schedule in a link has a letter for each.
pub const MAX_WAYS: u8 = 26;
/// Local variables of each thread.
pub const MAX_LOCALS: usize = 64;
/// Cells of all shared variables together.
pub const MAX_VAR_CELLS: usize = 4096;
/// Locks, queues and the like.
pub const MAX_OBJECTS: usize = 1024;
/// Items that all queues together can hold.
pub const MAX_QUEUE_ITEMS: usize = 4096;
/// Cells of each thread's stack.
pub const MAX_STACK: usize = 1024;
/// Instructions.
pub const MAX_CODE: usize = 65_535;
/// Lines of source.
pub const MAX_LINES: usize = 65_535;
