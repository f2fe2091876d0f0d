//! Lines of the programs that are shown light up: whatever threads record, a line has it, or it is said why none has.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use common::notes::{program, values, variants};
use experiments::{Conclude, Cue, Experiment, Face, Params, Runs, cues, lines, of_face};
use primitives::Control;
use trace::wire::StageRun;
use trace::{Backend, Lane};

/// What is recorded and has no line, wherever or in one experiment, and why: the word, perhaps with the part that does it.
const WITHOUT: &[(&str, &str, &str)] = &[
    ("", "work", "to run is no line: what a thread does then is told by its events"),
    ("gil", "sent computes", "multiprocessing says by itself that a process is done"),
    ("gil", "received computes", "what it is to do came with its start"),
    ("gil", "sent waits", "multiprocessing says by itself that a process is done"),
    ("gil", "received waits", "what it is to do came with its start"),
    ("integrate", "sent child", "a result goes back by itself"),
    ("integrate", "received child", "a chunk comes by itself"),
    ("integrate", "wait child", "it has nothing to do"),
    ("pool", "wait child", "it has nothing to do: that is a matter of the pool"),
    ("processes", "sent", "most messages are orders of ours, which Python sends by itself"),
    ("processes", "received", "most messages are orders of ours, which Python sends by itself"),
    (
        "processes",
        "acquired parent",
        "it takes the lock of one that was ended; Python never frees that one",
    ),
    (
        "processes",
        "released parent",
        "it takes the lock of one that was ended; Python never frees that one",
    ),
];

/// What makes runs short; all else is as by default.
fn short(id: &str) -> &'static [(&'static str, &'static str)] {
    match id {
        "integrate" | "amdahl" => &[("n", "100000"), ("repeats", "1"), ("threads", "2")],
        "web-service" => &[("requests", "4"), ("delay_ms", "2"), ("timeout_ms", "200")],
        "task-queue" => &[("tasks", "12"), ("work_ms", "2")],
        "gil" => &[("work_ms", "20"), ("repeats", "1"), ("waits", "3")],
        "pool" => &[("jobs", "6"), ("threads", "2"), ("work_ms", "1")],
        "processes" => &[("rounds", "3"), ("bytes", "100")],
        "deadlock" => &[("trips", "5"), ("repeats", "1")],
        "dining-philosophers" => &[("meals", "3"), ("repeats", "1")],
        "livelock" => &[("rounds", "10"), ("repeats", "1")],
        _ => &[("repeats", "1")],
    }
}

/// Whether a native run can have these words: nobody is here who would take tasks, or answer.
fn is_here((name, word): &(&str, &str)) -> bool {
    !matches!(
        (*name, *word),
        ("sweep", "on")
            | ("transport", "tabs" | "rabbitmq")
            | ("method", "tasks")
            | ("service", "server")
            | ("part", "worker")
            | ("fault", "never")
    )
}

fn run(params: &std::sync::Arc<dyn Params>) -> StageRun {
    let stages = params.stages(common::COMPUTER);
    let stage = *stages.last().expect("a run has a stage");
    match stage.backend {
        Backend::Threads => common::run_in(&Control::new(), stage.threads as usize, &**params)
            .expect("nobody stops it"),
        Backend::Processes | Backend::Single => {
            common::run_on_processes(params, stage).expect("nobody stops it")
        }
    }
}

fn told<'p>(experiment: &Experiment, params: &'p dyn Params) -> &'p dyn Conclude {
    match experiment.runs() {
        Runs::Timed => params.timed(),
        Runs::Meeting => params.meeting(),
        Runs::Compared => params.compared(),
    }
}

/// Every different cue of all lanes.
fn all_cues(told: &dyn Conclude, lanes: &[Lane], resources: &[String]) -> Vec<Cue> {
    let mut all: Vec<Cue> = Vec::new();
    for (index, Lane { name, events, .. }) in lanes.iter().enumerate() {
        let part = told.part(index, name);
        for cue in cues(events, 0..events.len(), resources, part) {
            if !all.contains(&cue) {
                all.push(cue);
            }
        }
    }
    all
}

fn is_listed(id: &str, cue: &Cue) -> bool {
    WITHOUT.iter().any(|(of, what, _)| {
        let (what, part) = what.split_once(' ').unwrap_or((what, cue.part));
        (of.is_empty() || *of == id) && (what, part) == (cue.what, cue.part)
    })
}

/// Whatever is chosen: all combinations, or each word alone where there are many.
#[test]
fn whatever_is_recorded_has_a_line_or_a_reason() {
    let mut missing = Vec::new();
    for experiment in of_face(Face::Run) {
        let (id, program) = (experiment.id, program(experiment));
        for chosen in variants(experiment) {
            if !chosen.iter().all(is_here) {
                continue;
            }
            let given = [short(id), &chosen].concat();
            let params = common::params(id, &given);
            let ran = run(&params);
            let told = told(experiment, &*params);
            let lanes = told.lanes(&ran).unwrap_or(ran.lanes);
            let lines = lines(&program, &values(experiment, &given));
            for cue in all_cues(told, &lanes, &params.resources()) {
                let has_line = lines.iter().any(|line| line.has(&cue));
                if !has_line && !is_listed(id, &cue) {
                    missing.push(format!("{id} {chosen:?}: {cue:?}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// What a reader would say of the default program of the two trains: the first section is taken at the outer line, the
/// second at the inner one, and whoever sleeps with one section sleeps between.
#[test]
fn what_is_held_tells_the_lines_apart() {
    let experiment = of_face(Face::Run).find(|experiment| experiment.id == "deadlock").unwrap();
    let program = program(experiment);
    let lines = lines(&program, &values(experiment, &[]));
    let of = |what, resource: &str, held| {
        let cue = Cue { what, resource: resource.to_owned(), held, part: "child" };
        let found = lines.iter().filter(|line| line.has(&cue)).map(|line| line.text.trim());
        found.collect::<Vec<_>>()
    };
    assert_eq!(of("acquired", "section A", 0), ["with sections[first]:"]);
    assert_eq!(of("wait", "section B", 1), ["with sections[second]:"]);
    assert_eq!(of("sleep", "", 1), ["sleep(HOLD_MS / 1000)"]);
    assert_eq!(of("read", "", 0), Vec::<&str>::new());
}
