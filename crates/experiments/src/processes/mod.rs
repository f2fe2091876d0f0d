//! Experiment `processes`: processes with memory of their own, and all that connects them.
//!
//! * **Claim:** what a process changes is its own; the parent sees a thread's change and never a process's.
//!   Whatever is to be seen must be sent, and what is sent by copy costs time for each byte.
//! * **Source:** the lecture's `multiprocessing`: `Process`, `Queue`, `Pipe`, locks, daemons.
//! * **Smallest failure:** no guard: two processes are inside together. A lock cannot be sent.
//! * **Look at:** the arrows between the lanes, and what a payload costs by each way.

files! { run, roles, model, words }

use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};
use crate::{Computer, Stage};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<Processes>("processes", Group::Processes);

/// Most bytes of a payload.
const MOST_BYTES: u64 = 64 << 20;

params! {
    /// Checked parameters.
    Processes {
        /// Processes that the parent starts, and threads to compare them with.
        threads: u32 = each(whole(1, 64, "2"), whole(1, 6, "2"));
        /// Whose memory is changed.
        memory: Memory = both(word::<Memory>("copied"));
        /// What a payload goes through.
        link: Link = run(word::<Link>("queue"));
        /// Bytes of the payload.
        bytes: u64 = run(whole(0, MOST_BYTES, "65536"));
        /// How often it goes there and back by each way.
        rounds: u64 = run(whole(1, 1000, "20"));
        /// What is sent.
        send: Sent = run(word::<Sent>("bytes"));
        /// What keeps processes out while one is inside.
        guard: Guarded = run(word::<Guarded>("lock"));
        /// Whether the parent ends without waiting for them.
        daemon: Daemon = run(word::<Daemon>("no"));
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// Whose memory is changed.
    Memory {
        /// Processes change copies.
        Copied = "copied";
        /// Threads change the one there is.
        Shared = "shared";
    }
}

choice! {
    /// What a payload goes through.
    Link {
        /// Whoever asks first gets it.
        Queue = "queue";
        /// Two ends, one process at each.
        Pipe = "pipe";
        /// It stays where it is, and a word says whose turn it is.
        SharedMemory = "shared-memory";
    }
}

choice! {
    /// What is sent.
    Sent {
        /// Bytes, which can be.
        Bytes = "bytes";
        /// A function, which cannot.
        Function = "function";
        /// A lock, which cannot.
        Lock = "lock";
    }
}

choice! {
    /// What keeps processes out while one is inside.
    Guarded {
        /// Nothing.
        None = "none";
        /// One may be inside.
        Lock = "lock";
        /// Two may be inside.
        Semaphore = "semaphore";
    }
}

choice! {
    /// Whether the parent ends without waiting.
    Daemon {
        /// It joins them.
        No = "no";
        /// They are cut off.
        Yes = "yes";
    }
}

impl Guarded {
    /// How many it lets in.
    #[allow(dead_code, reason = "needed by roles and words")]
    fn permits(self) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Lock => Some(1),
            Self::Semaphore => Some(2),
        }
    }
}

impl Needs for Processes {
    fn threads(&self) -> u32 {
        self.threads
    }

    /// Threads first, so that the processes are what is drawn.
    fn stages(&self, _computer: Computer) -> Vec<Stage> {
        let threads = Stage::threads(self.threads).optional(self.memory == Memory::Copied);
        let processes = Stage::processes(self.threads).started_by_the_run();
        vec![threads, processes.sharing(self.link == Link::SharedMemory)]
    }

    fn resources(&self) -> Vec<String> {
        vec!["the guard".to_owned()]
    }
}
