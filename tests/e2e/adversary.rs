//! Promise: whatever a person does in whatever order, the page stays whole.
//!
//! Draws experiments, models, values, Stops, choices and reloads at random: `INTERLEAVE_SEED` replays what was
//! drawn, `INTERLEAVE_SOAK_SECONDS` goes on for longer than a minute.

use std::env;
use std::time::{Duration, Instant};

use experiments::{Allowed, Face, ParamKind, of_face};
use plan::{Computer, Subject};
use serde::Deserialize;
use tests::{Browser, Engine, SOAK_SECONDS, Served, eventually, for_each_engine};

/// Time to attack, in seconds, and the seed, unless others are asked for.
const SECONDS: u64 = 60;
const SEED: u64 = 8;
/// The longest that Stop may take in milliseconds, with all engines side by side on two cores.
const STOP_MS: f64 = 10_000.0;
/// What the page may grow by in MiB while it is attacked: two labs of 64 threads and a long recording.
const GROWTH_MIB: u64 = 700;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().map_or(default, |text| text.parse().expect("a whole number"))
}

/// The generator of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// The path and the link of something, half of its parameters given: a limit, a value between them, or,
    /// now and then, nonsense.
    fn link(&mut self) -> (Subject, String) {
        let in_face = |face| of_face(face).map(move |experiment| Subject { experiment, face });
        let all: Vec<Subject> = in_face(Face::Run).chain(in_face(Face::Explore)).collect();
        let subject = self.of(&all);
        let mut link = format!("#/{}?v=1", subject.path());
        for param in subject.params() {
            let allowed = param.on(subject.face).expect("it is a parameter of this face");
            if self.below(2) == 0 {
                link += &format!("&{}={}", param.name, self.value(allowed));
            }
        }
        (subject, link)
    }

    fn value(&mut self, allowed: Allowed) -> String {
        if self.below(40) == 0 {
            return self.of(&["-1", "1e99", "x", "%F0%9F%A7%B5"]).to_owned();
        }
        match allowed.kind {
            ParamKind::Choice(choices) => self.of(choices).to_owned(),
            ParamKind::Integer { min, max, .. } => match self.below(4) {
                0 => min,
                1 => max,
                _ => min + self.below((max - min).min(20) + 1),
            }
            .to_string(),
            ParamKind::Real { .. } => self.of(&["0", "1", "0.5", "-2.25"]).to_owned(),
        }
    }
}

/// What came of one step.
#[derive(Debug, Deserialize)]
struct Step {
    /// `finished`, or the name and the text of an error.
    end: String,
    /// The link of the record, if there is one.
    link: Option<String>,
    /// Time that Stop took in milliseconds.
    stop_ms: f64,
    /// Whether the page says that it has a mistake of its own.
    bug: bool,
}

/// Starts `link`, does `meanwhile` after `after_ms`, stops it if it goes on for two seconds more, and tells what
/// came of it.
async fn attack(browser: &Browser, link: &str, meanwhile: &str, after_ms: u64) -> Step {
    let script = format!(
        "(async () => {{
            await window.interleave.ready;
            const {{ run, explore, stop }} = window.interleave, link = {link:?};
            const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            const pick = (path) => {{ location.hash = `#/${{path}}?v=1`; }};
            const press = (selector) => document.querySelector(selector)?.click();
            const ended = (link.startsWith('#/explore/') ? explore(link) : run(link)).then(
                (record) => ({{ end: 'finished', link: record.link }}),
                (error) => ({{ end: `${{error.name}}: ${{error.message}}`, link: null }}));
            await Promise.race([ended, pause({after_ms})]);
            {meanwhile};
            await Promise.race([ended, pause({after_ms})]);
            const stopping = performance.now();
            await stop();
            const stop_ms = performance.now() - stopping;
            return {{ ...await ended, stop_ms, bug: !!document.querySelector('.bug') }};
        }})()"
    );
    browser.eval_async(&script).await.expect("every run ends")
}

/// Whether no more workers are left than a lab of two threads and the explorer have.
async fn come_to_rest(browser: &Browser) -> bool {
    eventually(|| browser.n_workers() <= 4).await
}

