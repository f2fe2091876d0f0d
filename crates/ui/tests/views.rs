//! What a person sees in a given state.

mod common;

use common::{between, blank, count, page, render, report, tag};
use serde_json::json;
use trace::{Activity, Event, EventKind, Lane};
use ui::{
    Action, Capability, Doing, Failure, Form, Job, Layout, Missing, Phase, RunError, Shape,
    Sharing, State, reduce,
};

const LINK: &str = "#/integrate?v=1&threads=2";

/// A lane with these bars, in milliseconds.
fn lane(name: &str, bars: &[(f64, f64)]) -> Lane {
    let event = |at_ms, kind| Event { at_ms, kind, subject: 0, other: None };
    let events: Vec<Event> = bars
        .iter()
        .flat_map(|&(begin, end)| {
            [event(begin, EventKind::Begin(Activity::Work)), event(end, EventKind::End)]
        })
        .collect();
    Lane::new(name.to_owned(), events, 0)
}

/// A finished run with two lanes.
fn finished(kind: &str) -> State {
    let mut state = page(LINK);
    let outcome = [("value", json!(41.5)), ("speed_up", json!(1.9)), ("efficiency", json!(0.95))];
    let lanes = vec![lane("thread 1", &[(5.0, 9.0)]), lane("thread 2", &[(6.0, 7.0), (8.0, 9.0)])];
    state.keep(report(LINK, kind, &outcome, lanes));
    state
}

/// A run on its way.
fn computing(stage: usize, stages: usize, fraction: Option<f64>) -> State {
    let mut state = page(LINK);
    let doing = Doing::Computing { threads: 2, stage, stages, fraction, left_ms: None };
    state.phase = Phase::Running { job: Job::new(LINK), doing };
    state
}

#[tokio::test]
async fn before_the_first_run_there_is_a_question_and_what_the_run_will_do() {
    let html = render(page(LINK)).await;
    assert!(html.contains("Before you start"));
    assert!(html.contains("And with more threads than cores?"));
    assert!(html.contains("The run starts 2\u{a0}threads"));
}

#[tokio::test]
async fn a_wrong_value_is_said_in_words() {
    let html = render(finished("wrong-value")).await;
    let verdict = between(&html, "verdict-wrong-value", "</div>");
    assert!(verdict.contains("Wrong value") && verdict.contains("The sentence."), "{verdict}");
}

#[tokio::test]
async fn what_was_measured_stands_in_the_figures_and_in_the_surroundings() {
    let html = render(finished("held")).await;
    let figures = between(&html, "<dl class=\"figures\">", "</dl>");
    assert!(figures.contains("1.90") && figures.contains("95.0\u{a0}%"), "{figures}");
    assert!(figures.contains("41.5") && figures.contains("no exact value known"), "{figures}");
    assert!(html.contains("Mind the timer."));
    let surroundings = between(&html, "Where it ran", "</ul>");
    assert!(surroundings.contains("2\u{a0}cores") && surroundings.contains("Firefox 140"));
}

/// While the next run is on, what is seen is said to be of the last one.
#[tokio::test]
async fn an_old_result_is_muted_while_the_next_run_is_on() {
    let old = "From your last run";
    let state = finished("held");
    assert!(!render(state.clone()).await.contains(old));
    let html = render(State { phase: computing(1, 1, None).phase, ..state }).await;
    assert!(html.contains(old) && tag(&html, "\"outcome old\"").contains("section"));
}

#[tokio::test]
async fn a_result_of_another_set_up_says_so() {
    let changed = "The set-up has changed since this run.";
    let mut state = finished("held");
    assert!(!render(state.clone()).await.contains(changed));
    state.draft.set("threads", "3");
    assert!(render(state).await.contains(changed));
}

#[tokio::test]
async fn an_error_stands_beside_its_field_and_run_waits() {
    let html = render(page("#/integrate?v=1&threads=99")).await;
    let input = tag(&html, "id=\"field-threads\"");
    assert!(input.contains("aria-invalid=\"true\""), "{input}");
    assert!(input.contains("aria-describedby=\"error-threads help-threads\""), "{input}");
    assert!(
        between(&html, "id=\"error-threads\"", "</p>")
            .contains("threads must be between 1 and 64, got")
    );
    assert!(tag(&html, "type=\"submit\"").contains("disabled"));
    assert!(html.contains("Correct 1\u{a0}field to run."));
}

