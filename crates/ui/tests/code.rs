//! Listings: their colors, the numbers in them, and copying them.

mod common;

use common::{between, count, open, page, render, report};
use experiments::Cue;
use ui::{Action, Effect, Part, Parts, State, reduce};

const PYTHON: &str = "code/lost-update/program.py";
/// The first line is `THREADS = `, 10 bytes that are plain, and a number.
const TEXT: &str = "THREADS = 2\nINCREMENTS = 100\nwith lock:\n    count()  # µ\n";
const MARKS: &str = "10p1n14p3n1p4k11p5f4p4c";

/// After this was read.
fn with(state: &State, path: &str, text: &str) -> State {
    reduce(state, Action::HasRead(path.to_owned(), Ok(text.into()))).0
}

/// The page of a listing with these marks.
fn listing(link: &str, marks: &str) -> State {
    with(&with(&open(link), PYTHON, TEXT), &format!("{PYTHON}.marks"), marks)
}

/// The code of the listing that is open.
async fn code(state: &State) -> String {
    let html = render(state.clone()).await;
    let region = html.split_once("aria-label=\"Code in Python\"").expect("a listing is open").1;
    between(region, "<code>", "</code>").to_owned()
}

#[tokio::test]
async fn tokens_have_the_classes_of_their_kinds() {
    let code = code(&listing("#/lost-update", MARKS)).await;
    let expected = "THREADS = <span class=\"code-number\">2</span>\n\
        INCREMENTS = <span class=\"code-number\">100</span>\n\
        <span class=\"code-keyword\">with</span> lock:\n    <span class=\"code-function\">count</span>()  \
        <span class=\"code-comment\"># µ</span>";
    assert_eq!(code, expected);
}

/// Marks that were not read, that are of a longer text or of a shorter one, cut a character, or are none.
#[tokio::test]
async fn the_text_is_there_without_marks_that_fit() {
    for marks in ["", "1000k", "3k", "10p1n14p3n1p4k11p5f4p3c1p", "<html>"] {
        assert_eq!(code(&listing("#/lost-update", marks)).await, TEXT.trim_end(), "{marks}");
    }
    let unread = with(&open("#/lost-update"), PYTHON, TEXT);
    let why = Err("gone".to_owned());
    let failed = reduce(&unread, Action::HasRead(format!("{PYTHON}.marks"), why)).0;
    // The part that shows it is loaded with the first listing, and what lies beside it is read.
    let alone = State { parts: Parts::default(), ..unread.clone() };
    let (read, effects) = reduce(&alone, Action::Read("code/lock/run.rs".to_owned()));
    let read_too =
        ["code/lock/run.rs", "code/lock/run.rs.marks"].map(|path| Effect::Read(path.to_owned()));
    assert_eq!(effects, [&[Effect::Load(Part::Files)][..], &read_too].concat());
    assert!(render(read).await.contains("Reading …"));
    for state in [unread, failed] {
        assert_eq!(code(&state).await, TEXT.trim_end());
    }
}

#[tokio::test]
async fn numbers_follow_the_parameters_while_they_are_right() {
    let state = listing("#/lost-update?v=1&threads=5&increments=7", MARKS);
    let numbers =
        ["THREADS = <span class=\"code-number\">5<", "INCREMENTS = <span class=\"code-number\">7<"];
    let shown = code(&state).await;
    assert!(numbers.iter().all(|number| shown.contains(number)), "{shown}");

    let wrong = Action::Type { name: "threads", text: "many".to_owned() };
    let shown = code(&reduce(&state, wrong).0).await;
    assert!(shown.contains("THREADS = <span class=\"code-number\">2<"), "{shown}");
}

/// As Python groups digits, so does a program whose number is what is set.
#[tokio::test]
async fn digits_that_are_grouped_stay_so() {
    let path = "code/integrate/program.py";
    let marks = format!("{path}.marks");
    let shown = |link: &str| with(&with(&page(link), path, "N = 10_000_000"), &marks, "4p10n");
    assert!(code(&shown("#/integrate")).await.ends_with("10_000_000</span>"));
    assert!(code(&shown("#/integrate?v=1&n=2000")).await.ends_with(">2000</span>"));
}

