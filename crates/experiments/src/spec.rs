//! What a person sees of an experiment and may set: the description that forms, links and the
//! automation interface are made from.

/// A lesson of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Why compute in parallel, and how far it carries.
    Performance,
}

impl Group {
    /// The lesson's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Performance => "Parallel performance",
        }
    }
}

/// What stands in the catalogue about one experiment.
#[derive(Debug)]
pub struct Spec {
    /// Stable name in links, kebab case, never used again for something else.
    pub id: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// The lesson it belongs to.
    pub group: Group,
    /// One sentence: what it does.
    pub summary: &'static str,
    /// A question to answer before running.
    pub prediction: &'static str,
    /// What to look for afterwards, one sentence each.
    pub look_for: &'static [&'static str],
    /// Every parameter, thread count first.
    pub params: &'static [ParamSpec],
    /// The program as one would write it in Python today.
    #[cfg(feature = "reports")]
    pub python: &'static str,
    /// The Rust that runs, taken from its source file.
    #[cfg(feature = "reports")]
    pub rust: &'static str,
}

impl Spec {
    /// The parameter called `name` in links.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&'static ParamSpec> {
        self.params.iter().find(|param| param.name == name)
    }
}

/// One parameter.
#[derive(Debug)]
pub struct ParamSpec {
    /// Name in links.
    pub name: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// What may be given.
    pub kind: ParamKind,
    /// What holds if nothing is given.
    pub default: DefaultValue,
    /// Unit for people; empty for a plain number.
    pub unit: &'static str,
    /// One sentence: what it changes.
    pub help: &'static str,
}

impl ParamSpec {
    /// The values on offer, if this is a choice.
    #[must_use]
    pub fn choices(&self) -> &'static [Choice] {
        match self.kind {
            ParamKind::Choice(choices) => choices,
            ParamKind::Integer { .. } | ParamKind::Real { .. } => &[],
        }
    }

    /// The least and greatest value, if this is a number.
    #[must_use]
    pub fn limits(&self) -> Option<(f64, f64)> {
        match self.kind {
            ParamKind::Integer { min, max } => Some((min as f64, max as f64)),
            ParamKind::Real { min, max } => Some((min, max)),
            ParamKind::Choice(_) => None,
        }
    }
}

/// What may be given for a parameter.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// A whole number within limits, both included.
    Integer {
        /// Least value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// A finite number within limits, both included.
    Real {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// One of some words.
    Choice(&'static [Choice]),
}

/// One word of a choice.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The word in links.
    pub value: &'static str,
    /// The words for people.
    pub label: &'static str,
}

/// What holds if nothing is given.
#[derive(Clone, Copy, Debug)]
pub enum DefaultValue {
    /// Always the same text.
    Fixed(&'static str),
    /// The number of cores of the machine.
    Cores,
    /// It follows the choice made for another parameter.
    Follows {
        /// That parameter.
        param: &'static str,
        /// Its value and the text to use.
        table: &'static [(&'static str, &'static str)],
    },
}

/// A checked value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamValue {
    /// A whole number.
    Integer(u64),
    /// A finite number.
    Real(f64),
    /// One of the words on offer.
    Word(&'static str),
}

impl std::fmt::Display for ParamValue {
    /// The one text that links use for this value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl From<ParamValue> for serde_json::Value {
    fn from(value: ParamValue) -> Self {
        match value {
            ParamValue::Integer(number) => number.into(),
            ParamValue::Real(number) => number.into(),
            ParamValue::Word(word) => word.into(),
        }
    }
}
