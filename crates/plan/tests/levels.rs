//! Links of levels: what they say, what is wrong with them, and that they last.

use experiments::{CATALOGUE, Face};
use plan::{Aim, Computer, Draft, LevelError, OwnLevel, open, program_of};
use proptest::prelude::*;
use trace::VerdictKind;

const MACHINE: Computer = Computer { cores: 2 };
const PROGRAM: &str = "#/explore/lost-update?v=1";

fn read(link: &str) -> OwnLevel {
    OwnLevel::read(link, MACHINE).unwrap_or_else(|problems| panic!("{link}: {problems:?}"))
}

/// What is wrong with a link, one line for each.
fn wrong(link: &str) -> Vec<String> {
    let problems = OwnLevel::read(link, MACHINE).expect_err(link);
    problems.iter().map(ToString::to_string).collect()
}

fn made(aim: Aim, title: &str) -> Result<OwnLevel, LevelError> {
    let draft = open(PROGRAM).draft.expect("there is such a model");
    OwnLevel::new(&draft.check(MACHINE).expect("its defaults are right"), aim, title)
}

#[test]
fn a_level_is_a_program_a_goal_and_a_title() {
    let level = read(&format!("{PROGRAM}&threads=3&goal=value.1&title=Three%20become%20one"));
    assert_eq!(level.program(), "#/explore/lost-update?v=1&threads=3");
    assert_eq!(level.aim(), &Aim::Value("1".to_owned()));
    assert_eq!(level.title(), Some("Three become one"));
    assert_eq!(
        level.link(),
        "#/explore/lost-update?v=1&threads=3&goal=value.1&title=Three+become+one"
    );
    let level = read("#/explore/deadlock?v=1&goal=deadlock");
    assert_eq!((level.aim(), level.title()), (&Aim::Kind(VerdictKind::Deadlock), None));
    assert_eq!(level.link(), "#/explore/deadlock?v=1&goal=deadlock");
}

/// Whoever writes a link by hand, or a script that sorts its keys, need not know what stands last.
#[test]
fn goal_and_title_may_stand_anywhere_and_a_link_without_a_goal_is_no_level() {
    let level = read("#/explore/lost-update?goal=lost-updates&v=1&title=x&threads=3");
    assert_eq!(level.link(), "#/explore/lost-update?v=1&threads=3&goal=lost-updates&title=x");
    assert_eq!(program_of(PROGRAM), None);
    assert_eq!(program_of("#/challenge/crossing"), None);
    assert_eq!(program_of(&format!("{PROGRAM}&title=x")), None);
    assert_eq!(program_of(&format!("{PROGRAM}&goals=x")), None);
    assert_eq!(program_of(&format!("{PROGRAM}&goal=x")).as_deref(), Some(PROGRAM));
}

#[test]
fn what_is_wrong_is_named_with_its_value_and_its_limit() {
    let kinds = "held, wrong-value, lost-updates, deadlock, livelock, jumbled, lost-wakeup, timed-out, \
                 misuse, starved, lost, repeated, failed";
    let long = "x".repeat(61);
    for (query, expected) in [
        ("goal=deadlok", format!("goal must be \"value.\" and a value, or one of {kinds}, got \"deadlok\"")),
        ("goal=Deadlock", format!("goal must be \"value.\" and a value, or one of {kinds}, got \"Deadlock\"")),
        ("goal=3", format!("goal must be \"value.\" and a value, or one of {kinds}, got \"3\"")),
        ("goal=", "\"goal\" has no value: was the link cut?".to_owned()),
        ("goal", "\"goal\" has no value: was the link cut?".to_owned()),
        ("goal=value.", "the value of goal must have 1 to 60 characters, got 0".to_owned()),
        (&format!("goal=value.{long}"), "the value of goal must have 1 to 60 characters, got 61".to_owned()),
        ("goal=value.%20%20", "the value of goal must have 1 to 60 characters, got 0".to_owned()),
        ("goal=value.%00", "goal must have no control characters, got U+0000".to_owned()),
        ("goal=value.%ff", "goal is not text: was the link cut?".to_owned()),
        ("goal=held&goal=deadlock", "goal stands twice in the link".to_owned()),
        (&format!("goal=held&title={long}"), "title has 61 characters, at most 60 are shown".to_owned()),
        ("goal=held&title=", "\"title\" has no value: was the link cut?".to_owned()),
        ("goal=held&title=a&title=b", "title stands twice in the link".to_owned()),
        ("goal=held&title=a%0Ab", "title must have no control characters, got U+000A".to_owned()),
        ("goal=held&title=%E2%80%AEgnp", "title must have no control characters, got U+202E".to_owned()),
        (
            "schedule=m.ABAB.00000000&goal=held",
            "schedule must not stand beside goal: it would give the way away, got \"m.ABAB.00000000\"".to_owned(),
        ),
        ("color=red&goal=held", "lost-update has no parameter \"color\"".to_owned()),
        (
            "threads=99&goal=held",
            "goal needs a program, and this one is refused: threads must be between 1 and 8, got \"99\"".to_owned(),
        ),
    ] {
        assert_eq!(wrong(&format!("{PROGRAM}&{query}")), [expected], "{query}");
    }
    assert_eq!(
        wrong("#/lost-update?v=1&goal=held"),
        ["goal is for links that begin with \"#/explore/\", got \"held\""]
    );
    assert_eq!(
        wrong("#/explore/nothing?v=1&goal=held"),
        ["no experiment is called \"explore/nothing\""]
    );
    assert_eq!(wrong("#/explore/deadlock?v=2&goal=held").len(), 1);
    assert_eq!(
        wrong("#/explore/deadlock?goal=held&threads=2")[0],
        "v must be the version of the link, a whole number from 1, got \"\""
    );
}

