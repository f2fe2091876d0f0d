//! All figures as `docs/benchmarks.md`.

use std::fmt::Write;

use tests::Engine;

use crate::checkers::Row;
use crate::figure::Figure;
use crate::machine::Machine;
use crate::page::File;

/// How the figures come about.
const METHOD: &str = "\
## Method

Everything that is compared has its turn again and again within one run, so that whatever else the
machine does hits all of it alike. A ratio is one of medians, its interval comes from 1000 bootstrap
resamples. The first round of each comparison is thrown away, and the page warms up every kernel
itself, on the worker that is measured, until two runs in a row agree.

- The native twin is the same crate, built with the optimization of the lab for the processor
  family without extensions, and it is called between the runs in the page.
- The JavaScript loop runs on the main thread of the same page: `for (let i = 0; i < n; i++) { const
  x = a + i * dx; s += x * x; }`.
- 2 threads: method `pool` beside the sequential baseline, which the lab measures in turn. Native
  threads do the same work between the runs, to see what the machine can give.
- Empty parallel region: method `threads` with 16 points. Two threads are woken, each puts the sums
  of its points on a queue, and all are waited for.
- Lab ready: from the page's word that it starts a lab to the word that it asks it to compute, in a
  page that has downloaded the lab before. A run begins on a warm lab when the lab says so, counted
  from the call of `interleave.run`.
- Recording: method `pool`, the last repeat of a run, its timeline recorded or not.
- Locks and queues: a lab of its own, built with a feature that no finished site has, on a page that
  draws nothing; in it our `Lock` beside `std::sync::Mutex`, and our `Queue` beside crossbeam-channel,
  compiled alike, recording off. One run repeats both turn and turn about; native threads do the same
  work between the runs, from the same source, with the futexes and the std of the system. Threads
  begin together, take work in batches of 256 operations, and look at the stop word before each,
  whoever is timed. Nothing is done while a lock is held. Half of the threads put numbers, the others
  get them, blocking, in the order of arrival. Rates are those of ours in the browser: pairs of lock
  and unlock, or items that have come through.
- Processes: round trips of a payload over a pipe, experiment `processes`, in turn with two workers that do
  nothing but send it; a start lasts until the worker says that it is there, CPython's until its first message
  arrives.
- One at a time: experiments `gil` and `coroutines`. A speed-up is what one thread would need at the pace that is
  measured before and between plays, against what two needed, in the middle of five. A holder of the GIL that is
  asked to let go does so after the switch interval and what stands there. CPython's threads and processes add up
  numbers in a loop.
- A web service: experiment `web-service`, answered by the page's own service worker, which has as many workers as
  there are requests; threads and processes have started before. CPython's clients ask gunicorn over loopback, once.
- Bytes: brotli, quality 11, of every file but those marked as later.
- Time to interactive: a fresh browser with an empty profile, from the start of the navigation until
  `interleave.ready` is resolved and the Run button can be pressed.
- A lesson is chosen: its address is set, on a page that has shown the map, and its title and a frame after it are
  waited for; each lesson in turn. Layout shift: what moves by itself from a first press of Run by hand to half a second after
  the end, with default parameters, at 1366 × 768 and at 390 × 844; what follows the press within half a second is
  not counted (web.dev, “Cumulative Layout Shift”).
- Long tasks: those that the browser reports (50 ms and more) during a run of many seconds and one
  second after it; with many threads, during the locked variant of `lost-update`, whose events are
  drawn while they come.
- Explorer: `interleave.explore` in the page, on one thread, by its own clock; natively the same crate
  on the same links. loom and shuttle run threads that load and store an atomic number, without a
  bound on preemptions, for ten seconds at most. Their executions include the points at which threads
  are started and joined; that is what their users wait for.
- CPython runs the lecture's sequential program with a hundredth of the points, scaled up.

Figures of a machine that does something else meanwhile are too slow and spread widely: compare the
intervals, and the load in the first paragraph. Threads that contend for a lock take turns on the
cores that are left, meet less often, and seem faster.
";

