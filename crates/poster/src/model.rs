//! Posters of programs: a schedule that fails, the one of the link, or the steps of a level.

use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use experiments::Level;
use explorer::{Interrupted, Options, Pace, explore};
use machine::{Grain, Outcome, Replay};
use measure::format_ms;
use plan::{Computer, OwnLevel, Plan};
use trace::VerdictKind;
use trace::wire::ExplorationRecord;
use ui::picture::{Content, MOST_MOVING, Picture, Tone, of_schedule, of_steps};
use ui::{Action, Explorer, State, Walk, reduce};

use crate::lesson;
use crate::link::Refused;
use crate::page::opened;

/// How long a program is explored, in seconds.
const MOST_SECONDS: u64 = 5;
/// Steps of a level that are shown at most.
const MOST_LEVEL_STEPS: usize = 40;

/// The poster of a program: of the schedule of its link, or else of the shortest one to what is wrong with it. One that
/// `moves` shows its steps one after the other.
pub(crate) fn of_model(plan: &Plan, computer: Computer, moves: bool) -> Result<Content, Refused> {
    let link = match plan.schedule() {
        "" => plan.link().to_owned(),
        schedule => plan.link_with(schedule),
    };
    let state = opened(&link, computer);
    if let Some(problem) = &shown(&state)?.problem {
        return Err(Refused::Schedule(problem.clone()));
    }
    let record = Rc::new(explored(plan, shown(&state)?.grain())?);
    let state = reduce(&state, Action::Explore).0;
    let state = reduce(&state, Action::Explored(record.clone())).0;
    let (state, said) = match plan.schedule() {
        "" => shortest(state, &record, plan),
        _ => (state, None),
    };
    let explorer = shown(&state)?;
    if moves && explorer.at > MOST_MOVING {
        return Err(Refused::Long(explorer.at));
    }
    let lesson = lesson::of(plan.subject());
    let own = of_schedule(&explorer, &lesson.title, moves);
    let (tone, word, headline) = said.unwrap_or((own.tone, own.word, own.headline));
    let took = format_ms(0.0).replace(' ', "\u{a0}");
    // How long it took here is nobody's business.
    let facts =
        own.facts.replace(&format!(" in {took}"), "").replace(&format!(" after {took}"), "");
    if explorer.replay.steps().is_empty() {
        return Ok(Content { tone, word, headline, facts, ..lesson });
    }
    Ok(Content { tone, word, headline, facts, ..own })
}

