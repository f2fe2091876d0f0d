//! What a person sees of a speed-up curve: chart, table, laws or the reasons why there are none.

mod common;

use common::{between, count, page, render, report, tag};
use serde_json::json;

const LINK: &str = "#/integrate?v=1&threads=2";

#[tokio::test]
async fn a_curve_is_a_chart_a_table_and_the_laws_in_words() {
    let point = |threads: u32, speed_up: f64, karp_flatt: Option<f64>| {
        json!({
            "threads": threads, "median_ms": 20.0 / speed_up, "sequential_ms": 20.0,
            "speed_up": speed_up, "speed_up_low": speed_up - 0.1, "speed_up_high": speed_up + 0.1,
            "efficiency": speed_up / f64::from(threads), "karp_flatt": karp_flatt,
        })
    };
    let curve = json!({
        "points": [point(1, 1.0, None), point(2, 1.6, Some(0.25)), point(4, 1.6, Some(0.5))],
        "amdahl": { "serial_fraction": 0.25, "interval": [0.2, 0.3] },
        "usl": { "contention": 0.1, "coherency": 0.02, "rate": 1.0, "peak_threads": 3.2 },
        "predicted_serial_fraction": 0.1,
        "best_threads": 2,
    });
    let mut state = page(LINK);
    state.keep(report(LINK, "held", &[("curve", curve)], vec![]));
    let html = render(state).await;
    let chart = between(&html, "class=\"chart chart-speed-up\"", "</figure>");
    assert!(chart.contains("Speed-up. 1\u{a0}thread: 1.00; 2\u{a0}threads: 1.60"));
    for line in ["measured", "predicted", "amdahl", "usl"] {
        assert!(tag(chart, &format!("class=\"{line}\"")).starts_with("polyline"), "{line}");
    }
    let laws = between(&html, "class=\"laws\"", "</ul>");
    assert_eq!(count(laws, "<th scope=\"row\">"), 3);
    assert!(laws.contains("Amdahl: serial part 25.0\u{a0}% (20.0\u{a0}% to 30.0\u{a0}%)."));
    assert!(laws.contains("coherency 2.0\u{a0}%, peak at 3 threads."));
    // 20.0 ms sequential over 12.5 ms is the 1.60 beside them.
    for cell in ["<td>20.0 ms</td>", "<td>12.5 ms</td>", "<td>1.60</td>", "<td>1.50 to 1.70</td>"] {
        assert!(laws.contains(cell), "{cell}");
    }
    assert!(!laws.contains("class=\"tag\""), "a prediction asks for no best count");
}

/// The intervals of 1 and 2 threads overlap, and their spread is all there is to see.
#[tokio::test]
async fn a_law_that_says_nothing_is_replaced_by_the_reason_and_the_tag_is_that_of_the_record() {
    let point = |threads: u32| {
        json!({
            "threads": threads, "median_ms": 5.0, "sequential_ms": 10.0, "speed_up": 2.0,
            "speed_up_low": 1.5, "speed_up_high": 2.5, "efficiency": 1.0, "karp_flatt": null,
        })
    };
    let curve = json!({
        "points": [point(1), point(2)], "amdahl": null, "usl": null,
        "amdahl_reason": "the points scatter too much",
        "usl_reason": "it needs at least 4 thread counts",
        "predicted_serial_fraction": null, "best_threads": 1, "standing": "enough",
    });
    let mut state = page(LINK);
    state.keep(report(LINK, "held", &[("curve", curve)], vec![]));
    let html = render(state).await;
    let laws = between(&html, "class=\"laws\"", "</ul>");
    assert!(laws.contains("Amdahl: not fitted, because the points scatter too much."));
    assert!(laws.contains("law: not fitted, because it needs at least 4 thread counts."));
    assert_eq!(count(laws, "<span class=\"tag\">enough</span>"), 1);
    let chart = between(&html, "class=\"chart chart-speed-up\"", "</figure>");
    assert!(chart.contains("the sequential program over the median time with so many threads"));
    assert!(!chart.contains("class=\"amdahl\"") && !chart.contains("class=\"usl\""));
}
