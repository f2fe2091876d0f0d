//! The state of the page and the only function that changes it.

use std::rc::Rc;

use plan::{Draft, LinkError, Machine, Opened, ParamError, Plan};

use crate::capability::Capability;
use crate::report::Report;

/// Everything the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What was typed.
    pub draft: Draft,
    /// What is known of the machine.
    pub machine: Machine,
    /// What the browser allows.
    pub capability: Capability,
    /// What is going on.
    pub phase: Phase,
    /// What the opened link got wrong.
    pub link_problems: Vec<LinkError>,
    /// The last finished run, until another finishes or another experiment is chosen.
    pub report: Option<Rc<Report>>,
    /// Why the last run did not finish.
    pub failure: Option<RunError>,
    /// How the page is presented.
    pub layout: Layout,
    /// Colors.
    pub theme: Theme,
    /// Whether the share panel is open.
    pub sharing: bool,
    /// A short message after copying, for the status line.
    pub notice: Option<&'static str>,
}

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Nothing runs.
    Idle,
    /// A run is on its way.
    Running {
        /// Its canonical link.
        link: String,
        /// What it is doing now.
        doing: Doing,
    },
    /// Somebody asked it to stop.
    Stopping,
}

/// What a run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// Waiting until a lab that was stopped has fallen silent, so that it disturbs no timing.
    CoolingDown,
    /// Starting workers.
    StartingLab {
        /// How many.
        threads: u32,
    },
    /// Computing.
    Computing {
        /// Threads of the current stage.
        threads: u32,
        /// Stage that is running, from 1.
        stage: usize,
        /// Stages in all.
        stages: usize,
        /// Finished part of this stage, from 0 to 1; none while it warms up.
        fraction: Option<f64>,
    },
}

/// Why a run did not finish.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// Somebody stopped it.
    Stopped,
    /// The browser lacks something; the text names it.
    Unsupported(String),
    /// Something went wrong; the text says what.
    Failed(String),
}

impl RunError {
    /// The name of the error in the automation interface.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Stopped => "Stopped",
            Self::Unsupported(_) => "Unsupported",
            Self::Failed(_) => "RunError",
        }
    }

    /// One sentence.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Stopped => "The run was stopped.",
            Self::Unsupported(text) | Self::Failed(text) => text,
        }
    }
}

/// How the page is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The whole page.
    Page,
    /// One experiment without navigation, for a slide.
    Embed,
}

/// Colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A link was opened: the fragment of the address.
    OpenLink(String),
    /// An experiment was picked, by its id.
    Pick(String),
    /// Text was typed for a parameter.
    Type {
        /// The parameter.
        name: &'static str,
        /// The text.
        text: String,
    },
    /// A parameter was put back to its default.
    Clear(&'static str),
    /// Run was pressed.
    Run,
    /// A sweep over thread counts was asked for.
    Sweep,
    /// Stop was pressed.
    Stop,
    /// The run is doing something else now.
    Progress(Doing),
    /// The run finished.
    Finished(Rc<Report>),
    /// The run ended without a result.
    Failed(RunError),
    /// The share panel was opened or closed.
    ToggleShare,
    /// Text is to be copied, for the reason given.
    Copy(String),
    /// Copying ended.
    Copied(bool),
    /// A file is to be downloaded.
    Download(File),
    /// Other colors were asked for.
    SetTheme(Theme),
}

/// A file made from the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// The run record as JSON.
    Record,
    /// The timeline in Chrome trace-event form.
    Timeline,
}

/// Something that somebody else must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Run this plan.
    Run(Plan),
    /// Stop the run.
    Stop,
    /// Show this link in the address, without a new entry in the history.
    ShowLink(String),
    /// Put this text on the clipboard.
    Copy(String),
    /// Offer this file.
    Download {
        /// Its name.
        name: String,
        /// Its content.
        text: String,
    },
    /// Use these colors.
    UseTheme(Theme),
}

impl State {
    /// The page before anything was opened.
    #[must_use]
    pub fn new(machine: Machine, capability: Capability, layout: Layout, theme: Theme) -> Self {
        Self {
            draft: Draft::new(experiments::CATALOGUE[0]),
            machine,
            capability,
            phase: Phase::Idle,
            link_problems: Vec::new(),
            report: None,
            failure: None,
            layout,
            theme,
            sharing: false,
            notice: None,
        }
    }

    /// What is wrong with the draft, field by field.
    #[must_use]
    pub fn errors(&self) -> Vec<ParamError> {
        self.draft.check(self.machine).err().unwrap_or_default()
    }

