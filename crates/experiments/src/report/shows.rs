//! What a run shows, as data: the figures, tables and pictures of its outcome.

/// What a run shows beside its verdict. Names are those of the outcome in the record.
#[derive(Debug, PartialEq)]
pub struct Shows {
    /// Pictures; the page draws first the one that says most about this run.
    pub pictures: &'static [Picture],
    /// Single values, in the order in which they stand.
    pub figures: &'static [Figure],
    /// Bars side by side.
    pub bars: &'static [Bars],
    /// Lists of entries with several fields.
    pub tables: &'static [Table],
    /// Lists of single values in their order.
    pub sequences: &'static [Sequence],
    /// What a counted outcome is, in a sentence; empty where its word says it.
    pub outcome: &'static str,
}

impl Shows {
    /// The lanes of the threads, and the outcomes over the repeats.
    pub(crate) const MEETING: Self = Self {
        pictures: &[Picture::Lanes, Picture::Histogram],
        figures: &[],
        bars: &[],
        tables: &[],
        sequences: &[],
        outcome: "",
    };
    /// What is timed shows its times, which no experiment need list.
    pub(crate) const TIMES: Self = Self { pictures: &[], ..Self::MEETING };

    /// What is called `name` in the outcome, for people.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&'static str> {
        let Self { figures, bars, tables, sequences, pictures: _, outcome: _ } = *self;
        let figures = figures.iter().map(|of| (of.name, of.label));
        let bars = bars.iter().map(|of| (of.name, of.title));
        let tables = tables.iter().map(|of| (of.name, of.title));
        let sequences = sequences.iter().map(|of| (of.name, of.title));
        let mut all = figures.chain(bars).chain(tables).chain(sequences);
        all.find(|(of, _)| *of == name).map(|(_, label)| label)
    }
}

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// What each thread did when.
    Lanes,
    /// How often each outcome occurred over the repeats: `distribution`.
    Histogram,
    /// The circle of threads that wait for each other: `cycle`.
    WaitsFor,
    /// The text as the threads wrote it: `lines`.
    Lines,
    /// How much was in the queue when.
    Depth,
    /// How many requests were under way when.
    InFlight,
    /// Whose turn it was, one after the other: `order`.
    Turns,
    /// Who held the one lock when, above the lanes.
    Holders,
    /// Acquisitions per second by the number of threads: `throughput`.
    Throughput,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A whole number, text as it is, or yes or no.
    Word,
    /// A whole number, its thousands apart.
    Count,
    /// A duration in milliseconds.
    Ms,
    /// A duration in microseconds.
    Us,
    /// A duration in nanoseconds.
    Ns,
    /// A number between 0 and 1.
    Index,
    /// So many in a second.
    PerSecond,
    /// So many megabytes in a second.
    MbPerSecond,
    /// So many bytes.
    Bytes,
}

/// A single value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its name in the outcome.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// How it is written.
    pub form: Form,
    /// What it is of, in a few words; may be empty.
    pub remark: &'static str,
}

impl Figure {
    /// A whole number.
    pub(crate) const fn count(
        name: &'static str,
        label: &'static str,
        remark: &'static str,
    ) -> Self {
        Self { name, label, form: Form::Count, remark }
    }

    /// A rate.
    pub(crate) const fn per_second(name: &'static str, label: &'static str) -> Self {
        Self { name, label, form: Form::PerSecond, remark: "" }
    }

    /// How long it took until a deadlock was named.
    pub(crate) const DETECTED: Self = Self {
        name: "detected_ms",
        label: "Found after",
        form: Form::Ms,
        remark: "after the last thread began to wait",
    };
    /// How evenly something was shared: Jain, Chiu and Hawe, "A Quantitative Measure of Fairness and
    /// Discrimination for Resource Allocation in Shared Computer Systems", DEC Research Report TR-301,
    /// 1984.
    pub(crate) const FAIRNESS: Self = Self {
        name: "fairness",
        label: "Fairness",
        form: Form::Index,
        remark: "Jain’s index: 1 is equal shares",
    };
}

/// Bars, one for each entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// The name in the outcome: a list with a value for each thread, or a map with one for each word of a
    /// choice.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What the bars are, in a sentence.
    pub caption: &'static str,
    /// How the values are written.
    pub form: Form,
}

/// A list of entries with several fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Table {
    /// The name in the outcome.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What the rows are, in a sentence.
    pub caption: &'static str,
    /// Field, head and form of each column.
    pub columns: &'static [(&'static str, &'static str, Form)],
}

/// A list of single values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    /// The name in the outcome.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What the values are, in a sentence.
    pub caption: &'static str,
}
