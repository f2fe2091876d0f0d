//! Levels in links: a program, an ending to reach, and perhaps a title.
//!
//! ```text
//! #/explore/lost-update?v=1&threads=3&goal=value.1&title=Three+become+one
//!   └ the link of the program ──────┘ └ a kind of    └ of at most 60 characters
//!                                       ending, or a value
//! ```

use experiments::Computer;
use thiserror::Error;
use trace::VerdictKind;

use crate::link::{LinkError, MAX_BYTES, quote};
use crate::{Draft, Opened, Plan, open};

/// The key of the ending, and of the title.
const GOAL: &str = "goal";
const TITLE: &str = "title";
/// What stands before a value.
const VALUE: &str = "value.";
/// Longest title, in characters.
pub const MAX_TITLE: usize = 60;
/// Longest value, in characters.
pub const MAX_VALUE: usize = 60;

/// What a schedule has to end with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Aim {
    /// This kind of ending, whatever its value.
    Kind(VerdictKind),
    /// This value, as endings have it.
    Value(String),
}

/// A level that somebody made: a program that can be explored, what its schedule has to end with, and a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLevel {
    link: String,
    program: String,
    aim: Aim,
    title: Option<String>,
}

/// Why a level cannot be made, or a link is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LevelError {
    /// The goal is no kind of ending and no value.
    #[error("{}", no_goal(.0))]
    Goal(String),
    /// The value is empty or too long.
    #[error("the value of goal must have 1 to {MAX_VALUE} characters, got {0}")]
    Value(usize),
    /// The title is too long.
    #[error("title has {0} characters, at most {MAX_TITLE} are shown")]
    Title(usize),
    /// Something in it is no letter, and would change what stands around it.
    #[error("{0} must have no control characters, got U+{1:04X}")]
    Control(&'static str, u32),
    /// The link names a run, whose threads nobody schedules.
    #[error("{}", no_goal_of_runs(.0))]
    Run(String),
    /// A schedule stands beside the goal.
    #[error("schedule must not stand beside goal: it would give the way away, got \"{0}\"")]
    Schedule(String),
    /// The program is refused.
    #[error("goal needs a program, and this one is refused: {0}")]
    Program(String),
}

/// The link of the program in the link of a level; none if it is not one.
#[must_use]
pub fn program_of(link: &str) -> Option<String> {
    split(link).map(|(program, _)| program)
}

/// What is said of a goal in the link of a run.
#[must_use]
pub fn no_goal_of_runs(goal: &str) -> String {
    format!("goal is for links that begin with \"#/explore/\", got \"{}\"", quote(goal))
}

impl Aim {
    /// Whether an ending of this value and kind is what was asked for.
    #[must_use]
    pub fn is_met_by(&self, value: &str, kind: VerdictKind) -> bool {
        match self {
            Self::Kind(wanted) => *wanted == kind,
            Self::Value(wanted) => wanted == value,
        }
    }

    /// What to do, in one sentence.
    #[must_use]
    pub fn task(&self) -> String {
        match self {
            Self::Kind(VerdictKind::Held) => "Make it end as it should.".to_owned(),
            Self::Kind(kind) => format!("Make it end with “{}”.", kind.title()),
            // A value may end a sentence by itself.
            Self::Value(value) if value.ends_with(['.', '!', '?']) => {
                format!("Make it end with “{value}”.")
            }
            Self::Value(value) => format!("Make it end with {value}."),
        }
    }

    fn read(text: &str) -> Result<Self, LevelError> {
        match text.strip_prefix(VALUE) {
            Some(value) => Ok(Self::Value(value.to_owned())),
            None => {
                let kind = VerdictKind::from_name(text).map(Self::Kind);
                kind.ok_or_else(|| LevelError::Goal(quote(text)))
            }
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Kind(kind) => kind.name().to_owned(),
            Self::Value(value) => format!("{VALUE}{value}"),
        }
    }
}

