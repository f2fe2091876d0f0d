//! From the stages of `integrate` to its verdict and figures.

use measure::{format_count, format_factor, format_ms, format_value, median};
use serde_json::{Map, Value, json};
use trace::wire::StageRun;
use trace::{Verdict, VerdictKind};

use crate::choice::Sweep;
use crate::computer::Computer;
use crate::integrate::Integrate;
use crate::integrate::choices::{Method, Transport};
use crate::param::Choice;
use crate::report::Conclusion;
use crate::report::curve::{curve, speed_up};

/// Two values that differ by less than this fraction differ by rounding only.
const ROUNDING: f64 = 1e-9;

pub(super) fn conclude(params: &Integrate, stages: &[StageRun], computer: Computer) -> Conclusion {
    let method = params.method.word();
    let last = stages.last().expect("a plan has at least one stage");
    let sequential = last.figure("sequential_value").expect("every stage computes the baseline");
    let value = last.figure("value").unwrap_or(sequential);
    let exact = params.f.exact(params.a, params.b);

    let curve =
        (params.sweep == Sweep::On).then(|| curve(stages, method, None, computer.cores)).flatten();
    let best = curve
        .as_ref()
        .and_then(|(curve, _)| stages.iter().find(|stage| stage.threads == curve.best_threads));
    let shown = best.unwrap_or(last);
    let ratio = speed_up(shown, method);
    let efficiency = ratio.map(|r| measure::efficiency(r.value, shown.threads));

    let mut outcome = Map::new();
    let mut put = |name: &str, value: Value| outcome.insert(name.to_owned(), value);
    put("value", json!(value));
    put("exact", json!(exact));
    put("abs_error", json!(exact.map(|exact| (value - exact).abs())));
    put("speed_up", json!(ratio.map(|r| r.value)));
    put("efficiency", json!(efficiency));
    put("speed_up_low", json!(ratio.map(|r| r.low)));
    put("speed_up_high", json!(ratio.map(|r| r.high)));
    put("median_ms", json!(median(shown.wall_ms(method))));
    put("sequential_ms", json!(median(shown.wall_ms("sequential"))));
    put("sequential_value", json!(sequential));
    if let Some((curve, _)) = &curve {
        put("best_threads", json!(curve.best_threads));
        put("curve", json!(curve));
    }

    let wrong = (value - sequential).abs() > ROUNDING * sequential.abs().max(1e-300);
    let kind = if wrong { VerdictKind::WrongValue } else { VerdictKind::Held };
    let text = match (params.method, wrong, curve) {
        (Method::Slide, true, _) => why_the_slide_is_wrong(params, last.threads, value, sequential),
        (_, true, _) => format!(
            "{method} computed {}, but one thread computed {}.",
            format_value(value),
            format_value(sequential)
        ),
        (_, false, Some((_, sentence))) => sentence,
        (Method::Sequential, ..) => alone(params, shown),
        (_, false, None) => side_by_side(params, shown),
    };
    Conclusion { verdict: Verdict { kind, text }, outcome }
}

fn alone(params: &Integrate, stage: &StageRun) -> String {
    let ms = median(stage.wall_ms("sequential")).unwrap_or_default();
    format!("One thread took {} for {} points.", format_ms(ms), format_count(params.n))
}

fn side_by_side(params: &Integrate, stage: &StageRun) -> String {
    let workers = match (params.method, stage.threads) {
        (Method::Processes, 1) => "1 process".to_owned(),
        (Method::Processes, n) => format!("{n} processes"),
        (Method::Tasks, n) if params.transport == Transport::Tabs => {
            format!("{n} worker{} in other tabs", if n == 1 { "" } else { "s" })
        }
        (Method::Tasks, _) => "The workers of the broker".to_owned(),
        (_, 1) => "1 thread of the pool".to_owned(),
        (_, n) => format!("{n} threads"),
    };
    let method = params.method.word();
    let ms = |variant| median(stage.wall_ms(variant)).unwrap_or_default();
    let (method_ms, sequential_ms) = (ms(method), ms("sequential"));
    // A single run has no spread, and so no interval that could tell faster from slower.
    let has_spread = stage.wall_ms(method).len() > 1;
    let sequential = "the sequential program";
    let comparison = match speed_up(stage, method).filter(|_| has_spread) {
        Some(ratio) if ratio.low > 1.0 => {
            format!("{} times as fast as {sequential}", format_factor(ratio.value))
        }
        Some(ratio) if ratio.high < 1.0 => format!("slower than {sequential}"),
        Some(_) => format!("neither clearly faster nor slower than {sequential}"),
        None => format!("beside {sequential}"),
    };
    let comparison = format!("{comparison} ({})", format_ms(sequential_ms));
    let right = if params.method == Method::Slide {
        "; the slide's chunks are right here, because a is 0 and the thread count divides n"
    } else {
        ", with the same value"
    };
    format!("{workers} took {}, {comparison}{right}.", format_ms(method_ms))
}

/// What the slide's chunking got wrong, the greater fault first.
fn why_the_slide_is_wrong(params: &Integrate, threads: u32, value: f64, right: f64) -> String {
    let off = format_value((value - right).abs());
    let side = if value > right { "above" } else { "below" };
    let dropped = params.n % u64::from(threads);
    let (a, b) = (params.a, params.b);
    if a != 0.0 {
        return format!(
            "The slide's program gives {}, which is {off} {side} the sum it should give: its chunks \
             start at 0 instead of a = {a}, so it integrates from 0 to {} instead of {a} to {b}.",
            format_value(value),
            b - a,
        );
    }
    format!(
        "The slide's program gives {}, which is {off} {side} the sum it should give: \
         int({n} / {threads}) points for each thread leave out {dropped} of {n}.",
        format_value(value),
        n = params.n,
    )
}