#[tokio::test]
async fn typed_text_is_shown_as_text() {
    let html = render(page("#/integrate?v=1&n=%3Cimg%3E")).await;
    assert!(!html.contains("<img>"));
    assert!(tag(&html, "id=\"field-n\"").contains("&lt;img&gt;"));
}

#[tokio::test]
async fn secondary_fields_are_open_only_if_one_of_them_matters() {
    let details = |html: &str| tag(html, "class=\"more\"").to_owned();
    assert!(!details(&render(page("#/integrate")).await).contains("open"));
    assert!(details(&render(page("#/integrate?v=1&rule=simpson")).await).contains("open"));
    assert!(details(&render(page("#/integrate?v=1&repeats=0")).await).contains("open"));
}

#[tokio::test]
async fn the_cores_are_marked_on_the_slider() {
    let html = render(page("#/integrate")).await;
    assert!(between(&html, "class=\"marks\"", "</svg>").contains("2\u{a0}cores"));
}

/// Stage 2 of 4, half done: (1 + 0.5) / 4 = 37.5 %, shown as 38 %.
#[tokio::test]
async fn a_running_lab_shows_how_far_it_is_and_can_be_stopped() {
    let html = render(computing(2, 4, Some(0.5))).await;
    assert!(html.contains("Computing on 2\u{a0}workers, stage 2 of 4"));
    assert!(html.contains("38\u{a0}%"));
    assert!(!tag(&html, "class=\"stop\"").contains("disabled"));
}

/// A button that went, or could no longer have the focus, would lose it.
#[tokio::test]
async fn what_was_pressed_keeps_the_focus_while_it_runs() {
    let html = render(computing(2, 4, Some(0.5))).await;
    let buttons = between(&html, "class=\"buttons\"", "</div>");
    assert_eq!(count(buttons, "aria-disabled=\"true\""), 2, "{buttons}");
    assert!(!buttons.contains(" disabled"), "{buttons}");
    assert!(buttons.contains(">Run</button>") && buttons.contains(">Sweep threads</button>"));
}

#[tokio::test]
async fn the_bar_can_be_skipped_and_a_slide_has_none() {
    let html = render(page("#/integrate")).await;
    assert!(between(&html, "<header", "</button>").ends_with(">Skip to the experiment"), "{html}");
    let map = reduce(&page("#/integrate"), Action::OpenLink("#/".to_owned())).0;
    assert!(render(map).await.contains(">Skip to the lessons</button>"));
    let slide = blank(Capability::Threads, Layout::Embed(Shape::Whole));
    assert!(!render(slide).await.contains("Skip to"));
}

#[tokio::test]
async fn warming_up_has_no_percentage() {
    let html = render(computing(1, 1, None)).await;
    assert!(html.contains("Warming up on 2\u{a0}workers"));
    assert!(!between(&html, "<progress", ">").contains("value"));
}

#[tokio::test]
async fn the_timeline_has_one_row_for_each_span_and_begins_at_the_first_event() {
    let html = render(finished("held")).await;
    let table = between(&html, "aria-label=\"Data of Who computed when\"", "</table>");
    let body = between(table, "<tbody>", "</tbody>");
    assert_eq!(count(body, "<tr>"), 3);
    let first = between(body, "<tr>", "</tr>");
    let row = "<td>thread 1</td><td>0.000</td><td>4.000</td><td>4.000</td><td>work</td>";
    assert_eq!(first, row);
}

/// 3 runs and 1 warm-up run of each of 2 variants.
#[tokio::test]
async fn every_sample_is_a_dot_and_a_row() {
    let html = render(finished("held")).await;
    let chart = between(&html, "class=\"chart chart-samples\"", "</figure>");
    assert_eq!(count(chart, "class=\"dot\""), 6);
    assert_eq!(count(chart, "class=\"dot hollow\""), 2);
    assert_eq!(count(between(chart, "<tbody>", "</tbody>"), "<tr>"), 8);
}

