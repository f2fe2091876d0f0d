//! Runs experiments of the catalogue on native threads.

#[allow(dead_code, reason = "not every test compares")]
pub(crate) mod cpython;
#[allow(dead_code, reason = "not every test reads programs")]
pub(crate) mod notes;
mod service;

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;
use trace::Few;

use experiments::kernel::{Lab, Network};
use experiments::{Computer, Conclusion, Face, Params, Runs, Stage, find};
use primitives::{Control, Recorder, Stopped, Waits};
use processes::Ended;
use processes::native::Playing;
use trace::wire::StageRun;
use trace::{Backend, Recording, Room};

/// The machine of every test.
pub(crate) const COMPUTER: Computer = Computer { cores: 2 };

fn now_ms() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

/// Checked parameters of the experiment `id`.
pub(crate) fn params(id: &str, given: &[(&'static str, &str)]) -> Arc<dyn Params> {
    let experiment = find(id, Face::Run).expect("it is in the catalogue");
    let given: Few<_, _> = given.iter().map(|&(name, text)| (name, text.to_owned())).collect();
    experiment
        .check(experiment.fields(Face::Run, &given, COMPUTER))
        .expect("the test gives valid values")
}

/// Runs one stage on `threads` threads.
pub(crate) fn run_in(
    control: &Control,
    threads: usize,
    params: &dyn Params,
) -> Result<StageRun, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("the machine starts threads");
    let recorder = Recorder::new(threads + 1, now_ms);
    let waits = Waits::new(threads + 1);
    let slices = Mutex::new(Vec::new());
    let sink = |slice| slices.lock().expect("nobody panics here").push(slice);
    let (pool, recorder, waits) = (&pool, &recorder, &waits);
    let (started_ms, network) = (&[], Some(&service::Threads as &dyn Network));
    let lab =
        Lab { params, control, recorder, waits, sink: &sink, threads, started_ms, pool, network };
    let run = params.run().run(&lab)?;
    let mut recording = Recording::new(Room::PAGE);
    let slices = slices.into_inner().expect("nobody panics here");
    for slice in slices {
        recording.push(slice);
    }
    Ok(StageRun { lanes: recording.lanes(), ..run })
}

/// Runs one stage on processes, which are threads here.
pub(crate) fn run_on_processes(params: &Arc<dyn Params>, stage: Stage) -> Result<StageRun, Ended> {
    let theirs = params.clone();
    let children = move |role, me| -> Playing {
        let params = theirs.clone();
        Box::pin(async move { params.roles().child(role, me).await })
    };
    let processes = processes::native::Run::with_service(Arc::new(children), service::answer);
    let (run, lanes) = processes.play(|me| params.roles().main(stage, me))?;
    Ok(StageRun { lanes, ..run })
}

/// Runs every stage and concludes.
#[allow(dead_code, reason = "not every test concludes")]
pub(crate) fn run(id: &str, given: &[(&'static str, &str)]) -> (Vec<StageRun>, Conclusion) {
    let params = params(id, given);
    let stages: Vec<StageRun> = params
        .stages(COMPUTER)
        .iter()
        .map(|&stage| match stage.backend {
            Backend::Threads => {
                run_in(&Control::new(), stage.threads as usize, &*params).expect("nobody stops it")
            }
            Backend::Processes | Backend::Single => {
                run_on_processes(&params, stage).expect("nobody stops it")
            }
        })
        .collect();
    let conclude = match find(id, Face::Run).expect("the test names an experiment").runs() {
        Runs::Timed => params.timed(),
        Runs::Meeting => params.meeting(),
        Runs::Compared => params.compared(),
    };
    let conclusion = conclude.conclude(&stages, COMPUTER);
    (stages, conclusion)
}