/// Everything that was measured.
pub(crate) struct Document {
    /// Where.
    pub(crate) machine: Machine,
    /// Figures of Chromium, most of them with a target.
    pub(crate) targets: Vec<Figure>,
    /// The same few figures of other engines.
    pub(crate) others: Vec<(Engine, Vec<Figure>)>,
    /// The explorer natively.
    pub(crate) native: Vec<Figure>,
    /// The same small programs in several checkers.
    pub(crate) checkers: Vec<Row>,
    /// Ways to compute, and their nanoseconds per point.
    pub(crate) scale: Vec<(String, f64)>,
    /// The files of the site.
    pub(crate) files: Vec<File>,
}

impl Document {
    /// A document without figures.
    pub(crate) fn new(machine: Machine) -> Self {
        Self {
            machine,
            targets: vec![],
            others: vec![],
            native: vec![],
            checkers: vec![],
            scale: vec![],
            files: vec![],
        }
    }

    /// The figures that miss their target, in words.
    pub(crate) fn missed(&self) -> impl Iterator<Item = String> {
        let missed = self.targets.iter().filter(|figure| figure.is_met() == Some(false));
        missed.map(|figure| {
            format!("{}: {}, target {}", figure.name, figure.measured(), figure.target())
        })
    }

    /// The text.
    pub(crate) fn markdown(&self) -> String {
        let Machine { date, processor, cores, load, programs } = &self.machine;
        let programs = programs.join(", ");
        let mut text = format!(
            "# Benchmarks\n\n\
             Written by `cargo xtask bench` on {date}: {processor}, {cores} logical cores, load \
             {load} before the start; {programs}.\n\n"
        );
        text.push_str(&self.in_chromium());

        if !self.others.is_empty() {
            text.push_str("\n## Other engines, for information\n\n");
        }
        let others = self.others.iter().flat_map(|(engine, figures)| {
            let row = |f: &Figure| {
                [&engine.to_string(), &f.name, &f.measured(), &f.spread].map(String::clone)
            };
            figures.iter().map(row).collect::<Vec<_>>()
        });
        table(&mut text, ["engine", "figure", "measured", "spread"], others);

        text.push_str(&self.explorer());
        text.push_str("\n## For scale: one point of x² from 0 to 10\n\n");
        let slowest = self.scale.first().map_or(0.0, |(_, ns)| *ns);
        let scale = self.scale.iter().map(|(name, ns)| {
            [name.clone(), format!("{ns:.2} ns"), format!("{:.1} ×", slowest / ns)]
        });
        table(&mut text, ["program", "per point", "as fast as the first"], scale);

        text.push_str("\n## What the page downloads\n\n");
        let files = self.files.iter().map(|file| {
            let when = file.when();
            [file.name.clone(), file.bytes.to_string(), file.packed.to_string(), when.to_owned()]
        });
        table(&mut text, ["file", "bytes", "brotli", "fetched"], files);
        text.push('\n');
        text.push_str(METHOD);
        text
    }

    /// The table of Chromium.
    pub(crate) fn in_chromium(&self) -> String {
        let mut text = String::new();
        let targets = self.targets.iter().map(|figure| {
            let met = figure.is_met().map_or("", |met| if met { "yes" } else { "no" });
            [&figure.name, &figure.target(), &figure.measured(), met, &figure.spread]
                .map(str::to_owned)
        });
        table(&mut text, ["figure, in Chromium", "target", "measured", "met", "spread"], targets);
        text
    }

    /// The sections about the explorer.
    pub(crate) fn explorer(&self) -> String {
        let mut text =
            String::from("\n## Every schedule: the explorer natively, and other checkers\n\n");
        let native = self.native.iter().map(|f| [f.name.clone(), f.measured(), f.spread.clone()]);
        table(&mut text, ["figure, natively", "measured", "spread"], native);
        text.push('\n');
        let head = ["program", "checker", "work", "time", "totals seen", "complete"];
        table(&mut text, head, self.checkers.iter().map(Row::cells));
        text
    }
}

/// Writes a table, or nothing without rows.
fn table<const N: usize>(
    text: &mut String,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    let mut line = |cells: [&str; N]| {
        writeln!(text, "| {} |", cells.join(" | ")).expect("a text takes any text");
    };
    line(head);
    line(["---"; N]);
    for row in rows {
        line(std::array::from_fn(|index| row[index].as_str()));
    }
}
