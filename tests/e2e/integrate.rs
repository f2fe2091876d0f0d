//! Promise: a link runs the same experiment in every engine, and the record says what happened.

use measure::{NoFit, Standing, Sweep, SweepSamples};
use serde_json::{Value, json};
use tests::{Browser, Engine, PageError, Served, alone_in_each_engine, for_each_engine};

async fn run(browser: &Browser, link: &str) -> Result<Value, PageError> {
    browser.eval_async(&format!("window.interleave.run({link:?})")).await
}

async fn record(browser: &Browser, link: &str) -> Value {
    run(browser, link).await.unwrap_or_else(|error| panic!("{link}: {error:?}"))
}

fn number(record: &Value, pointer: &str) -> f64 {
    record.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The left sum of x² from 0 to 10 with n strips: dx³ Σ i² for i < n and dx = 10/n is
/// 1000/3 · (1 − 3/(2n) + 1/(2n²)).
fn left_sum_of_x_squared(n: f64) -> f64 {
    1000.0 / 3.0 * (1.0 - 1.5 / n + 0.5 / (n * n))
}

/// What the curve of a record must say, from the samples of the same record: each stage has those of
/// the method and then those of the sequential program that were measured in turn with it. Only the
/// arithmetic is checked, which no busy machine can change: a fit may be missing, but then the
/// library refuses it as well, and the record says why in the same words.
fn figures_follow_from_the_samples(record: &Value, method: &str) {
    let durations = |samples: &Value| -> Vec<f64> {
        let samples = samples["wall_ms"].as_array().into_iter().flatten();
        samples.filter_map(Value::as_f64).collect()
    };
    let samples: Vec<SweepSamples> = list(&record["samples"])
        .chunks(2)
        .map(|stage| {
            let [own, sequential] = stage else { panic!("a stage has two variants: {stage:?}") };
            assert_eq!(
                (&own["variant"], &sequential["variant"]),
                (&method.into(), &"sequential".into())
            );
            SweepSamples {
                threads: number(own, "/threads") as u32,
                baseline_ms: durations(sequential),
                method_ms: durations(own),
            }
        })
        .collect();
    let cores = number(record, "/environment/cores") as u32;
    let sweep = Sweep::of(&samples, cores).expect("every run took some time");
    let curve = &record["outcome"]["curve"];
    let points = list(&curve["points"]);
    assert_eq!(points.len(), sweep.points.len());
    for ((point, samples), expected) in points.iter().zip(&samples).zip(&sweep.points) {
        let (sequential, method) =
            (measure::median(&samples.baseline_ms), measure::median(&samples.method_ms));
        close(&point["speed_up"], sequential.zip(method).map(|(s, m)| s / m));
        close(&point["sequential_ms"], sequential);
        close(&point["median_ms"], method);
        close(&point["speed_up_low"], Some(expected.speed_up.low));
        close(&point["speed_up_high"], Some(expected.speed_up.high));
        close(&point["karp_flatt"], expected.karp_flatt);
    }
    let amdahl = &curve["amdahl"];
    close(&amdahl["serial_fraction"], sweep.amdahl.ok().map(|fit| fit.serial_fraction));
    close(&amdahl["interval"][0], sweep.amdahl.ok().map(|fit| fit.interval.0));
    close(&amdahl["interval"][1], sweep.amdahl.ok().map(|fit| fit.interval.1));
    close(&curve["usl"]["contention"], sweep.usl.ok().map(|fit| fit.law.contention));
    close(&curve["usl"]["coherency"], sweep.usl.ok().map(|fit| fit.law.coherency));
    let reason = |reason: Option<NoFit>| json!(reason.map(|reason| reason.to_string()));
    assert_eq!(curve["amdahl_reason"], reason(sweep.amdahl.err()));
    assert_eq!(curve["usl_reason"], reason(sweep.usl.err()));
    assert_eq!(curve["best_threads"], sweep.best_threads);
    assert_eq!(curve["standing"], json!(sweep.standing.map(Standing::name)));
}

/// Whether a figure of a record is the expected one but for rounding, or null where none is expected.
fn close(shown: &Value, expected: Option<f64>) {
    let (Some(shown), Some(expected)) = (shown.as_f64(), expected) else {
        assert!(shown.is_null() && expected.is_none(), "{shown} is not {expected:?}");
        return;
    };
    assert!(
        (shown - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{shown} is not {expected}"
    );
}

#[tokio::test]
async fn a_hundred_million_points_on_two_pool_threads_give_a_record_in_every_engine() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/integrate?v=1&n=100000000&threads=2&method=pool").await;
        assert_eq!(record["schema"], 1);
        assert_eq!(record["link"], "#/integrate?v=1&threads=2&method=pool&n=100000000");
        assert_eq!(
            (&record["experiment"], &record["backend"]),
            (&"integrate".into(), &"threads".into())
        );
        assert_eq!(record["verdict"]["kind"], "held");
        let value = number(&record, "/outcome/value");
        assert!((value - left_sum_of_x_squared(1e8)).abs() < 1e-9, "{value}");
        // 500/n is 5e-6, and the rest of the formula is far below the last digit.
        assert!((number(&record, "/outcome/abs_error") - 5e-6).abs() < 1e-9);
        let samples = record["samples"].as_array().unwrap();
        let variants: Vec<&Value> = samples.iter().map(|sample| &sample["variant"]).collect();
        assert_eq!(variants, ["pool", "sequential"]);
        assert_eq!(samples[0]["wall_ms"].as_array().unwrap().len(), 5);
        assert_eq!(record["threads"].as_array().unwrap().len(), 2);
        assert!(number(&record, "/trace/events") > 2.0);
        assert_eq!(record["trace"]["dropped"], 0);
        assert_eq!(record["environment"]["isolated"], true);
        let address: String = browser.eval("location.hash", vec![]).await;
        assert_eq!(address, "#/integrate?v=1&threads=2&method=pool&n=100000000");
    })
    .await;
}

