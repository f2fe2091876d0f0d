//! Measures the figures that have a target, and writes them to `docs/benchmarks.md`.
//!
//! Whatever is compared is measured in turn in one run. A target that is missed is printed, it is
//! not an error: the machine may be busy.

mod checkers;
mod contention;
mod document;
mod explorer;
mod figure;
mod kernels;
mod labs;
mod lesson;
mod machine;
mod one_at_a_time;
mod page;
mod processes;
mod runs;
mod task_queue;
mod threads;
mod web_service;

use std::panic::AssertUnwindSafe;
use std::process::Command;

use futures_util::FutureExt;
use quadrature::Kernel;
use tests::{Browser, Engine, HeaderSet, Served};
use xtask::Outcome;

use document::Document;
use kernels::Kernels;
use machine::Machine;

/// How much is measured.
#[derive(Clone, Copy)]
struct Effort {
    /// Points where speed is measured.
    points: u64,
    /// Rounds in which everything that is compared has its turn.
    rounds: usize,
    /// Whether this is only to see that everything works.
    quick: bool,
}

impl Effort {
    const FULL: Self = Self { points: 100_000_000, rounds: 15, quick: false };
    const QUICK: Self = Self { points: 5_000_000, rounds: 3, quick: true };

    /// The same for an engine whose figures have no target.
    fn brief(self) -> Self {
        Self { rounds: self.rounds.div_ceil(3), ..self }
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let effort = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Effort::FULL,
        ["--quick"] => Effort::QUICK,
        ["--explorer"] => return explorer().await,
        ["--processes"] => return only_processes().await,
        ["--lessons"] => return lessons().await,
        _ => {
            let given = arguments.join(" ");
            return Err(format!(
                "unknown option {given:?}, it is --quick, --explorer, --processes or --lessons"
            )
            .into());
        }
    };
    programs()?;
    let mut document = Document::new(Machine::of_this_run()?);
    say("files of the page");
    let site = Served::dist(HeaderSet::Isolated).await;
    let files = page::files(&Served::dist_site().dir)?;
    document.targets.extend(page::bytes(&files));
    document.files = files;

    let labs = contention::site().await?;
    chromium(&mut document, &site, &labs, effort).await?;
    for engine in [Engine::Firefox, Engine::WebKit] {
        let figures = AssertUnwindSafe(others(&mut document, &site, &labs, engine, effort.brief()));
        match figures.catch_unwind().await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => say(&format!("{engine}: left out: {error}")),
            Err(_) => say(&format!("{engine}: left out, see above")),
        }
    }

    checkers(&mut document, effort)?;

    let text = document.markdown();
    println!("{text}");
    for missed in document.missed() {
        println!("missed: {missed}");
    }
    if !effort.quick {
        std::fs::write(xtask::workspace::root().join("docs/benchmarks.md"), text)?;
    }
    Ok(())
}

/// Looks for every program that is measured beside ours, rather than at the end of a quarter of an hour.
fn programs() -> Outcome {
    for (program, version) in
        [("spin", "-V"), ("cc", "--version"), ("python3", "--version"), ("gunicorn", "--version")]
    {
        let found = Command::new(program).arg(version).output();
        found.map_err(|error| {
            format!("{program} (Debian: spin, gcc, python3, gunicorn): {error}")
        })?;
    }
    Ok(())
}

/// Prints the figures of the explorer only.
async fn explorer() -> Outcome {
    let mut document = Document::new(Machine::of_this_run()?);
    let site = Served::dist(HeaderSet::Isolated).await;
    say("Chromium: explorer");
    let browser = open(&mut document, &site, Engine::Chromium).await;
    document.targets = explorer::figures(&browser, Effort::FULL).await?;
    drop(browser);
    checkers(&mut document, Effort::FULL)?;
    println!("{}{}", document.in_chromium(), document.explorer());
    Ok(())
}

/// Prints the figures of lessons only.
async fn lessons() -> Outcome {
    let mut document = Document::new(Machine::of_this_run()?);
    document.targets.extend(lesson::figures(&Served::dist(HeaderSet::Isolated).await).await?);
    println!("{}", document.in_chromium());
    Ok(())
}

