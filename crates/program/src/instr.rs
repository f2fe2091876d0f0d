//! The instruction set.

/// One instruction and where it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instr {
    /// What it does.
    pub op: Op,
    /// Its line in the source, from 1; 0 if it has none.
    pub line: u16,
    /// What a step is called that begins with it, such as `read value`; empty for a name made from
    /// what it does. Of a choice, the names of its ways, as in `stay|step aside`.
    pub says: String,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Always the same.
    Const(i32),
    /// A local variable.
    Local(u8),
    /// The index of the thread itself. Threads that ask for it are not interchangeable.
    Me,
}

impl From<i32> for Operand {
    fn from(value: i32) -> Self {
        Self::Const(value)
    }
}

/// One cell of a shared variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Index of the variable.
    pub var: usize,
    /// Which of its cells.
    pub index: Operand,
}

/// One of consecutive objects: `base + index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Index of the first object.
    pub base: usize,
    /// Which one from there.
    pub index: Operand,
    /// How many there are.
    pub len: usize,
}

/// Arithmetic and comparison; comparisons give 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called as in Python's `operator`")]
pub enum Arith {
    Add,
    Sub,
    Mul,
    /// Rounded down, as in Python; by 0 it is an error.
    FloorDiv,
    /// With the sign of the divisor, as in Python; by 0 it is an error.
    Mod,
    Eq,
    Ne,
    Lt,
    Le,
    And,
    Or,
}

/// What an instruction does.
///
/// Three kinds matter to a schedule. *Control* (jumps, branches, calls, and what
/// [`Op::kind`] names) is never a step of its own: it is done together with what comes before.
/// *Local* instructions are steps that touch nothing shared; exploration may merge them into the
/// step before. All others are *shared*: one begins each merged step. What fails is a step of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Local: `dst = a <arith> b`.
    Compute {
        /// Local that gets the result.
        dst: u8,
        /// Operation.
        arith: Arith,
        /// Left operand.
        a: Operand,
        /// Right operand.
        b: Operand,
    },
    /// Control: `dst = a <arith> b`, for loop counters that are no steps.
    Count {
        /// Local that gets the result.
        dst: u8,
        /// Operation.
        arith: Arith,
        /// Left operand.
        a: Operand,
        /// Right operand.
        b: Operand,
    },
    /// Local: lets others go first, which the scheduler may do anyway.
    Yield,
    /// Local: takes time. In a model every thread may be overtaken any number of times, so that no
    /// duration matters.
    Sleep,
    /// Shared, because whoever schedules must see it: one of `n` ways, chosen by the schedule: `dst` is from 0 to `n` − 1.
    Choose {
        /// Local that gets the choice.
        dst: u8,
        /// Ways, from 1 to [`crate::MAX_WAYS`].
        n: u8,
    },
    /// Local: the program is wrong if this is 0.
    Assert(Operand),
    /// Control: goes on at an instruction.
    Jump(usize),
    /// Control: goes on at an instruction if `a` is 0.
    JumpIfZero {
        /// What is looked at.
        a: Operand,
        /// Where to go on.
        to: usize,
    },
    /// Control: goes on at an instruction and pushes where to return to.
    Call(usize),
    /// Control: goes back to where the last call came from.
    Return,
    /// Control: pushes a value onto the thread's stack.
    Push(Operand),
    /// Control: pops a value from the thread's stack.
    Pop(u8),
    /// Control: the thread ends.
    Halt,

    /// `dst = cell`.
    Load {
        /// Local that gets the value.
        dst: u8,
        /// What is read.
        from: Cell,
    },
    /// `cell = value`.
    Store {
        /// What is written.
        to: Cell,
        /// The value.
        value: Operand,
    },
    /// In one step: `dst = cell; cell += by`.
    FetchAdd {
        /// Local that gets the value before.
        dst: u8,
        /// What is changed.
        at: Cell,
        /// What is added.
        by: Operand,
    },
    /// In one step: `dst = cell; cell = value`.
    Swap {
        /// Local that gets the value before.
        dst: u8,
        /// What is changed.
        at: Cell,
        /// The value after.
        value: Operand,
    },
    /// Waits until `cell <arith> value` is not 0, without looking again and again: `Event.wait`.
    Await {
        /// What is looked at.
        at: Cell,
        /// The comparison.
        arith: Arith,
        /// What it is compared with.
        value: Operand,
    },
    /// Takes a lock, RLock or permit; waits until it can.
    Acquire(Handle),
    /// Takes a lock, RLock or permit if it is free: `dst` says whether. With a timeout in the
    /// source it is the same: whoever is scheduled while it is taken has waited long enough.
    TryAcquire {
        /// Local that gets 1 or 0.
        dst: u8,
        /// What is taken.
        object: Handle,
    },
    /// Gives a lock, RLock or permit back.
    Release(Handle),
    /// Releases the condition's lock, waits until notified, and takes the lock again.
    Wait(Handle),
    /// Wakes the first `n` that wait.
    Notify {
        /// The condition.
        condition: Handle,
        /// How many; any number from the thread count means all.
        n: u8,
    },
    /// Waits until all parties have come.
    BarrierWait(Handle),
    /// Puts an item; waits while the queue is full.
    Put {
        /// The queue.
        queue: Handle,
        /// The item.
        item: Operand,
    },
    /// Puts an item unless the queue is full: `ok` says whether. The same with a timeout.
    TryPut {
        /// Local that gets 1 or 0.
        ok: u8,
        /// The queue.
        queue: Handle,
        /// The item.
        item: Operand,
    },
    /// Gets an item; waits while the queue is empty. Of one that was shut down and is empty there
    /// is none: `ok` says whether there was.
    Get {
        /// Local that gets the item.
        dst: u8,
        /// Local that gets 1 or 0.
        ok: u8,
        /// The queue.
        queue: Handle,
    },
    /// Gets an item unless the queue is empty: `ok` says whether. The same with a timeout.
    TryGet {
        /// Local that gets the item.
        dst: u8,
        /// Local that gets 1 or 0.
        ok: u8,
        /// The queue.
        queue: Handle,
    },
    /// Says that an item which was got has been dealt with.
    TaskDone(Handle),
    /// Waits until every item that was put has been dealt with.
    JoinQueue(Handle),
    /// Nothing will be put any more.
    ShutDown(Handle),
    /// Starts a thread that was not started.
    Start(usize),
    /// Waits until a thread has ended.
    Join(usize),
}
