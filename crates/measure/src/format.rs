//! Numbers as a person reads them: durations, counts, factors and values.
//!
//! Minus is `−` (U+2212), powers of ten are written `×10⁻¹²`, and thousands are set apart by narrow
//! no-break spaces (U+202F). What is not finite becomes `∞`, `−∞` or `not a number`.

/// A duration given in milliseconds, with 3 significant digits and the unit that fits: `2.41 s`,
/// `12.3 ms`, `850 µs`, `40.0 ns`.
#[must_use]
pub fn format_ms(ms: f64) -> String {
    let Some(number) = Decimal::of(ms, 3) else { return format!("{} ms", not_usual(ms)) };
    let (unit, shift) = match number.exponent {
        3.. => ("s", -3),
        0..=2 => ("ms", 0),
        -3..=-1 => ("µs", 3),
        _ => ("ns", 6),
    };
    let exponent = number.exponent + shift;
    let number = Decimal { exponent, ..number };
    let text = if (-1..6).contains(&exponent) { number.fixed() } else { number.scientific() };
    format!("{text} {unit}")
}

/// A count with its thousands set apart by narrow no-break spaces: `10 000 000`.
#[must_use]
pub fn format_count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A factor such as a speed-up, with 2 decimals below 10 and 3 significant digits from there: `1.93`,
/// `0.08`, `12.5`.
#[must_use]
pub fn format_factor(factor: f64) -> String {
    if factor.abs() < 9.995 {
        let hundredths = (factor * 100.0).round() + 0.0; // adding 0 turns −0 into 0
        return format!("{:.2}", hundredths / 100.0).replace('-', "−");
    }
    let Some(number) = Decimal::of(factor, 3) else { return not_usual(factor) };
    if number.exponent < 6 { number.fixed() } else { number.scientific() }
}

/// A value with up to 12 significant digits and no zeros at the end: `333.333333333`, `0.5`; beyond
/// 10¹² and below 10⁻⁴ in powers of ten: `6.02214076×10²³`.
#[must_use]
pub fn format_value(x: f64) -> String {
    let Some(mut number) = Decimal::of(x, 12) else { return not_usual(x) };
    let significant = number.digits.trim_end_matches('0').len();
    number.digits.truncate(significant);
    if (-4..12).contains(&number.exponent) { number.ungrouped() } else { number.scientific() }
}

/// Zero and what is not finite.
fn not_usual(x: f64) -> String {
    match x {
        0.0 => "0",
        f64::INFINITY => "∞",
        f64::NEG_INFINITY => "−∞",
        _ => "not a number",
    }
    .to_owned()
}

