//! What a link of a package opens: an experiment, an exploration or a level.

use std::rc::Rc;

use experiments::{Computer, LEVELS};
use machine::{Grain, Replay, Written};
use plan::{OwnLevel, Plan, program_of};

use crate::Outcome;

/// What links to levels begin with; an id follows.
const LEVEL: &str = "#/challenge/";
/// Stands for the machines that will open the link: nothing in a link that is accepted on one is refused on another.
const ANY: Computer = Computer { cores: 4 };

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The link in its canonical form.
    pub(super) link: String,
    /// Its title on the page.
    pub(super) title: String,
    /// A name for a file.
    pub(super) name: String,
}

impl Subject {
    /// What `link` opens.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(super) fn of(link: &str) -> Outcome<Self> {
        match link.strip_prefix(LEVEL) {
            Some(id) => Self::of_level(id),
            None if program_of(link).is_some() => Self::of_own(link),
            None => Self::of_plan(link),
        }
    }

    fn of_own(link: &str) -> Outcome<Self> {
        let level = OwnLevel::read(link, ANY).map_err(|problems| lines(&problems))?;
        let program = Self::of_plan(level.program())?;
        let title = level.title().map_or_else(|| level.aim().task(), str::to_owned);
        let name = program.name.replacen("explore", "level", 1);
        Ok(Self { link: level.link().to_owned(), title, name })
    }

    fn of_level(id: &str) -> Outcome<Self> {
        let level = LEVELS.iter().find(|level| level.id == id);
        let level = level.ok_or_else(|| format!("no level is called {id:?}"))?;
        let title = level.title.to_owned();
        Ok(Self { link: format!("{LEVEL}{id}"), title, name: format!("challenge-{id}") })
    }

    fn of_plan(link: &str) -> Outcome<Self> {
        let opened = plan::open(link);
        let draft = opened.draft.as_ref().filter(|_| opened.problems.is_empty());
        let draft = draft.ok_or_else(|| lines(&opened.problems))?;
        let plan = draft.check(ANY).map_err(|errors| lines(&errors))?;
        let subject = plan.subject();
        let mut title = subject.experiment.words().title.to_owned();
        if subject.is_explored() {
            title.push_str(", every schedule");
        }
        let link = match (plan.schedule(), plan::split_result(link).1) {
            ("", None) => plan.link().to_owned(),
            ("", Some(result)) => plan::with_result(plan.link(), result)
                .ok_or("the link with its result is too long")?,
            (schedule, _) => plan.link_with(&fitting(&plan, schedule)?),
        };
        Ok(Self { link, title, name: subject.path().replace('/', "-") })
    }
}

/// `schedule` as the page would write it, if its program can go so.
fn fitting(plan: &Plan, schedule: &str) -> Outcome<String> {
    let written: Written = schedule.parse().map_err(|error| format!("schedule: {error}"))?;
    let machine = plan.machine(written.grain == Grain::Merged);
    let (replay, problem) = Replay::of_written(Rc::new(machine), &written);
    match problem {
        Some(problem) => Err(format!("schedule: {problem}").into()),
        None => Ok(replay.written().to_string()),
    }
}

/// One line for each.
fn lines<E: ToString>(errors: &[E]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
