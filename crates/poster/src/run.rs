//! Posters of runs: the threads of this machine do what those of a browser would.

use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use experiments::kernel::Lab;
use experiments::{ParamValue, Params, Runs, Stage, Start};
use plan::{Computer, Plan};
use primitives::{Control, Recorder, Waits};
use processes::Ended;
use processes::native::{Playing, Run};
use trace::wire::{Environment, StageRun};
use trace::{Backend, Recording, Room};
use ui::picture::Content;
use ui::{Answer, Report, RunPart};

use crate::lesson;
use crate::link::Refused;

/// How long a run may take, in seconds.
const MOST_SECONDS: u64 = 20;
/// Runs of it ask the page's own service, which only a browser has.
const SERVED: &str = "web-service";
/// A parameter whose value says that a broker is needed.
const BROKER: (&str, &str) = ("transport", "rabbitmq");

/// The poster of a run: of a real one on this machine, or of the lesson where there can be none.
pub(crate) fn of_run(plan: &Plan, computer: Computer) -> Result<Content, Refused> {
    if !is_native(plan, computer) {
        return Ok(lesson::of(plan.subject()));
    }
    let report = carried_out(plan, computer)?;
    let cores = computer.cores;
    let cores = if cores == 1 { "1 core".to_owned() } else { format!("{cores} cores") };
    let facts = format!("Ran natively, on {cores}");
    Ok(Content { facts, ..ui::picture::of_run(&report) })
}

/// The record of the run, as a browser would pack it into a link.
#[cfg(test)]
pub(crate) fn record(plan: &Plan, computer: Computer) -> Result<String, Refused> {
    let report = carried_out(plan, computer)?;
    Ok((part(plan).record)(&report.record).to_string())
}

/// What draws such runs.
fn part(plan: &Plan) -> &'static RunPart {
    match plan.subject().experiment.runs() {
        Runs::Timed => &ui::TIMED,
        Runs::Meeting => &ui::MEETING,
        Runs::Compared => &ui::COMPARED,
    }
}

/// Whether this machine can do without a browser what the run needs: no service of the page, no broker, no workers
/// elsewhere.
pub(crate) fn is_native(plan: &Plan, computer: Computer) -> bool {
    let elsewhere = |stage: &Stage| stage.has_network || stage.start == Start::Others;
    let asks = |(name, value): &(&str, ParamValue)| (*name, &*value.to_string()) == BROKER;
    plan.subject().experiment.id != SERVED
        && !plan.values().iter().any(asks)
        && !plan.params().stages(computer).iter().any(elsewhere)
}

/// The run, and what the page makes of it.
fn carried_out(plan: &Plan, computer: Computer) -> Result<Report, Refused> {
    let deadline = Instant::now() + Duration::from_secs(MOST_SECONDS);
    let stages = plan.params().stages(computer);
    let answers: Result<Vec<Answer>, Refused> = stages
        .iter()
        .map(|&stage| {
            let run = match stage.backend {
                Backend::Threads => on_threads(plan.params(), stage, deadline)?,
                Backend::Processes | Backend::Single => on_processes(plan, stage, deadline)?,
            };
            let text =
                serde_json::to_string(&run).map_err(|error| Refused::Failed(error.to_string()))?;
            Ok(Answer { text, lanes: run.lanes })
        })
        .collect();
    let environment = Environment {
        user_agent: String::new(),
        cores: computer.cores,
        isolated: true,
        timer_step_us: 1.0,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    (part(plan).conclude)(plan, answers?, environment, false).map_err(Refused::Failed)
}

fn now_ms() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

/// `work`, which `stop` ends at the deadline.
fn in_time<T>(deadline: Instant, stop: impl FnOnce() + Send, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (done, over) = mpsc::channel::<()>();
        scope.spawn(move || {
            let left = deadline.saturating_duration_since(Instant::now());
            if over.recv_timeout(left) == Err(mpsc::RecvTimeoutError::Timeout) {
                stop();
            }
        });
        let value = work();
        drop(done);
        value
    })
}

fn on_threads(params: &dyn Params, stage: Stage, deadline: Instant) -> Result<StageRun, Refused> {
    let threads = stage.threads as usize;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Refused::Failed(error.to_string()))?;
    let (control, recorder) = (Control::new(), Recorder::new(threads + 1, now_ms));
    let (waits, slices) = (Waits::new(threads + 1), Mutex::new(Vec::new()));
    let sink = |slice| slices.lock().expect("nobody panics here").push(slice);
    let lab = Lab {
        params,
        control: &control,
        recorder: &recorder,
        waits: &waits,
        sink: &sink,
        threads,
        started_ms: &[],
        pool: &pool,
        network: None,
    };
    let run = in_time(deadline, || control.stop(), || params.run().run(&lab));
    let run = run.map_err(|_| Refused::TooLong(MOST_SECONDS))?;
    let mut recording = Recording::new(Room::PAGE);
    for slice in slices.into_inner().expect("nobody panics here") {
        recording.push(slice);
    }
    Ok(StageRun { lanes: recording.lanes(), ..run })
}

fn on_processes(plan: &Plan, stage: Stage, deadline: Instant) -> Result<StageRun, Refused> {
    let theirs = plan.clone();
    let children = move |role, me| -> Playing {
        let plan = theirs.clone();
        Box::pin(async move { plan.params().roles().child(role, me).await })
    };
    let run = Run::new(Arc::new(children));
    let played =
        in_time(deadline, || run.stop(), || run.play(|me| plan.params().roles().main(stage, me)));
    match played {
        Ok((run, lanes)) => Ok(StageRun { lanes, ..run }),
        Err(Ended::Stopped) => Err(Refused::TooLong(MOST_SECONDS)),
        Err(Ended::Failed(text) | Ended::Refused(text)) => Err(Refused::Failed(text)),
    }
}
