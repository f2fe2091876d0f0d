//! Why a law is not fitted to a curve, and how much an interval must say to be shown.

use std::fmt;

/// A 95 % interval of a serial part wider than this says too little to be shown: half of all that is
/// possible.
pub(crate) const MAX_WIDTH: f64 = 0.5;

/// What differs from the end of the possible by less is rounding.
const ROUNDING: f64 = 1e-9;

/// Why no law is given for a curve. As text, a clause that completes "because …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// There are fewer points than the law needs, which are these.
    TooFewPoints(&'static str),
    /// The interval of the law's coefficients would say nothing.
    Scatter,
    /// The estimate is below 0: no law with a cost describes such a curve.
    FasterThanThreads,
    /// The estimate of the serial part is above 1: the speed-ups are below 1.
    SlowerThanSequential,
    /// The curve is largest at 1 thread and falls at once.
    Falls,
}

impl fmt::Display for NoFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPoints(needed) => write!(f, "it needs {needed}"),
            Self::Scatter => f.write_str("the points scatter too much"),
            Self::FasterThanThreads => {
                f.write_str("the speed-up grows as fast as the threads or faster")
            }
            Self::SlowerThanSequential => {
                f.write_str("more threads are on the whole slower than the sequential program")
            }
            Self::Falls => f.write_str("the curve falls from one thread on"),
        }
    }
}

/// A cost and its 95 % interval, if they are possible and say something.
///
/// `value`, `low` and `high` are as they come out of an estimate; possible is what lies between 0 and
/// `most`: 1 for a serial part, a fraction. The interval returned is cut off there. Errors:
/// [`NoFit::Scatter`] for an interval wider than [`MAX_WIDTH`] that reaches into the possible, else the
/// reason why the value is impossible.
pub(crate) fn possible(
    value: f64,
    (low, high): (f64, f64),
    most: f64,
) -> Result<(f64, (f64, f64)), NoFit> {
    let surely_impossible = high < 0.0 || low > most;
    let within = (-ROUNDING..=most + ROUNDING).contains(&value);
    let cut = |end: f64| if within { end.clamp(0.0, most) } else { end };
    let (low, high) = (cut(low), cut(high));
    if (high - low).is_nan() || (high - low > MAX_WIDTH && !surely_impossible) {
        return Err(NoFit::Scatter);
    }
    if within {
        return Ok((value.clamp(0.0, most), (low, high)));
    }
    Err(if value < 0.0 { NoFit::FasterThanThreads } else { NoFit::SlowerThanSequential })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_possible_is_kept_and_its_interval_cut_off_at_the_ends() {
        assert_eq!(possible(0.25, (0.2, 0.3), 1.0), Ok((0.25, (0.2, 0.3))));
        assert_eq!(possible(0.1, (-0.2, 0.4), 1.0), Ok((0.1, (0.0, 0.4))));
        assert_eq!(possible(-1e-17, (-1e-17, 0.0), 1.0), Ok((0.0, (0.0, 0.0))));
    }

    /// The figures that the page once showed: 81.1 % (−31.0 % to 193.1 %) and 110.6 %.
    #[test]
    fn what_says_nothing_and_what_is_impossible_is_refused_with_the_reason() {
        assert_eq!(possible(0.811, (-0.31, 1.931), 1.0), Err(NoFit::Scatter));
        assert_eq!(possible(1.106, (1.0, 1.2), 1.0), Err(NoFit::SlowerThanSequential));
        assert_eq!(possible(-0.1, (-0.12, -0.08), 1.0), Err(NoFit::FasterThanThreads));
        assert_eq!(possible(-0.1, (-0.6, 0.4), 1.0), Err(NoFit::Scatter));
        assert_eq!(possible(2.5, (1.5, 3.5), 1.0), Err(NoFit::SlowerThanSequential));
        assert_eq!(possible(f64::NAN, (f64::NAN, f64::NAN), 1.0), Err(NoFit::Scatter));
    }

    #[test]
    fn every_reason_completes_a_sentence() {
        for reason in [
            NoFit::TooFewPoints("at least 4 thread counts"),
            NoFit::Scatter,
            NoFit::FasterThanThreads,
            NoFit::SlowerThanSequential,
            NoFit::Falls,
        ] {
            let text = reason.to_string();
            assert!(text.starts_with(char::is_lowercase) && !text.ends_with('.'), "{text}");
        }
    }
}
