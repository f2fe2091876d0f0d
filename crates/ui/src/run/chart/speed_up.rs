//! How much faster with how many threads: measured, ideal, and as the laws have it.

use measure::{Usl, format_factor};
use trace::wire::{Curve, CurvePoint};
use yew::prelude::*;

use super::figure::Figure;
use super::scale::Scale;
use crate::order::order;
use crate::prediction::{Said, said_number};
use crate::words::{count_of, percent};

/// Steps of a smooth line.
const STEPS: u32 = 120;
/// Least distance of the names at the right end, in percent of the height.
const NAME_GAP: f64 = 8.0;

/// Properties of [`SpeedUp`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SpeedUpProps {
    /// The curve.
    pub(crate) curve: Curve,
    /// What was said of it before.
    pub(crate) said: Said,
    /// Cores of the machine it was measured on.
    pub(crate) cores: u32,
}

/// A line of the chart.
pub(crate) struct Line {
    class: &'static str,
    name: String,
    /// Threads and speed-up.
    points: Vec<(f64, f64)>,
}

/// The chart; nothing for less than two points.
#[component]
pub(crate) fn SpeedUp(props: &SpeedUpProps) -> Html {
    let SpeedUpProps { curve, said, cores } = props;
    let Some((plane, lines)) = drawing(curve, said, *cores) else { return Html::default() };
    let caption = format!(
        "Dots are the median time of the sequential program over the median time with so many \
         threads, both measured in turn; bars are 95 % intervals. The machine has {}.",
        count_of(props.cores, "core")
    );
    let each = curve.points.iter().map(|point| {
        format!("{}: {}", count_of(point.threads, "thread"), format_factor(point.speed_up))
    });
    let label = format!("Speed-up. {}.", each.collect::<Vec<_>>().join("; "));
    html! {
        <Figure id="speed-up" title="Speed-up by threads" {caption} {label}>
            { plane }
            <ul class="keys">
                for line in &lines {
                    <li>
                        <svg width="28" height="12">
                            <line class={line.class} x1="1" x2="27" y1="6" y2="6" />
                        </svg>
                        { &line.name }
                    </li>
                }
            </ul>
        </Figure>
    }
}

/// The plane with its lines, and what they are; none for less than two points.
pub(crate) fn drawing(curve: &Curve, said: &Said, cores: u32) -> Option<(Html, Vec<Line>)> {
    let [first, .., last] = curve.points.as_slice() else { return None };
    let (most, count, cores) = (f64::from(last.threads), cores, f64::from(cores));
    let margin = (most - f64::from(first.threads)) * 0.04;
    let x = Scale::new(f64::from(first.threads) - margin, most + margin);
    let mut lines = lines(curve, cores, most);
    lines.extend(sketched(said, curve));
    let y = Scale::new(0.0, top(curve, &lines, cores.min(most)));
    let up = y.ticks(5);
    let across = whole(x.ticks(10).values, f64::from(first.threads));
    let plane = html! {
        <div class="plane">
            <svg class="plane-left" width="100%" height="100%">
                for &value in &up.values {
                    <text x="100%" y={y.y(value)} dy="4" text-anchor="end">{ up.text(value) }</text>
                }
            </svg>
            <svg class="plane-plot" width="100%" height="100%">
                for &value in &up.values {
                    <line class="grid" x1="0" x2="100%" y1={y.y(value)} y2={y.y(value)} />
                }
                { cores_line(count, x) }
                { ideal(x, y, most) }
                { for lines.iter().map(|line| drawn(line, x, y)) }
                { for curve.points.iter().map(|point| dot(point, x, y)) }
            </svg>
            <svg class="plane-right" width="100%" height="100%">
                for (line, at) in lines.iter().zip(spread(&lines, y)) {
                    <text class={line.class} x="8" y={format!("{at:.2}%")} dy="4">{ &line.name }</text>
                }
            </svg>
            <svg class="plane-below" width="100%" height="20">
                for value in across {
                    <text x={x.x(value)} y="15" text-anchor="middle">{ value }</text>
                }
            </svg>
            <span class="plane-unit">{ "threads" }</span>
        </div>
    };
    Some((plane, lines))
}

/// Whole thread counts only, with the first.
fn whole(ticks: Vec<f64>, first: f64) -> Vec<f64> {
    let mut values: Vec<f64> =
        ticks.into_iter().filter(|tick| tick.fract() == 0.0 && *tick >= first).collect();
    if values.first() != Some(&first) {
        values.insert(0, first);
    }
    values
}

/// What was said, from one thread on, which is as fast as itself.
fn sketched(said: &Said, curve: &Curve) -> Option<Line> {
    let most = curve.points.last()?.threads;
    let said = said.iter().filter(|(threads, _)| (2..=most).contains(*threads));
    let said = said.filter_map(|(&threads, text)| Some((f64::from(threads), said_number(text)?)));
    let points: Vec<_> = std::iter::once((1.0, 1.0)).chain(said).collect();
    (points.len() > 1).then(|| Line { class: "said", name: "you said".to_owned(), points })
}

