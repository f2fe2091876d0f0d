//! How wide a text is, and how it is broken into lines.
//!
//! Widths are those of the typeface that pictures of points are drawn with. A picture of shapes names none, so that whoever
//! shows it takes its own: some room is left for that.

/// How much wider than ours other typefaces are.
const RESERVE: f64 = 1.07;
/// What stands where a text was cut.
const CUT: &str = "…";
/// Units of a width, for each unit of the size of letters.
const UNITS: f64 = 2048.0;
/// Widths of the letters from the space to `~` in Noto Sans, regular and bold; the tests of posters compare them.
const WIDTHS: [[u16; 95]; 2] = [
    [
        532, 551, 836, 1323, 1171, 1702, 1499, 461, 614, 614, 1128, 1171, 549, 659, 549, 762, 1171,
        1171, 1171, 1171, 1171, 1171, 1171, 1171, 1171, 1171, 549, 549, 1171, 1171, 1171, 889,
        1841, 1309, 1331, 1294, 1495, 1139, 1063, 1491, 1518, 694, 559, 1268, 1073, 1858, 1556,
        1599, 1239, 1599, 1274, 1124, 1139, 1497, 1229, 1905, 1200, 1159, 1171, 674, 762, 674,
        1171, 909, 1188, 1149, 1260, 983, 1260, 1155, 705, 1260, 1266, 528, 528, 1094, 528, 1915,
        1266, 1239, 1260, 1260, 846, 981, 739, 1266, 1040, 1610, 1083, 1044, 963, 778, 1128, 778,
        1171,
    ],
    [
        532, 586, 967, 1323, 1171, 1845, 1536, 545, 694, 694, 1116, 1171, 584, 659, 584, 846, 1171,
        1171, 1171, 1171, 1171, 1171, 1171, 1171, 1171, 1171, 584, 584, 1171, 1171, 1171, 977,
        1837, 1413, 1376, 1305, 1516, 1147, 1124, 1483, 1567, 797, 678, 1360, 1157, 1931, 1665,
        1630, 1286, 1630, 1352, 1128, 1186, 1548, 1331, 1980, 1366, 1278, 1186, 678, 846, 678,
        1171, 842, 1243, 1237, 1296, 1053, 1296, 1210, 793, 1296, 1346, 625, 625, 1270, 625, 2011,
        1346, 1268, 1296, 1296, 930, 1018, 889, 1346, 1165, 1753, 1184, 1165, 999, 807, 1128, 807,
        1171,
    ],
];

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As most are.
    Regular,
    /// Those of titles.
    Bold,
}

/// Width of a text in letters of this size, with room for other typefaces.
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let units: u32 = text.chars().map(|letter| u32::from(units(letter, weight))).sum();
    RESERVE * size * f64::from(units) / UNITS
}

/// Width of a letter. Of those that are not in the table, most of a lesson's are known, and others as wide as is usual.
fn units(letter: char, weight: Weight) -> u16 {
    let place = (letter as usize).checked_sub(' ' as usize);
    match place.and_then(|place| WIDTHS[weight as usize].get(place)) {
        Some(units) => *units,
        None => match letter {
            '\u{a0}' => 532,
            '·' => 584,
            '²' | '³' | '¹' => 776,
            '−' | '√' | '–' | '±' | '×' => 1171,
            '∞' => 1448,
            '…' => 1751,
            '\u{a1}'..'\u{590}' => 1352,
            _ => 2048,
        },
    }
}

/// The text in lines of at most this width, broken at spaces; what does not fit into so many lines is cut.
pub(super) fn wrapped(
    text: &str,
    (size, weight): (f64, Weight),
    most: f64,
    n_lines: usize,
) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= most;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => line.push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > n_lines;
    lines.truncate(n_lines);
    let last = lines.len();
    for (index, line) in lines.iter_mut().enumerate() {
        if !fits(line) || is_cut && index + 1 == last {
            *line = cut(line, (size, weight), most);
        }
    }
    lines
}

/// The text with its end cut off, so that it is no wider than this with the mark that says so.
pub(super) fn cut(text: &str, (size, weight): (f64, Weight), most: f64) -> String {
    let mut kept = text.to_owned();
    while !kept.is_empty() && width(&format!("{kept}{CUT}"), size, weight) > most {
        kept.pop();
    }
    format!("{}{CUT}", kept.trim_end_matches([' ', ',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: (f64, Weight) = (100.0, Weight::Regular);

    /// In Noto Sans n is 1266 of 2048 units wide: five of them at 100 pixels are 309.08, and with the reserve 330.72.
    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let five = width("nnnnn", 100.0, Weight::Regular);
        assert!((five - 330.72).abs() < 0.01, "{five}");
        assert!(width("nnnnn", 100.0, Weight::Bold) > five);
    }

    #[test]
    fn lines_are_broken_at_spaces_and_the_last_one_is_cut() {
        assert_eq!(wrapped("nn nn nn", PLAIN, 340.0, 2), ["nn nn", "nn"]);
        assert_eq!(wrapped("nn nn nn", PLAIN, 340.0, 1), ["nn n…"]);
        assert_eq!(wrapped("nnnnnnnn n", PLAIN, 340.0, 3), ["nnn…", "n"]);
        assert_eq!(wrapped("n\u{a0}n n", PLAIN, 170.0, 3), ["n\u{a0}n", "n"]);
        assert_eq!(wrapped("", PLAIN, 100.0, 3), [""; 0]);
    }
}
