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

/// Seen from outside: how many are in line and inside.
#[derive(Default)]
struct Room {
    waiting: AtomicU64,
    inside: AtomicU64,
    max_inside: AtomicU64,
    /// Who got in, how long it had waited in milliseconds, and how many stood before it when it came.
    line: Mutex<Vec<(usize, f64, u64)>>,
}

/// One thread's visits.
fn visit(
    semaphore: &Semaphore,
    params: &Semaphores,
    room: &Room,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    for _ in 0..params.rounds {
        let (came_ms, before) = (me.now_ms(), room.waiting.fetch_add(1, Relaxed));
        semaphore.acquire(me)?;
        room.waiting.fetch_sub(1, Relaxed);
        let inside = room.inside.fetch_add(1, Relaxed) + 1;
        room.max_inside.fetch_max(inside, Relaxed);
        let visit = (me.index(), me.now_ms() - came_ms, before);
        room.line.lock().expect("nobody panics while writing").push(visit);
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
        let line = room.line.into_inner().expect("nobody panics while writing");
        let longest =
            line.iter().fold(0.0, |longest: f64, (_, waited_ms, _)| longest.max(*waited_ms));
        let place = |&(thread, waited_ms, place): &(usize, f64, u64)| json!({ "thread": self.thread_name(thread), "waited_ms": waited_ms, "place": place });
        let line: Vec<Value> = line.iter().map(place).collect();
        let kind = match max_inside > self.permits {
            true => VerdictKind::WrongValue,
            false => VerdictKind::Held,
        };
        let figures = [
            ("max_inside", json!(max_inside)),
            ("permits", json!(self.permits)),
            ("longest_wait_ms", json!(longest)),
            ("line", line.into()),
        ];
        Ok(Played::new(kind, max_inside, ending.wall_ms, figures))
    }
}
