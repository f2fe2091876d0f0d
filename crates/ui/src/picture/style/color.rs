//! Colors: what is transparent in them is an attribute of its own, which all programs know.

use super::value::rounded;

/// A color without its last part, and how opaque it is, if it says so: `#0072b226` is `#0072b2` and `0.149`.
pub(super) fn parted(color: &str) -> (String, Option<String>) {
    let digits = color.strip_prefix('#').filter(|digits| digits.is_ascii());
    let parts = match digits {
        Some(digits) if digits.len() == 8 => Some(digits.split_at(6)),
        Some(digits) if digits.len() == 4 => Some(digits.split_at(3)),
        _ => None,
    };
    let Some((opaque, alpha)) = parts else { return (color.to_owned(), None) };
    let twice = if alpha.len() == 1 { alpha.repeat(2) } else { alpha.to_owned() };
    let Ok(alpha) = u8::from_str_radix(&twice, 16) else { return (color.to_owned(), None) };
    (format!("#{opaque}"), Some(rounded(f64::from(alpha) / 255.0, 3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_with_four_parts_is_one_with_three_and_an_opacity() {
        let says = |color: &str, (opaque, alpha): (&str, Option<&str>)| {
            assert_eq!(parted(color), (opaque.to_owned(), alpha.map(str::to_owned)), "{color}");
        };
        says("#0072b226", ("#0072b2", Some("0.149")));
        says("#0000", ("#000", Some("0")));
        says("#fff", ("#fff", None));
        says("none", ("none", None));
        says("url(#waiting)", ("url(#waiting)", None));
    }
}
