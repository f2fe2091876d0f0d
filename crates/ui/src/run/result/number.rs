//! How a value of the outcome is written.

use experiments::shows::Form;
use measure::{format_count, format_factor, format_ms};
use serde_json::Value;

use crate::words::rounded;

/// The value as text; a dash for one that is missing.
pub(super) fn text(value: &Value, form: Form) -> String {
    match (value, value.as_f64()) {
        (Value::String(text), _) => text.clone(),
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
        Form::Ns if number == 0.0 => "0\u{a0}ns".to_owned(), // less than a step of the clock
        Form::Ns => format_ms(number * 1e-6),
        Form::Index => format_factor(number),
        Form::PerSecond if number >= 1000.0 => {
            // Three digits are as many as a measured rate has.
            let unit = 10_f64.powi(number.log10().floor() as i32 - 2);
            format_count(((number / unit).round() * unit) as u64)
        }
        Form::PerSecond => rounded(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_three_digits() {
        assert_eq!(of(812_345.0, Form::PerSecond), "812\u{202f}000");
        assert_eq!(of(12.345, Form::PerSecond), "12.3");
    }

    #[test]
    fn what_is_missing_is_a_dash() {
        assert_eq!(text(&Value::Null, Form::Ms), "–");
    }
}
