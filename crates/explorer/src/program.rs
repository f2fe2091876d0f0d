//! Programs for the step machine, as data: what a compiler would produce.

use trace::VerdictKind;

use crate::instr::Instr;

/// A program: shared variables, objects that threads meet at, threads, and code that they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its source, line by line, as a person reads it.
    pub source: Vec<String>,
    /// Shared variables; one of several cells is an array.
    pub vars: Vec<Var>,
    /// Locks, queues and the like.
    pub objects: Vec<Object>,
    /// Local variables, which every thread has for itself.
    pub locals: Vec<Local>,
    /// The threads. Those that are not `started` wait for [`crate::Op::Start`].
    pub threads: Vec<Thread>,
    /// Instructions of all threads.
    pub code: Vec<Instr>,
    /// Cells of each thread's stack, for calls and values pushed.
    pub stack: usize,
    /// What a schedule that ran to its end is called.
    pub judge: Judge,
}

/// A shared variable, or an array of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Var {
    /// Its name in the source.
    pub name: String,
    /// The values at the start, one for each cell.
    pub init: Vec<i32>,
    /// Least and greatest value that it may hold.
    pub range: Range,
    /// Whether unordered accesses to it are allowed; on any other variable they are a data race.
    pub atomic: bool,
}

/// The least and the greatest of the values that may be held.
pub type Range = (i32, i32);

/// A local variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Its name in the source.
    pub name: String,
    /// Least and greatest value that it may hold; 0 must be among them.
    pub range: Range,
    /// Whether it is shown.
    pub shown: bool,
}

/// Something that threads meet at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its name in the source.
    pub name: String,
    /// What it is.
    pub kind: ObjectKind,
}

/// The kinds of objects, each as in Python's `threading` and `queue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A lock; whoever finds it free may take it.
    Lock,
    /// A lock that its holder may take again.
    RLock,
    /// A counter of permits.
    Semaphore {
        /// Permits at the start.
        permits: u16,
        /// A release beyond this many is an error.
        bound: Option<u16>,
    },
    /// A condition of a lock; those that wait are notified in the order in which they came.
    Condition {
        /// Index of the lock among the objects.
        lock: usize,
    },
    /// A barrier that opens for `parties` threads at a time.
    Barrier {
        /// Threads that it waits for.
        parties: u16,
    },
    /// A queue.
    Queue {
        /// Which item comes out.
        order: QueueOrder,
        /// Items that it holds at most; a put into a full one waits.
        maxsize: u16,
        /// Least and greatest item.
        range: Range,
    },
}

/// Which item a queue hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueOrder {
    /// The first that was put.
    Fifo,
    /// The last that was put.
    Lifo,
    /// The least.
    Priority,
}

/// A thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its name.
    pub name: String,
    /// Index of its first instruction.
    pub entry: usize,
    /// Its locals at the start; those that are left out are 0.
    pub locals: Vec<i32>,
    /// Whether it runs from the start.
    pub started: bool,
}

/// What a schedule that ran to its end is called: its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judge {
    /// It held.
    Held,
    /// Its value is a variable; any other than `expected` has the kind `otherwise`.
    Total {
        /// The variable.
        var: usize,
        /// What it should be.
        expected: i32,
        /// What it is called if it is not.
        otherwise: VerdictKind,
    },
    /// A variable that is not 0 says that it did not hold.
    Flag {
        /// The variable.
        var: usize,
        /// What it is called then.
        otherwise: VerdictKind,
    },
}