/// A rounded number as `d.ddd × 10^exponent`.
struct Decimal {
    negative: bool,
    /// The significant digits; the first is not 0.
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// `x` rounded to `significant` digits; `None` for zero and what is not finite.
    fn of(x: f64, significant: usize) -> Option<Self> {
        if x == 0.0 || !x.is_finite() {
            return None;
        }
        let text = format!("{:.*e}", significant - 1, x.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        Some(Self {
            negative: x < 0.0,
            digits: mantissa.replace('.', ""),
            exponent: exponent.parse().ok()?,
        })
    }

    /// Written out, thousands apart: `12 300`, `12.3`, `0.0123`.
    fn fixed(&self) -> String {
        let (whole, decimals) = self.split();
        self.signed(grouped(&whole), &decimals)
    }

    /// Written out, as one piece: `12300`, `12.3`, `0.0123`.
    fn ungrouped(&self) -> String {
        let (whole, decimals) = self.split();
        self.signed(whole, &decimals)
    }

    /// As a power of ten: `1.23×10⁴`.
    fn scientific(&self) -> String {
        let (first, rest) = self.digits.split_at(1);
        let exponent: String = self.exponent.to_string().chars().map(superscript).collect();
        self.signed(first.to_owned(), rest) + "×10" + &exponent
    }

    /// The digits before and after the decimal point.
    fn split(&self) -> (String, String) {
        if self.exponent < 0 {
            let zeros = "0".repeat(self.exponent.unsigned_abs() as usize - 1);
            return ("0".to_owned(), zeros + &self.digits);
        }
        let before = self.exponent as usize + 1;
        let padded = format!("{:0<before$}", self.digits);
        let (whole, decimals) = padded.split_at(before);
        (whole.to_owned(), decimals.to_owned())
    }

    fn signed(&self, whole: String, decimals: &str) -> String {
        let sign = if self.negative { "−" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{decimals}")
    }
}

/// Digits in groups of three from the right, a narrow no-break space (U+202F) between groups.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

/// The raised form of a digit or a minus sign.
fn superscript(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_have_three_digits_and_the_unit_that_fits() {
        for (ms, text) in [
            (12.3, "12.3 ms"),
            (0.85, "850 µs"),
            (2410.0, "2.41 s"),
            (1.0, "1.00 ms"),
            (0.000_04, "40.0 ns"),
            (125_000.0, "125 s"),
            (12_345_678.0, "12\u{202F}300 s"),
            (-12.3, "−12.3 ms"),
            (0.0, "0 ms"),
            (-0.0, "0 ms"),
        ] {
            assert_eq!(format_ms(ms), text);
        }
    }

    /// 999.6 has the three-digit form 1.00 × 10³, which is a second.
    #[test]
    fn a_duration_is_rounded_before_its_unit_is_chosen() {
        assert_eq!(format_ms(999.6), "1.00 s");
        assert_eq!(format_ms(999.4), "999 ms");
        assert_eq!(format_ms(0.9996), "1.00 ms");
    }

    #[test]
    fn durations_beyond_all_units_are_powers_of_ten() {
        assert_eq!(format_ms(1e300), "1.00×10²⁹⁷ s");
        assert_eq!(format_ms(1e-9), "1.00×10⁻³ ns");
        assert_eq!(format_ms(f64::INFINITY), "∞ ms");
        assert_eq!(format_ms(f64::NAN), "not a number ms");
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(format_count(0), "0");
        assert_eq!(format_count(999), "999");
        assert_eq!(format_count(1000), "1\u{202F}000");
        assert_eq!(format_count(10_000_000), "10\u{202F}000\u{202F}000");
        let largest = "18 446 744 073 709 551 615".replace(' ', "\u{202F}");
        assert_eq!(format_count(u64::MAX), largest);
    }

    #[test]
    fn factors_have_two_decimals_below_ten_and_three_digits_above() {
        for (factor, text) in [
            (1.934, "1.93"),
            (0.5, "0.50"),
            (0.084, "0.08"),
            (0.994, "0.99"),
            (0.996, "1.00"),
            (9.996, "10.0"),
            (12.54, "12.5"),
            (123.4, "123"),
            (-0.2, "−0.20"),
            (-0.001, "0.00"),
            (1e9, "1.00×10⁹"),
            (f64::NAN, "not a number"),
        ] {
            assert_eq!(format_factor(factor), text);
        }
    }

    #[test]
    fn values_have_up_to_twelve_digits_and_no_zeros_at_the_end() {
        for (x, text) in [
            (1000.0 / 3.0, "333.333333333"),
            (std::f64::consts::PI, "3.14159265359"),
            (0.5, "0.5"),
            (100.0, "100"),
            (-2.5, "−2.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (0.000_1, "0.0001"),
            (0.000_01, "1×10⁻⁵"),
            (1e-12, "1×10⁻¹²"),
            (-1.5e-12, "−1.5×10⁻¹²"),
            (999_999_999_999.0, "999999999999"),
            (1e12, "1×10¹²"),
            (6.022_140_76e23, "6.02214076×10²³"),
            (f64::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(format_value(x), text);
        }
    }

    proptest! {
        #[test]
        fn every_number_has_a_text(bits: u64) {
            let x = f64::from_bits(bits);
            for text in [format_ms(x), format_factor(x), format_value(x), format_count(bits)] {
                prop_assert!(!text.is_empty());
            }
        }

        /// Twelve digits are within half a unit of the twelfth: 5 × 10⁻¹² relative.
        #[test]
        fn a_value_can_be_read_back(x in -1e15..1e15) {
            let text = format_value(x).replace(['−', '⁻'], "-");
            let plain = text.replace("×10", "e").chars().map(lowered).collect::<String>();
            let read: f64 = plain.parse().unwrap();
            prop_assert!((read - x).abs() <= 5.1e-12 * x.abs(), "{} for {}", text, x);
        }
    }

    fn lowered(c: char) -> char {
        ('0'..='9').find(|&digit| digit != c && superscript(digit) == c).unwrap_or(c)
    }
}
