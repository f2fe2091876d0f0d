//! How a value of the outcome is written.

use experiments::shows::Form;
use measure::{format_count, format_factor, format_ms};
use serde_json::Value;

use crate::words::rounded;

/// The value as text; a dash for one that is missing.
pub(super) fn text(value: &Value, form: Form) -> String {
    match (value, value.as_f64()) {
        (Value::String(text), _) => text.clone(),
        (Value::Bool(true), _) => "yes".to_owned(),
        (Value::Bool(false), _) => "no".to_owned(),
        (_, Some(number)) => of(number, form),
        _ => "–".to_owned(),
    }
}

/// The number as text.
pub(super) fn of(number: f64, form: Form) -> String {
    match form {
        Form::Word => number.to_string(),
        Form::Count => format_count(number.round().max(0.0) as u64),
        Form::Ms => format_ms(number),
        Form::Us => format_ms(number * 1e-3),
        Form::Ns if number == 0.0 => "0\u{a0}ns".to_owned(), // less than a step of the clock
        Form::Ns => format_ms(number * 1e-6),
        Form::Index => format_factor(number),
        Form::PerSecond => rate(number),
        Form::MbPerSecond => format!("{}/s", bytes(1e6 * number)),
        Form::Bytes => bytes(number),
    }
}

/// Bytes in the unit that fits.
fn bytes(number: f64) -> String {
    let (number, unit) = match number {
        ..1e3 => (number, "B"),
        1e3..1e6 => (number / 1e3, "kB"),
        1e6..1e9 => (number / 1e6, "MB"),
        1e9..1e12 => (number / 1e9, "GB"),
        _ => (number / 1e12, "TB"),
    };
    format!("{}\u{a0}{unit}", rounded(number))
}

/// A rate: three digits are as many as a measured one has.
fn rate(number: f64) -> String {
    if number < 1000.0 {
        return rounded(number);
    }
    let unit = 10_f64.powi(number.log10().floor() as i32 - 2);
    format_count(((number / unit).round() * unit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_three_digits() {
        assert_eq!(of(812_345.0, Form::PerSecond), "812\u{202f}000");
        assert_eq!(of(12.345, Form::PerSecond), "12.3");
        assert_eq!(of(4321.0, Form::MbPerSecond), "4.32\u{a0}GB/s");
        assert_eq!(of(24.0, Form::Bytes), "24\u{a0}B");
        assert_eq!(of(20_972_800_000.0, Form::Bytes), "21\u{a0}GB");
    }

    #[test]
    fn what_is_missing_is_a_dash() {
        assert_eq!(text(&Value::Null, Form::Ms), "–");
    }
}
