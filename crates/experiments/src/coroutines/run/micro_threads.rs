//! Micro-threads take turns, and one of them may refuse to end its turn.

use std::cell::RefCell;
use std::sync::Mutex;
use std::time::Duration;

use primitives::{Stopped, Worker};

use super::Shown;
use super::scheduler::{Scheduler, yield_now};
use crate::coroutines::{Coroutines, Greedy};
use crate::kernel::scene::Scene;

/// After so long a task that never yields is cut off, in milliseconds.
const CUT_OFF_MS: f64 = 50.0;
/// Between two turns of a task that never yields, as they are counted, in milliseconds.
const TURN_MS: f64 = 1.0;

fn is_greedy(params: &Coroutines, index: usize) -> bool {
    index == 0 && params.greedy == Greedy::Yes
}

/// Goes on without a pause until it is cut off; `turn` hears of what would have been turns.
fn hog(me: &Worker<'_>, mut turn: impl FnMut()) -> Result<(), Stopped> {
    let end_ms = me.now_ms() + CUT_OFF_MS;
    let mut next_ms = me.now_ms();
    while me.now_ms() < end_ms {
        me.check()?;
        if me.now_ms() >= next_ms {
            turn();
            next_ms += TURN_MS;
        }
    }
    Ok(())
}

/// Tasks that had no turn before the greedy one was cut off.
fn starved(params: &Coroutines, turns: &[usize], until: usize) -> Option<u64> {
    if params.greedy == Greedy::No || params.threads == 1 {
        return None;
    }
    let before = &turns[..until.min(turns.len())];
    Some((1..params.threads as usize).filter(|task| !before.contains(task)).count() as u64)
}

pub(super) fn in_turn(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let shown = Mutex::new((Vec::new(), 0));
    let body = |me: &Worker<'_>| {
        let (turns, cut_off) = (RefCell::new(Vec::new()), RefCell::new(0));
        let mut scheduler = Scheduler::with_capacity(params.threads as usize);
        for index in 0..params.threads as usize {
            let (turns, cut_off) = (&turns, &cut_off);
            scheduler.spawn(async move {
                if is_greedy(params, index) {
                    hog(me, || turns.borrow_mut().push(index))?;
                    *cut_off.borrow_mut() = turns.borrow().len();
                    return me.step();
                }
                for _ in 0..params.steps {
                    turns.borrow_mut().push(index);
                    yield_now().await;
                }
                me.step()
            });
        }
        scheduler.run(&mut |_| me.check())?;
        drop(scheduler);
        *shown.lock().expect("nobody panics here") = (turns.into_inner(), cut_off.into_inner());
        Ok(())
    };
    let wall_ms = scene.play(1, &[], &body)?.wall_ms;
    let (turns, cut_off) = shown.into_inner().expect("nobody panics here");
    let starved = starved(params, &turns, cut_off);
    Ok(Shown { turns, starved, wall_ms, ..Shown::default() })
}

pub(super) fn on_threads(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let (turns, cut_off) = (Mutex::new(Vec::new()), Mutex::new(0));
    let turn = |index| turns.lock().expect("nobody panics here").push(index);
    let body = |me: &Worker<'_>| {
        if is_greedy(params, me.index()) {
            hog(me, || turn(me.index()))?;
            *cut_off.lock().expect("nobody panics here") =
                turns.lock().expect("nobody panics here").len();
            return me.step();
        }
        for _ in 0..params.steps {
            turn(me.index());
            me.sleep(Duration::from_millis(1))?;
        }
        me.step()
    };
    let wall_ms = scene.play(params.threads as usize, &[], &body)?.wall_ms;
    let turns = turns.into_inner().expect("nobody panics here");
    let starved = starved(params, &turns, cut_off.into_inner().expect("nobody panics here"));
    Ok(Shown { turns, starved, wall_ms, ..Shown::default() })
}
