//! Small programs whose schedules a person can think through.

mod counters;
mod locks;
mod loops;
mod meetings;

pub(crate) use counters::*;
pub(crate) use locks::*;
pub(crate) use loops::*;
pub(crate) use meetings::*;
