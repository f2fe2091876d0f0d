//! What a person sees of a run that is on: here, and in another place.

mod common;

use common::{between, page, render, tag};
use ui::{Action, Doing, Job, Phase, State, reduce};

const LINK: &str = "#/integrate?v=1&threads=2";

/// Half of a run is done.
fn half_done(left_ms: Option<f64>) -> State {
    let mut state = page(LINK);
    let fraction = Some(0.5);
    let doing = Doing::Computing { threads: 2, stage: 1, stages: 1, fraction, left_ms };
    state.phase = Phase::Running { job: Job::new(LINK), doing };
    state
}

/// 43 s of a run that is half done.
#[tokio::test]
async fn a_long_run_says_how_long_it_will_still_take() {
    assert!(!render(half_done(None)).await.contains("left</span>"));
    let html = render(half_done(Some(42_100.0))).await;
    assert!(html.contains("about 43\u{a0}s left"), "{html}");
}

#[tokio::test]
async fn what_runs_elsewhere_is_said_with_its_stop_and_shows_no_progress_here() {
    let (state, _) = reduce(&half_done(None), Action::Pick("amdahl".to_owned()));
    let html = render(state.clone()).await;
    let notice = between(&html, "elsewhere", "</section>");
    assert!(notice.contains("Integrate in parallel") && notice.contains("threads=2"), "{notice}");
    assert!(notice.contains("Stop") && !html.contains("<progress"), "{html}");
    assert!(tag(&html, "class=\"run\"").contains("disabled"));
    let listed = render(reduce(&state, Action::OpenChallenges).0).await;
    assert!(between(&listed, "elsewhere", "</section>").contains("Stop"));
}
