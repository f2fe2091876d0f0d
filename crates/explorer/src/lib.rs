//! A step machine for small concurrent programs, and every schedule of it.
//!
//! A [`Program`] is data: shared variables, locks and queues, threads, and code for all of them. A
//! [`Machine`] tells who may go on in a state, and what comes after. Everything else is built on
//! these two: one schedule ([`Replay`]), a random one, all of them ([`explore`]).
//!
//! Nothing here knows threads, clocks or browsers.

#![forbid(unsafe_code)]

mod address;
mod builder;
mod chances;
mod check;
mod classes;
mod clocks;
mod components;
mod count;
mod cycles;
mod describe;
mod endings;
mod estimate;
mod execute;
mod explore;
mod failure;
mod finding;
mod fraction;
mod graph;
mod instr;
mod layout;
mod machine;
mod meet;
mod naming;
mod op;
mod path;
mod program;
mod races;
mod replay;
mod sample;
mod schedule;
mod search;
mod store;
mod symmetry;
mod tour;

pub use builder::{Builder, Label};
pub use clocks::{Race, races};
pub use describe::{Outcome, Wait};
pub use estimate::{Estimate, estimate};
pub use explore::{Count, Ending, Exploration, Interrupted, Options, Pace, explore};
pub use failure::Failure;
pub use finding::{Finding, FindingKind};
pub use fraction::Fraction;
pub use graph::{Arrow, Node, StateGraph, Toward, shrink, toward};
pub use instr::{Arith, Cell, Handle, Instr, Op, Operand};
pub use machine::{Grain, Machine};
pub use program::{Judge, Local, Object, ObjectKind, Program, QueueOrder, Range, Thread, Var};
pub use replay::{Replay, ReplayError, Step};
pub use sample::{Pct, Sampler, Uniform, complete};
pub use schedule::{MAX_STEPS, MAX_THREADS, Move, Schedule, ScheduleError, Written};
