//! The state of the page, and the effects that its changes ask for.

mod jobs;
mod parts;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use trace::wire::{ExploreOptions, Fault};
use ui::{Achieved, Action, Doing, Effect, Layout, Part, Report, RunError, Screen, State, reduce};
use wasm_bindgen_futures::spawn_local;

use crate::address::Address;
use crate::browser::{self, Absences};
use crate::runner::Runner;
use crate::{fetch, pack, paint};

/// Name under which the browser keeps what was solved.
const CHALLENGE: &str = "challenge";
/// Name under which the browser keeps what was finished.
const ACHIEVED: &str = "finished";

/// What was finished in an earlier visit, or in another tab.
pub(crate) fn recalled() -> Achieved {
    Achieved::recalled(&browser::recall(ACHIEVED).unwrap_or_default())
}

/// Told the state before and after every change.
type OnChange = Rc<dyn Fn(&Rc<State>, &Rc<State>)>;

/// Told of a result.
type OnEnd = Box<dyn Fn(&End)>;

/// A run, an exploration or a level that has ended with a result.
pub(crate) struct End {
    /// The link of what it was.
    pub(crate) link: String,
    /// The record of it as JSON; a level has none.
    pub(crate) record: Option<Rc<str>>,
}

/// Told what a run is doing.
pub(crate) type OnProgress = Box<dyn Fn(&Doing)>;

/// How a run ended.
pub(crate) type RunResult = Result<Rc<Report>, RunError>;

/// How an exploration ended: its record as JSON.
pub(crate) type Explored = Result<Rc<str>, RunError>;

/// Holds the state, changes it only through [`reduce`], and carries out the effects.
#[derive(Clone)]
pub(crate) struct Store(Rc<Inner>);

struct Inner {
    state: RefCell<Rc<State>>,
    on_change: RefCell<Vec<OnChange>>,
    /// Told of every result, if somebody is.
    on_end: RefCell<Option<OnEnd>>,
    runner: Runner,
    address: Address,
    absences: Absences,
    /// Those who want to know how the run under way ends.
    waiting: RefCell<Vec<oneshot::Sender<RunResult>>>,
    /// Those who want to know how the exploration under way ends.
    curious: RefCell<Vec<oneshot::Sender<Explored>>>,
    /// What a script asked of the exploration that is to be started.
    options: Cell<Option<ExploreOptions>>,
    /// What a script asked of the run that is to be started.
    wishes: RefCell<Wishes>,
}

/// What a script may ask of a run beyond its plan.
#[derive(Default)]
pub(crate) struct Wishes {
    /// Leave the timeline out, to measure what recording costs.
    pub(crate) unrecorded: bool,
    /// Break down on purpose.
    pub(crate) fault: Option<Fault>,
    /// Told what the run is doing.
    pub(crate) on_progress: Option<OnProgress>,
}

impl Store {
    /// A store that begins with `state`.
    pub(crate) fn new(state: State) -> Self {
        Self(Rc::new(Inner {
            state: RefCell::new(Rc::new(state)),
            on_change: RefCell::default(),
            on_end: RefCell::default(),
            runner: Runner::default(),
            address: Address::default(),
            absences: Absences::count(),
            waiting: RefCell::default(),
            curious: RefCell::default(),
            options: Cell::default(),
            wishes: RefCell::default(),
        }))
    }

    /// The state now.
    pub(crate) fn state(&self) -> Rc<State> {
        self.0.state.borrow().clone()
    }

    /// Calls `on_change` after every change of the state, with what it was before.
    pub(crate) fn on_change(&self, on_change: impl Fn(&Rc<State>, &Rc<State>) + 'static) {
        self.0.on_change.borrow_mut().push(Rc::new(on_change));
    }

    /// Calls `on_end` with every result.
    pub(crate) fn on_end(&self, on_end: impl Fn(&End) + 'static) {
        *self.0.on_end.borrow_mut() = Some(Box::new(on_end));
    }

    /// Stops what runs, and lets go of the workers that wait for more.
    pub(crate) fn sleep(&self) {
        self.dispatch(Action::Stop);
        self.0.runner.rest();
    }

    /// Opens the fragment of an address that somebody has followed; without one, the map of the course.
    pub(crate) fn open(&self, fragment: Option<String>) {
        self.dispatch(Action::OpenLink(fragment.unwrap_or_else(|| ui::COURSE_LINK.to_owned())));
    }

    /// Opens a link for a script, right or wrong, and shows where that leads.
    pub(crate) fn show(&self, link: &str) {
        self.dispatch(Action::OpenLink(link.to_owned()));
        self.0.address.show(&self.state().location(), false);
    }