    /// The plan, if the draft has no errors.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        self.draft.check(self.machine).ok()
    }

    /// Why this plan cannot run in this browser, if it cannot.
    #[must_use]
    pub fn obstacle(&self, plan: &Plan) -> Option<RunError> {
        if self.can_run(plan) {
            return None;
        }
        let missing = self.capability.missing()?;
        let instead = self.capability.instead(&self.methods_that_run());
        Some(RunError::Unsupported(format!("{}{instead}", missing.text())))
    }

    /// The experiment's methods that run in this browser, other parameters at their defaults.
    #[must_use]
    pub fn methods_that_run(&self) -> Vec<&'static str> {
        let experiment = self.draft.experiment();
        let choices = experiment.spec().param("method").map_or(&[][..], |param| param.choices());
        let runs = |method: &str| {
            let mut draft = Draft::new(experiment);
            draft.set("method", method);
            draft.check(self.machine).is_ok_and(|plan| self.can_run(&plan))
        };
        choices.iter().map(|choice| choice.value).filter(|method| runs(method)).collect()
    }

    /// Whether the draft could run if only the browser had what it lacks.
    #[must_use]
    pub fn is_obstructed(&self) -> bool {
        self.plan().is_some_and(|plan| !self.can_run(&plan))
    }

    fn can_run(&self, plan: &Plan) -> bool {
        let stages = plan.params().stages(self.machine);
        stages.iter().all(|stage| self.capability.allows(stage.backend))
    }

    /// Whether nothing runs.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Idle
    }
}

/// The next state, and what is to be done about it.
#[must_use]
pub fn reduce(state: &State, action: Action) -> (State, Vec<Effect>) {
    let mut next = state.clone();
    let effects = apply(&mut next, action);
    (next, effects)
}

fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::OpenLink(link) => open_link(state, &link),
        Action::Pick(id) => {
            if let Some(experiment) = experiments::find(&id) {
                open_draft(state, Draft::new(experiment));
            }
            vec![]
        }
        Action::Type { name, text } => {
            state.draft.set(name, text);
            state.failure = None;
            vec![]
        }
        Action::Clear(name) => {
            state.draft.clear(name);
            vec![]
        }
        Action::Run => run(state),
        Action::Sweep => {
            state.draft.set("sweep", "on");
            run(state)
        }
        Action::Stop => {
            let running = matches!(state.phase, Phase::Running { .. });
            if running {
                state.phase = Phase::Stopping;
            }
            if running { vec![Effect::Stop] } else { vec![] }
        }
        Action::Progress(now) => {
            if let Phase::Running { doing, .. } = &mut state.phase {
                *doing = now;
            }
            vec![]
        }
        Action::Finished(report) => {
            state.phase = Phase::Idle;
            state.failure = None;
            state.report = Some(report);
            vec![]
        }
        Action::Failed(error) => {
            state.phase = Phase::Idle;
            state.failure = Some(error);
            vec![]
        }
        Action::ToggleShare => {
            state.sharing = !state.sharing;
            state.notice = None;
            match state.plan() {
                Some(plan) if state.sharing => vec![Effect::ShowLink(plan.link().to_owned())],
                _ => vec![],
            }
        }
        Action::Copy(text) => vec![Effect::Copy(text)],
        Action::Copied(done) => {
            let refused = "The browser did not allow copying: select the text and copy it.";
            state.notice = Some(if done { "Copied." } else { refused });
            vec![]
        }
        Action::Download(file) => download(state, file).into_iter().collect(),
        Action::SetTheme(theme) => {
            state.theme = theme;
            vec![Effect::UseTheme(theme)]
        }
    }
}

fn open_link(state: &mut State, link: &str) -> Vec<Effect> {
    let Opened { draft, problems } = plan::open(link);
    if let Some(draft) = draft {
        open_draft(state, draft);
    }
    state.link_problems = problems;
    vec![]
}

fn open_draft(state: &mut State, draft: Draft) {
    if draft.experiment().spec().id != state.draft.experiment().spec().id {
        state.report = None;
    }
    state.draft = draft;
    state.link_problems.clear();
    state.failure = None;
}

fn run(state: &mut State) -> Vec<Effect> {
    let (true, Some(plan)) = (state.is_idle(), state.plan()) else { return vec![] };
    state.link_problems.clear();
    state.failure = state.obstacle(&plan);
    if state.failure.is_some() {
        return vec![];
    }
    let link = plan.link().to_owned();
    let stages = plan.params().stages(state.machine);
    let threads = stages.first().map_or(1, |stage| stage.threads);
    state.phase = Phase::Running { link: link.clone(), doing: Doing::StartingLab { threads } };
    vec![Effect::ShowLink(link), Effect::Run(plan)]
}

fn download(state: &State, file: File) -> Option<Effect> {
    let report = state.report.as_ref()?;
    let id = &report.record.experiment;
    let (name, value) = match file {
        File::Record => (format!("{id}.json"), serde_json::to_value(&report.record)),
        File::Timeline => (
            format!("{id}-timeline.json"),
            Ok(trace::chrome_trace(&report.record.link, &report.lanes)),
        ),
    };
    let value = value.expect("a record is plain data");
    let text = serde_json::to_string_pretty(&value).expect("a value has a text");
    Some(Effect::Download { name, text })
}
