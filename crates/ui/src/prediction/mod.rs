//! What people say before they run or explore, beside what came of it.

mod answered;
mod question;

use experiments::Asks;
use trace::Few;

use crate::explore::Explorer;
use crate::state::{Layout, Phase, State};
pub(crate) use answered::number as said_number;
pub use answered::{Answered, of_exploration, of_run};
pub(crate) use question::Question;

/// What was said: a text for each number of threads that it is about; at 0, if it is about no such number.
pub type Said = Few<u32, String>;

/// What is said in one place.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Prediction {
    /// What stands in the fields.
    pub said: Said,
    /// The link of what began last while something stood there, and what it was.
    pub kept: Option<(String, Said)>,
}

impl State {
    /// Whether the question is shown: not in a level; and a slide, which has little room, shows it until something has
    /// begun.
    pub(crate) fn asks(&self) -> bool {
        let has_begun = || {
            let explorer = self.shown_explorer();
            let is_explored = |of: &Explorer| of.explored().is_some() || of.at > 0;
            self.report().is_some()
                || self.phase_here() != Phase::Idle
                || explorer.is_some_and(is_explored)
        };
        self.challenge.playing.is_none() && (self.layout == Layout::Page || !has_begun())
    }

    /// What was said before what `link` names began here.
    pub(crate) fn predicted(&self, link: &str) -> Option<&Said> {
        let (of, said) = self.prediction().and_then(|prediction| prediction.kept.as_ref())?;
        (of == link).then_some(said)
    }

    /// What stands in the fields here.
    pub(crate) fn said(&self) -> Said {
        self.prediction().map(|prediction| prediction.said.clone()).unwrap_or_default()
    }

    fn prediction(&self) -> Option<&Prediction> {
        self.predictions.get(&self.place())
    }

    /// Somebody says `text`, about so many threads.
    pub(crate) fn say(&mut self, threads: u32, text: String) {
        let mut prediction = self.prediction().cloned().unwrap_or_default();
        if text.trim().is_empty() {
            prediction.said.remove(&threads);
        } else {
            prediction.said.insert(threads, text);
        }
        self.predictions.insert(self.place(), prediction);
    }

    /// What `link` names begins: what was said until now is about it, and the fields are free for what comes next. What
    /// is no answer stays where it was typed.
    pub(crate) fn keep_prediction(&mut self, link: &str) {
        let takes_words = matches!(self.asks_for(), Asks::Whether | Asks::Ending(_));
        let is_answer = |text: &str| takes_words || said_number(text).is_some();
        let (mut said, mut kept) = (Said::new(), Said::new());
        for (&threads, text) in self.said().iter() {
            let of = if is_answer(text) { &mut kept } else { &mut said };
            of.insert(threads, text.clone());
        }
        if !kept.is_empty() {
            let kept = Some((link.to_owned(), kept));
            self.predictions.insert(self.place(), Prediction { said, kept });
        }
    }

    fn asks_for(&self) -> Asks {
        let subject = self.draft.subject();
        subject.experiment.words().lesson(subject.face).asks
    }
}
