//! Exact fractions, as little as they are needed.

use num_bigint::BigUint;

/// A fraction in lowest terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    numerator: BigUint,
    denominator: BigUint,
}

impl Fraction {
    /// `numerator / denominator`; the denominator is not 0.
    #[must_use]
    #[optimize(size)]
    pub fn new(numerator: BigUint, denominator: BigUint) -> Self {
        let (mut a, mut b) = (numerator.clone(), denominator.clone());
        while b != BigUint::ZERO {
            (a, b) = (b.clone(), a % b);
        }
        Self { numerator: numerator / &a, denominator: denominator / a }
    }

    /// The nearest number.
    #[must_use]
    #[optimize(size)]
    pub fn to_f64(&self) -> f64 {
        // 64 bits of each part are more than the result can hold.
        let (high, low) = (self.numerator.bits(), self.denominator.bits());
        let cut = |number: &BigUint, bits: u64| {
            let shift = bits.saturating_sub(64);
            (u64::try_from(number >> shift).unwrap_or(u64::MAX) as f64, shift)
        };
        let ((a, up), (b, down)) = (cut(&self.numerator, high), cut(&self.denominator, low));
        let gap = up as i64 - down as i64;
        a / b * 2.0_f64.powi(gap.clamp(-2000, 2000) as i32)
    }
}

impl std::fmt::Display for Fraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.denominator == BigUint::from(1_u8) {
            return write!(f, "{}", self.numerator);
        }
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_reduced_and_near() {
        let fraction = |a: u32, b: u32| Fraction::new(BigUint::from(a), BigUint::from(b));
        assert_eq!(fraction(4, 8).to_string(), "1/2");
        assert_eq!(fraction(6, 3).to_string(), "2");
        assert_eq!(fraction(0, 5).to_string(), "0");
        assert_eq!(fraction(1, 3).to_f64(), 1.0 / 3.0);
        let tiny = Fraction::new(BigUint::from(1_u8), BigUint::from(3_u8).pow(200));
        assert!((tiny.to_f64() / 3.0_f64.powi(-200) - 1.0).abs() < 1e-12);
    }
}
