//! Numbers and names as the page words them.

use experiments::decimal;
use measure::format_value;
use trace::wire::Samples;

/// `1 core`, `4 cores`.
pub(crate) fn count_of(count: u32, one: &str) -> String {
    format!("{count}\u{a0}{one}{}", if count == 1 { "" } else { "s" })
}

/// A fraction as a percentage with one decimal: `96.3 %`.
pub(crate) fn percent(fraction: f64) -> String {
    let tenths = (fraction * 1000.0).round() + 0.0; // adding 0 turns −0 into 0
    format!("{:.1}\u{a0}%", tenths / 10.0).replace('-', "−")
}

/// A value with 3 significant digits: `5×10⁻⁵`.
pub(crate) fn rounded(value: f64) -> String {
    format_value(decimal(&format!("{value:.2e}")).unwrap_or(value))
}

/// Thread counts as a person lists them: `2`, `1 to 4`, `1, 2, 4 and 8`.
pub(crate) fn counts(counts: &[u32]) -> String {
    let contiguous = counts.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match counts {
        [] => String::new(),
        [only] => only.to_string(),
        [first, .., last] if contiguous => format!("{first} to {last}"),
        [before @ .., last] => {
            let before: Vec<String> = before.iter().map(u32::to_string).collect();
            format!("{} and {last}", before.join(", "))
        }
    }
}

/// What ran, as charts name it: `sequential`, `pool × 4`.
pub(crate) fn variant(samples: &Samples) -> String {
    match samples.variant.as_str() {
        "sequential" => "sequential".to_owned(),
        method => format!("{method} × {}", samples.threads),
    }
}

/// Name and version of a browser, from the name it gives itself.
pub(crate) fn browser(user_agent: &str) -> String {
    // Every browser names older ones too; the first that is found here names itself.
    let names = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    let found = names.into_iter().find_map(|(token, name)| {
        let rest = user_agent.split_once(token)?.1;
        let major: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some(format!("{name} {major}"))
    });
    found.unwrap_or_else(|| "Unknown browser".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thread_counts_are_listed_as_people_do() {
        assert_eq!(counts(&[2]), "2");
        assert_eq!(counts(&[1, 2, 3, 4]), "1 to 4");
        assert_eq!(counts(&[1, 2, 4, 8]), "1, 2, 4 and 8");
    }

    #[test]
    fn percentages_have_one_decimal_and_a_true_minus() {
        assert_eq!(percent(0.0312), "3.1\u{a0}%");
        assert_eq!(percent(-0.0312), "−3.1\u{a0}%");
        assert_eq!(percent(-0.0001), "0.0\u{a0}%");
    }

    #[test]
    fn rounded_values_have_three_digits() {
        assert_eq!(rounded(0.000_050_000_033), "5×10⁻⁵");
        assert_eq!(rounded(152.789), "153");
        assert_eq!(rounded(0.0), "0");
    }

    #[test]
    fn a_browser_is_named_by_itself_and_not_by_those_it_imitates() {
        let chromium = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                        Chrome/149.0.0.0 Safari/537.36";
        assert_eq!(browser(chromium), "Chrome 149");
        assert_eq!(browser(&format!("{chromium} Edg/149.0.1")), "Edge 149");
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(browser(firefox), "Firefox 140");
        let safari = "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/18.2 Safari/605.1.15";
        assert_eq!(browser(safari), "Safari 18");
        assert_eq!(browser("curl"), "Unknown browser");
    }
}