#[test]
fn sixty_characters_are_not_too_long_however_many_bytes_they_are() {
    let title = "ß".repeat(60);
    let level = made(Aim::Value("é".repeat(60)), &title).expect("neither is too long");
    assert_eq!(level.title(), Some(&*title));
    assert_eq!(read(level.link()), level);
    assert_eq!(made(Aim::Value("é".repeat(61)), ""), Err(LevelError::Value(61)));
    assert_eq!(made(Aim::Value("1".to_owned()), &"é".repeat(61)), Err(LevelError::Title(61)));
}

#[test]
fn a_blank_title_is_none_and_a_run_is_no_program() {
    let level = made(Aim::Kind(VerdictKind::Held), "  ").expect("nothing is wrong with it");
    assert_eq!(level.title(), None);
    let run = open("#/lost-update?v=1").draft.and_then(|draft: Draft| draft.run_plan(MACHINE));
    let run = run.expect("it can run");
    let refused = OwnLevel::new(&run, Aim::Kind(VerdictKind::Held), "");
    assert_eq!(refused, Err(LevelError::Run("held".to_owned())));
}

#[test]
fn tasks_are_sentences() {
    let value = |value: &str| Aim::Value(value.to_owned()).task();
    assert_eq!(Aim::Kind(VerdictKind::Deadlock).task(), "Make it end with “Deadlock”.");
    assert_eq!(Aim::Kind(VerdictKind::Held).task(), "Make it end as it should.");
    assert_eq!(value("3"), "Make it end with 3.");
    assert_eq!(value("1 3 2"), "Make it end with 1 3 2.");
    assert_eq!(value("a."), "Make it end with “a.”.");
}

/// Their keys would be taken off before the program is read.
#[test]
fn no_model_has_a_parameter_that_is_called_like_a_key_of_levels() {
    for experiment in CATALOGUE {
        for key in ["goal", "title"] {
            assert!(experiment.param(Face::Explore, key).is_none(), "{} {key}", experiment.id);
        }
    }
}

/// As `published_links.txt`: lines are added, and none is changed.
#[test]
fn levels_ever_published_open_as_they_did() {
    for line in include_str!("published_levels.txt").lines().filter(|l| !l.starts_with("//")) {
        let (link, today) = line.split_once(" => ").expect("a line reads: link => link");
        assert_eq!(read(link).link(), today, "{link}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic_and_errors_stay_short(text in "\\PC{0,300}") {
        for query in [text.clone(), format!("goal={text}"), format!("goal=held&title={text}")] {
            let link = format!("{PROGRAM}&{query}");
            match OwnLevel::read(&link, MACHINE) {
                Ok(level) => prop_assert_eq!(read(level.link()), level),
                Err(problems) => for problem in problems {
                    prop_assert!(problem.to_string().chars().count() < 400);
                },
            }
        }
    }

    #[test]
    fn a_level_that_is_made_is_read_again(value in "\\PC{1,60}", title in "\\PC{0,60}") {
        if let Ok(level) = made(Aim::Value(value), &title) {
            prop_assert_eq!(read(level.link()), level);
        }
    }
}
