//! The lines of a program that are shown, and what belongs to them.
//!
//! A *note* begins with `#@` and ends with its line. Behind code it is about that line; alone, about the lines up to the
//! next note that stands alone. No note is shown.
//!
//! | word | what it says |
//! |---|---|
//! | `fix=lock\|atomic` | the lines are shown while the parameter `fix` has one of these values |
//! | `part=producer` | the events behind it are those of threads that play this part |
//! | `acquired:fork@1` | to the line belong such events: of a resource whose name ends so, perhaps numbered, while the thread holds one beside it |

use super::cue::Cue;
use crate::param::ParamValue;

/// What a note begins with.
const NOTE: &str = "#@";
/// What stands for the part of threads in a note.
const PART: &str = "part";

/// A line that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'t> {
    /// Where it begins in the text of the file, in bytes.
    pub at: usize,
    /// Its text, without a note.
    pub text: &'t str,
    /// The note behind it; empty if there is none.
    note: &'t str,
}

/// The lines of a file that are shown with these values; with none, those that no value hides.
#[must_use]
pub fn lines<'t>(text: &'t str, values: &[(&'static str, ParamValue)]) -> Vec<Line<'t>> {
    let (mut at, mut above) = (0, "");
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let (shown, note) = match line.split_once(NOTE) {
            Some((shown, note)) => (shown.trim_end(), note.trim()),
            None => (line, ""),
        };
        if shown.is_empty() && shown != line {
            above = note;
        } else if holds(above, values) && holds(note, values) {
            lines.push(Line { at, text: shown, note });
        }
        at += whole.len();
    }
    lines
}

/// Whether all that a note says of parameters is so.
fn holds(note: &str, values: &[(&'static str, ParamValue)]) -> bool {
    note.split_whitespace().filter_map(|word| word.split_once('=')).all(|(name, allowed)| {
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => {
                let value = value.to_string();
                allowed.split('|').any(|word| word == value)
            }
            None => name == PART,
        }
    })
}

impl Line<'_> {
    /// The events of its note, each with the part that stands before it.
    fn events(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let mut part = None;
        self.note.split_whitespace().filter_map(move |word| match word.split_once('=') {
            Some((name, said)) => {
                part = (name == PART).then_some(said).or(part);
                None
            }
            None => Some((word, part)),
        })
    }

    /// Whether this belongs to it.
    #[must_use]
    pub fn has(&self, cue: &Cue) -> bool {
        self.events().any(|(event, part)| {
            let (event, held) = match event.split_once('@') {
                Some((event, held)) => (event, held.parse().ok()),
                None => (event, None),
            };
            let (what, resource) = event.split_once(':').unwrap_or((event, ""));
            let named = cue.resource.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
            what == cue.what
                && named.ends_with(resource)
                && held.is_none_or(|held: usize| held == cue.held)
                && part.is_none_or(|part| part == cue.part)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
#@ fix=none|atomic
count()   # µ  #@ read wrote
#@ fix=lock
with lock:                 #@ acquired@0
    count()                #@ gap=yield part=giver read

#@
print(total)
";

    fn shown(fix: &'static str, gap: &'static str) -> Vec<&'static str> {
        let values = [("fix", ParamValue::Word(fix)), ("gap", ParamValue::Word(gap))];
        lines(TEXT, &values).iter().map(|line| line.text).collect()
    }

    #[test]
    fn lines_follow_what_is_chosen() {
        assert_eq!(shown("none", "yield"), ["count()   # µ", "print(total)"]);
        assert_eq!(shown("lock", "none"), ["with lock:", "", "print(total)"]);
        assert_eq!(shown("lock", "yield")[1], "    count()");
        let plain: Vec<&str> = lines(TEXT, &[]).iter().map(|line| line.text).collect();
        assert_eq!(plain, ["print(total)"]);
    }

    #[test]
    fn a_line_says_where_it_begins() {
        let values = [("fix", ParamValue::Word("none"))];
        for line in lines(TEXT, &values) {
            assert!(TEXT[line.at..].starts_with(line.text));
        }
    }

    #[test]
    fn an_event_belongs_to_the_line_whose_note_has_it() {
        let line = |note| Line { at: 0, text: "", note };
        let cue = Cue { what: "acquired", resource: "fork 12".into(), held: 1, part: "guest" };
        for note in ["acquired", "read acquired:fork", "acquired@1", "part=guest acquired:fork@1"] {
            assert!(line(note).has(&cue), "{note}");
        }
        for note in ["", "released", "acquired:waiter", "acquired@0", "part=host acquired"] {
            assert!(!line(note).has(&cue), "{note}");
        }
    }
}
