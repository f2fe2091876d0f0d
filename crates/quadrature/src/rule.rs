//! The quadrature rules: which points count, and how much.

/// How an integral becomes a sum over `n` equal steps of width `dx = (b − a) / n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// `Σ f(a + i·dx) · dx`, the height taken at the left end of each step.
    Left,
    /// `Σ f(a + (i + ½)·dx) · dx`, the height taken in the middle of each step.
    Midpoint,
    /// Straight lines between the points: the left sum plus `(f(b) − f(a)) / 2 · dx`.
    Trapezoid,
    /// Parabolas through each three points: weights 1, 4, 2, 4, …, 4, 1, times `dx / 3`. `n` is
    /// even.
    Simpson,
}

impl Rule {
    /// Every rule, in the order shown to the user.
    pub const ALL: [Self; 4] = [Self::Left, Self::Midpoint, Self::Trapezoid, Self::Simpson];

    /// The name used in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Midpoint => "midpoint",
            Self::Trapezoid => "trapezoid",
            Self::Simpson => "simpson",
        }
    }

    /// The rule called `name` in links.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// Where in its step a point lies, as a fraction of the step.
    pub(crate) fn shift(self) -> f64 {
        if self == Self::Midpoint { 0.5 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        assert_eq!(Rule::from_name("Left"), None);
    }
}