/// The poster of a level: its task, and the steps that there are, one thread after the other. What is to be found is not told.
pub(crate) fn of_level(
    (level, number): (&'static Level, usize),
    plan: &Plan,
    computer: Computer,
) -> Result<Content, Refused> {
    let is_goal = |end: &Outcome| level.goal.is_met_by(&end.value, end.kind);
    let said = (format!("Challenge {number}"), level.title.to_owned(), level.task.to_owned());
    to_play(said, &is_goal, plan, computer)
}

/// The poster of a level that somebody made.
pub(crate) fn of_own(
    level: &OwnLevel,
    plan: &Plan,
    computer: Computer,
) -> Result<Content, Refused> {
    let is_goal = |end: &Outcome| level.aim().is_met_by(&end.value, end.kind);
    let title = level.title().unwrap_or(plan.subject().experiment.words().title);
    let said = ("Challenge".to_owned(), title.to_owned(), level.aim().task());
    to_play(said, &is_goal, plan, computer)
}

/// Kicker, title and task, and the steps of a schedule that does not reach the goal.
fn to_play(
    (kicker, title, headline): (String, String, String),
    is_goal: &dyn Fn(&Outcome) -> bool,
    plan: &Plan,
    computer: Computer,
) -> Result<Content, Refused> {
    let lesson = lesson::of(plan.subject());
    let orders = [false, true].map(|backwards| in_turn(plan, backwards));
    let misses = |order: &&Replay| !is_goal(&order.machine().outcome(order.now()));
    let picture = match orders.iter().find(misses) {
        Some(order) => unplayed(plan, order, computer)?,
        None => lesson.picture,
    };
    Ok(Content {
        kicker,
        title,
        tone: Tone::Plain,
        word: String::new(),
        headline,
        question: None,
        picture,
        facts: format!("{}: you are the scheduler", plan.subject().experiment.words().title),
        address: String::new(),
    })
}

/// The steps of a schedule, none of which is done.
fn unplayed(plan: &Plan, order: &Replay, computer: Computer) -> Result<Option<Picture>, Refused> {
    let link = plan.link_with(&order.written().to_string());
    let load = Walk::Load { link, loop_from: None, from_start: true };
    let state = reduce(&opened(plan.link(), computer), Action::Walk(load)).0;
    let picture = of_steps(&shown(&state)?, false);
    let hint = "The steps, one thread after the other: in which order do they happen?".to_owned();
    Ok(picture.map(|picture| Picture { hint, ..picture }))
}

/// All threads one after the other, as far as they can go; the last one first if it goes backwards.
fn in_turn(plan: &Plan, backwards: bool) -> Replay {
    let mut replay = Replay::new(plan.machine(true).into());
    loop {
        let moves = replay.moves();
        let last = replay.steps().last().map(|step| step.by.thread);
        let same = moves.iter().find(|by| Some(by.thread) == last);
        let next = if backwards { moves.last() } else { moves.first() };
        let Some(&by) = same.or(next) else { return replay };
        if replay.steps().len() >= MOST_LEVEL_STEPS || replay.push(by).is_err() {
            return replay;
        }
    }
}

/// What all schedules do, within limits.
///
/// # Errors
///
/// What is found out afterwards takes too long.
fn explored(plan: &Plan, grain: Grain) -> Result<ExplorationRecord, Refused> {
    let machine = plan.machine(grain == Grain::Merged);
    let options = Options { max_ms: MOST_SECONDS as f64 * 1e3, ..Options::default() };
    let clock = Clock(Instant::now());
    let found = {
        let mut exploring = pin!(explore(&machine, &options, &clock));
        loop {
            let mut context = Context::from_waker(Waker::noop());
            if let Poll::Ready(found) = exploring.as_mut().poll(&mut context) {
                break found.map_err(|_| Refused::TooLong(3 * MOST_SECONDS))?;
            }
        }
    };
    Ok(plan.record(machine, &found, 0.0))
}

/// A clock that loses patience.
struct Clock(Instant);

impl Pace for Clock {
    fn elapsed_ms(&self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1e3
    }

    async fn pause(&self, _: usize) -> Result<(), Interrupted> {
        if self.0.elapsed().as_secs() < 3 * MOST_SECONDS { Ok(()) } else { Err(Interrupted) }
    }
}

/// The page with the shortest schedule to something wrong: an outcome, or what was found; and what is said of it if the
/// schedule's own end does not say it. Nothing wrong: the shortest schedule of all.
fn shortest(state: State, record: &ExplorationRecord, plan: &Plan) -> (State, Option<Said>) {
    let held = VerdictKind::Held.name();
    let wrong = record
        .outcomes
        .iter()
        .filter(|outcome| outcome.kind != held && !outcome.witness.is_empty());
    let wrong = wrong.min_by_key(|outcome| (outcome.steps, outcome.preemptions));
    let finding = record.findings.first();
    let (link, loop_from, said) = match (wrong, finding) {
        (Some(outcome), _) if outcome.kind != VerdictKind::Livelock.name() => {
            (&outcome.witness, None, None)
        }
        (wrong, Some(finding)) => {
            let said = match wrong {
                Some(_) => (Tone::Bad, VerdictKind::Livelock.title()),
                None => (Tone::Flawed, "Holds, with a flaw"),
            };
            let said = (said.0, said.1.to_owned(), finding.text.clone());
            (&finding.witness, finding.loop_from.map(|from| from as usize), Some(said))
        }
        (Some(outcome), None) => (&outcome.witness, None, None),
        (None, None) => {
            let Some(right) = record.outcomes.iter().min_by_key(|outcome| outcome.steps) else {
                return (state, None);
            };
            let why = plan
                .params()
                .told()
                .why_it_holds()
                .unwrap_or("However the threads take turns, it ends as it should.");
            let said = (Tone::Good, "Always holds".to_owned(), why.to_owned());
            let said = record.complete.then_some(said);
            (&right.witness, None, said)
        }
    };
    let load = Walk::Load { link: link.clone(), loop_from, from_start: false };
    (reduce(&state, Action::Walk(load)).0, said)
}

fn shown(state: &State) -> Result<Explorer, Refused> {
    let explorer = state.explorer.clone();
    explorer.ok_or_else(|| Refused::Failed("the page shows no program".to_owned()))
}

/// How a sentence is meant, its word and its text.
type Said = (Tone, String, String);
