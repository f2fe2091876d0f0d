//! Schedules as data, and as text for links.

use std::fmt;

use thiserror::Error;

/// How finely a schedule is cut into steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Grain {
    /// A step for each local and each shared instruction, as in the lecture's table.
    Fine,
    /// Local instructions are done together with the shared one before them: nobody could tell the
    /// difference.
    #[default]
    Merged,
}

impl Grain {
    /// How finely a schedule steps that stands in a link, by its tag.
    #[must_use]
    pub fn of_schedule(text: &str) -> Self {
        if text.starts_with("f.") { Self::Fine } else { Self::Merged }
    }
}

/// One step of a schedule: who goes on, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Move {
    /// Index of the thread.
    pub thread: u8,
    /// Which of its ways it goes; 0 unless it has a choice.
    pub way: u8,
}

/// Who goes on, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct Schedule(pub Vec<Move>);

/// A schedule as it stands in a link: `m.A2BA3.1f09c3d2`.
///
/// The tag says how finely it steps (`m` merged, `f` fine). Then one capital letter for each thread
/// that goes on (`A` is the first), behind it a small letter for the way it goes if that is not the
/// first (`b` is the second), and how many steps in a row if more than one. The last part is a
/// checksum of what happened, see [`crate::Replay::checksum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How finely it steps.
    pub grain: Grain,
    /// The schedule.
    pub schedule: Schedule,
    /// The checksum that stood there.
    pub checksum: u32,
}

/// Why a text is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScheduleError {
    /// It does not have three parts, the first of them `m` or `f`.
    #[error("a schedule looks like m.A2BA3.1f09c3d2; was the link cut?")]
    Form,
    /// A character that does not belong there.
    #[error("'{found}' cannot stand in a schedule, at character {at}")]
    Character {
        /// The character.
        found: char,
        /// Its place, from 1.
        at: usize,
    },
    /// More steps than are read.
    #[error("a schedule in a link has at most {MAX_STEPS} steps")]
    TooLong,
    /// The checksum is not of 8 hexadecimal digits.
    #[error(
        "the last part of a schedule is a checksum of 8 digits from 0 to f, got \"{0}\"; was the link cut?"
    )]
    Checksum(String),
}

/// Steps of a schedule that is read from a link at most.
pub const MAX_STEPS: usize = 20_000;

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.grain {
            Grain::Merged => "m.",
            Grain::Fine => "f.",
        })?;
        for run in self.schedule.0.chunk_by(|a, b| a == b) {
            write!(f, "{}", letter(b'A', run[0].thread))?;
            if run[0].way > 0 {
                write!(f, "{}", letter(b'a', run[0].way))?;
            }
            if run.len() > 1 {
                write!(f, "{}", run.len())?;
            }
        }
        write!(f, ".{:08x}", self.checksum)
    }
}

/// The letter of a thread or a way; what no program has gets a mark that cannot be read back.
fn letter(first: u8, index: u8) -> char {
    if index < 26 { char::from(first + index) } else { '?' }
}

impl std::str::FromStr for Written {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let mut parts = text.splitn(3, '.');
        let grain = match parts.next() {
            Some("m") => Grain::Merged,
            Some("f") => Grain::Fine,
            _ => return Err(ScheduleError::Form),
        };
        let (Some(steps), Some(checksum)) = (parts.next(), parts.next()) else {
            return Err(ScheduleError::Form);
        };
        let schedule = read_steps(steps)?;
        let refused = || ScheduleError::Checksum(checksum.chars().take(40).collect());
        let digits = checksum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if checksum.len() != 8 || !digits {
            return Err(refused());
        }
        let checksum = u32::from_str_radix(checksum, 16).map_err(|_| refused())?;
        Ok(Self { grain, schedule, checksum })
    }
}

fn read_steps(text: &str) -> Result<Schedule, ScheduleError> {
    let mut moves: Vec<Move> = Vec::new();
    let mut letters = text.chars().enumerate().peekable();
    while let Some((at, letter)) = letters.next() {
        let unfit = |found| ScheduleError::Character { found, at: at + 3 };
        let 'A'..='Z' = letter else { return Err(unfit(letter)) };
        let thread = letter as u8 - b'A';
        let way =
            letters.next_if(|(_, c)| c.is_ascii_lowercase()).map_or(0, |(_, c)| c as u8 - b'a');
        let mut count = 0_usize;
        while let Some((_, digit)) = letters.next_if(|(_, c)| c.is_ascii_digit()) {
            count = count * 10 + digit as usize - '0' as usize;
            if count > MAX_STEPS {
                return Err(ScheduleError::TooLong);
            }
        }
        moves.extend(std::iter::repeat_n(Move { thread, way }, count.max(1)));
        if moves.len() > MAX_STEPS {
            return Err(ScheduleError::TooLong);
        }
    }
    Ok(Schedule(moves))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_are_counted_and_ways_named() {
        let go = |thread, way| Move { thread, way };
        let schedule = Schedule(vec![go(0, 0), go(0, 0), go(1, 0), go(0, 1), go(0, 1)]);
        let written = Written { grain: Grain::Merged, schedule, checksum: 0x1f };
        assert_eq!(written.to_string(), "m.A2BAb2.0000001f");
        assert_eq!("m.A2BAb2.0000001f".parse(), Ok(written));
    }

    #[test]
    fn what_is_no_schedule_is_refused_by_name() {
        let refused = |text: &str| text.parse::<Written>().unwrap_err().to_string();
        assert!(refused("").contains("looks like"));
        assert!(refused("x.A.00000000").contains("looks like"));
        assert!(refused("m.A").contains("was the link cut?"));
        assert_eq!(refused("m.A?.00000000"), "'?' cannot stand in a schedule, at character 4");
        assert!(refused("m.A.12").contains("\"12\""));
        assert!(refused("m.A.+0000000").contains("checksum"));
        assert!(refused("m.A99999999999999999999.00000000").contains("at most 20000"));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            moves in prop::collection::vec((0_u8..26, 0_u8..3), 0..60),
            fine: bool,
            checksum: u32,
        ) {
            let moves = moves.into_iter().map(|(thread, way)| Move { thread, way }).collect();
            let grain = if fine { Grain::Fine } else { Grain::Merged };
            let written = Written { grain, schedule: Schedule(moves), checksum };
            prop_assert_eq!(written.to_string().parse(), Ok(written));
        }

        #[test]
        fn what_no_program_has_is_written_so_that_it_is_refused(thread in 26_u8.., way: u8) {
            let schedule = Schedule(vec![Move { thread, way }]);
            let written = Written { grain: Grain::Fine, schedule, checksum: 0 };
            let refused = Err(ScheduleError::Character { found: '?', at: 3 });
            prop_assert_eq!(written.to_string().parse::<Written>(), refused);
        }

        #[test]
        fn reading_never_panics(text in ".{0,40}") {
            let _ = text.parse::<Written>();
        }
    }
}
