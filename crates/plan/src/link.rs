//! Reading links. A link is untrusted input: limited, checked, and never shown as HTML.
//!
//! ```text
//! #/integrate?v=1&threads=4&n=100000000
//!   └ id       │   └ parameters as key=value, only those that differ from their default
//!              └ version of the link format
//! ```
//!
//! The link to a model has `explore/` before the id, and may end with a `schedule`. The link of a run may end with a
//! `result`.

use thiserror::Error;

use crate::draft::Draft;
use crate::form::{SCHEDULE, VERSION};
use crate::result::split_result;
use crate::subject::{Find, Subject};

/// Longest link that is read, in bytes.
pub const MAX_BYTES: usize = 8000;
/// Longest piece of a link that an error repeats, in characters.
const QUOTE: usize = 40;

/// Turns the pairs of a link of version `i + 1` into those of version `i + 2`.
const MIGRATIONS: [fn(&mut Pairs); VERSION as usize - 1] = [];

type Pairs = Vec<(String, String)>;

/// What a link opened: the draft as far as it could be read, and everything that could not.
#[derive(Debug, PartialEq)]
pub struct Opened {
    /// The experiment with the parameters that could be read; none if the experiment is unknown.
    pub draft: Option<Draft>,
    /// What could not be read, in the order found.
    pub problems: Vec<LinkError>,
}

/// Why a link, or a part of it, could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LinkError {
    /// More than [`MAX_BYTES`].
    #[error("link is {got} bytes long, at most {MAX_BYTES} are read")]
    TooLong {
        /// Its length in bytes.
        got: usize,
    },
    /// It does not begin with `#/` and the id of an experiment.
    #[error("link must begin with \"#/\" and an experiment, got \"{0}\"")]
    NotALink(String),
    /// No experiment has this id.
    #[error("no experiment is called \"{0}\"")]
    UnknownExperiment(String),
    /// It has parameters but no version, or one that is no whole number from 1.
    #[error("v must be the version of the link, a whole number from 1, got \"{0}\"")]
    NotAVersion(String),
    /// It was written by a newer program.
    #[error("v is {got}, and this page reads links up to v={VERSION}: reload it for a newer one")]
    TooNew {
        /// Its version.
        got: u32,
    },
    /// The experiment has no such parameter.
    #[error("{experiment} has no parameter \"{key}\"")]
    UnknownKey {
        /// The key.
        key: String,
        /// Id of the experiment.
        experiment: &'static str,
    },
    /// A parameter stands twice.
    #[error("{0} stands twice in the link")]
    Repeated(String),
    /// A key without a value, as at the end of a link that was cut.
    #[error("\"{0}\" has no value: was the link cut?")]
    NoValue(String),
    /// A value that is not text.
    #[error("{0} is not text: was the link cut?")]
    NotText(String),
    /// The level of the link, whose program is there, cannot be played, for this reason.
    #[error("{0}")]
    Level(String),
}

impl LinkError {
    /// Whether nothing can be opened for it.
    #[must_use]
    pub fn leads_nowhere(&self) -> bool {
        matches!(self, Self::TooLong { .. } | Self::NotALink(_) | Self::UnknownExperiment(_))
    }
}

/// Reads a link: the fragment of the page's address, with its `#`.
///
/// What can be read is kept even where something else cannot; values are not checked here, so
/// that a wrong one stays visible in its field.
#[must_use]
pub fn open(link: &str) -> Opened {
    open_by(experiments::find, link)
}

/// The same, for whoever has to do with those experiments only that `find` knows.
#[must_use]
pub fn open_by(find: Find, link: &str) -> Opened {
    if link.len() > MAX_BYTES {
        return refused(LinkError::TooLong { got: link.len() });
    }
    let link = split_result(link).0;
    let Some(rest) = link.strip_prefix("#/").filter(|rest| !rest.is_empty()) else {
        return refused(LinkError::NotALink(quote(link)));
    };
    let (id, query) = rest.split_once('?').unwrap_or((rest, ""));
    let Some(subject) = Subject::find_by(find, id) else {
        return refused(LinkError::UnknownExperiment(quote(id)));
    };
    let mut draft = Draft::new(subject);
    let mut problems = Vec::new();
    match read_pairs(query) {
        Ok(pairs) => fill(&mut draft, pairs, &mut problems),
        Err(problem) => problems.push(problem),
    }
    Opened { draft: Some(draft), problems }
}

fn refused(problem: LinkError) -> Opened {
    Opened { draft: None, problems: vec![problem] }
}

/// The key-value pairs, brought to the current version and without it.
fn read_pairs(query: &str) -> Result<Pairs, LinkError> {
    let mut pairs: Pairs = serde_urlencoded::from_str(query).expect("every text is some form");
    if pairs.is_empty() {
        return Ok(pairs);
    }
    let at = pairs.iter().position(|(key, _)| key == "v");
    let text = at.map_or(String::new(), |at| pairs.remove(at).1);
    let version = text.parse().ok().filter(|&version: &u32| version >= 1);
    let version = version.ok_or_else(|| LinkError::NotAVersion(quote(&text)))?;
    if version > VERSION {
        return Err(LinkError::TooNew { got: version });
    }
    for migrate in &MIGRATIONS[version as usize - 1..] {
        migrate(&mut pairs);
    }
    Ok(pairs)
}

fn fill(draft: &mut Draft, pairs: Pairs, problems: &mut Vec<LinkError>) {
    for (key, value) in pairs {
        if value.is_empty() {
            problems.push(LinkError::NoValue(quote(&key)));
        } else if value.contains(char::REPLACEMENT_CHARACTER) {
            problems.push(LinkError::NotText(quote(&key)));
        } else if draft.is_given(&key)
            || key == "v"
            || key == SCHEDULE && !draft.schedule().is_empty()
        {
            problems.push(LinkError::Repeated(quote(&key)));
        } else if key == SCHEDULE && draft.set_schedule(value.as_str()) {
            continue; // only the program can tell whether it fits
        } else if !draft.set(&key, value) {
            let experiment = draft.experiment().id;
            problems.push(LinkError::UnknownKey { key: quote(&key), experiment });
        }
    }
}

/// As much of it as an error repeats.
pub(crate) fn quote(text: &str) -> String {
    text.chars().take(QUOTE).collect()
}
