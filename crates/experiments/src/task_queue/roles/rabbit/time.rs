//! Times as Celery writes them: ISO 8601, in UTC.

/// Milliseconds of a day.
const DAY_MS: f64 = 86_400_000.0;

/// A time in milliseconds since 1970, to the millisecond.
pub(super) fn iso(at_ms: f64) -> String {
    let days = (at_ms / DAY_MS).floor();
    let rest = (at_ms - days * DAY_MS).floor() as u64;
    let (year, month, day) = civil(days as i64);
    let (hours, minutes) = (rest / 3_600_000, rest / 60_000 % 60);
    let (seconds, ms) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{ms:03}000+00:00")
}

/// Reads what [`iso`] gave, or Celery; nothing if it is no time in UTC.
pub(super) fn read_iso(text: &str) -> Option<f64> {
    let (date, time) = text.split_once('T')?;
    let time = time.strip_suffix("+00:00").or_else(|| time.strip_suffix('Z')).unwrap_or(time);
    let numbers =
        |text: &str, by: char| -> Option<Vec<f64>> { text.split(by).map(crate::decimal).collect() };
    let ([year, month, day], [hours, minutes, seconds]) =
        (*numbers(date, '-')?.as_array()?, *numbers(time, ':')?.as_array()?);
    let days = days(year as i64, month as i64, day as i64) as f64;
    Some(days * DAY_MS + ((hours * 60.0 + minutes) * 60.0 + seconds) * 1000.0)
}

/// Days from 1970 to a date of the Gregorian calendar.
///
/// Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date of so many days after 1970, by the same source.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1970 has 365 days; 2024-02-29 is 54 years with 13 leap days (1972 … 2020), and 59 days later: 19 782 days.
    #[test]
    fn times_are_written_and_read() {
        assert_eq!(iso(0.0), "1970-01-01T00:00:00.000000+00:00");
        assert_eq!(iso(365.0 * DAY_MS + 1500.0), "1971-01-01T00:00:01.500000+00:00");
        assert_eq!(iso(19_782.0 * DAY_MS), "2024-02-29T00:00:00.000000+00:00");
        for at_ms in [0.0, 951_782_400_000.0, 1_764_180_000_250.0] {
            assert_eq!(read_iso(&iso(at_ms)), Some(at_ms));
        }
        assert_eq!(read_iso("1970-01-02T00:00:00.25"), Some(DAY_MS + 250.0));
        for text in ["None", "", "1970-01-02", "1970-01T00:00:00"] {
            assert_eq!(read_iso(text), None, "{text}");
        }
    }
}