/// Every method and thread count must give the bits that the same sums give natively: those of
/// `quadrature::Problem::sequential` for 4/(1+x²), 1 000 003 midpoints.
#[tokio::test]
async fn blocks_have_the_same_bits_in_every_engine_method_and_natively() {
    let native = quadrature::Problem {
        f: quadrature::Integrand::Gauss,
        a: -3.0,
        b: 3.0,
        n: 1_000_003,
        rule: quadrature::Rule::Midpoint,
        kernel: quadrature::Kernel::Simd,
    }
    .sequential();
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for (method, threads) in
            [("sequential", 1), ("threads", 3), ("pool", 2), ("processes", 1), ("processes", 3)]
        {
            let link = format!(
                "#/integrate?v=1&f=gauss&n=1000003&rule=midpoint&kernel=simd&repeats=1\
                 &method={method}&threads={threads}"
            );
            let value = number(&record(browser, &link).await, "/outcome/value");
            assert_eq!(value.to_bits(), native.to_bits(), "{method} {threads}: {value}");
            // One strip, whatever there is to share it: 6 wide and e⁰ high.
            let link = link.replace("n=1000003", "n=1");
            let value = number(&record(browser, &link).await, "/outcome/value");
            assert_eq!(value.to_bits(), 6.0_f64.to_bits(), "{method} {threads}, n = 1: {value}");
        }
    })
    .await;
}

/// From 2 to 10 on 4 threads the slide sums 0..8: with 10⁶ strips of 8·10⁻⁶ that is
/// 8³/3 · (1 − 3/(2·10⁶)) = 170.66641; right would be (10³ − 2³)/3 = 330.667.
#[tokio::test]
async fn the_slide_runs_as_written_and_the_page_says_why_it_is_wrong() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/integrate?v=1&method=slide&a=2&n=1000000&threads=4&repeats=2";
        let record = record(browser, link).await;
        assert_eq!(record["verdict"]["kind"], "wrong-value");
        let text = record["verdict"]["text"].as_str().unwrap();
        assert!(text.contains("start at 0 instead of a = 2"), "{text}");
        let expected = 512.0 / 3.0 * (1.0 - 1.5e-6);
        assert!((number(&record, "/outcome/value") - expected).abs() < 1e-6);
        let page: String = browser.eval("document.body.innerText", vec![]).await;
        assert!(page.contains(text), "the page shows the verdict");
    })
    .await;
}

