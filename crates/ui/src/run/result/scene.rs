//! What a run shows in which threads met: the picture that matters most, then figures, then the rest.

use experiments::shows::Picture;
use serde_json::Value;
use yew::prelude::*;

use super::figures::Figures;
use super::finished::warnings;
use super::lines::lines;
use super::moment::moment;
use super::tables::tables;
use crate::action::Action;
use crate::run::chart::{
    Lanes, Of, Samples, Source, depth, histogram, holders, throughput, turns, waits_for,
};
use crate::run::report::Report;
use crate::same::Same;

/// Properties of [`Scene`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct SceneProps {
    /// The run.
    pub(super) shown: Same<Report>,
    /// Whether the code is in sight.
    pub(super) docked: bool,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// Everything but the verdict.
#[component]
pub(super) fn Scene(props: &SceneProps) -> Html {
    let SceneProps { shown, docked, dispatch } = props;
    let Some(words) = shown.words() else { return Html::default() };
    let picture = |picture: &Picture| match picture {
        Picture::WaitsFor => waits_for(shown.list("cycle")),
        Picture::Lines => lines(shown.list("lines")),
        Picture::Histogram => {
            histogram(shown.list("distribution"), shown.shows.outcome, shown.model().as_deref())
        }
        Picture::Lanes => html! {
            <Lanes key={std::rc::Rc::as_ptr(&shown.0) as usize} source={Source::Report(shown.clone())} repeats={shown.repeats()} docked={*docked}
                dispatch={dispatch.clone()} />
        },
        Picture::Depth => depth(&shown.lanes, Of::Queue),
        Picture::InFlight => depth(&shown.lanes, Of::Requests),
        Picture::Turns => turns(shown.list("order")),
        Picture::Holders => holders(&shown.lanes),
        Picture::Throughput => throughput(shown.list("throughput"), shown.record.environment.cores),
    };
    let pictures = ordered(shown.shows.pictures, shown);
    // Who held the lock stands above what the threads did meanwhile.
    let first = if pictures.starts_with(&[Picture::Holders, Picture::Lanes]) { 2 } else { 1 };
    html! {
        <>
            { for shown.moment.iter().map(|of| moment(of, shown, dispatch)) }
            { for pictures.iter().take(first).map(picture) }
            <Figures shown={shown.clone()} />
            { warnings(shown) }
            { for pictures.iter().skip(first).map(picture) }
            { tables(shown, words) }
            <Samples shown={shown.clone()} />
        </>
    }
}

/// The pictures, the one that matters most first: who blocks whom, what was written, what came of it
/// if that differed, and when.
fn ordered(pictures: &[Picture], report: &Report) -> Vec<Picture> {
    use Picture::{Depth, Histogram, Holders, InFlight, Lanes, Lines, Throughput, Turns, WaitsFor};
    let differs = report.list("distribution").len() > 1;
    let jumbled = |line: &Value| line.get("ok") == Some(&Value::Bool(false));
    let order = match (report.list("cycle").is_empty(), report.list("lines")) {
        (false, _) => &[WaitsFor, Lanes, Histogram, Lines, Depth, Throughput],
        (true, lines) if lines.iter().any(jumbled) => {
            &[Lines, Lanes, InFlight, Histogram, Depth, WaitsFor, Throughput][..]
        }
        (true, _) if differs => {
            &[Histogram, Turns, Holders, Lanes, Lines, Depth, WaitsFor, Throughput]
        }
        (true, _) => {
            &[Turns, Holders, InFlight, Lanes, Lines, Depth, Histogram, WaitsFor, Throughput]
        }
    };
    order.iter().copied().filter(|picture| pictures.contains(picture)).collect()
}
