//! Why a value was refused: the field, the value, and the rule that it breaks.

use thiserror::Error;

/// Why one field was refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{field} {problem}, got \"{value}\"")]
pub struct ParamError {
    /// The field's name in links.
    pub field: &'static str,
    /// What was given, cut to 40 characters.
    pub value: String,
    /// The rule that it breaks.
    pub problem: Problem,
}

/// A rule that a value can break, worded to follow the field's name.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// Not a whole number at all.
    #[error("must be a whole number between {min} and {max}")]
    NotAnInteger {
        /// Least value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// A whole number outside the limits.
    #[error("must be between {min} and {max}")]
    IntegerOutside {
        /// Least value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// Not a finite number.
    #[error("must be a finite number")]
    NotFinite,
    /// A number outside the limits.
    #[error("must be between {min} and {max}")]
    RealOutside {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// Not one of the words on offer.
    #[error("must be one of {words}")]
    NotOffered {
        /// The words, separated by commas.
        words: String,
    },
    /// One instruction cannot call a function, and a number of one's own needs no care.
    #[error("must be operator for fixes that leave nothing between read and write")]
    CallInOneStep,
    /// Simpson's rule takes intervals in pairs.
    #[error("must be even for rule simpson")]
    Odd,
    /// The integrand is not defined there.
    #[error("must lie between {min} and {max}, where {integrand} is defined")]
    OutsideDomain {
        /// Name of the integrand.
        integrand: &'static str,
        /// Least argument.
        min: f64,
        /// Greatest argument.
        max: f64,
    },
    /// At least one thread must be something else.
    #[error("must be less than the thread count ({threads})")]
    NotBelowThreads {
        /// The thread count.
        threads: u32,
    },
    /// Two kinds of threads do not add up to all of them.
    #[error("must be {rest}, so that {kinds} make the thread count ({threads})")]
    NotTheRest {
        /// What would be right.
        rest: u64,
        /// The two parameters.
        kinds: &'static str,
        /// The thread count.
        threads: u32,
    },
    /// What gives results one by one gives those of chunks by a generator, whose `next` has no timeout.
    #[error("must be 0 for call {call} with chunks, which gives a generator without a timeout")]
    NoTimeout {
        /// The call.
        call: &'static str,
    },
    /// Each process has a memory of its own, and a browser has no addresses for more of them.
    #[error("must be at most {max} for client processes: a browser has no room for more")]
    TooManyProcesses {
        /// The most.
        max: u32,
    },
    /// Only other tabs can have other parts.
    #[error("must be client for transport page, which has no other tabs")]
    NoOtherTab,
    /// Nobody would take the tasks.
    #[error("must be at least 1, unless others take the tasks that this tab sends")]
    NoWorker,
    /// Who works elsewhere was told of no other integral.
    #[error("must be {right} for method tasks, whose workers know nothing else")]
    UnknownElsewhere {
        /// What would be right.
        right: String,
    },
    /// Nobody else can be killed.
    #[error("must be at most the workers ({workers})")]
    MoreThanWorkers {
        /// How many there are.
        workers: u32,
    },
    /// A part of an integral is at least one block.
    #[error("must be at most {blocks} for job integrate, the blocks of n = {n}")]
    MoreTasksThanBlocks {
        /// The most.
        blocks: u64,
        /// The points.
        n: u64,
    },
    /// The slide's program knows one rule only.
    #[error("must be left for method slide, which is run as written")]
    SlideRule,
    /// The slide's program divides by n / threads, which is 0 here.
    #[error(
        "must be at least the thread count ({threads}) for method slide, which divides by n / threads"
    )]
    SlideTooFew {
        /// The thread count.
        threads: u32,
    },
    /// The slide's program starts its chunks at 0 and so leaves the domain.
    #[error(
        "is refused for method slide: its chunks run from 0 to b − a = {end}, and {integrand} is defined between {min} and {max}"
    )]
    SlideLeavesDomain {
        /// Where the slide's last chunk ends.
        end: f64,
        /// Name of the integrand.
        integrand: &'static str,
        /// Least argument.
        min: f64,
        /// Greatest argument.
        max: f64,
    },
}

impl ParamError {
    /// An error for `field`, which was given as `value`.
    #[must_use]
    pub fn new(field: &'static str, value: impl ToString, problem: Problem) -> Self {
        Self { field, value: value.to_string().chars().take(40).collect(), problem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_field_the_limit_and_the_value() {
        let problem = Problem::IntegerOutside { min: 1, max: 64 };
        let error = ParamError::new("threads", 65, problem);
        assert_eq!(error.to_string(), "threads must be between 1 and 64, got \"65\"");
    }

    #[test]
    fn a_long_value_is_cut_in_the_error() {
        let error = ParamError::new("n", "9".repeat(1000), Problem::NotFinite);
        assert_eq!(error.value.len(), 40);
    }
}