/// Lines that follow `fix`, and to which events belong; without marks they are plain.
const NOTED: &str = "\
with lock:           #@ fix=lock acquired
    count()          #@ fix=lock read wrote
count()              # unsafe  #@ fix=none read wrote
";

/// A run of `link` is shown, and its program is open.
fn ran(link: &str) -> State {
    let ran = reduce(&open(link), Action::Finished(report(link, "held", &[], vec![]))).0;
    with(&ran, PYTHON, NOTED)
}

fn cue(what: &'static str) -> Cue {
    Cue { what, resource: String::new(), held: 0, part: "child" }
}

fn looking(state: &State, what: &'static str) -> State {
    reduce(state, Action::LookAt(vec![cue(what)].into())).0
}

#[tokio::test]
async fn the_program_is_the_one_that_is_chosen() {
    assert_eq!(code(&ran("#/lost-update?v=1")).await, "count()              # unsafe");
    let lock = ran("#/lost-update?v=1&fix=lock");
    assert_eq!(code(&lock).await, "with lock:\n    count()");
    // What is copied is what is shown; while a field is wrong that is the default.
    let wrong = Action::Type { name: "threads", text: "many".to_owned() };
    assert_eq!(code(&reduce(&lock, wrong).0).await, "count()              # unsafe");
}

#[tokio::test]
async fn the_line_lights_up_that_an_event_belongs_to_while_the_program_is_the_one_that_ran() {
    let lock = ran("#/lost-update?v=1&fix=lock");
    let reads = looking(&lock, "read");
    assert_eq!(code(&reads).await, "with lock:\n<mark>    count()</mark>");
    assert!(render(reads.clone()).await.contains("<span class=\"unseen\">count()</span>"));
    assert_eq!(code(&looking(&lock, "acquired")).await, "<mark>with lock:\n</mark>    count()");
    assert!(!code(&looking(&lock, "signalled")).await.contains("<mark>"));

    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    assert!(!code(&reduce(&reads, typed).0).await.contains("<mark>"));
    let again = report("#/lost-update?v=1&fix=lock", "held", &[], vec![]);
    assert!(!code(&reduce(&reads, Action::Finished(again)).0).await.contains("<mark>"));
}

/// It is read when it is asked for, lights up in one place only, and goes with the experiment.
#[tokio::test]
async fn the_program_can_stand_in_sight_of_the_timeline() {
    let looked = looking(&ran("#/lost-update?v=1"), "read");
    let (docked, effects) = reduce(&looked, Action::Dock);
    assert_eq!(effects, [PYTHON.to_owned(), format!("{PYTHON}.marks")].map(Effect::Read));
    let html = render(docked.clone()).await;
    let panel = html.split_once("class=\"docked code\"").expect("it is there").1;
    assert!(panel.contains("<mark>count()"), "{panel}");
    assert_eq!(count(&html, "<mark>"), 1);
    assert!(!render(reduce(&docked, Action::Dock).0).await.contains("docked"));
    let elsewhere = reduce(&docked, Action::OpenLink("#/lock".to_owned())).0;
    assert!(!render(elsewhere).await.contains("docked"));
}

#[tokio::test]
async fn a_copy_is_said_beside_what_was_copied_and_until_something_changes() {
    let rust = with(&listing("#/lost-update", MARKS), "code/lost-update/run.rs", "fn run() {}");
    let copy = Action::CopyListing(PYTHON.to_owned(), "text".to_owned());
    let (copying, effects) = reduce(&rust, copy.clone());
    assert_eq!(effects, [Effect::Copy("text".to_owned())]);
    let copied = reduce(&copying, Action::Copied(true)).0;
    let html = render(copied.clone()).await;
    assert_eq!(count(&html, "Copied."), 1);
    assert!(between(&html, "program.py</code>", "<button").contains("Copied."), "{html}");

    // A second time it is said anew; and not among what is shared, nor of other numbers.
    assert_eq!(reduce(&copied, copy).0.notice, None);
    let shared = reduce(&reduce(&copied, Action::ToggleShare).0, Action::Copied(true)).0;
    assert!(!between(&render(shared).await, "id=\"share\"", "</section>").contains("Copied."));
    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    assert!(!render(reduce(&copied, typed).0).await.contains("Copied."));
}
