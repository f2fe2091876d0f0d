//! Parameters that are one of some words, as enums.

/// An enum whose variants are the words of a choice in links, with the words for people.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$meaning])* $variant,)+
        }

        impl $name {
            /// The words on offer.
            pub(crate) const CHOICES: &'static [crate::spec::Choice] =
                &[$(crate::spec::Choice::new($word, $label)),+];

            /// The variant that is spelt `word`, which is one of those on offer.
            pub(crate) fn of(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    _ => unreachable!("{word} is not on offer"),
                }
            }

            /// The word in links.
            pub(crate) fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use choice;

choice! {
    /// What a thread does between two steps that belong together.
    Gap {
        /// Nothing: the next instruction follows.
        None = "none", "Nothing";
        /// It gives the core away for a moment.
        Yield = "yield", "Yield";
        /// It sleeps for a millisecond.
        Sleep = "sleep", "Sleep 1 ms";
    }
}

#[cfg(feature = "kernels")]
impl Gap {
    /// Lets that time pass.
    pub(crate) fn pass(self, me: &primitives::Worker<'_>) -> Result<(), primitives::Stopped> {
        match self {
            Self::None => Ok(()),
            Self::Yield => {
                me.yield_now();
                Ok(())
            }
            Self::Sleep => me.sleep(std::time::Duration::from_millis(1)),
        }
    }
}
