//! What a person sees of an experiment and may set: the description that forms, links and the
//! automation interface are made from.

/// A lesson of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Why compute in parallel, and how far it carries.
    Performance,
    /// What threads are, and what goes wrong when they share.
    Threads,
    /// What goes wrong when they wait for each other.
    Deadlock,
    /// What keeps them apart.
    Locks,
    /// What brings them together.
    Queues,
}

impl Group {
    /// The lesson's title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Performance => "Parallel performance",
            Self::Threads => "Threads and races",
            Self::Deadlock => "Deadlock and livelock",
            Self::Locks => "Locks and semaphores",
            Self::Queues => "Queues and signals",
        }
    }
}

/// What stands in the catalogue about one experiment.
#[derive(Debug)]
pub struct Spec {
    /// Stable name in links, kebab case, never used again for something else.
    pub id: &'static str,
    /// Title for people.
    #[cfg(feature = "reports")]
    pub title: &'static str,
    /// The lesson it belongs to.
    pub group: Group,
    /// One sentence: what it does.
    #[cfg(feature = "reports")]
    pub summary: &'static str,
    /// A question to answer before running.
    #[cfg(feature = "reports")]
    pub prediction: &'static str,
    /// What to look for afterwards, one sentence each.
    #[cfg(feature = "reports")]
    pub look_for: &'static [&'static str],
    /// Whether the timeline is drawn while the run is on. Where time is measured nothing moves.
    pub live: bool,
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
    #[cfg(feature = "reports")]
    pub label: &'static str,
    /// What may be given.
    pub kind: ParamKind,
    /// What holds if nothing is given.
    pub default: DefaultValue,
    /// Unit for people; empty for a plain number.
    #[cfg(feature = "reports")]
    pub unit: &'static str,
    /// One sentence: what it changes.
    #[cfg(feature = "reports")]
    pub help: &'static str,
}

impl ParamSpec {
    /// A whole number from `min` to `max`.
    pub(crate) const fn integer(
        name: &'static str,
        label: &'static str,
        (min, max): (u64, u64),
        default: &'static str,
        unit: &'static str,
        help: &'static str,
    ) -> Self {
        let (kind, default) = (ParamKind::Integer { min, max }, DefaultValue::Fixed(default));
        Self::new(name, (label, unit, help), kind, default)
    }

    /// A parameter with a label, a unit and a sentence of help, which are kept for the page only.
    pub(crate) const fn new(
        name: &'static str,
        words: (&'static str, &'static str, &'static str),
        kind: ParamKind,
        default: DefaultValue,
    ) -> Self {
        let (label, unit, help) = words;
        #[cfg(not(feature = "reports"))]
        let _ = (label, unit, help);
        Self {
            name,
            #[cfg(feature = "reports")]
            label,
            kind,
            default,
            #[cfg(feature = "reports")]
            unit,
            #[cfg(feature = "reports")]
            help,
        }
    }

    /// One of `choices`.
    pub(crate) const fn choice(
        name: &'static str,
        label: &'static str,
        choices: &'static [Choice],
        default: &'static str,
        help: &'static str,
    ) -> Self {
        let (kind, default) = (ParamKind::Choice(choices), DefaultValue::Fixed(default));
        Self::new(name, (label, "", help), kind, default)
    }

    /// How many threads run; `default` is enough to show the point.
    pub(crate) const fn threads(
        limits: (u64, u64),
        default: &'static str,
        help: &'static str,
    ) -> Self {
        Self::integer("threads", "Threads", limits, default, "", help)
    }

    /// How often the whole run is repeated.
    pub(crate) const fn repeats(default: &'static str) -> Self {
        let help = "Runs in a row; with more than one, their outcomes are counted.";
        Self::integer("repeats", "Repeats", (1, 1000), default, "runs", help)
    }

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
    #[cfg(feature = "reports")]
    pub label: &'static str,
}

impl Choice {
    /// A word with its words for people.
    pub(crate) const fn new(value: &'static str, label: &'static str) -> Self {
        #[cfg(not(feature = "reports"))]
        let _ = label;
        Self {
            value,
            #[cfg(feature = "reports")]
            label,
        }
    }
}

/// What holds if nothing is given.
#[derive(Clone, Copy, Debug)]
pub enum DefaultValue {
    /// Always the same text.
    Fixed(&'static str),
    /// The number of cores of the machine.
    Cores,
    /// It is the sum of two other parameters.
    Sum(&'static str, &'static str),
    /// It is what another parameter leaves of a sum that was given, within its own limits, or else
    /// this text.
    Rest {
        /// The sum.
        sum: &'static str,
        /// The other parameter; none takes half of the sum, rounded up.
        other: Option<&'static str>,
        /// If the sum is not given.
        otherwise: &'static str,
    },
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
