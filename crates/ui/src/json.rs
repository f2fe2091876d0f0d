//! JSON as data. In a browser it is read by the browser, because a reader of our own weighs 15 kB.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The `T` that `text` describes.
///
/// # Errors
///
/// It describes none; says why.
pub(crate) fn of_text<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(read(text)?).map_err(|error| error.to_string())
}

/// What `text` says.
///
/// # Errors
///
/// It is no JSON; says why, in the words of whoever read it.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    #[cfg(target_arch = "wasm32")]
    return browser::read(text);
    #[cfg(not(target_arch = "wasm32"))]
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Error, JSON, Object};
    use serde_json::Value;
    use wasm_bindgen::{JsCast, JsValue};

    pub(super) fn read(text: &str) -> Result<Value, String> {
        let said = |error: JsValue| String::from(error.unchecked_into::<Error>().message());
        JSON::parse(text).map(|parsed| value(&parsed)).map_err(said)
    }

    fn value(parsed: &JsValue) -> Value {
        if let Some(number) = parsed.as_f64() {
            super::number(number)
        } else if let Some(text) = parsed.as_string() {
            text.into()
        } else if let Some(truth) = parsed.as_bool() {
            truth.into()
        } else if let Some(list) = parsed.dyn_ref::<Array>() {
            list.iter().map(|item| value(&item)).collect()
        } else if let Some(object) = parsed.dyn_ref::<Object>() {
            let entry = |entry: JsValue| {
                let entry: Array = entry.unchecked_into();
                (entry.get(0).as_string().unwrap_or_default(), value(&entry.get(1)))
            };
            Object::entries(object).iter().map(entry).collect()
        } else {
            Value::Null
        }
    }
}

/// A number that a browser read: a whole one where it is whole, since counts are read as whole numbers only. Minus
/// zero is none.
#[cfg(any(test, target_arch = "wasm32"))]
fn number(number: f64) -> Value {
    let (count, whole) = (number as u64, number as i64);
    if number.is_sign_positive() && count as f64 == number {
        count.into()
    } else if number < 0.0 && whole as f64 == number {
        whole.into()
    } else {
        number.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2⁶⁴ is the least count that has no place among 64 bits: read as one it would be 2⁶⁴ − 1, which as a
    /// floating-point number is 2⁶⁴ again.
    #[test]
    fn whole_numbers_are_counts_and_every_number_keeps_its_bits() {
        for (read, text) in [
            (0.0, "0"),
            (3.0, "3"),
            (-3.0, "-3"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (0.1, "0.1"),
            (-0.0, "-0.0"),
            (-2.5, "-2.5"),
            (1e300, "1e+300"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(number(read).to_string(), text);
            assert_eq!(number(read).as_f64().map(f64::to_bits), Some(f64::to_bits(read)));
        }
        assert_eq!(
            number(18_446_744_073_709_551_616.0).as_f64(),
            Some(18_446_744_073_709_551_616.0)
        );
    }

    #[test]
    fn what_is_no_json_is_said() {
        assert_eq!(read("[1, \"a\"]").unwrap(), serde_json::json!([1, "a"]));
        assert!(read("{").unwrap_err().contains("EOF"));
    }
}
