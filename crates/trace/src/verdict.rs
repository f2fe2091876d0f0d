//! What a run shows, in one word and one sentence.

/// The one word. A defect in an experiment is one of these, never a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum VerdictKind {
    /// The stated property held.
    Held,
    /// The program finished with a wrong value.
    WrongValue,
}

impl VerdictKind {
    /// The word as records and links spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::WrongValue => "wrong-value",
        }
    }

    /// The kind that [`VerdictKind::name`] spells so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Held, Self::WrongValue].into_iter().find(|kind| kind.name() == name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_name() {
        for kind in [VerdictKind::Held, VerdictKind::WrongValue] {
            assert_eq!(VerdictKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(VerdictKind::from_name("fine"), None);
    }
}