impl OwnLevel {
    /// The level of the program of `plan`; without a title if that is blank.
    ///
    /// # Errors
    ///
    /// The plan is one to run, the value is empty, or a text is too long or has control characters.
    pub fn new(plan: &Plan, aim: Aim, title: &str) -> Result<Self, LevelError> {
        if !plan.subject().is_explored() {
            return Err(LevelError::Run(aim.written()));
        }
        if let Aim::Value(value) = &aim {
            let n = if value.trim().is_empty() { 0 } else { value.chars().count() };
            if !(1..=MAX_VALUE).contains(&n) {
                return Err(LevelError::Value(n));
            }
            no_controls(GOAL, value)?;
        }
        let title = Some(title.trim()).filter(|title| !title.is_empty());
        if let Some(title) = title {
            let n = title.chars().count();
            if n > MAX_TITLE {
                return Err(LevelError::Title(n));
            }
            no_controls(TITLE, title)?;
        }
        let written = aim.written();
        let pairs = [Some((GOAL, written.as_str())), title.map(|title| (TITLE, title))];
        let query = serde_urlencoded::to_string(pairs.into_iter().flatten().collect::<Vec<_>>());
        let query = query.expect("pairs of texts have a form");
        let program = plan.link().to_owned();
        let link = format!("{program}&{query}");
        Ok(Self { link, program, aim, title: title.map(str::to_owned) })
    }

    /// Reads the link of a level: that of a program, in which `goal` stands, and perhaps `title`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(link: &str, computer: Computer) -> Result<Self, Vec<LinkError>> {
        let Some((program, own)) = split(link) else {
            return Err(vec![LinkError::NoValue(GOAL.to_owned())]);
        };
        let Opened { draft, mut problems } = open(&program);
        let texts = read_own(&own, &mut problems);
        let Some(draft) = draft else { return Err(problems) };
        match made(&draft, texts, computer) {
            Ok(level) if problems.is_empty() => return Ok(level),
            Ok(_) => {}
            Err(Some(error)) => problems.push(LinkError::Level(error.to_string())),
            Err(None) => {} // it has been said
        }
        Err(problems)
    }

    /// Its link, canonical: that of its program, the goal, and the title if it has one.
    #[must_use]
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The canonical link of its program.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// What its schedule has to end with.
    #[must_use]
    pub fn aim(&self) -> &Aim {
        &self.aim
    }

    /// Its title. Anybody may have written it: it is a text, and nothing else.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

/// The level of a draft; an error is none if it has been said already.
fn made(
    draft: &Draft,
    (goal, title): (Option<String>, String),
    computer: Computer,
) -> Result<OwnLevel, Option<LevelError>> {
    let goal = goal.ok_or(None)?;
    if !draft.subject().is_explored() {
        return Err(Some(LevelError::Run(goal)));
    }
    let aim = Aim::read(&goal)?;
    if !draft.schedule().is_empty() {
        return Err(Some(LevelError::Schedule(quote(draft.schedule()))));
    }
    let refused = |errors: Vec<experiments::ParamError>| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        LevelError::Program(errors.join("; "))
    };
    let plan = draft.check(computer).map_err(refused)?;
    Ok(OwnLevel::new(&plan, aim, &title)?)
}

/// Goal and title, decoded; what cannot be read is said.
fn read_own(own: &str, problems: &mut Vec<LinkError>) -> (Option<String>, String) {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(own).expect("every text is some form");
    let (mut goal, mut title) = (None, None);
    for (key, value) in pairs {
        let place = if key == GOAL { &mut goal } else { &mut title };
        if value.is_empty() {
            problems.push(LinkError::NoValue(key));
        } else if value.contains(char::REPLACEMENT_CHARACTER) {
            problems.push(LinkError::NotText(key));
        } else if place.is_some() {
            problems.push(LinkError::Repeated(key));
        } else {
            *place = Some(value);
        }
    }
    (goal, title.unwrap_or_default())
}

/// The link of the program, and the pairs of the level, wherever they stand; none if it has no goal or is longer
/// than links that are read.
fn split(link: &str) -> Option<(String, String)> {
    let (path, query) = link.split_once('?').filter(|_| link.len() <= MAX_BYTES)?;
    let key = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let (mut program, mut own) = (path.to_owned(), String::new());
    let mut mark = '?';
    for pair in query.split('&') {
        if [GOAL, TITLE].contains(&&*key(pair)) {
            own.push_str(pair);
            own.push('&');
        } else {
            program.push(mark);
            program.push_str(pair);
            mark = '&';
        }
    }
    own.split('&').any(|pair| key(pair) == GOAL).then_some((program, own))
}

/// No text has what would change the letters around it.
fn no_controls(field: &'static str, text: &str) -> Result<(), LevelError> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_none = |c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER || turns(c);
    match text.chars().find(|&c| is_none(c)) {
        Some(c) => Err(LevelError::Control(field, c.into())),
        None => Ok(()),
    }
}

fn no_goal(text: &str) -> String {
    let kinds = VerdictKind::ALL.map(VerdictKind::name).join(", ");
    format!("goal must be \"{VALUE}\" and a value, or one of {kinds}, got \"{text}\"")
}
