//! What the marks of the timeline mean.

use trace::Activity;
use yew::prelude::*;

use super::cursor::{doing, resource};
use super::ink::{is_cut, turn};
use super::track::number;
use super::tracks::Tracks;

/// More resources than these are named by the line below the chart only.
const MOST_NAMES: usize = 16;
/// More hand-overs or messages than these may be too many to be drawn.
const MANY: usize = 40;

/// One item for each kind of mark there is; `resources` are the names, if they are known.
pub(super) fn legend(tracks: &Tracks, resources: &[String]) -> Html {
    let held = &tracks.resources;
    let is_done = |number: usize| tracks.all.iter().any(|track| track.activities[number]);
    let messages = tracks.mail.n_whole();
    let handed: usize = tracks.all.iter().map(|track| track.handed).sum();
    html! {
        <ul class="legend">
            for activity in Activity::ALL.into_iter().filter(|activity| is_done(number(*activity))) {
                <li>{ mark(activity) }{ doing(activity) }</li>
            }
            if resources.is_empty() && !held.is_empty() {
                <li>{ band(0) }{ "holds a resource" }</li>
            } else {
                for &subject in held.iter().take(MOST_NAMES) {
                    <li>{ band(subject) }{ "holds " }{ resource(resources, subject) }</li>
                }
                if held.len() > MOST_NAMES {
                    <li>{ format!("and {} more", held.len() - MOST_NAMES) }</li>
                }
            }
            if handed > 0 {
                <li>
                    { swatch(html! { <path class="hand-over" d="M12 0V8M12 12L9 7H15Z" /> }) }
                    { if handed > MANY { "gave way to, drawn where there is room" } else { "gave way to" } }
                </li>
            }
            if messages > 0 {
                <li>
                    { swatch(html! { <path class="message" d="M2 1L19 9M22 11L16 11L18 6Z" /> }) }
                    { if messages > MANY { "sent a message to, drawn where there is room" } else { "sent a message to" } }
                </li>
            }
        </ul>
    }
}

fn swatch(inside: Html) -> Html {
    html! { <svg width="24" height="12" aria-hidden="true">{ inside }</svg> }
}

fn mark(activity: Activity) -> Html {
    swatch(match activity {
        Activity::Work => html! { <rect class="work" width="24" height="12" /> },
        Activity::SerialWork => html! { <rect class="serial" width="24" height="12" /> },
        Activity::Spinning => html! { <rect class="spin" width="24" height="12" /> },
        Activity::Sleeping => html! { <rect class="sleep" y="5" width="24" height="2" /> },
        Activity::InVain => html! { <rect class="in-vain" width="24" height="12" /> },
        Activity::Waiting => html! {
            <path class="wait" d="M0 .5H24M0 11.5H24M-1 7L6 0M-1 13L12 0M5 13L18 0M11 13L24 0M17 13L25 5" />
        },
    })
}

/// A held resource, as the band below a bar has it.
fn band(subject: u32) -> Html {
    let (color, hollow) = turn(subject);
    let class = classes!(format!("hold-{}", color + 1), hollow.then_some("hollow"));
    swatch(html! {
        <>
            <rect {class} x="1" y="4" width="22" height="5" />
            if is_cut(subject) {
                <path class="cuts" d="M6 3V10M12 3V10M18 3V10" />
            }
        </>
    })
}
