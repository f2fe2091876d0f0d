//! The run of `queue`: the same program with any of three queues.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use primitives::{AnyStore, GetError, OrderedQueue, PutError, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Kind, Queues};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script, per_s};
use crate::param::Choice;

/// A queue of any of the three kinds.
type AnyQueue = OrderedQueue<AnyStore<u64>>;

/// Retrieved items that are sent to the page.
const MAX_RETRIEVED: usize = 200;

/// What the threads share besides the queue.
struct Shared {
    /// The next item to be put.
    next: AtomicU64,
    /// Producers that have not finished.
    producing: AtomicU32,
    /// How often each item arrived.
    arrived: Vec<AtomicU32>,
    /// The items in the order of retrieval.
    retrieved: Mutex<Vec<u64>>,
    timed_out_puts: AtomicU64,
    timed_out_gets: AtomicU64,
}

/// Puts items until all have been put; the last producer shuts the queue down.
fn produce(
    queue: &AnyQueue,
    params: &Queues,
    shared: &Shared,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    loop {
        let number = shared.next.fetch_add(1, Relaxed);
        if number >= params.items {
            break;
        }
        let item = params.item(number);
        let put = || match params.timeout_ms {
            0 => queue.put(me, item),
            ms => queue.put_timeout(me, item, Duration::from_millis(ms)),
        };
        while let Err(error) = put() {
            if error != PutError::Full {
                return Err(Stopped); // nobody shuts the queue down before the last producer
            }
            shared.timed_out_puts.fetch_add(1, Relaxed);
        }
        me.check()?;
    }
    if shared.producing.fetch_sub(1, Relaxed) == 1 {
        queue.shut_down();
    }
    Ok(())
}

/// Gets items until there will be none.
fn consume(
    queue: &AnyQueue,
    params: &Queues,
    shared: &Shared,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    loop {
        let got = match params.timeout_ms {
            0 => queue.get(me),
            ms => queue.get_timeout(me, Duration::from_millis(ms)),
        };
        match got {
            Ok(item) => {
                shared.retrieved.lock().expect("nobody panics while writing").push(item);
                shared.arrived[item as usize].fetch_add(1, Relaxed);
                if params.work_ms > 0 {
                    me.sleep(Duration::from_millis(params.work_ms))?;
                }
                queue.task_done(me).expect("it was put once");
                me.step()?;
            }
            Err(GetError::Empty) => {
                shared.timed_out_gets.fetch_add(1, Relaxed);
            }
            Err(GetError::ShutDown) => return Ok(()),
            Err(GetError::Stopped) => return Err(Stopped),
        }
    }
}

impl Run for Queues {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.kind.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: self.items,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene, &self.queue()))
    }
}

impl Queues {
    /// An empty queue. A priority queue has the lowest item first, so its heap has it reversed.
    fn queue(&self) -> AnyQueue {
        let store: AnyStore<u64> = match self.kind {
            Kind::Fifo => Box::new(VecDeque::new()),
            Kind::Lifo => Box::new(Vec::new()),
            Kind::Priority => Box::new(BinaryHeap::<Reverse<u64>>::new()),
        };
        AnyQueue::with_store(0, self.maxsize as usize, self.items as usize, store)
    }

    /// The item that is put as number `number`.
    fn item(&self, number: u64) -> u64 {
        number * super::shuffle(self.kind, self.items) % self.items
    }

    fn once(&self, scene: &Scene<'_>, queue: &AnyQueue) -> Result<Played, Stopped> {
        let shared = Shared {
            next: AtomicU64::new(0),
            producing: AtomicU32::new(self.producers),
            arrived: (0..self.items).map(|_| AtomicU32::new(0)).collect(),
            retrieved: Mutex::new(Vec::with_capacity(self.items as usize)),
            timed_out_puts: AtomicU64::new(0),
            timed_out_gets: AtomicU64::new(0),
        };
        let ending = scene.play(self.threads as usize, &[queue], &|me| {
            if me.index() < self.producers as usize {
                produce(queue, self, &shared, me)
            } else {
                consume(queue, self, &shared, me)
            }
        })?;
        let arrivals = |count: fn(u32) -> bool| {
            shared.arrived.iter().filter(|arrived| count(arrived.load(Relaxed))).count()
        };
        let (lost, duplicated) = (arrivals(|count| count == 0), arrivals(|count| count > 1));
        let (puts, gets) =
            (shared.timed_out_puts.load(Relaxed), shared.timed_out_gets.load(Relaxed));
        let mut retrieved = shared.retrieved.into_inner().expect("nobody panics while writing");
        retrieved.truncate(MAX_RETRIEVED);
        let kind = match (lost + duplicated, puts + gets) {
            (1.., _) => VerdictKind::WrongValue,
            (0, 1..) => VerdictKind::TimedOut,
            (0, 0) => VerdictKind::Held,
        };
        let counts = queue.counts();
        let figures = [
            ("lost", json!(lost)),
            ("duplicated", json!(duplicated)),
            ("max_depth", json!(counts.max_depth)),
            ("blocked_puts", json!(counts.blocked_puts - puts)),
            ("blocked_gets", json!(counts.blocked_gets - gets)),
            ("timed_out_puts", json!(puts)),
            ("timed_out_gets", json!(gets)),
            ("items_per_s", per_s(self.items, ending.wall_ms)),
            ("retrieved", json!(retrieved)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
