//! What can be wrong with a program.

use thiserror::Error;

use crate::data::Range;
use crate::limits::MAX_WAYS;

/// Why a program cannot be carried out. Indices count from 0, as in [`crate::ProgramData`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// There are too many of something, or too few.
    #[error("a program has {least} to {most} {what}, got {got}")]
    Amount {
        /// Of what.
        what: &'static str,
        /// The least number.
        least: usize,
        /// The greatest number.
        most: usize,
        /// How many there are, as far as they were counted.
        got: usize,
    },
    /// A range has no value in it.
    #[error("{name} can hold nothing: its range is from {} to {}", range.0, range.1)]
    Empty {
        /// What has the range.
        name: String,
        /// The range.
        range: Range,
    },
    /// A shared variable has no cells.
    #[error("the variable {name} has 0 cells, and 1 is the least")]
    NoCells {
        /// The variable.
        name: String,
    },
    /// Something begins with a value that it cannot hold.
    #[error("{name} is {value} at the start, beyond its range from {} to {}", range.0, range.1)]
    Start {
        /// What begins so.
        name: String,
        /// With which value.
        value: i32,
        /// What it can hold.
        range: Range,
    },
    /// A thread begins with more locals than there are.
    #[error("{thread} begins with {got} locals, and the program has {most}")]
    StartLocals {
        /// The thread.
        thread: String,
        /// Values that it is given.
        got: usize,
        /// Locals of the program.
        most: usize,
    },
    /// A thread begins beyond the code.
    #[error("{thread} begins at instruction {entry}, and the code ends at {end}")]
    Entry {
        /// The thread.
        thread: String,
        /// Where it begins.
        entry: usize,
        /// Number of instructions.
        end: usize,
    },
    /// A condition's lock is not there, or is none.
    #[error("the condition {name} has no lock: object {lock} is {found}")]
    NoLock {
        /// The condition.
        name: String,
        /// Index of what should be its lock.
        lock: usize,
        /// What is there instead.
        found: &'static str,
    },
    /// Something is named that is not there.
    #[error("there is no {what} {index}: there are {all}, counted from 0")]
    Missing {
        /// What it should be.
        what: &'static str,
        /// Its index.
        index: usize,
        /// How many there are.
        all: usize,
    },
    /// Something is wrong with an instruction.
    #[error("instruction {at} in line {line}: {wrong}")]
    Instr {
        /// Index of the instruction.
        at: usize,
        /// Its line, from 1; 0 if it has none.
        line: u16,
        /// What is wrong.
        wrong: InstrError,
    },
}

/// What is wrong with one instruction.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InstrError {
    /// It belongs to a line that the source has not.
    #[error("the source ends at line {lines}")]
    Line {
        /// Lines of the source.
        lines: usize,
    },
    /// It uses something that is not there.
    #[error("there is no {what} {index}: there are {all}, counted from 0")]
    Missing {
        /// What it should be.
        what: &'static str,
        /// Its index.
        index: usize,
        /// How many there are.
        all: usize,
    },
    /// It uses objects that are not there.
    #[error("there are no {len} objects from object {base} on: there are {all}, counted from 0")]
    MissingObjects {
        /// Index of the first.
        base: usize,
        /// How many it may use.
        len: usize,
        /// How many there are.
        all: usize,
    },
    /// It uses an object for what it is not made for.
    #[error("{name} is {found}, and this needs {needed}")]
    Kind {
        /// The object.
        name: String,
        /// What it is.
        found: &'static str,
        /// What it should be.
        needed: &'static str,
    },
    /// It leads beyond the code.
    #[error("it leads to instruction {to}, and the code ends at {end}")]
    Beyond {
        /// Where it leads.
        to: usize,
        /// Number of instructions.
        end: usize,
    },
    /// It leads to a label that stands nowhere.
    #[error("it leads to label {label}, which was not placed")]
    Unplaced {
        /// Index of the label.
        label: usize,
    },
    /// It chooses among too many ways, or none.
    #[error("a choice has 1 to {MAX_WAYS} ways, got {n}")]
    Ways {
        /// How many.
        n: u8,
    },
}
