//! Levels of the challenge: a program, and an outcome to reach by choosing who goes on.
//!
//! Whether an outcome can be reached, and with how few preemptions, is for the search to find.

use trace::VerdictKind;

/// One level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Stable name, kebab case, never used again for another level.
    pub id: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// What to do, in one sentence.
    pub task: &'static str,
    /// The canonical link of its program.
    pub link: &'static str,
    /// What a schedule has to end with.
    pub goal: Goal,
    /// What to think of, if nothing else helps.
    pub hint: &'static str,
}

/// An outcome to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The value of the outcome.
    Value(&'static str),
    /// Its kind, whatever the value.
    Kind(VerdictKind),
}

impl Goal {
    /// Whether an ending of this value and kind is what was asked for.
    #[must_use]
    pub fn is_met_by(self, value: &str, kind: VerdictKind) -> bool {
        match self {
            Self::Value(wanted) => wanted == value,
            Self::Kind(wanted) => wanted == kind,
        }
    }
}

/// Every level, lesson by lesson in the order of the course. Some cannot be reached.
pub static LEVELS: &[Level] = &[
    // Threads and races
    Level {
        id: "both-count",
        title: "Both count",
        task: "Make the counter end at 2.",
        link: "#/explore/lost-update?v=1",
        goal: Goal::Value("2"),
        hint: "Let one thread finish before the other begins.",
    },
    Level {
        id: "one-is-lost",
        title: "One is lost",
        task: "Two threads add 1 each. Make the counter end at 1.",
        link: "#/explore/lost-update?v=1",
        goal: Goal::Value("1"),
        hint: "Both must read before either has written.",
    },
    Level {
        id: "three-become-one",
        title: "Three become one",
        task: "Three threads add 1 each. Make the counter end at 1.",
        link: "#/explore/lost-update?v=1&threads=3",
        goal: Goal::Value("1"),
        hint: "All three must read the 0.",
    },
    Level {
        id: "six-become-two",
        title: "Six become two",
        task: "Two threads add 1 three times each. Make the counter end at 2.",
        link: "#/explore/lost-update?v=1&increments=3",
        goal: Goal::Value("2"),
        hint: "One thread keeps a 0 for long, the other keeps the 1 that comes of it.",
    },
    Level {
        id: "six-become-one",
        title: "Six become one",
        task: "Two threads add 1 three times each. Make the counter end at 1.",
        link: "#/explore/lost-update?v=1&increments=3",
        goal: Goal::Value("1"),
        hint: "Whoever writes last has read in its last turn. What was the least it could read?",
    },
    Level {
        id: "lose-in-spite-of-the-lock",
        title: "In spite of the lock",
        task: "The threads hold a lock while they count. Make the counter end at 1.",
        link: "#/explore/lost-update?v=1&fix=lock",
        goal: Goal::Value("1"),
        hint: "Who could read between another thread's read and write?",
    },
    // Deadlock and livelock
    Level {
        id: "crossing",
        title: "The crossing",
        task: "Make the two trains wait for each other for ever.",
        link: "#/explore/deadlock?v=1",
        goal: Goal::Kind(VerdictKind::Deadlock),
        hint: "Each needs one section in its hand.",
    },
    Level {
        id: "three-trains",
        title: "Three trains",
        task: "Three trains make two trips each. Make them wait for each other for ever.",
        link: "#/explore/deadlock?v=1&threads=3&trips=2",
        goal: Goal::Kind(VerdictKind::Deadlock),
        hint: "It works before anybody has made a trip.",
    },
    Level {
        id: "orderly-trains",
        title: "Orderly trains",
        task: "All trains take the lower section first. Make them wait for each other for ever.",
        link: "#/explore/deadlock?v=1&threads=3&order=same",
        goal: Goal::Kind(VerdictKind::Deadlock),
        hint: "Look at who holds the highest section that is taken.",
    },
    Level {
        id: "hungry-table",
        title: "The hungry table",
        task: "Five philosophers: let nobody eat, ever.",
        link: "#/explore/dining-philosophers?v=1&threads=5",
        goal: Goal::Kind(VerdictKind::Deadlock),
        hint: "Everybody takes the fork to the left.",
    },
    Level {
        id: "numbered-forks",
        title: "Numbered forks",
        task: "The forks are numbered, the lower one is taken first. Make the table starve.",
        link: "#/explore/dining-philosophers?v=1&threads=4&strategy=ordered",
        goal: Goal::Kind(VerdictKind::Deadlock),
        hint: "The last philosopher reaches for fork 1 first, as the first one does.",
    },
    Level {
        id: "courteous-corridor",
        title: "Two in a corridor",
        task: "Both step aside by the toss of a coin. Let them pass each other.",
        link: "#/explore/livelock?v=1&cure=back-off",
        goal: Goal::Kind(VerdictKind::Held),
        hint: "One has to stay while the other steps aside.",
    },
    Level {
        id: "endless-corridor",
        title: "Too polite",
        task: "Both always step aside. Let them pass each other.",
        link: "#/explore/livelock?v=1",
        goal: Goal::Kind(VerdictKind::Held),
        hint: "Compare the lanes after each round.",
    },
    // Locks and semaphores
    Level {
        id: "give-up",
        title: "Out of patience",
        task: "Make a thread give up waiting for the lock.",
        link: "#/explore/lock?v=1&acquire=timeout",
        goal: Goal::Kind(VerdictKind::TimedOut),
        hint: "It has to ask while another one is inside.",
    },
    Level {
        id: "look-before-you-lock",
        title: "Look before you lock",
        task: "This lock looks first and locks then. Get two threads inside.",
        link: "#/explore/lock?v=1&kind=look-first",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "Both have to see that the lock is free.",
    },
    Level {
        id: "one-by-one",
        title: "One by one",
        task: "Two permits, three threads: never have more than one inside.",
        link: "#/explore/semaphore?v=1",
        goal: Goal::Value("1"),
        hint: "Whoever goes in goes out again before the next one does.",
    },
    Level {
        id: "one-too-many",
        title: "One too many",
        task: "Two permits, three threads: have all three inside.",
        link: "#/explore/semaphore?v=1",
        goal: Goal::Value("3"),
        hint: "Count the permits that are left.",
    },
    Level {
        id: "mixed-lines",
        title: "Mixed lines",
        task: "Two may write at the same time. Mix all three lines.",
        link: "#/explore/stdout-writer?v=1&threads=3&guard=semaphore",
        goal: Goal::Value("3"),
        hint: "When the first line has ended, begin the third before the second has ended, too.",
    },
    Level {
        id: "turn-first",
        title: "Turn before flag",
        task: "Peterson's algorithm with two lines exchanged: get both threads inside.",
        link: "#/explore/peterson?v=1&variant=turn-first",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "Who gives the turn away first, and raises the flag last?",
    },
    Level {
        id: "peterson",
        title: "Peterson's algorithm",
        task: "The algorithm as published, two rounds: get both threads inside.",
        link: "#/explore/peterson?v=1&rounds=2",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "Both flags are up. Whose turn is it?",
    },
    Level {
        id: "dekker-late-flag",
        title: "Look before flag",
        task: "Dekker's algorithm with the flag raised late: get both threads inside.",
        link: "#/explore/dekker?v=1&variant=late-flag",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "Each has to look before the other raises its flag.",
    },
    // Queues and signals
    Level {
        id: "left-behind",
        title: "Left behind",
        task: "A LIFO queue, and a last item that means the end: leave an item behind.",
        link: "#/explore/queue?v=1&kind=lifo&maxsize=0&end=item",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "Let both consumers sleep until the end is on top of the items.",
    },
    Level {
        id: "lost-in-the-queue",
        title: "Lost in the queue",
        task: "The queue is shut down at the end: lose an item.",
        link: "#/explore/queue?v=1",
        goal: Goal::Kind(VerdictKind::WrongValue),
        hint: "What does a consumer do with a queue that is shut down and not empty?",
    },
    Level {
        id: "unheard",
        title: "Unheard",
        task: "Make a thread wait for a signal that has been given.",
        link: "#/explore/signals?v=1",
        goal: Goal::Kind(VerdictKind::LostWakeup),
        hint: "Give the signal before everybody waits.",
    },
    Level {
        id: "look-before-you-wait",
        title: "Look before you wait",
        task: "They look at the state before they wait. Make one wait for ever all the same.",
        link: "#/explore/signals?v=1&wait=predicate",
        goal: Goal::Kind(VerdictKind::LostWakeup),
        hint: "Between its look and its wait a thread holds the lock.",
    },
    // Task queues
    Level {
        id: "acknowledged-too-early",
        title: "Acknowledged too early",
        task: "One worker may be killed. Lose the task.",
        link: "#/explore/task-queue?v=1",
        goal: Goal::Value("0"),
        hint: "When is the task with nobody but the worker?",
    },
    Level {
        id: "paid-twice",
        title: "Paid twice",
        task: "Workers acknowledge late, and one may be killed. Pay twice.",
        link: "#/explore/task-queue?v=1&ack=late",
        goal: Goal::Value("2"),
        hint: "Kill the worker when it has paid, and could not say so yet.",
    },
    Level {
        id: "nothing-is-left",
        title: "Nothing is left",
        task: "Two tasks, and two workers that may be killed. Lose both tasks.",
        link: "#/explore/task-queue?v=1&tasks=2&crashes=2",
        goal: Goal::Value("0"),
        hint: "Each worker is killed once, each with another task.",
    },
    Level {
        id: "known-tasks",
        title: "Known tasks",
        task: "Workers acknowledge late, and know what was paid. Pay twice.",
        link: "#/explore/task-queue?v=1&ack=late&idempotent=yes",
        goal: Goal::Value("2"),
        hint: "What does the second worker find when the task comes back?",
    },
];