/// Measured points and the laws. Threads beyond the cores add no processors, so that Amdahl's law is
/// flat there.
fn lines(curve: &Curve, cores: f64, most: f64) -> Vec<Line> {
    let first = curve.points.first().map_or(1.0, |point| f64::from(point.threads));
    let smooth = |law: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
        let at = |step| first + (most - first) * f64::from(step) / f64::from(STEPS);
        let points = (0..=STEPS).map(at).map(|threads| (threads, law(threads)));
        points.filter(|(_, speed_up)| speed_up.is_finite() && *speed_up >= 0.0).collect()
    };
    let measured = curve.points.iter().map(|p| (f64::from(p.threads), p.speed_up)).collect();
    let mut lines = vec![Line { class: "measured", name: "measured".to_owned(), points: measured }];
    // Amdahl's law is the universal scalability law without coherency.
    let amdahl = |contention| Usl { contention, coherency: 0.0, rate: 1.0 };
    if let Some(serial) = curve.predicted_serial_fraction {
        lines.push(Line {
            class: "predicted",
            name: format!("predicted, {}", percent(serial)),
            points: smooth(&|threads| amdahl(serial).throughput(threads.min(cores))),
        });
    }
    if let Some(fit) = &curve.amdahl {
        lines.push(Line {
            class: "amdahl",
            name: format!("Amdahl, {}", percent(fit.serial_fraction)),
            points: smooth(&|threads| amdahl(fit.serial_fraction).throughput(threads.min(cores))),
        });
    }
    if let Some(fit) = &curve.usl {
        let law = Usl { contention: fit.contention, coherency: fit.coherency, rate: fit.rate };
        lines.push(Line {
            class: "usl",
            name: "scalability law".to_owned(),
            points: smooth(&|threads| law.throughput(threads)),
        });
    }
    lines
}

/// The upper end of the chart: above everything but the ideal, of which the cores' part is shown.
fn top(curve: &Curve, lines: &[Line], ideal: f64) -> f64 {
    let highs = curve.points.iter().map(|point| point.speed_up_high);
    let laws = lines.iter().flat_map(|line| line.points.iter().map(|&(_, speed_up)| speed_up));
    1.08 * highs.chain(laws).filter(|high| high.is_finite()).fold(ideal, f64::max)
}

fn cores_line(cores: u32, x: Scale) -> Html {
    let at = f64::from(cores);
    if !(x.low..=x.high).contains(&at) {
        return Html::default();
    }
    let (anchor, dx) = if x.at(at) > 85.0 { ("end", "-5") } else { ("start", "5") };
    html! {
        <>
            <line class="cores" x1={x.x(at)} x2={x.x(at)} y1="0" y2="100%" />
            <text class="cores" x={x.x(at)} y="100%" {dx} dy="-7" text-anchor={anchor}>
                { count_of(cores, "core") }
            </text>
        </>
    }
}

/// As many times as fast as there are threads, as far as the chart reaches.
fn ideal(x: Scale, y: Scale, most: f64) -> Html {
    let end = most.min(y.high);
    let name = 1.0 + 0.8 * (end - 1.0);
    html! {
        <>
            <line class="ideal" x1={x.x(1.0)} y1={y.y(1.0)} x2={x.x(end)} y2={y.y(end)} />
            <text class="ideal" x={x.x(name)} y={y.y(name)} dx="-8" text-anchor="end">{ "ideal" }</text>
        </>
    }
}

/// The line in a box of its own, which is stretched; its width is not, see the style sheet.
fn drawn(line: &Line, x: Scale, y: Scale) -> Html {
    let points = line.points.iter();
    let points: Vec<String> =
        points.map(|&(t, s)| format!("{:.3},{:.3}", x.at(t), 100.0 - y.at(s))).collect();
    html! {
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">
            <polyline class={line.class} points={points.join(" ")} />
        </svg>
    }
}

fn dot(point: &CurvePoint, x: Scale, y: Scale) -> Html {
    let at = x.x(f64::from(point.threads));
    html! {
        <>
            <line class="interval" x1={at.clone()} x2={at.clone()} y1={y.y(point.speed_up_low)}
                y2={y.y(point.speed_up_high)} />
            <circle class="dot" cx={at} cy={y.y(point.speed_up)} r="4" />
        </>
    }
}

/// Where the names at the right end stand, from the top in percent: beside the end of their line, or
/// as near as their neighbors allow.
fn spread(lines: &[Line], y: Scale) -> Vec<f64> {
    let end = |line: &Line| line.points.last().map_or(50.0, |&(_, s)| 100.0 - y.at(s));
    let mut ends: Vec<f64> = lines.iter().map(end).collect();
    let downwards = order(ends.len(), &|a, b| ends[a].total_cmp(&ends[b]));
    let mut least: f64 = 2.0;
    for &index in &downwards {
        ends[index] = ends[index].max(least);
        least = ends[index] + NAME_GAP;
    }
    let mut most: f64 = 98.0;
    for &index in downwards.iter().rev() {
        ends[index] = ends[index].min(most);
        most = ends[index] - NAME_GAP;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending_at(speed_up: f64) -> Line {
        Line { class: "", name: String::new(), points: vec![(1.0, speed_up)] }
    }

    /// On a scale from 0 to 10, speed-ups 5, 5 and 9 stand at 50, 50 and 10 % from the top; the
    /// second name moves down by the least distance.
    #[test]
    fn names_of_lines_that_end_together_stand_below_each_other() {
        let lines = [ending_at(5.0), ending_at(5.0), ending_at(9.0)];
        assert_eq!(spread(&lines, Scale::new(0.0, 10.0)), [50.0, 50.0 + NAME_GAP, 10.0]);
    }

    /// Both lines end at the bottom: the lower name stays on the chart, the upper makes room.
    #[test]
    fn names_never_leave_the_chart() {
        let lines = [ending_at(0.0), ending_at(0.0)];
        assert_eq!(spread(&lines, Scale::new(0.0, 10.0)), [98.0 - NAME_GAP, 98.0]);
    }

    #[test]
    fn only_whole_thread_counts_are_named() {
        assert_eq!(whole(vec![1.0, 1.5, 2.0], 1.0), [1.0, 2.0]);
        assert_eq!(whole(vec![5.0, 10.0], 1.0), [1.0, 5.0, 10.0]);
    }
}
