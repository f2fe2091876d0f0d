//! Where a run took place.

use yew::prelude::*;

use super::figures::ReportProps;
use crate::run::report::Report;
use crate::words::{browser, count_of, rounded};

/// Where a run took place, in a few words.
pub(crate) fn place(report: &Report) -> String {
    let environment = &report.record.environment;
    format!("{}, {}", count_of(environment.cores, "core"), browser(&environment.user_agent))
}

/// One line: cores, clock, isolation, browser, version.
#[component]
pub(crate) fn Surroundings(props: &ReportProps) -> Html {
    let record = &props.shown.record;
    let environment = &record.environment;
    let isolation =
        if environment.isolated { "cross-origin isolated" } else { "not cross-origin isolated" };
    let backend = match record.backend.as_str() {
        "threads" => "threads over shared memory",
        "processes" => "workers with their own memory",
        _ => "one worker",
    };
    let items = [
        count_of(environment.cores, "core"),
        format!("clock step {}\u{a0}µs", rounded(environment.timer_step_us)),
        backend.to_owned(),
        isolation.to_owned(),
        browser(&environment.user_agent),
        format!("Interleave {}", environment.app_version),
    ];
    html! {
        <ul class="environment" aria-label="Where it ran" title={environment.user_agent.clone()}>
            for item in items {
                <li>{ item }</li>
            }
        </ul>
    }
}
