//! Pictures that move: what appears when.
//!
//! A program that cannot move pictures, or is asked not to, shows the end.

use super::style::rounded;

/// The most steps of a picture that moves.
pub const MOST_STEPS: usize = 60;
/// Time from one step to the next, in milliseconds; before the first step, and to the ending, is as much.
const STEP_MS: usize = 1200;
/// How long the end stays.
const END_MS: usize = 4000;
/// Ids of what appears with the ending: what is said of it, and who waits then.
pub(super) const ENDING: &str = "ending";
pub(super) const AFTER: &str = "after";

/// The id of a step, counted from 1.
pub(super) fn step(number: usize) -> String {
    format!("step-{number}")
}

/// The id of the line that tells a step; 0 is before the first one.
pub(super) fn told(number: usize) -> String {
    format!("told-{number}")
}

/// The style sheet that makes this many steps appear one after the other, for ever.
pub(super) fn sheet(steps: usize) -> String {
    let begin = |number: usize| number * STEP_MS;
    let end = begin(steps + 1);
    let whole = end + END_MS;
    let percent = |ms: usize| format!("{}%", rounded(100.0 * ms as f64 / whole as f64, 3));
    let mut rules = String::new();
    let mut rule = |id: &str, from: usize, to: Option<usize>| {
        let gone = to.map_or(String::new(), |to| format!("{}{{opacity:0}}", percent(to)));
        let absent = if from == 0 { "" } else { "0%{opacity:0}" };
        rules.push_str(&format!(
            "#{id}{{animation:{id} {whole}ms step-end infinite}}\
             @keyframes {id}{{{absent}{}{{opacity:1}}{gone}}}",
            percent(from)
        ));
    };
    rule(&told(0), 0, Some(begin(1)));
    for number in 1..=steps {
        rule(&step(number), begin(number), None);
        rule(&told(number), begin(number), (number < steps).then(|| begin(number + 1)));
    }
    rule(ENDING, end, None);
    rule(AFTER, end, None);
    format!("@media (prefers-reduced-motion:no-preference){{{rules}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two steps at 1.2 and 2.4 s, the ending at 3.6 s, which stays for 4 s: 7.6 s. 1.2 of it are 15.789 %.
    #[test]
    fn steps_appear_one_after_the_other_and_the_end_stays() {
        let sheet = sheet(2);
        for rule in [
            "#step-1{animation:step-1 7600ms step-end infinite}",
            "@keyframes step-1{0%{opacity:0}15.789%{opacity:1}}",
            "@keyframes step-2{0%{opacity:0}31.579%{opacity:1}}",
            "@keyframes told-0{0%{opacity:1}15.789%{opacity:0}}",
            "@keyframes told-1{0%{opacity:0}15.789%{opacity:1}31.579%{opacity:0}}",
            "@keyframes told-2{0%{opacity:0}31.579%{opacity:1}}",
            "@keyframes ending{0%{opacity:0}47.368%{opacity:1}}",
        ] {
            assert!(sheet.contains(rule), "{sheet}");
        }
        assert!(sheet.starts_with("@media (prefers-reduced-motion:no-preference){"), "{sheet}");
    }
}
