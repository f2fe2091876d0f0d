//! Experiment `task-queue`: tasks are sent to a broker, and workers take them, in this tab or in others.
//!
//! * **Claim:** who acknowledges a task before it works loses it when it is killed; who acknowledges afterwards may do
//!   it twice. Both are harmless only if doing a task twice is.
//! * **Source:** the lecture's last part, a task queue in the manner of Celery: `add.delay(2, 3)`, and `get()`.
//! * **Smallest failure:** one task, one worker, killed while it works: `ack=early` loses the task.
//! * **Look at:** the lanes of the tasks that were taken twice, or once too few.

files! { roles, model, words }

use quadrature::{Integrand, Kernel, Problem as Integral, Rule};

use crate::chunk::{Chunk, Reduction};
use crate::declare::{choice, files, only_roles, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::face::Face;
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{both, each, explore, run, whole, word};
use crate::{Computer, Stage};

/// Tasks that have a lane: more than these nobody can tell apart.
#[cfg(any(feature = "processes", feature = "reports"))]
const LANES: usize = 100;

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<TaskQueue>("task-queue", Group::Tasks);

params! {
    /// Checked parameters.
    TaskQueue {
        /// What carries the messages.
        transport: Transport = run(word::<Transport>("page"));
        /// What this tab is.
        part: Part = run(word::<Part>("client"));
        /// Workers that this tab starts.
        workers: u32 = each(whole(0, 16, "2"), whole(1, 3, "2"));
        /// Tasks that are sent.
        tasks: u32 = each(whole(1, 10_000, "20"), whole(1, 3, "1"));
        /// What a task does.
        job: Job = run(word::<Job>("sleep"));
        /// How long a task of `sleep` takes, in milliseconds.
        work_ms: u64 = run(whole(0, 10_000, "50"));
        /// What the tasks of `integrate` integrate together.
        f: Integrand = run(word::<Integrand>("pi"));
        /// Over how many points.
        n: u64 = run(whole(1, 10_000_000_000, "10000000"));
        /// When a worker tells the broker that a task is no longer its.
        ack: Ack = both(word::<Ack>("early"));
        /// Tasks that a worker is given beyond those that it has acknowledged.
        prefetch: u32 = run(whole(1, 64, "4"));
        /// Whether every tenth task raises an exception.
        fault: Fault = run(word::<Fault>("none"));
        /// How often a task that raised is tried again.
        retries: u32 = run(whole(0, 10, "0"));
        /// How long a task may take, in milliseconds; 0 is without end.
        time_limit_ms: u64 = run(whole(0, 60_000, "0"));
        /// The how manieth task of each worker it is killed in; 0 is none.
        crash: u32 = run(whole(0, 10_000, "3"));
        /// Before or after the task has had its effect.
        crash_at: CrashAt = run(word::<CrashAt>("before"));
        /// Workers that may be killed.
        crashes: u32 = explore(whole(0, 2, "1"));
        /// Whether doing a task again changes nothing.
        idempotent: Idempotent = both(word::<Idempotent>("no"));
        /// Where the broker keeps tasks and results.
        store: Store = run(word::<Store>("indexeddb"));
    }
}

choice! {
    /// What carries the messages.
    Transport {
        /// The workers are this page's.
        Page = "page";
        /// They are in any tab of this browser.
        Tabs = "tabs";
        /// They are wherever they reach the same broker.
        RabbitMq = "rabbitmq";
    }
}

choice! {
    /// What a tab is.
    Part {
        /// It sends the tasks, and has the broker.
        Client = "client";
        /// It takes tasks that another tab sends.
        Worker = "worker";
    }
}

choice! {
    /// What a task does.
    Job {
        /// Adds two numbers.
        Add = "add";
        /// Waits.
        Sleep = "sleep";
        /// Sums a part of an integral.
        Integrate = "integrate";
    }
}

choice! {
    /// When a worker acknowledges a task.
    Ack {
        /// Before it works on it.
        Early = "early";
        /// When it is done.
        Late = "late";
    }
}

choice! {
    /// Whether every tenth task raises an exception.
    Fault {
        /// None does.
        None = "none";
        /// When it is tried first.
        Once = "once";
        /// Whenever it is tried.
        Always = "always";
    }
}

choice! {
    /// When a worker is killed.
    CrashAt {
        /// Before the task has had its effect.
        Before = "before";
        /// After it, but before the worker could say so.
        After = "after";
    }
}

choice! {
    /// Whether doing a task again changes nothing.
    Idempotent {
        /// It counts again.
        No = "no";
        /// It changes nothing.
        Yes = "yes";
    }
}

choice! {
    /// Where the broker keeps tasks and results.
    Store {
        /// In its memory.
        Memory = "memory";
        /// In the browser's database, where a page that is loaded again finds them.
        IndexedDb = "indexeddb";
    }
}

only_roles!(TaskQueue);

impl Needs for TaskQueue {
    fn check(&mut self, fields: &mut Fields<'_>) {
        let takes_from_others = self.transport != Transport::Page;
        if self.part == Part::Worker && !takes_from_others {
            fields.refuse(ParamError::new("part", "worker", Problem::NoOtherTab));
        }
        let may_be_none = takes_from_others && self.part == Part::Client;
        if self.workers == 0 && !may_be_none {
            fields.refuse(ParamError::new("workers", self.workers, Problem::NoWorker));
        }
        if fields.face() == Face::Explore && self.crashes > self.workers {
            let problem = Problem::MoreThanWorkers { workers: self.workers };
            fields.refuse(ParamError::new("crashes", self.crashes, problem));
        }
        let blocks = self.whole().n_blocks();
        if self.job == Job::Integrate && u64::from(self.tasks) > blocks {
            let problem = Problem::MoreTasksThanBlocks { blocks, n: self.n };
            fields.refuse(ParamError::new("tasks", self.tasks, problem));
        }
    }

    fn threads(&self) -> u32 {
        self.workers.max(1)
    }

    fn stages(&self, _: Computer) -> Vec<Stage> {
        let stage = Stage::processes(self.threads());
        vec![match self.workers {
            0 => stage.started_by_others(),
            _ => stage.started_by_the_run(),
        }]
    }

    fn asks_for_login(&self) -> bool {
        self.transport == Transport::RabbitMq
    }

    fn resources(&self) -> Vec<String> {
        ["a worker", "its turn"].map(str::to_owned).to_vec()
    }
}

impl TaskQueue {
    /// The integral that the tasks of `integrate` compute together.
    fn whole(&self) -> Chunk {
        Chunk::whole(Self::integral(self.f, self.n), Reduction::Blocks)
    }

    /// The integral of a function that workers know.
    pub(crate) fn integral(f: Integrand, n: u64) -> Integral {
        let (a, b) = f.default_interval();
        let (rule, kernel) = (Rule::Left, Kernel::Scalar);
        Integral { f, a, b, n, rule, kernel }
    }
}
