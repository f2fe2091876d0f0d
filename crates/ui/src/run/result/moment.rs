//! The moment that decided a run: who did what, in the order in which it happened.

use experiments::{Mark, Moment};
use yew::prelude::*;

use crate::action::Action;
use crate::run::report::Report;
use crate::same::Same;

/// A row for each thread, a column for each event, and the sentence. The table can be read without seeing it. Who looks
/// at an event sees its line in the code.
pub(super) fn moment(moment: &Moment, shown: &Same<Report>, dispatch: &Callback<Action>) -> Html {
    let Moment { text, marks, schedule } = moment;
    let since_ms = |mark: &Mark| mark.at_ms - marks[0].at_ms;
    // The same number of digits in all of them, as many as the clock has where that matters.
    let digits = if marks.last().map_or(0.0, since_ms) < 10.0 { 3 } else { 1 };
    let mut threads: Vec<(usize, &str)> =
        marks.iter().map(|mark| (mark.lane, mark.who.as_str())).collect();
    threads.sort_unstable();
    threads.dedup();
    let cell = |thread: usize, mark: &Mark| {
        html! {
            <td>
                if mark.lane == thread {
                    { step(mark, shown, dispatch) }
                }
            </td>
        }
    };
    html! {
        <section class="moment" aria-labelledby="moment">
            <h3 id="moment">{ "The moment it happened" }</h3>
            <p>{ text }</p>
            <div class="table-wrap" tabindex="0" role="group" aria-label="What happened, in order">
                <table>
                    <thead>
                        <tr>
                            <th scope="col"><span class="unseen">{ "Thread" }</span></th>
                            for mark in marks {
                                <th scope="col">{ format!("+{:.digits$}\u{a0}ms", since_ms(mark)) }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
                        for &(thread, name) in &threads {
                            <tr>
                                <th scope="row">{ name }</th>
                                { for marks.iter().map(|mark| cell(thread, mark)) }
                            </tr>
                        }
                    </tbody>
                </table>
            </div>
            if let Some(schedule) = schedule {
                <a href={*schedule}>{ "Step through this schedule" }</a>
            }
        </section>
    }
}

/// One event.
fn step(mark: &Mark, shown: &Same<Report>, dispatch: &Callback<Action>) -> Html {
    let class = format!("step thread-{}", mark.lane % 8 + 1);
    let look = {
        let (lane, event, shown, dispatch) =
            (mark.lane, mark.event, shown.clone(), dispatch.clone());
        move || dispatch.emit(Action::LookAt(shown.cues(lane, event..event + 1)))
    };
    let (onpointerover, onfocus) = (look.clone(), look);
    let onpointerover = move |_: PointerEvent| onpointerover();
    let onfocus = move |_: FocusEvent| onfocus();
    html! { <button type="button" {class} {onpointerover} {onfocus}>{ &mark.what }</button> }
}
