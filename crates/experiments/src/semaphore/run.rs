//! The run of `semaphore`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use primitives::{Semaphore, Stopped, Worker};
use serde_json::{Value, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use super::Semaphores;
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};

/// Seen from outside: how many are inside, and who came when.
#[derive(Default)]
struct Room {
    inside: AtomicU64,
    max_inside: AtomicU64,
    visits: Mutex<Vec<Visit>>,
}

/// Who came, and when it came and went in, in milliseconds.
#[derive(Clone, Copy)]
struct Visit {
    thread: usize,
    came_ms: f64,
    in_ms: f64,
}

/// One thread's visits.
fn visit(
    semaphore: &Semaphore,
    params: &Semaphores,
    room: &Room,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    for _ in 0..params.rounds {
        let came_ms = me.now_ms();
        semaphore.acquire(me)?;
        let inside = room.inside.fetch_add(1, Relaxed) + 1;
        room.max_inside.fetch_max(inside, Relaxed);
        let visit = Visit { thread: me.index(), came_ms, in_ms: me.now_ms() };
        room.visits.lock().expect("nobody panics while writing").push(visit);
        me.sleep(Duration::from_millis(params.inside_ms))?;
        room.inside.fetch_sub(1, Relaxed);
        semaphore.release(me, 1).expect("a semaphore without bound");
        me.step()?;
    }
    Ok(())
}

impl Run for Semaphores {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: "run",
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.rounds,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene))
    }
}

impl Semaphores {
    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let (semaphore, room) = (Semaphore::new(0, self.permits as usize), Room::default());
        let body = |me: &Worker<'_>| visit(&semaphore, self, &room, me);
        let ending = scene.play(self.threads as usize, &[&semaphore], &body)?;
        let max_inside = room.max_inside.load(Relaxed);
        let visits = room.visits.into_inner().expect("nobody panics while writing");
        let waits_ms = visits.iter().map(|visit| visit.in_ms - visit.came_ms);
        let longest = waits_ms.fold(0.0, f64::max);
        let line = self.line(visits);
        let kind = match max_inside > self.permits {
            true => VerdictKind::WrongValue,
            false => VerdictKind::Held,
        };
        let figures = [
            ("max_inside", json!(max_inside)),
            ("permits", json!(self.permits)),
            ("longest_wait_ms", json!(longest)),
            ("line", line),
        ];
        Ok(Played::new(kind, max_inside, ending.wall_ms, figures))
    }

    /// The visits in the order in which they came, with how many of those before were not in yet.
    fn line(&self, mut visits: Vec<Visit>) -> Value {
        visits.sort_by(|a, b| a.came_ms.total_cmp(&b.came_ms));
        let first_ms = visits.first().map_or(0.0, |visit| visit.came_ms);
        let row = |(index, &Visit { thread, came_ms, in_ms }): (usize, &Visit)| {
            let ahead = visits[..index].iter().filter(|before| before.in_ms > came_ms).count();
            json!({
                "thread": self.thread_name(thread),
                "came_ms": came_ms - first_ms,
                "place": ahead,
                "in_ms": in_ms - first_ms,
                "waited_ms": in_ms - came_ms,
            })
        };
        visits.iter().enumerate().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Preemption;
    use crate::semaphore::Guard;

    const SEMAPHORES: Semaphores = Semaphores {
        threads: 4,
        permits: 2,
        guard: Guard::Semaphore,
        inside_ms: 10,
        rounds: 1,
        preemption: Preemption::Anywhere,
        repeats: 1,
    };

    /// Thread 1 goes in as it comes. Thread 2 comes at 1 and waits until 10; thread 3 comes at 2, when thread 2 is before
    /// it, and waits until 12; thread 4 comes at 11, when only thread 3 is.
    #[test]
    fn the_line_is_told_in_the_order_of_arrival() {
        let visit = |thread, came_ms, in_ms| Visit { thread, came_ms, in_ms };
        let visits = vec![
            visit(0, 5.0, 5.0),
            visit(1, 6.0, 15.0),
            visit(3, 16.0, 20.0),
            visit(2, 7.0, 17.0),
        ];
        let line = SEMAPHORES.line(visits);
        let told = |row: &Value| {
            let number = |name: &str| row[name].as_f64().unwrap_or(-1.0);
            (
                row["thread"].as_str().map(str::to_owned),
                number("came_ms"),
                number("place"),
                number("waited_ms"),
            )
        };
        let told: Vec<_> = line.as_array().unwrap().iter().map(told).collect();
        let row = |name: &str, came_ms, place, waited_ms| {
            (Some(name.to_owned()), came_ms, place, waited_ms)
        };
        let expected = [
            row("thread 1", 0.0, 0.0, 0.0),
            row("thread 2", 1.0, 0.0, 9.0),
            row("thread 3", 2.0, 1.0, 10.0),
            row("thread 4", 11.0, 1.0, 4.0),
        ];
        assert_eq!(told, expected);
    }
}
