//! What is said of a finished run: of the stage on threads, if there was one, and of that on processes.

use trace::VerdictKind;
use trace::wire::StageRun;

use super::super::{Memory, Processes};
use super::SHOWS;
use crate::computer::Computer;
use crate::report::finished::plural;
use crate::report::shows::Shows;
use crate::report::{Conclude, Conclusion, Finished};

impl Conclude for Processes {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        if let Some(error) = run.value("error").as_str() {
            return format!("{error}. Nothing arrived; what else was sent did.");
        }
        let inside = self.guard.says(run.count_of("most_inside"));
        let seen = run.count_of("seen_by_parent");
        let workers = match self.threads {
            1 => "process".to_owned(),
            n => format!("{n} processes"),
        };
        match self.memory {
            Memory::Copied if self.threads == 1 => {
                format!(
                    "The parent still sees {seen}: the process changed a copy of its own; {inside}."
                )
            }
            Memory::Copied => format!(
                "The parent still sees {seen}: each of {workers} changed a copy of its own; {inside}."
            ),
            Memory::Shared if seen < u64::from(self.threads) => format!(
                "The parent sees {seen} of {}: threads changed the number itself, and some wrote back what \
                 they had read before others wrote.",
                plural(self.threads.into(), "change")
            ),
            Memory::Shared => format!(
                "The parent sees {}: threads changed the number itself. Processes would change copies; {inside}.",
                plural(seen, "change")
            ),
        }
    }

    fn conclude(&self, stages: &[StageRun], _computer: Computer) -> Conclusion {
        let mut run = stages.last().expect("a run has a stage").clone();
        let threads = stages.iter().find(|stage| stage.figures.contains_key("seen_of_threads"));
        if let Some(threads) = threads {
            if let Some(start_ms) = run.figures.get_mut("start_ms") {
                start_ms["thread"] = threads.figures["thread_start_ms"].clone();
            }
            let whole = Finished::of(&run).kind() == VerdictKind::Held;
            if self.memory == Memory::Shared {
                let seen = threads.figures["seen_of_threads"].clone();
                run.figures.insert("seen_by_parent".to_owned(), seen);
            }
            if self.memory == Memory::Shared && whole {
                let outcomes = threads.figures["distribution"].clone();
                run.figures.insert("distribution".to_owned(), outcomes);
            }
        }
        let run = Finished::of(&run);
        run.conclusion(&self.sentence(&run))
    }
}
