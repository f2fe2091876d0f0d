//! The lessons that somebody looks for.

use experiments::{Card, Experiment, Face, LEVELS, Level};
use plan::Subject;

/// One lesson: an experiment, and how it stands on the map.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) experiment: &'static Experiment,
    pub(super) card: &'static Card,
}

impl Entry {
    /// One sentence about it.
    pub(super) fn summary(self) -> &'static str {
        let Subject { experiment, face } = self.in_face(Face::Run);
        experiment.words().lesson(face).summary
    }

    /// It in a face, if it has that.
    pub(super) fn subject(self, face: Face) -> Option<Subject> {
        let experiment = self.experiment;
        experiment.has(face).then_some(Subject { experiment, face })
    }

    /// It in this face, or else in the other.
    pub(super) fn in_face(self, face: Face) -> Subject {
        let wanted = Subject { experiment: self.experiment, face };
        let subject = if self.experiment.has(face) { Some(wanted) } else { wanted.other() };
        subject.expect("an experiment has a face")
    }

    /// The levels that are played on its model.
    pub(super) fn levels(self) -> impl Iterator<Item = &'static Level> {
        let link = format!("#/explore/{}?", self.experiment.id);
        LEVELS.iter().filter(move |level| level.link.starts_with(&link))
    }

    /// Whether each word of `search`, which is in small letters, is the beginning of a word that is said of it.
    fn has(self, search: &str) -> bool {
        let words = self.experiment.words();
        let said = [words.title, self.summary(), self.card.topics, self.experiment.group.title()];
        let said = said.join(" ").to_lowercase();
        let begins = |word: &str| {
            let mut places = said.match_indices(word).map(|(at, _)| &said[..at]);
            places.any(|before| !before.ends_with(char::is_alphanumeric))
        };
        search.split_whitespace().all(begins)
    }
}

/// The lessons that `search` finds, in the order of the course; all of them if it is empty.
pub(super) fn found(search: &str) -> Vec<Entry> {
    let search = search.to_lowercase();
    let entries = experiments::cards().into_iter();
    let entries = entries.map(|(experiment, card)| Entry { experiment, card });
    entries.filter(|entry| entry.has(&search)).collect()
}

/// The lesson that Enter opens: one whose title begins like `search`, or else the first that is found; none if nothing is
/// looked for.
pub(super) fn best(search: &str) -> Option<Entry> {
    let wanted = search.trim().to_lowercase();
    let begins = |entry: &&Entry| {
        let title = entry.experiment.words().title.to_lowercase();
        title.strip_prefix("the ").unwrap_or(&title).starts_with(&wanted)
    };
    let found = found(search);
    found.iter().find(begins).or(found.first()).filter(|_| !wanted.is_empty()).copied()
}

/// The link that opens it as it comes.
pub(super) fn link(subject: Subject) -> String {
    format!("#/{}?v=1", subject.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(search: &str) -> Vec<&'static str> {
        found(search).into_iter().map(|entry| entry.experiment.id).collect()
    }

    #[test]
    fn lessons_are_found_by_the_words_of_the_lecture() {
        for (search, id) in [
            ("mutex", "lock"),
            ("Amdahl", "amdahl"),
            ("GIL", "gil"),
            ("RLock", "reentrant-lock"),
            ("rlock", "reentrant-lock"),
            ("celery", "task-queue"),
            ("race cond", "lost-update"),
            ("pipe", "processes"),
            ("asyncio", "coroutines"),
            ("barrier", "signals"),
            ("integral", "integrate"),
        ] {
            assert!(ids(search).contains(&id), "{search}: {:?}", ids(search));
        }
        assert_eq!(ids(""), experiments::CATALOGUE.iter().map(|e| e.id).collect::<Vec<_>>());
        assert_eq!(ids("rlock celery"), [""; 0]);
        assert_eq!(ids("utex"), [""; 0], "the middle of a word");
    }

    #[test]
    fn enter_opens_what_is_called_so() {
        let id = |search: &str| best(search).map(|entry| entry.experiment.id);
        for (search, wanted) in [
            ("lock", "lock"),
            ("Queue ", "queue"),
            ("gil", "gil"),
            ("mutex", "lock"),
            ("deadlock", "deadlock"),
            ("race condition", "lost-update"),
        ] {
            assert_eq!(id(search), Some(wanted), "{search}");
        }
        assert_eq!((id("  "), id("xyz")), (None, None));
    }

    #[test]
    fn every_level_belongs_to_a_lesson_and_every_card_has_a_picture() {
        let lessons = || found("").into_iter();
        assert_eq!(lessons().map(|lesson| lesson.levels().count()).sum::<usize>(), LEVELS.len());
        assert!(
            lessons().all(|lesson| !lesson.summary().is_empty() && !lesson.card.topics.is_empty())
        );
    }
}