/// What a person may do while something runs.
const MEANWHILE: &[&str] = &[
    "",
    "",
    "pick('deadlock')",
    "pick('explore/lost-update')",
    "location.hash = '#/queue?v=1'; location.hash = '#/lock?v=1'; history.back()",
    "press('button.lessons')",
    "press('a.name')",
    "press('button.challenges')",
    "press('button.share')",
    "press('button.theme')",
    "press('button.stop')",
    "press('.elsewhere .stop'); pick('integrate'); press('.run')",
    "location.hash = '#/amdahl?v=1&threads=2'",
    "location.hash = '#/nothing'",
];

/// The links that a record of `link` may carry: its canonical one.
fn canonical(link: &str, computer: Computer) -> Option<String> {
    let opened = plan::open(link);
    let plan = opened.draft?.check(computer).ok()?;
    opened.problems.is_empty().then(|| plan.link().to_owned())
}

#[tokio::test]
async fn a_minute_of_anything_in_any_order_leaves_the_page_whole() {
    let seconds = number(SOAK_SECONDS, SECONDS);
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let seed = number("INTERLEAVE_SEED", SEED);
        let mut random = Random(seed);
        browser.open_page(&site.url("")).await;
        let cores: u32 = browser.eval("navigator.hardwareConcurrency", vec![]).await;
        let (engine, computer) = (browser.engine(), Computer { cores });
        let (begin, mut steps, mut finished) = (Instant::now(), 0, 0);
        let mut at_first = None;
        while begin.elapsed() < Duration::from_secs(seconds) {
            let (_, link) = random.link();
            let (meanwhile, after_ms) = (random.of(MEANWHILE), random.of(&[0, 20, 300, 1000]));
            let step = attack(browser, &link, meanwhile, after_ms).await;
            let what = format!(
                "{engine}, seed {seed}, step {steps}: {link}, {meanwhile:?} after {after_ms} ms"
            );
            assert!(!step.bug, "{what}: the page has broken down");
            assert!(step.stop_ms < STOP_MS, "{what}: Stop took {:.0} ms", step.stop_ms);
            let asked = canonical(&link, computer);
            match step.link {
                Some(shown) => {
                    finished += 1;
                    assert_eq!(Some(shown), asked, "{what}: a record of something else");
                }
                None => {
                    let is_refused =
                        step.end.starts_with("ParamError") || step.end.starts_with("LinkError");
                    // Nobody passes anything on to a broker here.
                    let has_no_broker = link.contains("rabbitmq")
                        && step.end.contains("passes nothing on to a broker");
                    let is_right = if asked.is_none() {
                        is_refused
                    } else {
                        step.end.starts_with("Stopped") || has_no_broker
                    };
                    assert!(is_right, "{what}: {}", step.end);
                }
            }
            if random.below(25) == 0 {
                if engine == Engine::Chromium {
                    // It keeps the workers of a lab whose page goes away while they are being started or
                    // ended: a run waits until that is over.
                    attack(browser, "#/lost-update?v=1&repeats=1", "", 60_000).await;
                    let gone = come_to_rest(browser).await;
                    assert!(
                        gone,
                        "{engine}, seed {seed}, step {steps}: {} workers",
                        browser.n_workers()
                    );
                }
                browser.reload().await;
                browser.wait_for("window.interleave", Duration::from_secs(30)).await;
            }
            steps += 1;
            if steps == 30 {
                at_first = Some(browser.page_mebibytes());
            }
        }
        // One last run shows that the page is as fresh as before, and leaves two threads and a coordinator, and
        // the worker that explores.
        let last = attack(browser, "#/lost-update?v=1&repeats=1", "", 60_000).await;
        assert_eq!(last.end, "finished", "{engine}, seed {seed}: the last run");
        let left = come_to_rest(browser).await;
        assert!(left, "{engine}, seed {seed}: {} workers are left", browser.n_workers());
        let grown = || at_first.map_or(0, |first| browser.page_mebibytes().saturating_sub(first));
        let bounded = eventually(|| grown() < GROWTH_MIB).await;
        assert!(bounded, "{engine}, seed {seed}: {} MiB more", grown());
        eprintln!(
            "{engine}, seed {seed}: {steps} steps, {finished} of them finished, {} MiB more",
            grown()
        );
    })
    .await;
}
