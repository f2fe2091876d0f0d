//! What was finished: experiments that ran, models that were explored, levels that were solved.

use crate::challenge::Challenge;

/// What stands before the id of a level.
const LEVEL: &str = "challenge/";

/// What was finished, each by its path in links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Achieved(Vec<String>);

impl Achieved {
    /// Reads what [`Achieved::kept`] wrote. What is no more is left standing, and counts for nothing.
    #[must_use]
    pub fn recalled(text: &str) -> Self {
        let mut finished = Self::default();
        text.split_ascii_whitespace().for_each(|path| finished.add(path));
        finished
    }

    /// As a text.
    #[must_use]
    pub fn kept(&self) -> String {
        self.0.join(" ")
    }

    /// Whether nothing was finished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether what has this path was finished.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.0.iter().any(|known| known == path)
    }

    /// Whether the level with this id was solved.
    pub(crate) fn has_level(&self, id: &str) -> bool {
        self.0.iter().any(|known| known.strip_prefix(LEVEL) == Some(id))
    }

    /// Adds what `after` has and `before` has not.
    pub fn add_all_but(&mut self, after: &Self, before: &Self) {
        after.0.iter().filter(|path| !before.has(path)).for_each(|path| self.add(path));
    }

    pub(crate) fn add(&mut self, path: &str) {
        if !self.has(path) {
            self.0.push(path.to_owned());
        }
    }

    /// Takes over the levels that were solved.
    pub(crate) fn add_levels(&mut self, challenge: &Challenge) {
        for solved in &challenge.solved {
            self.add(&format!("{LEVEL}{}", solved.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_recalled_once() {
        let mut finished = Achieved::recalled(" lost-update explore/lock  lost-update ");
        assert!(finished.has("lost-update") && finished.has("explore/lock"));
        assert!(!finished.has("lock") && !finished.is_empty());
        finished.add("challenge/lose-one");
        assert!(finished.has_level("lose-one") && !finished.has_level("lost-update"));
        assert_eq!(finished.kept(), "lost-update explore/lock challenge/lose-one");
        assert!(Achieved::recalled("").is_empty());
        let mut elsewhere = Achieved::recalled("queue");
        elsewhere.add_all_but(&finished, &Achieved::recalled("lost-update"));
        assert_eq!(elsewhere.kept(), "queue explore/lock challenge/lose-one");
    }
}
