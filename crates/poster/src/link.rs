//! What a link asks for, and why a link is refused.

use experiments::{Face, LEVELS, Level, ParamError};
use plan::{Computer, LinkError, OwnLevel, Plan, program_of, split_result};
use thiserror::Error;

/// What links to levels begin with; an id follows.
const LEVEL: &str = "#/challenge/";

/// What a link asks for.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// A run.
    Run(Plan),
    /// A run that somebody made: its link, and the packed result.
    Theirs(String, String),
    /// A program, with a schedule or without.
    Model(Plan),
    /// A level, and its program; the number is counted from 1.
    Level(&'static Level, usize, Plan),
    /// A level that somebody made, and its program.
    Own(OwnLevel, Plan),
}

/// Why there is no picture of a link.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Refused {
    /// It cannot be read.
    #[error("the link cannot be read: {}", listed(.0))]
    Link(Vec<LinkError>),
    /// Its parameters are not accepted.
    #[error("the link cannot be run: {}", listed(.0))]
    Params(Vec<ParamError>),
    /// The result that it carries cannot be read.
    #[error("the result in the link cannot be read: {0}")]
    Result(String),
    /// There is no such level.
    #[error("no level is called {0:?}")]
    Level(String),
    /// Its schedule cannot be read, or does not fit.
    #[error("{0}")]
    Schedule(String),
    /// It shows no schedule, and only those move.
    #[error("only a schedule of a program can be animated, as of \"#/explore/lost-update?v=1\"")]
    Still,
    /// Its schedule is too long to move.
    #[error("an animated picture has at most {most} steps, got {0}", most = ui::picture::MOST_MOVING)]
    Long(usize),
    /// It took too long.
    #[error("the run was stopped after {0} s, the limit of a poster; ask for less work")]
    TooLong(u64),
    /// It failed.
    #[error("the run failed: {0}")]
    Failed(String),
}

fn listed<T: ToString>(problems: &[T]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Reads a link: the fragment of an address with its `#`, or an address with one.
///
/// # Errors
///
/// Something in it is wrong; a page would show what is left, a poster is refused.
pub(crate) fn read(link: &str, computer: Computer) -> Result<Wanted, Refused> {
    let link = link.find("#/").map_or(link, |at| &link[at..]);
    if let Some(id) = link.split('?').next().and_then(|link| link.strip_prefix(LEVEL)) {
        let index = LEVELS.iter().position(|level| level.id == id);
        let index = index.ok_or_else(|| Refused::Level(id.chars().take(40).collect()))?;
        let level = &LEVELS[index];
        return Ok(Wanted::Level(level, index + 1, plan_of(level.link, computer)?));
    }
    if program_of(link).is_some() {
        let level = OwnLevel::read(link, computer).map_err(Refused::Link)?;
        let plan = plan_of(level.program(), computer)?;
        return Ok(Wanted::Own(level, plan));
    }
    let plan = plan_of(link, computer)?;
    Ok(match plan.subject().face {
        Face::Run => match split_result(link).1 {
            Some(packed) => Wanted::Theirs(link.to_owned(), packed.to_owned()),
            None => Wanted::Run(plan),
        },
        Face::Explore => Wanted::Model(plan),
    })
}

/// The plan of a link that has no error.
///
/// # Errors
///
/// Something in it is wrong.
pub(crate) fn plan_of(link: &str, computer: Computer) -> Result<Plan, Refused> {
    let opened = plan::open(link);
    match opened.draft {
        Some(draft) if opened.problems.is_empty() => draft.check(computer).map_err(Refused::Params),
        _ => Err(Refused::Link(opened.problems)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPUTER: Computer = Computer { cores: 2 };

    #[test]
    fn a_link_may_stand_in_an_address() {
        for link in ["#/explore/deadlock?v=1", "https://lab.example/?embed#/explore/deadlock?v=1"] {
            assert!(matches!(read(link, COMPUTER), Ok(Wanted::Model(_))), "{link}");
        }
        let level = read("#/challenge/one-is-lost", COMPUTER);
        assert!(matches!(level, Ok(Wanted::Level(level, 2, _)) if level.id == "one-is-lost"));
        assert!(matches!(read("#/lost-update", COMPUTER), Ok(Wanted::Run(_))));
        let own =
            read("https://lab.example/#/explore/deadlock?v=1&goal=deadlock&title=x", COMPUTER);
        assert!(matches!(own, Ok(Wanted::Own(level, _)) if level.title() == Some("x")));
    }

    #[test]
    fn a_wrong_link_is_refused_with_the_reason() {
        for (link, reason) in [
            ("lost-update", "the link cannot be read: link must begin with \"#/\""),
            ("#/", "the link cannot be read: link must begin with \"#/\""),
            ("#/nothing?v=1", "the link cannot be read: no experiment is called \"nothing\""),
            ("#/lost-update?v=2", "the link cannot be read: v is 2, and this page reads"),
            (
                "#/lost-update?v=1&color=red",
                "the link cannot be read: lost-update has no parameter \"color\"",
            ),
            (
                "#/lost-update?v=1&threads=99",
                "the link cannot be run: threads must be between 1 and 64, got",
            ),
            ("#/challenge/nothing", "no level is called \"nothing\""),
            (
                "#/explore/lost-update?v=1&goal=value.",
                "the link cannot be read: the value of goal must have 1 to 60 characters, got 0",
            ),
        ] {
            let error = read(link, COMPUTER).expect_err(link).to_string();
            assert!(error.starts_with(reason), "{link}: {error}");
        }
    }
}
