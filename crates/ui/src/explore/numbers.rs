//! Numbers of schedules, which may be very large, and chances, which may be very small.

use experiments::decimal;
use measure::{format_count, format_value};

use crate::words::rounded;

/// Longer numbers are rounded.
const MAX_DIGITS: usize = 15;
/// Longer fractions are left out.
const MAX_FRACTION: usize = 40;

/// A decimal number of any length: its thousands set apart, or `6.31×10²⁴`.
pub(crate) fn number(digits: &str) -> String {
    match digits.parse::<u64>() {
        Ok(number) if digits.len() <= MAX_DIGITS => format_count(number),
        _ => decimal(digits).map_or_else(|| digits.to_owned(), rounded),
    }
}

/// An estimate: one digit, and a power of ten if it is large: `3×10⁴`, `20`.
pub(crate) fn about(number: f64) -> String {
    if !number.is_finite() {
        return "∞".to_owned();
    }
    if number < 9.5 {
        return format!("{:.0}", number.max(1.0));
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(number)));
    let rounded = libm::round(number / power) * power;
    if rounded < 1e4 {
        return format_count(rounded as u64);
    }
    let (mantissa, exponent) = (libm::round(rounded / power), libm::round(libm::log10(power)));
    let (mantissa, exponent) =
        if mantissa >= 10.0 { (1.0, exponent + 1.0) } else { (mantissa, exponent) };
    let power = raised(exponent as u32);
    if mantissa == 1.0 { format!("10{power}") } else { format!("{mantissa:.0}×10{power}") }
}

/// An estimate of which the decimal logarithm is known: `3×10⁴`, and only the power of ten where even
/// that is not quite certain: `10⁷⁰⁰`.
pub(crate) fn about_ten_to(magnitude: f64) -> String {
    if magnitude < 100.0 || !magnitude.is_finite() {
        return about(libm::pow(10.0, magnitude));
    }
    format!("10{}", raised(libm::round(magnitude) as u32))
}

/// A number as an exponent.
fn raised(number: u32) -> String {
    let digit = |digit: char| match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁴' as u32 + (digit as u32 - '4' as u32)).unwrap_or(digit),
    };
    number.to_string().chars().map(digit).collect()
}

/// `1 state`, `904 states`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    format!("{}\u{a0}{one}{}", format_count(count), if count == 1 { "" } else { "s" })
}

/// A chance in percent: `66.7 %`, `0.012 %`, `3×10⁻⁷ %`.
pub(crate) fn chance(probability: f64) -> String {
    let percent = 100.0 * probability;
    let text = match percent {
        p if p <= 0.0 => "0".to_owned(),
        p if p >= 9.95 => format!("{p:.1}"),
        p => format_value(decimal(&format!("{p:.1e}")).unwrap_or(p)),
    };
    format!("{text}\u{a0}%")
}

/// A fraction, if it is short enough to be read.
pub(crate) fn short(fraction: Option<&String>) -> Option<&str> {
    fraction.map(String::as_str).filter(|text| text.len() <= MAX_FRACTION && *text != "1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_schedules_are_read_at_a_glance() {
        assert_eq!(number("34650"), "34\u{202f}650");
        assert_eq!(number("63063000"), "63\u{202f}063\u{202f}000");
        assert_eq!(number("6310000000000000000000001"), "6.31×10²⁴");
        assert_eq!(number("infinite"), "infinite");
    }

    #[test]
    fn estimates_have_one_digit() {
        assert_eq!(about(6.2), "6");
        assert_eq!(about(34_650.0), "3×10⁴");
        assert_eq!(about(96_000.0), "10⁵");
        assert_eq!(about(904.0), "900");
        assert_eq!(about(0.0), "1");
        assert_eq!(about(f64::INFINITY), "∞");
        assert_eq!(about_ten_to(libm::log10(34_650.0)), "3×10⁴");
        assert_eq!(about_ten_to(libm::log10(6.0)), "6");
        assert_eq!(about_ten_to(699.8), "10⁷⁰⁰");
    }

    #[test]
    fn small_chances_keep_two_digits() {
        assert_eq!(chance(2.0 / 3.0), "66.7\u{a0}%");
        assert_eq!(chance(0.000_123), "0.012\u{a0}%");
        assert_eq!(chance(0.05), "5\u{a0}%");
        assert_eq!(chance(1.0), "100.0\u{a0}%");
        assert_eq!(chance(0.0), "0\u{a0}%");
    }
}
