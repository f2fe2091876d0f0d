//! The map of the course, the menu, and what was finished.

mod common;

use common::{between, open, render};
use ui::{
    Achieved, Action, COURSE_LINK, Capability, Effect, Layout, Missing, Part, Screen, Shape, State,
    reduce,
};

fn after(state: &State, action: Action) -> State {
    reduce(state, action).0
}

/// How often a text stands in another.
fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[tokio::test]
async fn the_map_has_every_lesson_and_one_thing_to_do_first() {
    let state = open(COURSE_LINK);
    assert_eq!((state.screen, state.part()), (Screen::Course, Some(Part::Course)));
    assert_eq!((state.location(), state.place()), ("#/".to_owned(), "#/".to_owned()));
    assert_eq!(state.title(), "Interleave: a concurrency laboratory");
    let html = render(state).await;
    assert_eq!(count(&html, "class=\"lesson-card\""), experiments::CATALOGUE.len());
    assert_eq!(count(&html, "class=\"miniature\""), experiments::CATALOGUE.len());
    assert_eq!(count(&html, "class=\"primary\""), 1);
    let first = between(&html, "class=\"first\"", "</a>");
    assert!(
        first.contains("href=\"#/integrate?v=1\"") && first.contains("Begin: Integrate"),
        "{first}"
    );
    // Both faces where there are both, and the one that there is.
    for link in ["lost-update", "explore/lost-update", "explore/peterson"] {
        assert!(html.contains(&format!("href=\"#/{link}?v=1\"")), "{link}");
    }
    assert!(!html.contains("href=\"#/explore/integrate") && !html.contains("Forget it"));
    assert!(html.contains("This browser runs threads, on"));
    // There is nothing to share.
    assert!(!html.contains("aria-controls=\"share\""));
}

#[tokio::test]
async fn what_was_finished_is_marked_and_can_be_forgotten() {
    let mut state = open(COURSE_LINK);
    state.achieved = Achieved::recalled("integrate explore/lock challenge/one-is-lost");
    let html = render(state.clone()).await;
    assert!(html.contains("Go on: Amdahl"));
    assert_eq!(count(&html, "Done: "), 2);
    assert!(html.contains("1 of 6 levels"));
    let (forgotten, effects) = reduce(&state, Action::Forget);
    assert_eq!(effects, [Effect::Forget]);
    assert!(forgotten.achieved.is_empty() && forgotten.challenge.solved.is_empty());
    let html = render(forgotten).await;
    assert!(html.contains("Begin: ") && html.contains("Forgotten."));
    let all: Vec<&str> = experiments::CATALOGUE.iter().map(|experiment| experiment.id).collect();
    let both = all.iter().map(|id| format!("{id} explore/{id}")).collect::<Vec<_>>().join(" ");
    state.achieved = Achieved::recalled(&both);
    assert!(render(state).await.contains("Go on: Challenges"));
}

#[tokio::test]
async fn lessons_are_found_by_what_is_typed() {
    let state = after(&open(COURSE_LINK), Action::Search("mutex".to_owned()));
    let html = render(state.clone()).await;
    assert!(html.contains("#/lock?v=1") && !html.contains("#/queue?v=1"));
    let html = render(after(&state, Action::Search(" xyz ".to_owned()))).await;
    assert!(html.contains("No lesson is about “xyz”.") && !html.contains("lesson-card"));
    // The way back to the map shows all of it again.
    assert!(after(&state, Action::OpenLink(COURSE_LINK.to_owned())).search.is_empty());
}

/// Whoever explores goes on exploring where that is possible.
#[tokio::test]
async fn the_menu_leads_to_lessons_in_the_face_that_is_shown() {
    let menu = async |link: &str| {
        let (state, _) = reduce(&open(link), Action::ToggleMenu);
        between(&render(state).await, "id=\"menu\"", "</nav>").to_owned()
    };
    let runs = menu("#/lost-update?v=1").await;
    for link in ["#/deadlock?v=1", "#/explore/peterson?v=1", "#/integrate?v=1"] {
        assert!(runs.contains(&format!("href=\"{link}\"")), "{link}");
    }
    assert!(between(&runs, "aria-current=\"page\"", "</a>").contains("Lost update"));
    let explores = menu("#/explore/lost-update?v=1").await;
    for link in ["#/explore/deadlock?v=1", "#/integrate?v=1"] {
        assert!(explores.contains(&format!("href=\"{link}\"")), "{link}");
    }
    // On the map there is no menu: it is the same.
    assert!(!render(open(COURSE_LINK)).await.contains("aria-controls=\"menu\""));
}

