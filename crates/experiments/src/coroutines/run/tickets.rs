//! Customers look whether there is a ticket, await the payment, and take it.

use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::time::Duration;

use primitives::{Lock, RawLock, Stopped, Worker};

use super::Shown;
use super::scheduler::{AsyncLock, Scheduler, yield_now};
use crate::coroutines::{Coroutines, Guard};
use crate::kernel::scene::Scene;

/// How long a payment takes on threads.
const PAY: Duration = Duration::from_millis(1);

pub(super) fn in_turn(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let sold = Mutex::new(0);
    let body = |me: &Worker<'_>| {
        let (left, lock) = (Cell::new(params.tickets as i64), AsyncLock::default());
        let mut scheduler = Scheduler::with_capacity(params.threads as usize);
        for _ in 0..params.threads {
            let (left, lock) = (&left, &lock);
            scheduler.spawn(async move {
                if params.guard == Guard::Lock {
                    lock.acquire().await;
                }
                if left.get() >= 1 {
                    yield_now().await; // the payment
                    left.set(left.get() - 1);
                }
                if params.guard == Guard::Lock {
                    lock.release();
                }
                me.step()
            });
        }
        scheduler.run(&mut |_| me.check())?;
        drop(scheduler);
        *sold.lock().expect("nobody panics here") = params.tickets as i64 - left.get();
        Ok(())
    };
    let wall_ms = scene.play(1, &[], &body)?.wall_ms;
    let sold = sold.into_inner().expect("nobody panics here") as u64;
    Ok(Shown { sold: Some(sold), wall_ms, ..Shown::default() })
}

pub(super) fn on_threads(params: &Coroutines, scene: &Scene<'_>) -> Result<Shown, Stopped> {
    let (left, lock) = (AtomicI64::new(params.tickets as i64), Lock::new(0));
    let body = |me: &Worker<'_>| {
        if params.guard == Guard::Lock {
            lock.acquire(me)?;
        }
        if left.load(SeqCst) >= 1 {
            me.sleep(PAY)?;
            left.fetch_sub(1, SeqCst);
        }
        if params.guard == Guard::Lock {
            lock.release(me).expect("it holds the lock");
        }
        me.step()
    };
    let wall_ms = scene.play(params.threads as usize, &[&lock], &body)?.wall_ms;
    let sold = (params.tickets as i64 - left.into_inner()) as u64;
    Ok(Shown { sold: Some(sold), wall_ms, ..Shown::default() })
}
