//! How a level is made of the program that is shown, and handed on.

mod common;

use common::{between, open, render, step, text, walk};
use plan::Aim;
use trace::VerdictKind;
use ui::{Action, Choice, EXPLORE, Effect, File, Handed, Making, State, Walk, reduce};

const PROGRAM: &str = "#/explore/lost-update?v=1";
const LINK: &str = "#/explore/lost-update?v=1&goal=value.1&title=One+is+lost";

fn after(state: &State, action: Action) -> State {
    reduce(state, action).0
}

/// The page after the keys of these threads.
fn keys(state: &State, threads: &[u8]) -> State {
    threads.iter().fold(state.clone(), |state, &thread| step(&state, thread))
}

/// The page as HTML, where every space is one.
async fn shown(state: State) -> String {
    render(state).await.replace('\u{a0}', " ")
}

fn handed(state: &State) -> Option<Result<Handed, String>> {
    (EXPLORE.handed)(state)
}

#[test]
fn a_level_is_made_of_the_ending_in_sight() {
    let (state, effects) = reduce(&keys(&open(PROGRAM), &[1, 2, 1, 2]), Action::BeginMaking);
    assert!(state.sharing);
    assert!(matches!(effects[..], [Effect::ShowLink(_)]), "{effects:?}");
    let making = state.challenge.making.clone().expect("it began");
    let one = Choice::Ending(Aim::Value("1".to_owned()));
    assert_eq!((&making.goal, making.title.as_str()), (&one, ""));
    let link = format!("{PROGRAM}&goal=value.1");
    let task = "Make it end with 1.".to_owned();
    let expected = Handed { link: link.clone(), title: None, task };
    assert_eq!(handed(&state), Some(Ok(expected)));
    let titled = Action::Make(Some(Making { title: " One is lost ".to_owned(), ..making }));
    let titled = after(&state, titled);
    assert_eq!(handed(&titled).and_then(Result::ok).map(|level| level.link).as_deref(), Some(LINK));
    // What was made is played, and the panel is gone.
    let played = after(&titled, Action::PlayOwn(LINK.to_owned()));
    assert!(!played.sharing && played.challenge.making.is_none());
    assert_eq!(played.address().as_deref(), Some(LINK));
    assert_eq!(after(&titled, Action::ToggleShare).challenge.making, None);
}

/// What is downloaded is the code that is shown: of the level, not of its program.
#[test]
fn the_code_to_download_is_that_of_the_level() {
    let begun = after(&keys(&open(PROGRAM), &[1, 2, 1, 2]), Action::BeginMaking);
    let code = |state: &State| {
        let draw = Action::Draw(File::Qr, "https://host/".to_owned());
        reduce(state, draw).1.into_iter().find_map(|effect| match effect {
            Effect::Download { text, .. } => Some(text),
            _ => None,
        })
    };
    let text = code(&begun).expect("it is made");
    assert!(text.contains("v=1&amp;goal=value.1</desc>"), "{text}");
    let making = begun.challenge.making.clone().expect("it began");
    let wrong = Making { goal: Choice::Typed(String::new()), ..making };
    assert_eq!(code(&after(&begun, Action::Make(Some(wrong)))), None);
}

/// Whoever changes the set-up sees at once what par becomes; another program is another matter.
#[test]
fn a_level_goes_on_being_made_while_its_program_changes_and_ends_with_it() {
    let begun = after(&keys(&open(PROGRAM), &[1, 2, 1, 2]), Action::BeginMaking);
    let three = after(&begun, Action::Type { name: "threads", text: "3".to_owned() });
    let link = handed(&three).and_then(Result::ok).map(|level| level.link);
    assert_eq!(link, Some(format!("{PROGRAM}&threads=3&goal=value.1")));
    let wrong = after(&three, Action::Type { name: "threads", text: "99".to_owned() });
    assert_eq!(handed(&wrong), None);
    let other = after(&three, Action::Pick("explore/deadlock".to_owned()));
    assert_eq!(other.challenge.making, None);
}