#[test]
fn the_menu_closes_when_a_lesson_is_chosen_and_needs_its_part() {
    let mut away = open("#/lost-update?v=1");
    away.parts.course = ui::Arrival::default();
    let (opened, effects) = reduce(&away, Action::ToggleMenu);
    assert_eq!((opened.menu, effects), (true, vec![Effect::Load(Part::Course)]));
    assert!(!after(&opened, Action::ToggleMenu).menu);
    assert!(!after(&opened, Action::Pick("deadlock".to_owned())).menu);
    assert!(!after(&opened, Action::OpenLink("#/deadlock?v=1".to_owned())).menu);
    assert!(after(&opened, Action::OpenLink("#/lost-update?v=1&threads=3".to_owned())).menu);
    for action in [Action::CloseMenu, Action::OpenChallenges, Action::ToggleShare] {
        assert!(!after(&opened, action).menu);
    }
}

#[test]
fn a_slide_opens_its_first_experiment_instead_of_the_map() {
    let mut state = open("#/deadlock?v=1");
    state.layout = Layout::Embed(Shape::Whole);
    let state = after(&state, Action::OpenLink(COURSE_LINK.to_owned()));
    assert_eq!((state.screen, state.place()), (Screen::Subject, "#/integrate".to_owned()));
    assert!(state.link_problems.is_empty());
}

/// The map says what is wrong with the link that led there, until another one is followed; the list of levels does not.
#[tokio::test]
async fn a_link_that_leads_nowhere_is_told_on_the_map() {
    let told = "This link leads to no lesson.";
    let lost = after(&open(COURSE_LINK), Action::OpenLink("#/nonsense?v=1".to_owned()));
    let html = render(lost.clone()).await;
    assert!(html.contains(told) && html.contains("no experiment is called \"nonsense\""), "{html}");
    assert!(html.contains("lesson-card"), "{html}");
    for action in [Action::OpenChallenges, Action::OpenLink(COURSE_LINK.to_owned())] {
        assert!(!render(after(&lost, action)).await.contains(told));
    }
}

/// A frame has no map: it says so, offers the way out, and nothing runs unseen.
#[tokio::test]
async fn a_frame_whose_link_leads_nowhere_says_that_alone() {
    let frame = State { layout: Layout::Embed(Shape::Whole), ..open("#/deadlock?v=1") };
    let lost = after(&frame, Action::OpenLink("#/nonsense?v=1".to_owned()));
    let html = render(lost.clone()).await;
    assert!(html.contains("This link leads to no lesson."), "{html}");
    assert!(html.contains("href=\"https://lab.example/#/\"") && !html.contains("<form"), "{html}");
    assert_eq!(reduce(&lost, Action::Run), (lost.clone(), vec![]));
    let found = after(&lost, Action::OpenLink("#/deadlock?v=1".to_owned()));
    assert!(render(found).await.contains("<form"));
}

#[test]
fn nothing_runs_on_the_map() {
    let map = open(COURSE_LINK);
    assert_eq!(reduce(&map, Action::Run), (map.clone(), vec![]));
    let levels = after(&map, Action::OpenChallenges);
    assert_eq!(reduce(&levels, Action::Run).1, []);
}

/// What was said of a copied link is not said on the map.
#[tokio::test]
async fn the_map_repeats_no_notice_of_another_place() {
    let copied = after(&open("#/deadlock?v=1"), Action::Copied(true));
    let html = render(after(&copied, Action::OpenLink(COURSE_LINK.to_owned()))).await;
    assert!(!html.contains("Copied."));
}

/// Without threads the page does not say that it has them.
#[tokio::test]
async fn the_map_promises_what_this_browser_can_do() {
    let capability = Capability::Processes(Missing::Isolation);
    let state = State { capability, ..open(COURSE_LINK) };
    let html = render(state).await;
    assert!(
        !html.contains("Real threads run in this page")
            && html.contains("Cross-Origin-Opener-Policy")
    );
}

#[test]
fn levels_lead_back_to_where_they_were_opened() {
    for (link, screen) in [(COURSE_LINK, Screen::Course), ("#/deadlock?v=1", Screen::Subject)] {
        let levels = after(&open(link), Action::OpenChallenges);
        assert!(levels.lists_levels(), "{link}");
        assert_eq!(after(&levels, Action::OpenChallenges).screen, screen, "{link}");
    }
    // Whoever comes by their link has not opened any experiment.
    let mut fresh = open(COURSE_LINK);
    for _ in 0..2 {
        fresh = after(&fresh, Action::OpenLink("#/challenges".to_owned()));
    }
    assert_eq!(after(&fresh, Action::OpenChallenges).screen, Screen::Course);
}
