//! A page in a given state, and a finished run to show on it.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use explorer::{Interrupted, Options, Pace, explore};
use machine::Move;
use plan::Computer;
use serde_json::{Map, Value};
use trace::Lane;
use trace::wire::{Environment, RunRecord, Samples, TraceRecord, VerdictRecord, thread_records};
use ui::{
    Action, Capability, Layout, Page, PageProps, Parts, Report, Screen, State, Theme, Walk, reduce,
};
use yew::{Callback, LocalServerRenderer};

/// The machine of every test.
pub(crate) const COMPUTER: Computer = Computer { cores: 2 };

/// The page before anything was opened, with all of its parts.
pub(crate) fn blank(capability: Capability, layout: Layout) -> State {
    let state = State::new(COMPUTER, capability, layout, Theme::System);
    State { parts: Parts::all(), screen: Screen::Subject, ..state }
}

/// The whole page with `link` opened, on a browser with threads.
pub(crate) fn page(link: &str) -> State {
    let mut state = blank(Capability::Threads, Layout::Page);
    state.draft = plan::open(link).draft.expect("the link of a test names an experiment");
    state
}

/// A run of `link` with this verdict and these outcomes.
pub(crate) fn report(
    link: &str,
    kind: &str,
    outcome: &[(&str, Value)],
    lanes: Vec<Lane>,
) -> Rc<Report> {
    let plan = plan::open(link).draft.and_then(|draft| draft.run_plan(COMPUTER));
    let plan = plan.expect("the link of a test can run");
    let told = match plan.subject().experiment.runs() {
        experiments::Runs::Timed => plan.params().timed(),
        experiments::Runs::Meeting => plan.params().meeting(),
        experiments::Runs::Compared => plan.params().compared(),
    };
    let samples = |variant: &str, threads, wall_ms: &[f64]| Samples {
        variant: variant.to_owned(),
        threads,
        wall_ms: wall_ms.to_vec(),
        warm_up_ms: vec![4.0],
    };
    let outcome: Map<String, Value> =
        outcome.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Rc::new(Report {
        theirs: false,
        record: RunRecord {
            schema: 1,
            link: link.to_owned(),
            experiment: plan.subject().experiment.id.to_owned(),
            params: Map::new(),
            environment: Environment {
                user_agent: "Mozilla/5.0 Gecko/20100101 Firefox/140.0".to_owned(),
                cores: COMPUTER.cores,
                isolated: true,
                timer_step_us: 5.0,
                app_version: "0.1.0".to_owned(),
            },
            backend: "threads".to_owned(),
            verdict: VerdictRecord { kind: kind.to_owned(), text: "The sentence.".to_owned() },
            outcome,
            samples: vec![
                samples("threads", 2, &[10.0, 12.0, 11.0]),
                samples("sequential", 1, &[20.0, 21.0, 22.0]),
            ],
            threads: thread_records(&lanes),
            trace: TraceRecord { events: 0, dropped: 0 },
        },
        parts: lanes.iter().enumerate().map(|(at, lane)| told.part(at, &lane.name)).collect(),
        lanes,
        threads: vec!["philosopher 1".to_owned(), "philosopher 2".to_owned()],
        resources: vec![],
        shows: told.shows(),
        moment: None,
        warnings: vec!["Mind the timer.".to_owned()],
        doubt: None,
    })
}

/// The page after `link` was opened.
pub(crate) fn open(link: &str) -> State {
    let state = blank(Capability::Threads, Layout::Page);
    reduce(&state, Action::OpenLink(link.to_owned())).0
}

/// The page after something was done with the schedule.
pub(crate) fn walk(state: &State, walk: Walk) -> State {
    reduce(state, Action::Walk(walk)).0
}

/// The page after a thread, by its number, has gone on.
pub(crate) fn step(state: &State, thread: u8) -> State {
    walk(state, Walk::Step(Move { thread: thread - 1, way: 0 }))
}

/// The page after its program was explored, in no time.
pub(crate) fn explored(state: &State) -> State {
    let plan = state.exploration_plan().expect("the draft is right");
    let machine = plan.machine(true);
    let options = Options::default();
    let found = {
        let mut exploring = pin!(explore(&machine, &options, &Free));
        loop {
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(found) = exploring.as_mut().poll(&mut context) {
                break found.expect("nobody stops it");
            }
        }
    };
    let record = plan.record(machine, &found, 3.0);
    let (state, _) = reduce(state, Action::Explore);
    reduce(&state, Action::Explored(Rc::new(record))).0
}

/// No clock, and nobody to wait for.
struct Free;

impl Pace for Free {
    fn elapsed_ms(&self) -> f64 {
        0.0
    }

    async fn pause(&self, _: usize) -> Result<(), Interrupted> {
        Ok(())
    }
}

/// The page as HTML.
pub(crate) async fn render(state: State) -> String {
    let props = PageProps {
        state: Rc::new(state),
        dispatch: Callback::noop(),
        base_url: "https://lab.example/".into(),
    };
    LocalServerRenderer::<Page>::with_props(props).hydratable(false).render().await
}

/// The part of `html` from `start` to the next `end`.
pub(crate) fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("no {start} in {html}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0
}

/// The start tag in which `attribute` stands.
pub(crate) fn tag<'a>(html: &'a str, attribute: &str) -> &'a str {
    let at = html.find(attribute).unwrap_or_else(|| panic!("no {attribute} in {html}"));
    let start = html[..at].rfind('<').expect("an attribute stands in a tag");
    between(&html[start..], "<", ">")
}

/// How often `what` stands in `html`.
pub(crate) fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

/// The text of `html` without its tags.
pub(crate) fn text(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let words =
        parts.flat_map(|part| part.split(' ')).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    words.join(" ").replace(" :", ":")
}