/// Two trains end in a deadlock or well: what is wrong comes first.
#[test]
fn without_an_ending_in_sight_the_goal_is_one_that_is_not_as_it_should_be() {
    let goal = |link: &str| {
        after(&open(link), Action::BeginMaking).challenge.making.map(|making| making.goal)
    };
    let deadlock = Choice::Ending(Aim::Kind(VerdictKind::Deadlock));
    assert_eq!(goal("#/explore/deadlock?v=1"), Some(deadlock));
    let two = Choice::Ending(Aim::Value("2".to_owned()));
    assert_eq!(goal("#/explore/lost-update?v=1&fix=lock"), Some(two));
    let many = "#/explore/lost-update?v=1&threads=8&increments=50";
    assert_eq!(goal(many), Some(Choice::Typed(String::new())));
    assert_eq!(goal("#/integrate?v=1"), None);
}

#[tokio::test]
async fn the_maker_offers_the_endings_and_says_what_they_come_to() {
    let begun = after(&keys(&open(PROGRAM), &[1, 2, 1, 2]), Action::BeginMaking);
    let panel = async |goal: Choice, title: &str| {
        let making = Making { goal, title: title.to_owned() };
        let html = shown(after(&begun, Action::Make(Some(making)))).await;
        between(&html, "id=\"share\"", "</section>").to_owned()
    };
    let value = |value: &str| Choice::Ending(Aim::Value(value.to_owned()));
    let html = panel(value("1"), "").await;
    let options = text(between(&html, "id=\"level-goal\"", "</select>"));
    assert_eq!(options.trim_start_matches('>'), "As it should be Lost updates 1 2 Another value …");
    assert!(html.contains("It can be reached. Par is 1 preemption."), "{html}");
    assert!(html.contains("&amp;goal=value.1") && !html.contains("id=\"level-value\""), "{html}");
    assert!(!html.contains("Explores by itself"), "{html}");
    let html = panel(Choice::Typed("3".to_owned()), "").await;
    let said = "Impossible, and whoever says so wins. Every schedule ends with 1 or 2.";
    assert!(html.contains(said) && html.contains("&amp;goal=value.3"), "{html}");
    let html = panel(Choice::Typed(String::new()), "").await;
    assert!(html.contains("Type the value") && !html.contains("&amp;goal="), "{html}");
    let html = panel(value("1"), &"x".repeat(61)).await;
    assert!(html.contains("Title has 61 characters, at most 60 are shown."), "{html}");
    assert!(!html.contains("&amp;goal="), "{html}");
    let many = "#/explore/lost-update?v=1&threads=8&increments=50";
    let many = after(&open(many), Action::BeginMaking);
    let making = Making { goal: Choice::Typed("2".to_owned()), title: String::new() };
    let html = shown(after(&many, Action::Make(Some(making)))).await;
    assert!(html.contains("Nobody knows whether it can be reached"), "{html}");
}

#[tokio::test]
async fn a_level_can_be_made_where_a_schedule_has_ended_and_in_the_panel() {
    let words = "Make a level of this";
    assert!(!shown(keys(&open(PROGRAM), &[1, 2])).await.contains(words));
    let ended = keys(&open(PROGRAM), &[1, 2, 1, 2]);
    assert!(shown(ended.clone()).await.contains(words));
    assert!(!shown(keys(&open(LINK), &[1, 2, 1, 2])).await.contains(words), "not in a level");
    assert!(!shown(walk(&ended, Walk::To(0))).await.contains(words));
    let shared = shown(after(&open(PROGRAM), Action::ToggleShare)).await;
    assert!(shared.contains("As a level to play"), "{shared}");
    for link in ["#/lost-update?v=1", LINK, "#/challenge/crossing"] {
        let shared = shown(after(&open(link), Action::ToggleShare)).await;
        assert!(!shared.contains("As a level to play"), "{link}");
    }
}
