//! Three generators add 10, 20 and 30 to whatever is sent to them, until they are closed.

use std::cell::Cell;
use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;
use std::sync::Mutex;

use primitives::{GetError, Queue, Stopped, Worker};

use super::Shown;
use crate::coroutines::Coroutines;
use crate::kernel::scene::Scene;

/// What they add.
const ADDS: [u64; 3] = [10, 20, 30];

/// A generator: `x = yield x + add`. Nothing that is sent ends it; it is closed when it is dropped, and what it
/// holds then goes with it.
type Generator<'a> = Pin<Box<dyn Coroutine<u64, Yield = u64, Return = ()> + 'a>>;

/// What a generator does at last: it counts itself as closed.
struct Finally<'a>(&'a Cell<u64>);

impl Drop for Finally<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn generator(add: u64, closed: &Cell<u64>) -> Generator<'_> {
    Box::pin(
        #[coroutine]
        move |mut sent: u64| {
            let _finally = Finally(closed);
            loop {
                sent = yield sent + add;
            }
        },
    )
}

/// Sends a value to a generator; what it gives.
fn send(generator: &mut Generator<'_>, value: u64) -> u64 {
    match generator.as_mut().resume(value) {
        CoroutineState::Yielded(answer) => answer,
        CoroutineState::Complete(()) => unreachable!("it goes on until it is closed"),
    }
}

pub(super) fn in_turn(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let shown = Mutex::new(Shown::default());
    let body = |me: &Worker<'_>| {
        let closed = Cell::new(0);
        let mut targets = ADDS.map(|add| generator(add, &closed));
        let mut shown = shown.lock().expect("nobody panics here");
        for value in 1..=params.steps {
            for (index, target) in targets.iter_mut().enumerate() {
                me.check()?;
                shown.turns.push(index);
                shown.answers.push(send(target, value));
            }
        }
        drop(targets);
        shown.closed = Some(closed.get());
        me.step()
    };
    let wall_ms = scene.play(1, &[], &body)?.wall_ms;
    Ok(Shown { wall_ms, ..shown.into_inner().expect("nobody panics here") })
}

/// Each of as many threads as there are, three at most, is a target with a queue before it; the coordinator
/// sends, and what comes back is in the order in which threads answered.
pub(super) fn on_threads(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let targets = ADDS.len().min(params.threads as usize);
    let shown = Mutex::new(Shown::default());
    let sent: Vec<Queue<u64>> =
        (0..targets as u32).map(|id| Queue::new(id, 0, params.steps as usize)).collect();
    let body = |me: &Worker<'_>| {
        loop {
            match sent[me.index()].get(me) {
                Ok(value) => {
                    let mut shown = shown.lock().expect("nobody panics here");
                    shown.turns.push(me.index());
                    shown.answers.push(value + ADDS[me.index()]);
                }
                Err(GetError::Stopped) => return Err(Stopped),
                Err(GetError::ShutDown | GetError::Empty) => {
                    *shown.lock().expect("nobody panics here").closed.get_or_insert_default() += 1;
                    return me.step();
                }
            }
        }
    };
    let mut value = 0;
    let mut main = |main: &Worker<'_>, _| {
        if value < params.steps {
            value += 1;
            for queue in &sent {
                queue.try_put(&main.silent(), value).expect("there is room for all");
            }
        } else {
            sent.iter().for_each(Queue::shut_down);
        }
        false
    };
    let resources: Vec<&dyn primitives::Resource> = sent.iter().map(|queue| queue as _).collect();
    let wall_ms = scene.play_with(targets, &resources, &body, &mut main)?.wall_ms;
    Ok(Shown { wall_ms, ..shown.into_inner().expect("nobody panics here") })
}
