//! The words of `processes`.

mod conclude;

use super::{Guarded, Memory, Processes};
use crate::report::shows::{Bars, Figure, Form, Picture, Sequence, Shows};
use crate::report::{Asks, Card, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words};

static CARD: Card = Card {
    topics: "multiprocessing fork spawn pipe shared memory pickle message payload daemon terminate",
    miniature: Miniature::Lanes(&["###.......####", "   ####w", "    #####w"]),
};

static WORDS: Words = Words {
    title: "Processes",
    run: Lesson {
        summary: "A parent starts processes, which share no memory with it: what they change is their own, and all \
                  else is sent.",
        prediction: "Each of two processes adds 1 to the parent’s number. What does the parent see?",
        asks: Asks::Number { figure: "seen_by_parent", unit: "" },
        look_for: &[
            (
                "Threads change the parent’s number, processes change copies: the parent never sees those.",
                Spot::Named("seen_by_parent"),
            ),
            (
                "A copy takes time for each byte, a transfer the same time for any number of bytes, and in shared \
             memory nothing moves.",
                Spot::Named("mb_per_s"),
            ),
            (
                "Without a guard all are inside together. The browser frees the lock of a process that is ended.",
                Spot::Named("most_inside"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Each process adds 1 to the parent’s number: to the one there is, or to a copy of its own.",
        prediction: "Each process changes the parent’s number. How many different numbers can the parent see?",
        asks: Asks::Endings,
        look_for: &[
            (
                "Where the number is shared, increments can be lost, as with threads.",
                Spot::Param("memory"),
            ),
            ("Where each has a copy, no schedule changes what the parent sees: 0.", Spot::Outcomes),
        ],
    },
    params: &[
        ParamWords::number(
            "threads",
            "Processes",
            "",
            "Processes that the parent starts, and threads to compare them with.",
        ),
        ParamWords::choice(
            "memory",
            "Number",
            "Whose number is changed: a copy in each process, or the one that threads share.",
            &[("copied", "Copied: processes"), ("shared", "Shared: threads")],
        ),
        ParamWords::choice(
            "link",
            "Connection",
            "What the payload goes through.",
            &[("queue", "Queue"), ("pipe", "Pipe"), ("shared-memory", "Shared memory")],
        ),
        ParamWords::number("bytes", "Payload", "bytes", "How much is sent there and back."),
        ParamWords::number(
            "rounds",
            "Round trips",
            "each way",
            "How often it goes there and back.",
        ),
        ParamWords::choice(
            "send",
            "Send",
            "What the parent tries to send. A function or a lock belongs to one process.",
            &[("bytes", "Bytes"), ("function", "A function"), ("lock", "A lock")],
        ),
        ParamWords::choice(
            "guard",
            "Guard",
            "What keeps processes out while others are inside.",
            &[("none", "None"), ("lock", "Lock"), ("semaphore", "Semaphore of 2")],
        ),
        ParamWords::choice(
            "daemon",
            "Daemons",
            "Whether the parent ends without waiting for its processes, which cuts them off.",
            &[("no", "No: join them"), ("yes", "Yes: cut them off")],
        ),
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram],
    figures: &[
        Figure::count("seen_by_parent", "Seen by the parent", "of its number"),
        Figure::count("changed", "Changes made", "by processes, each to its own"),
        Figure {
            name: "mutual_exclusion_held",
            label: "Alone inside",
            form: Form::Word,
            remark: "one at a time",
        },
        Figure::count("most_inside", "Most inside", "at the same time"),
        Figure {
            name: "lock_free_ms",
            label: "Lock free after",
            form: Form::Ms,
            remark: "its holder was ended",
        },
        Figure {
            name: "join_ms",
            label: "Joined after",
            form: Form::Ms,
            remark: "until all had returned",
        },
        Figure::count("cut_off", "Cut off", "daemons"),
    ],
    bars: &[
        Bars {
            name: "start_ms",
            title: "How long a start takes",
            caption: "From asking for it until it is there; the middle one.",
            form: Form::Ms,
        },
        Bars {
            name: "round_trip_us",
            title: "There and back",
            caption: "Time for one round trip of the payload by each way; the middle one.",
            form: Form::Us,
        },
        Bars {
            name: "mb_per_s",
            title: "Payload in a second",
            caption: "Its bytes there and back by the time of a round trip. Only a copy moves them: by the other ways they change hands, however many they are.",
            form: Form::MbPerSecond,
        },
    ],
    sequences: &[Sequence {
        name: "names",
        title: "Names",
        caption: "The processes that were started.",
    }],
    ..Shows::MEETING
};

impl Tell for Processes {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("memory", "copied", "shared")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.memory, self.threads) {
            (Memory::Copied, _) => {
                Some("What a process changes is its own: no step of it is seen by the parent.")
            }
            (Memory::Shared, 1) => Some("One alone has nobody to race with."),
            (Memory::Shared, _) => None,
        }
    }
}

impl Guarded {
    /// Who may be inside, in a sentence about `most`.
    fn says(self, most: u64) -> String {
        match (self, most) {
            (Self::None, 0..=1) => "nobody met inside, though nothing kept them apart".to_owned(),
            (Self::None, most) => {
                format!("{most} were inside together, because nothing kept them apart")
            }
            (Self::Lock, _) => "the lock let one at a time inside".to_owned(),
            (Self::Semaphore, most) => {
                format!("the semaphore let up to {most} inside together, of the 2 that it allows")
            }
        }
    }
}
