//! The choices of `integrate`: those of `quadrature`, and its own.

use quadrature::{Integrand, Kernel, Rule};
use trace::Backend;

use crate::chunk::Reduction;
use crate::declare::choice;
use crate::param::Choice;

choice! {
    /// How the integral is computed.
    Method {
        /// One thread, block after block.
        Sequential = "sequential";
        /// A chunk for each thread.
        Threads = "threads";
        /// Many tasks, shared by work stealing.
        Pool = "pool";
        /// A chunk for each process, by messages.
        Processes = "processes";
        /// Tasks for workers that are elsewhere, by way of a broker.
        Tasks = "tasks";
        /// As on the slide, with its faults.
        Slide = "slide";
    }
}

impl Method {
    pub(super) fn backend(self) -> Backend {
        match self {
            Self::Sequential => Backend::Single,
            Self::Processes | Self::Tasks => Backend::Processes,
            Self::Threads | Self::Pool | Self::Slide => Backend::Threads,
        }
    }
}

choice! {
    /// What carries tasks to workers that are elsewhere.
    Transport {
        /// They are in other tabs of this browser.
        Tabs = "tabs";
        /// They are wherever they reach the same broker.
        RabbitMq = "rabbitmq";
    }
}

/// The item that `name` calls `word`, which is one of those on offer.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, word: &str) -> T {
    let found = all.iter().copied().find(|&item| name(item) == word);
    found.expect("the words on offer are the names of these items")
}

impl Choice for Integrand {
    const WORDS: &'static [&'static str] = &["x2", "pi", "sin", "circle", "gauss", "uneven"];

    fn of(word: &str) -> Self {
        named(&Self::ALL, Self::name, word)
    }

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Choice for Rule {
    const WORDS: &'static [&'static str] = &["left", "midpoint", "trapezoid", "simpson"];

    fn of(word: &str) -> Self {
        named(&Self::ALL, Self::name, word)
    }

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Choice for Kernel {
    const WORDS: &'static [&'static str] = &["scalar", "simd"];

    fn of(word: &str) -> Self {
        named(&Self::ALL, Self::name, word)
    }

    fn word(self) -> &'static str {
        self.name()
    }
}

impl Choice for Reduction {
    const WORDS: &'static [&'static str] = &["blocks", "per-thread"];

    fn of(word: &str) -> Self {
        if word == "blocks" { Self::Blocks } else { Self::PerThread }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::PerThread => "per-thread",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Sweep;

    #[test]
    fn every_word_on_offer_means_the_item_of_that_name() {
        fn holds<T: Choice>() -> bool {
            T::WORDS.iter().all(|word| T::of(word).word() == *word)
        }
        assert!(holds::<Integrand>() && holds::<Rule>() && holds::<Kernel>());
        assert!(holds::<Reduction>() && holds::<Method>() && holds::<Sweep>());
        let (f, rules, kernels) = (Integrand::ALL, Rule::ALL, Kernel::ALL);
        assert_eq!((Integrand::WORDS.len(), Rule::WORDS.len()), (f.len(), rules.len()));
        assert_eq!(Kernel::WORDS.len(), kernels.len());
    }
}