/// Prints the figures of processes, the GIL and coroutines only.
async fn only_processes() -> Outcome {
    let mut document = Document::new(Machine::of_this_run()?);
    let site = processes::site().await;
    let browser = open(&mut document, &site, Engine::Chromium).await;
    document.targets = processes::figures(&browser, Effort::FULL).await?;
    document.targets.extend(one_at_a_time::figures(&browser, Effort::FULL).await?);
    document.targets.extend(web_service::figures(&browser, Effort::FULL).await?);
    document.targets.extend(task_queue::figures(&browser, &site, Effort::FULL).await?);
    println!("{}", document.in_chromium());
    Ok(())
}

fn checkers(document: &mut Document, effort: Effort) -> Outcome {
    say("natively: explorer, loom, shuttle, SPIN");
    document.native = explorer::native(effort)?;
    document.checkers = checkers::rows(effort)?;
    Ok(())
}

/// Every figure with a target.
async fn chromium(
    document: &mut Document,
    site: &Served,
    labs: &Served,
    effort: Effort,
) -> Outcome {
    let engine = Engine::Chromium;
    say("Chromium: kernels, JavaScript, CPython");
    let browser = open(document, site, engine).await;
    let mut kernels = Kernels::measure(&browser, effort).await?;
    let [native, javascript] = kernels.figures();
    document.targets.extend([native.at_least(0.85), javascript.at_least(3.0)]);

    say("Chromium: two threads");
    for kernel in Kernel::ALL {
        for points in [effort.points, 4 * effort.points] {
            let pair = threads::pair(&browser, kernel, points, effort).await?;
            document.targets.push(pair.figure()?.at_least(1.9));
            kernels.keep(pair);
        }
    }
    document.targets.push(threads::empty_region(&browser, effort).await?.at_most(0.1));
    document.scale = kernels.scale();
    say("Chromium: labs");
    document.targets.push(labs::fresh(&browser, effort).await?.at_most(300.0));
    document.targets.push(labs::large(&browser, effort).await?);
    document.targets.push(labs::warm(&browser, effort).await?.at_most(5.0));
    say("Chromium: recording");
    document.targets.push(threads::recording(&browser, effort).await?.at_most(3.0));
    say("Chromium: main thread");
    document.targets.push(page::longest_task(&browser, effort).await?.at_most(50.0));
    document.targets.push(page::longest_task_of_many(&browser).await?.at_most(50.0));
    say("Chromium: explorer");
    document.targets.extend(explorer::figures(&browser, effort).await?);
    say("Chromium: locks and queues");
    browser.goto(&labs.url("")).await;
    let mut figures = contention::figures(&browser, effort).await?.into_iter();
    document.targets.extend(figures.next().map(|uncontended| uncontended.at_most(2.0)));
    document.targets.extend(figures);
    say("Chromium: processes");
    let messages = processes::site().await;
    browser.goto(&messages.url("")).await;
    document.targets.extend(processes::figures(&browser, effort).await?);
    say("Chromium: one at a time");
    document.targets.extend(one_at_a_time::figures(&browser, effort).await?);
    say("Chromium: a web service");
    document.targets.extend(web_service::figures(&browser, effort).await?);
    say("Chromium: a task queue");
    document.targets.extend(task_queue::figures(&browser, &messages, effort).await?);
    drop(browser);

    say("Chromium: fresh browsers");
    document.targets.push(page::interactive(site, effort).await?.at_most(1500.0));
    document.targets.extend(lesson::figures(site).await?);
    document.targets.push(labs::first(site, effort).await?);
    Ok(())
}

/// Those figures that say something about an engine, for information.
async fn others(
    document: &mut Document,
    site: &Served,
    labs: &Served,
    engine: Engine,
    effort: Effort,
) -> Outcome {
    say(&format!("{engine}: kernels, two threads"));
    let browser = open(document, site, engine).await;
    let kernels = Kernels::measure(&browser, effort).await?;
    let mut figures = Vec::from(kernels.figures());
    figures.push(threads::pair(&browser, Kernel::Scalar, effort.points, effort).await?.figure()?);
    figures.push(threads::empty_region(&browser, effort).await?);
    say(&format!("{engine}: locks and queues"));
    browser.goto(&labs.url("")).await;
    figures.extend(contention::figures(&browser, effort).await?);
    document.others.push((engine, figures));
    Ok(())
}

/// A fresh browser on the page, its name noted in the document.
async fn open(document: &mut Document, site: &Served, engine: Engine) -> Browser {
    let browser = Browser::open(engine).await;
    document.machine.note(&browser);
    browser.goto(&site.url("")).await;
    browser
}

fn say(what: &str) {
    eprintln!("── {what}");
}