#[tokio::test]
async fn a_frame_has_no_navigation_and_a_way_out() {
    let mut state = page(LINK);
    state.layout = Layout::Embed(Shape::Whole);
    let html = render(state).await;
    for absent in ["<header", "<footer", "<optgroup", "Share", "The code"] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(html.contains("Integrate in parallel"));
    let way_out = tag(&html, "class=\"own-tab\"");
    assert!(way_out.contains("href=\"https://lab.example/#/integrate?v=1&amp;threads=2\""));
    assert!(way_out.contains("rel=\"noopener\""));
}

#[tokio::test]
async fn every_problem_of_a_link_is_listed() {
    let mut state = page("#/integrate");
    state.link_problems = plan::open("#/integrate?v=1&color=red&n=").problems;
    let html = render(state).await;
    let notice = between(&html, "This link could not be read in full", "</section>");
    assert!(notice.contains("nothing was run"));
    assert_eq!(count(notice, "<li>"), 2);
    assert!(notice.contains("integrate has no parameter \"color\""), "{notice}");
}

#[tokio::test]
async fn without_isolation_the_page_names_the_headers_and_the_ways_out() {
    let mut state = page(LINK);
    state.capability = Capability::Processes(Missing::Isolation);
    let framed = State { framed: true, ..state.clone() };
    for state in [framed, state.clone(), reduce(&state, Action::Run).0] {
        let html = render(state.clone()).await;
        assert_eq!(count(&html, "Cross-Origin-Embedder-Policy"), 1);
        assert!(html.contains("Methods sequential, processes and tasks run without it."));
        let ways_out = between(&html, "class=\"ways-out\"", "</p>");
        assert_eq!(ways_out.contains("Open in its own tab"), state.framed);
        assert!(html.contains("Use method processes"));
        assert!(tag(&html, "class=\"run\"").contains("disabled"), "what cannot run is not offered");
        assert!(html.contains("This needs threads, which this page does not have."));
    }
}

#[tokio::test]
async fn a_failure_is_an_alert() {
    let mut state = page(LINK);
    let error = RunError::Failed("thread 1 panicked: out of memory".to_owned());
    state.failure = Some(Failure { place: state.place(), error });
    let html = render(state).await;
    let alert = between(&html, "role=\"alert\"", "</section>");
    assert!(alert.contains("The run did not finish."));
    assert!(alert.contains("thread 1 panicked: out of memory"));
}

#[tokio::test]
async fn the_share_panel_has_the_canonical_link_and_a_frame() {
    let (state, _) = reduce(&page("#/integrate?n=1e7&threads=2&v=1"), Action::ToggleShare);
    let html = render(state.clone()).await;
    let panel = between(&html, "id=\"share\"", "</section>");
    let link = "https://lab.example/#/integrate?v=1&amp;threads=2";
    assert!(panel.contains(&format!(">{link}</textarea>")), "{panel}");
    assert!(panel.contains("nothing is uploaded"));
    assert!(!panel.contains("<iframe"), "a link is seen as what it leads to: {panel}");
    let frame = Sharing { form: Form::Frame, ..Sharing::default() };
    let html = render(reduce(&state, Action::Share(frame)).0).await;
    let panel = between(&html, "id=\"share\"", "</section>");
    assert!(panel.contains("https://lab.example/?embed#/integrate?v=1&amp;threads=2"), "{panel}");
    assert!(panel.contains("What they will see"), "{panel}");
    let code = Sharing { form: Form::Qr, ..Sharing::default() };
    let html = render(reduce(&state, Action::Share(code)).0).await;
    // 45 bytes are more than the 42 of version 3 at level M, and fewer than the 62 of version 4: 33 modules, 4 around.
    assert!(
        between(&html, "id=\"share\"", "</section>").contains("viewBox=\"0 0 41 41\""),
        "{html}"
    );
}

#[tokio::test]
async fn no_view_has_a_style_of_its_own() {
    for state in [page(LINK), finished("held"), computing(1, 2, Some(0.1))] {
        assert!(!render(state).await.contains("style="));
    }
}
