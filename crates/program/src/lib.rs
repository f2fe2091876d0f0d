//! Small concurrent programs as data: what a compiler would produce.
//!
//! A [`Program`] has shared variables, locks and queues, threads, and code for all of them. It is made of
//! [`ProgramData`], by hand or by a [`Builder`], which writes it down line by line; what does not fit
//! together is refused with a [`ProgramError`]. Nothing here carries a program out.

#![forbid(unsafe_code)]

mod builder;
mod check;
mod data;
mod error;
mod instr;
mod limits;
mod live;
mod op;
mod preemption;
mod program;

pub use builder::{Builder, Label};
pub use data::{Judge, Local, Object, ObjectKind, ProgramData, QueueOrder, Range, Thread, Var};
pub use error::{InstrError, ProgramError};
pub use instr::{Arith, Cell, Handle, Instr, Op, Operand};
pub use limits::{
    MAX_CODE, MAX_LINES, MAX_LOCALS, MAX_OBJECTS, MAX_QUEUE_ITEMS, MAX_STACK, MAX_THREADS,
    MAX_VAR_CELLS, MAX_WAYS,
};
pub use op::OpKind;
pub use preemption::Preemption;
pub use program::Program;
