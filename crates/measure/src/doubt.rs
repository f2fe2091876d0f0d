//! Speed-ups that contradict what was set up: then the times are not to be believed, whatever else is right.

use crate::format::format_factor;

/// Part of the promised gain below which nobody believes that the cores were free.
const LEAST_GAIN: f64 = 0.25;
/// Part of one alone below which nobody believes it.
const LEAST_PART: f64 = 0.75;
/// How far above what is possible a measurement may lie by chance.
const MARGIN: f64 = 1.25;

/// A sentence with advice if `who` were measured as `speed_up` times as fast as one, where `promised` times is what can be
/// had at best and is nearly had on free cores; none if both go together.
#[must_use]
pub fn doubt(who: &str, speed_up: f64, promised: f64) -> Option<String> {
    let least = (1.0 + LEAST_GAIN * (promised - 1.0)).min(LEAST_PART * promised);
    let bound = match speed_up {
        _ if speed_up < least => "should be up to",
        _ if speed_up > MARGIN * promised => "cannot be more than",
        _ => return None,
    };
    let [speed_up, promised] = [speed_up, promised].map(format_factor);
    Some(format!(
        "{who} {bound} {promised} times as fast as one, and were measured as {speed_up} times: close busy tabs and \
         programs or choose more work, then run again."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 2 promised, a quarter of the gain is 1.25, and a quarter more is 2.5. Of 1 promised, three quarters are 0.75,
    /// and a quarter more is 1.25.
    #[test]
    fn a_speed_up_far_from_what_was_promised_is_in_doubt() {
        let doubted = |speed_up, promised| doubt("2 threads", speed_up, promised).is_some();
        assert_eq!([1.24, 1.26, 2.49, 2.51].map(|s| doubted(s, 2.0)), [true, false, false, true]);
        assert_eq!([0.74, 0.76, 1.24, 1.26].map(|s| doubted(s, 1.0)), [true, false, false, true]);
    }

    #[test]
    fn it_is_said_in_which_direction_and_what_to_do() {
        let said = |speed_up| doubt("2 threads", speed_up, 1.6).unwrap_or_default();
        let advice = "close busy tabs and programs or choose more work, then run again.";
        assert_eq!(
            said(0.85),
            format!(
                "2 threads should be up to 1.60 times as fast as one, and were measured as 0.85 times: {advice}"
            )
        );
        assert!(said(2.4).starts_with("2 threads cannot be more than 1.60 times as fast as one, "));
    }
}
