//! How an experiment stands on the map of the course.

/// What people find an experiment by, and what it looks like.
#[derive(Debug)]
pub struct Card {
    /// Words of the field that people look for, beside those of its title and its summary.
    pub topics: &'static str,
    /// A picture of a run, as small as an icon.
    pub miniature: Miniature,
}

/// A picture that shows no more than what kind of thing happens.
#[derive(Debug)]
pub enum Miniature {
    /// What each thread did, a character for each moment: `#` works, `r` and `w` work and read or write, `.` waits,
    /// `x` works in vain, a blank is nothing.
    Lanes(&'static [&'static str]),
    /// Speed-up in tenths with 1, 2, 3 … threads: as measured, and as a law predicts it if one does.
    Curve {
        /// Points on a line.
        measured: &'static [u8],
        /// Points on a broken line.
        predicted: &'static [u8],
    },
    /// So many wait for each other in a circle.
    Circle(u8),
    /// How many are in a queue, moment by moment.
    Steps(&'static [u8]),
    /// How many states there are after each step.
    States(&'static [u8]),
}