/// The area under 4/(1+x²) from 0 to 1 is π, and the reversed interval gives exactly −π's sum.
#[tokio::test]
async fn the_integral_changes_its_sign_with_the_interval_and_is_0_for_none() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let value = async |interval: &str| {
            let link = format!("#/integrate?v=1&f=pi&n=1000000&repeats=1&threads=2&{interval}");
            number(&record(browser, &link).await, "/outcome/value")
        };
        let forward = value("rule=simpson").await;
        assert!((forward - std::f64::consts::PI).abs() < 1e-12);
        assert_eq!(value("rule=simpson&a=1&b=0").await.to_bits(), (-forward).to_bits());
        assert_eq!(value("rule=left&a=0.5&b=0.5").await, 0.0);
    })
    .await;
}

#[tokio::test]
async fn a_sweep_measures_one_thread_to_twice_the_cores_and_names_the_best_with_the_machine_to_itself()
 {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/integrate?v=1&method=pool&n=2000000&repeats=3&sweep=on";
        let record = record(browser, link).await;
        let cores = record["environment"]["cores"].as_u64().unwrap();
        let points = record["outcome"]["curve"]["points"].as_array().unwrap();
        let threads: Vec<u64> = points.iter().map(|p| p["threads"].as_u64().unwrap()).collect();
        assert_eq!(threads, (1..=2 * cores).collect::<Vec<_>>());
        figures_follow_from_the_samples(&record, "pool");
        let best = number(&record, "/outcome/best_threads");
        let point = points.iter().find(|point| number(point, "/threads") == best).unwrap();
        for name in ["speed_up", "speed_up_low", "speed_up_high", "median_ms", "sequential_ms"] {
            assert_eq!(record["outcome"][name], point[name], "tile and table agree on {name}");
        }
    })
    .await;
}

/// 25 % serial on 2 threads: Amdahl's law allows 1 / (0.25 + 0.75 / 2) = 1.6, and 1 thread 1. What is told is about the
/// faster of both.
#[tokio::test]
async fn amdahls_law_is_measured_beside_its_prediction_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/amdahl?v=1&threads=2&serial=25&n=2000000").await;
        let fastest = number(&record, "/outcome/fastest_threads") as usize;
        let law = [1.0, 1.6][fastest - 1];
        assert!((number(&record, "/outcome/predicted_speed_up") - law).abs() < 1e-12);
        assert_eq!(record["outcome"]["curve"]["points"].as_array().unwrap().len(), 2);
        assert_eq!(record["outcome"]["curve"]["predicted_serial_fraction"], 0.25);
        figures_follow_from_the_samples(&record, "partly-serial");
        let told = &record["outcome"]["curve"]["points"][fastest - 1];
        let speed_up = |point: &Value| point["speed_up"].as_f64();
        assert!(
            list(&record["outcome"]["curve"]["points"])
                .iter()
                .all(|p| speed_up(p) <= speed_up(told))
        );
        for name in ["speed_up", "speed_up_low", "speed_up_high", "median_ms", "sequential_ms"] {
            assert_eq!(record["outcome"][name], told[name], "tile and table agree on {name}");
        }
    })
    .await;
}

#[tokio::test]
async fn sixty_four_threads_start_and_agree_with_the_machine_to_itself() {
    alone_in_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/integrate?v=1&threads=64&n=1000000&repeats=1").await;
        assert_eq!(record["threads"].as_array().unwrap().len(), 64);
        assert_eq!(record["verdict"]["kind"], "held");
    })
    .await;
}
