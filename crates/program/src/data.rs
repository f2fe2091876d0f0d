//! What a program is made of: what a compiler would produce.

use trace::VerdictKind;

use crate::instr::Instr;
use crate::preemption::Preemption;

/// What a program is made of: shared variables, objects that threads meet at, threads, and code that
/// they share. Whether all that fits together is for [`crate::Program::new`] to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramData {
    /// Its source, line by line, as a person reads it.
    pub source: Vec<String>,
    /// Shared variables; one of several cells is an array. At most [`crate::MAX_VAR_CELLS`] cells.
    pub vars: Vec<Var>,
    /// Locks, queues and the like, at most [`crate::MAX_OBJECTS`].
    pub objects: Vec<Object>,
    /// Local variables, which every thread has for itself, at most [`crate::MAX_LOCALS`].
    pub locals: Vec<Local>,
    /// The threads, from 1 to [`crate::MAX_THREADS`]. Those that are not `started` wait for
    /// [`crate::Op::Start`].
    pub threads: Vec<Thread>,
    /// Instructions of all threads, at most [`crate::MAX_CODE`].
    pub code: Vec<Instr>,
    /// Cells of each thread's stack, for calls and values pushed, at most [`crate::MAX_STACK`].
    pub stack: usize,
    /// When a thread may be interrupted.
    pub preemption: Preemption,
    /// What a schedule that ran to its end is called.
    pub judge: Judge,
}

/// A shared variable, or an array of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Var {
    /// Its name in the source.
    pub name: String,
    /// The values at the start, one for each cell; there is at least one.
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
        /// Items that it holds at most; a put into a full one waits. All queues together hold at
        /// most [`crate::MAX_QUEUE_ITEMS`].
        maxsize: u16,
        /// Least and greatest item.
        range: Range,
    },
}

impl ObjectKind {
    /// What it is, in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lock => "a lock",
            Self::RLock => "an RLock",
            Self::Semaphore { .. } => "a semaphore",
            Self::Condition { .. } => "a condition",
            Self::Barrier { .. } => "a barrier",
            Self::Queue { .. } => "a queue",
        }
    }
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
    /// Index of its first instruction; after the last one, it has nothing to do.
    pub entry: usize,
    /// Its locals at the start; those that are left out are 0.
    pub locals: Vec<i32>,
    /// Whether it runs from the start.
    pub started: bool,
}

/// What a schedule that ran to its end is called: its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Judge {
    /// It held.
    #[default]
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
