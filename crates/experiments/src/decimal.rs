//! Decimal numbers as text, read.
//!
//! What std reads them with carries a table of 10 kB that no compression makes smaller, and every link
//! of the lab and the page would have it. This is slower, by what nobody notices, and as exact.

use minimal_lexical::parse_float;

/// The number nearest to a decimal one such as `12`, `-0.5`, `.5`, `1e-3`, in the forms that std accepts;
/// none for anything else.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, text) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if ["inf", "infinity"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Some(sign * f64::INFINITY);
    }
    if text.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, power(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    // No zeros that say nothing, as the library demands.
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let number: f64 = if whole.is_empty() && fraction.is_empty() {
        0.0
    } else {
        parse_float(whole.as_bytes().iter(), fraction.as_bytes().iter(), exponent)
    };
    Some(sign * number)
}

/// An exponent; one beyond all numbers stands for any greater one.
fn power(text: &str) -> Option<i32> {
    const MOST: i32 = 1_000_000;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().map_or(MOST, |size: i32| size.min(MOST));
    Some(if text.starts_with('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bits of a number, so that -0 is not 0; all that are no numbers are the same.
    fn bits(number: f64) -> u64 {
        if number.is_nan() { 0 } else { number.to_bits() }
    }

    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let stds = text.parse::<f64>().ok();
        prop_assert_eq!(decimal(text).map(bits), stds.map(bits), "{}", text);
        Ok(())
    }

    #[test]
    fn odd_forms_are_read_as_std_reads_them() {
        let odd = [
            "",
            ".",
            "+",
            "-",
            "e5",
            "1e",
            "1e+",
            "-.5e-3",
            "5.",
            ".5",
            "00.100",
            "0",
            "-0",
            "+0.0",
            "1e400",
            "1e-400",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "9007199254740993",
            "9007199254740992.5",
            "1e99999999999",
            "-1e-99999999999",
            "inf",
            "-Infinity",
            "NaN",
            "infinit",
            "1_000",
            " 1",
            "1 ",
            "0x10",
            "1e5.0",
            "١",
            "1e0000000000000000001",
            "0e99999999999",
            "-+1",
            "--1",
        ];
        for text in odd {
            agrees(text).unwrap();
        }
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(bits: u64) {
            let number = f64::from_bits(bits);
            agrees(&number.to_string())?;
            agrees(&format!("{number:e}"))?;
        }

        #[test]
        fn any_digits_are_rounded_as_std_rounds_them(
            text in "[-+]?[0-9]{0,40}(\\.[0-9]{0,40})?([eE][-+]?[0-9]{0,4})?",
        ) {
            agrees(&text)?;
        }

        #[test]
        fn any_text_is_refused_as_std_refuses_it(text in "[-+.eE0-9infa]{0,12}") {
            agrees(&text)?;
        }
    }
}
