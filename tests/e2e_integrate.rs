//! Promise: a link runs the same experiment in every engine, and the record says what happened.

use serde_json::Value;
use tests::{Browser, Engine, HeaderSet, PageError, Served, for_each_engine};

async fn isolated() -> Served {
    Served::dist(HeaderSet::Isolated).await
}

async fn run(browser: &Browser, link: &str) -> Result<Value, PageError> {
    browser.eval_async(&format!("window.interleave.run({link:?})")).await
}

async fn record(browser: &Browser, link: &str) -> Value {
    run(browser, link).await.unwrap_or_else(|error| panic!("{link}: {error:?}"))
}

fn number(record: &Value, pointer: &str) -> f64 {
    record.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no {pointer}"))
}

/// The left sum of x² from 0 to 10 with n strips: dx³ Σ i² for i < n and dx = 10/n is
/// 1000/3 · (1 − 3/(2n) + 1/(2n²)).
fn left_sum_of_x_squared(n: f64) -> f64 {
    1000.0 / 3.0 * (1.0 - 1.5 / n + 0.5 / (n * n))
}

#[tokio::test]
async fn a_hundred_million_points_on_two_pool_threads_give_a_record_in_every_engine() {
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
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
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
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
        }
    })
    .await;
}

/// From 2 to 10 on 4 threads the slide sums 0..8: with 10⁶ strips of 8·10⁻⁶ that is
/// 8³/3 · (1 − 3/(2·10⁶)) = 170.66641; right would be (10³ − 2³)/3 = 330.667.
#[tokio::test]
async fn the_slide_runs_as_written_and_the_page_says_why_it_is_wrong() {
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
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
    for_each_engine(&[Engine::Chromium], isolated, async |browser, site| {
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
async fn a_sweep_measures_one_thread_to_twice_the_cores_and_names_the_best() {
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/integrate?v=1&method=pool&n=2000000&repeats=3&sweep=on";
        let record = record(browser, link).await;
        let cores = record["environment"]["cores"].as_u64().unwrap();
        let points = record["outcome"]["curve"]["points"].as_array().unwrap();
        let threads: Vec<u64> = points.iter().map(|p| p["threads"].as_u64().unwrap()).collect();
        assert_eq!(threads, (1..=2 * cores).collect::<Vec<_>>());
        assert!(record["outcome"]["curve"]["amdahl"]["serial_fraction"].is_number());
        // A curve bent by a busy machine may have no fit: what counts is that it is that of its points.
        let curve: Vec<(u32, f64)> =
            points.iter().zip(threads).map(|(p, n)| (n as u32, number(p, "/speed_up"))).collect();
        let fit = measure::fit_usl(&curve).map(|fit| fit.contention);
        let shown = record["outcome"]["curve"]["usl"]["contention"].as_f64();
        assert_eq!(shown.is_some(), fit.is_some());
        assert!((shown.unwrap_or(0.0) - fit.unwrap_or(0.0)).abs() < 1e-9, "{shown:?} {fit:?}");
        assert!(points[1]["karp_flatt"].is_number());
        assert!(number(&record, "/outcome/best_threads") >= 1.0);
    })
    .await;
}

/// 25 % serial on 2 threads: Amdahl's law allows 1 / (0.25 + 0.75 / 2) = 1.6.
#[tokio::test]
async fn amdahls_law_is_measured_beside_its_prediction() {
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/amdahl?v=1&threads=2&serial=25&n=2000000").await;
        assert!((number(&record, "/outcome/predicted_speed_up") - 1.6).abs() < 1e-12);
        assert_eq!(record["outcome"]["curve"]["points"].as_array().unwrap().len(), 2);
        assert_eq!(record["outcome"]["curve"]["predicted_serial_fraction"], 0.25);
        assert!(number(&record, "/outcome/speed_up") > 0.0);
    })
    .await;
}

#[tokio::test]
async fn sixty_four_threads_start_and_agree() {
    for_each_engine(&Engine::ALL, isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let record = record(browser, "#/integrate?v=1&threads=64&n=1000000&repeats=1").await;
        assert_eq!(record["threads"].as_array().unwrap().len(), 64);
        assert_eq!(record["verdict"]["kind"], "held");
    })
    .await;
}