    /// Changes the state and carries out what follows from it.
    pub(crate) fn dispatch(&self, action: Action) {
        let is_followed = matches!(action, Action::OpenLink(_));
        let before = self.state();
        let (next, effects) = reduce(&before, action);
        let next = Rc::new(next);
        *self.0.state.borrow_mut() = next.clone();
        // Who is told may change the state again.
        let told = self.0.on_change.borrow().clone();
        for on_change in told {
            on_change(&before, &next);
        }
        for effect in effects {
            self.perform(effect);
        }
        if is_followed {
            self.0.address.follow(&next);
        } else if !next.shows_the_same(&before) {
            let store = self.clone();
            self.0.address.changed(&next, move || store.state());
        }
        if let Some(part) = next.parts.explore.here()
            && !next.challenge.counts_the_same(&before.challenge)
            && !next.achieved.is_empty()
        {
            browser::keep(CHALLENGE, &(part.keep)(&next.challenge));
        }
        if next.achieved != before.achieved && !next.achieved.is_empty() {
            // Another tab may have kept more meanwhile.
            let mut kept = recalled();
            kept.add_all_but(&next.achieved, &before.achieved);
            browser::keep(ACHIEVED, &kept.kept());
        }
    }

    /// Presses Run for a script, and waits for the end.
    pub(crate) async fn start(&self, wishes: Wishes) -> RunResult {
        *self.0.wishes.borrow_mut() = wishes;
        let ending = self.ending();
        self.dispatch(Action::Run);
        if let Some(refused) = self.state().failure_here().cloned() {
            self.0.wishes.take(); // they were for this run only
            return Err(refused);
        }
        ending.await.unwrap_or(Err(RunError::Stopped))
    }

    /// The end of the run under way. Ask before it can end.
    pub(crate) fn ending(&self) -> oneshot::Receiver<RunResult> {
        let (sender, receiver) = oneshot::channel();
        self.0.waiting.borrow_mut().push(sender);
        receiver
    }

    /// Presses Explore for a script, and waits for the end.
    pub(crate) async fn explore(&self, options: ExploreOptions) -> Explored {
        let (sender, receiver) = oneshot::channel();
        self.0.curious.borrow_mut().push(sender);
        self.0.options.set(Some(options));
        self.dispatch(Action::Explore);
        receiver.await.unwrap_or(Err(RunError::Stopped))
    }

    /// Returns when nothing runs or explores.
    pub(crate) async fn rest(&self) {
        while !self.state().is_idle() {
            TimeoutFuture::new(10).await;
        }
    }

    /// Starts a lab for the draft ahead of its run, except in a slide, which starts nothing itself.
    pub(crate) fn prepare(&self) {
        let state = self.state();
        if state.layout != Layout::Page || state.screen != Screen::Subject || !state.is_idle() {
            return;
        }
        if let Some(plan) = state.plan().filter(|plan| state.obstacle(plan).is_none()) {
            self.0.runner.prepare(&plan, self.state().capability.allows(true));
        } else if state.is_explored() {
            self.0.runner.prepare_explorer();
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Run(plan) => {
                self.0.runner.begin();
                let store = self.clone();
                spawn_local(async move { store.run(plan).await });
            }
            Effect::Explore(plan, options) => {
                let options = self.0.options.take().unwrap_or(options);
                self.0.runner.begin();
                let store = self.clone();
                spawn_local(async move { store.run_exploration(&plan, options).await });
            }
            Effect::Tick { after_ms } => {
                let store = self.clone();
                spawn_local(async move {
                    TimeoutFuture::new(after_ms).await;
                    store.dispatch(Action::Tick);
                });
            }
            Effect::Stop => self.0.runner.stop(),
            Effect::ShowLink(link) => self.0.address.show(&link, false),
            Effect::PushLink(link) => self.0.address.show(&link, true),
            Effect::Copy(text) => {
                let store = self.clone();
                spawn_local(async move {
                    let copied = browser::copy(&text).await;
                    store.dispatch(Action::Copied(copied));
                });
            }
            Effect::Download { name, text } => {
                let offered = browser::download(&name, &text);
                offered.expect("a text can be offered as a file");
            }
            Effect::Paint { name, svg } => paint::begin(self, name, svg),
            Effect::Forget => [CHALLENGE, ACHIEVED].into_iter().for_each(browser::forget),
            // What the page around a frame asks for is not what the person likes.
            Effect::UseTheme(theme) if self.state().framed => browser::use_theme(theme),
            Effect::UseTheme(theme) => browser::choose_theme(theme),
            Effect::Read(path) => {
                let store = self.clone();
                spawn_local(async move {
                    let text = fetch::text(&path).await.map(Rc::from);
                    let text = text.map_err(|why| format!("The listing could not be read: {why}"));
                    store.dispatch(Action::HasRead(path, text));
                });
            }
            Effect::Record(job) => {
                let store = self.clone();
                spawn_local(async move { store.dispatch(pack::carry_out(job).await) });
            }
            Effect::Load(part) => {
                let store = self.clone();
                spawn_local(async move {
                    store.dispatch(match crate::parts::load(part).await {
                        Ok(loaded) => Action::Loaded(loaded),
                        Err(why) => Action::NotLoaded(part, why),
                    });
                    if let Some(kept) = browser::recall(CHALLENGE).filter(|_| part == Part::Explore)
                    {
                        store.dispatch(Action::Recall(kept));
                    }
                });
            }
        }
    }
}
