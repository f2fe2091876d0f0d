//! What a run shows, in one word and one sentence.

/// The one word. A defect in an experiment is one of these, never a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum VerdictKind {
    /// The stated property held.
    Held,
    /// The program finished with a wrong value.
    WrongValue,
    /// Updates of a shared value were overwritten.
    LostUpdates,
    /// Threads wait for each other, or for themselves, for ever.
    Deadlock,
    /// Threads keep acting without getting anywhere.
    Livelock,
    /// Lines of different threads were mixed.
    Jumbled,
    /// A signal was given while nobody listened, and whoever listens now waits for ever.
    LostWakeup,
    /// Somebody gave up waiting.
    TimedOut,
    /// A lock or the like was used as it must not be.
    Misuse,
    /// Somebody never had a turn, because others did not end theirs.
    Starved,
    /// Work was taken and never done.
    Lost,
    /// Work was done more than once.
    Repeated,
    /// Work was given up, and whoever asked for it was told why.
    Failed,
}

impl VerdictKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Held,
        Self::WrongValue,
        Self::LostUpdates,
        Self::Deadlock,
        Self::Livelock,
        Self::Jumbled,
        Self::LostWakeup,
        Self::TimedOut,
        Self::Misuse,
        Self::Starved,
        Self::Lost,
        Self::Repeated,
        Self::Failed,
    ];

    /// The word as records and links spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::WrongValue => "wrong-value",
            Self::LostUpdates => "lost-updates",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Jumbled => "jumbled",
            Self::LostWakeup => "lost-wakeup",
            Self::TimedOut => "timed-out",
            Self::Misuse => "misuse",
            Self::Starved => "starved",
            Self::Lost => "lost",
            Self::Repeated => "repeated",
            Self::Failed => "failed",
        }
    }

    /// The word for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Held => "As it should be",
            Self::WrongValue => "Wrong value",
            Self::LostUpdates => "Lost updates",
            Self::Deadlock => "Deadlock",
            Self::Livelock => "Livelock",
            Self::Jumbled => "Jumbled",
            Self::LostWakeup => "Lost wake-up",
            Self::TimedOut => "Timed out",
            Self::Misuse => "Misuse",
            Self::Starved => "Starved",
            Self::Lost => "Lost",
            Self::Repeated => "Done twice",
            Self::Failed => "Failed",
        }
    }

    /// The kind that [`VerdictKind::name`] spells so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The word and the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The word.
    pub kind: VerdictKind,
    /// One sentence for a person, with its figures.
    pub text: String,
}

/// A sentence begins with a capital letter, whatever name it begins with.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_name() {
        for kind in VerdictKind::ALL {
            assert_eq!(VerdictKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(VerdictKind::from_name("fine"), None);
    }
}
