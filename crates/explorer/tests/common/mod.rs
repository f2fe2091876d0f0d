//! Programs, a pace, and schedules one by one, which the tests share.

#![allow(dead_code, unused_imports, reason = "each file of tests uses a part")]

mod agreement;
mod brute;
mod looks;
mod programs;
mod random;
mod touches;

pub(crate) use agreement::{
    agree, cheapest_witness, follow, kinds, outcomes, same_without_forgetting, witnesses_replay,
};
pub(crate) use brute::{Ratio, Truth, one_line_each, truth};
pub(crate) use looks::{finds, number, text, values};
pub(crate) use programs::*;
pub(crate) use random::{backwards, forwards};

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use explorer::{Exploration, Interrupted, Options, Pace, explore};
use machine::{Grain, Machine};
use program::Program;

/// Never pauses.
pub(crate) struct AtOnce;

impl Pace for AtOnce {
    fn elapsed_ms(&self) -> f64 {
        0.0
    }

    async fn pause(&self, _states: usize) -> Result<(), Interrupted> {
        Ok(())
    }
}

/// The value of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// Explores `program`.
pub(crate) fn all(program: &Program, grain: Grain, options: &Options) -> Exploration {
    let machine = Machine::new(program.clone(), grain);
    now(explore(&machine, options, &AtOnce)).expect("nobody stops it")
}

/// Explores `program` in merged steps, without limits that matter.
pub(crate) fn merged(program: &Program) -> Exploration {
    all(program, Grain::Merged, &Options::default())
}
