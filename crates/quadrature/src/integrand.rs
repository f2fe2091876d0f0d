//! The functions on offer: names, formulas, domains, closed forms.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

use crate::function::{Circle, Function, Gauss, PiQuotient, Sin, Square, Uneven};

/// A function to integrate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integrand {
    /// `x²`, the cheapest: one multiplication.
    X2,
    /// `4/(1+x²)`, whose integral from 0 to 1 is π.
    Pi,
    /// `sin x`.
    Sin,
    /// `√(1−x²)`, the unit circle; its slope is infinite at ±1.
    Circle,
    /// `e^(−x²)`, the bell curve.
    Gauss,
    /// `1/(1−x)`, summed as a geometric series: the closer `|x|` is to 1, the more terms it takes.
    Uneven,
}

impl Integrand {
    /// Every integrand, in the order shown to the user.
    pub const ALL: [Self; 6] =
        [Self::X2, Self::Pi, Self::Sin, Self::Circle, Self::Gauss, Self::Uneven];

    /// The name used in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::X2 => "x2",
            Self::Pi => "pi",
            Self::Sin => "sin",
            Self::Circle => "circle",
            Self::Gauss => "gauss",
            Self::Uneven => "uneven",
        }
    }

    /// The integrand called `name` in links.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// The formula, as a person writes it.
    #[must_use]
    pub fn formula(self) -> &'static str {
        match self {
            Self::X2 => "x²",
            Self::Pi => "4/(1+x²)",
            Self::Sin => "sin x",
            Self::Circle => "√(1−x²)",
            Self::Gauss => "e^(−x²)",
            Self::Uneven => "1/(1−x)",
        }
    }

    /// The interval offered first, `(a, b)`.
    #[must_use]
    pub fn default_interval(self) -> (f64, f64) {
        match self {
            Self::X2 => (0.0, 10.0),
            Self::Pi | Self::Circle => (0.0, 1.0),
            Self::Sin => (0.0, PI),
            Self::Gauss => (-3.0, 3.0),
            Self::Uneven => (0.0, 0.9),
        }
    }

    /// The closed interval `(lowest, highest)` on which the function is offered, infinite where it
    /// is unbounded.
    #[must_use]
    pub fn domain(self) -> (f64, f64) {
        match self {
            Self::X2 | Self::Pi | Self::Sin | Self::Gauss => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Circle => (-1.0, 1.0),
            Self::Uneven => (-0.99, 0.99),
        }
    }

    /// The value at `x`, which lies in the domain.
    #[must_use]
    pub fn eval(self, x: f64) -> f64 {
        match self {
            Self::X2 => Square::at(x),
            Self::Pi => PiQuotient::at(x),
            Self::Sin => Sin::at(x),
            Self::Circle => Circle::at(x),
            Self::Gauss => Gauss::at(x),
            Self::Uneven => Uneven::at(x),
        }
    }

    /// The integral from `a` to `b` by its closed form, or `None` if `a` or `b` is outside the
    /// domain or the value is too large for a double.
    ///
    /// Each form is a product or a single call where a difference of two antiderivatives would
    /// cancel, so that short intervals far from 0 keep their digits.
    #[must_use]
    pub fn exact(self, a: f64, b: f64) -> Option<f64> {
        let (lowest, highest) = self.domain();
        let inside = |x: f64| lowest <= x && x <= highest;
        if !inside(a) || !inside(b) {
            return None;
        }
        let value = match self {
            Self::X2 => (b - a) * (a * a + a * b + b * b) / 3.0,
            // tan(β − α) = (tan β − tan α) / (1 + tan α · tan β)
            Self::Pi => 4.0 * libm::atan2(b - a, 1.0 + a * b),
            // cos a − cos b
            Self::Sin => 2.0 * libm::sin(0.5 * a + 0.5 * b) * libm::sin(0.5 * b - 0.5 * a),
            Self::Circle => {
                let twice = |x: f64| x * Circle::at(x) + libm::asin(x);
                0.5 * (twice(b) - twice(a))
            }
            Self::Gauss => {
                let area = if a > 0.0 && b > 0.0 {
                    libm::erfc(a) - libm::erfc(b)
                } else if a < 0.0 && b < 0.0 {
                    libm::erfc(-b) - libm::erfc(-a)
                } else {
                    libm::erf(b) - libm::erf(a)
                };
                area / FRAC_2_SQRT_PI
            }
            // ln((1−a)/(1−b))
            Self::Uneven => libm::log1p((b - a) / (1.0 - b)),
        };
        value.is_finite().then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `got` and `want` agree to 15 digits.
    fn assert_close(got: f64, want: f64) {
        assert!((got - want).abs() <= 1e-15 * want.abs(), "{got:e} is not {want:e}");
    }

    #[test]
    fn every_integrand_is_found_by_its_name() {
        for f in Integrand::ALL {
            assert_eq!(Integrand::from_name(f.name()), Some(f));
        }
        assert_eq!(Integrand::from_name("x3"), None);
    }

    #[test]
    fn default_intervals_lie_in_the_domain() {
        for f in Integrand::ALL {
            let ((a, b), (lowest, highest)) = (f.default_interval(), f.domain());
            assert!(lowest <= a && a < b && b <= highest, "{f:?}");
        }
    }

    #[test]
    fn values_are_those_of_the_formulas() {
        assert_eq!(Integrand::X2.eval(-3.0), 9.0);
        assert_eq!(Integrand::Pi.eval(1.0), 2.0); // 4/(1+1)
        assert_eq!(Integrand::Sin.eval(PI / 2.0), 1.0);
        assert_eq!(Integrand::Circle.eval(0.6), 0.8); // a 3-4-5 triangle
        assert_eq!(Integrand::Gauss.eval(0.0), 1.0);
        assert_eq!(Integrand::Uneven.eval(0.5), 2.0); // 1 + 1/2 + 1/4 + …
        assert_close(Integrand::Uneven.eval(-0.25), 0.8); // 1/1.25
    }

    #[test]
    fn the_circle_is_zero_just_outside_its_ends() {
        assert_eq!(Integrand::Circle.eval(1.0 + f64::EPSILON), 0.0);
        assert_eq!(Integrand::Circle.eval(-1.0 - f64::EPSILON), 0.0);
    }

    #[test]
    fn closed_forms_of_the_default_intervals_are_the_known_constants() {
        let exact = |f: Integrand| f.exact(f.default_interval().0, f.default_interval().1).unwrap();
        assert_close(exact(Integrand::X2), 1000.0 / 3.0); // 10³/3
        assert_close(exact(Integrand::Pi), PI);
        assert_close(exact(Integrand::Sin), 2.0); // cos 0 − cos π
        assert_close(exact(Integrand::Circle), PI / 4.0); // a quarter of the unit disc
        assert_close(exact(Integrand::Gauss), PI.sqrt() * 0.999_977_909_503_001_4); // √π · erf 3
        assert_close(exact(Integrand::Uneven), std::f64::consts::LN_10); // ln(1/0.1)
    }

    #[test]
    fn closed_forms_keep_their_digits_on_short_intervals_far_away() {
        // ∫ x² from 10⁶ to 10⁶+1 = 10¹² + 10⁶ + 1/3.
        assert_close(Integrand::X2.exact(1e6, 1e6 + 1.0).unwrap(), 1e12 + 1e6 + 1.0 / 3.0);
        // 4·(atan(2·10⁸) − atan(10⁸)) = 4·(10⁻⁸ − ½·10⁻⁸) up to a relative 10⁻¹⁶.
        assert_close(Integrand::Pi.exact(1e8, 2e8).unwrap(), 2e-8);
        // The bell curve is even, and its tail beyond 5 stands for nearly all of erfc 5.
        let tail = Integrand::Gauss.exact(5.0, 30.0).unwrap();
        assert_close(tail, libm::erfc(5.0) * PI.sqrt() / 2.0);
        assert_eq!(Integrand::Gauss.exact(-30.0, -5.0), Some(tail));
    }

    #[test]
    fn there_is_no_closed_form_outside_the_domain_or_beyond_the_doubles() {
        assert_eq!(Integrand::Circle.exact(0.0, 1.5), None);
        assert_eq!(Integrand::Uneven.exact(-1.0, 0.0), None);
        assert_eq!(Integrand::X2.exact(0.0, f64::NAN), None);
        assert_eq!(Integrand::X2.exact(0.0, 1e200), None);
    }
}
