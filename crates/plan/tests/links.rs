//! Links as a person meets them: readable, canonical, and forgiving only where nothing is lost.

use plan::{Computer, Draft, LinkError, Opened, Subject, open};
use proptest::prelude::*;

const MACHINE: Computer = Computer { cores: 2 };

fn draft(link: &str) -> Draft {
    let Opened { draft, problems } = open(link);
    assert_eq!(problems, [], "{link}");
    draft.expect("a link without problems opens an experiment")
}

fn problem(link: &str) -> LinkError {
    let mut problems = open(link).problems;
    assert_eq!(problems.len(), 1, "{link}: {problems:?}");
    problems.remove(0)
}

fn canonical(link: &str) -> String {
    draft(link).check(MACHINE).expect("the test's link is valid").link().to_owned()
}

fn param_error(link: &str) -> String {
    let errors = draft(link).check(MACHINE).expect_err("the test's link is refused");
    assert_eq!(errors.len(), 1, "{link}: {errors:?}");
    errors[0].to_string()
}

#[test]
fn defaults_are_left_out_and_the_order_is_fixed() {
    assert_eq!(canonical("#/integrate"), "#/integrate?v=1");
    assert_eq!(
        canonical("#/integrate?v=1&n=1e8&method=pool&threads=2&a=0.0&rule=left"),
        "#/integrate?v=1&threads=2&method=pool&n=100000000"
    );
}

/// The default thread count is that of the machine, so a count that was chosen stays in the link
/// even where it equals the default.
#[test]
fn a_chosen_thread_count_stays_and_an_untouched_one_follows_the_machine() {
    assert_eq!(canonical("#/integrate?v=1&threads=2"), "#/integrate?v=1&threads=2");
    assert_eq!(draft("#/integrate").text("threads", Computer { cores: 8 }), "8");
}

#[test]
fn the_interval_follows_the_function_until_it_is_set() {
    assert_eq!(draft("#/integrate?v=1&f=gauss").text("a", MACHINE), "-3");
    assert_eq!(canonical("#/integrate?v=1&f=gauss&a=-3&b=3.0"), "#/integrate?v=1&f=gauss");
    assert_eq!(canonical("#/integrate?v=1&f=gauss&a=0"), "#/integrate?v=1&f=gauss&a=0");
}

#[test]
fn a_broken_link_is_named_and_the_rest_of_it_is_kept() {
    let experiment = "integrate";
    let key = "thredas".to_owned();
    assert_eq!(
        problem("#/integrate?v=1&thredas=4&n=100"),
        LinkError::UnknownKey { key, experiment }
    );
    let kept = open("#/integrate?v=1&thredas=4&n=100").draft.expect("the experiment is known");
    assert_eq!(kept.text("n", MACHINE), "100");
    assert_eq!(problem("#/integrate?v=1&n=100&thr"), LinkError::NoValue("thr".to_owned()));
    assert_eq!(problem("#/integrate?v=1&n=1&n=2"), LinkError::Repeated("n".to_owned()));
    assert_eq!(problem("#/integrate?v=2&n=1"), LinkError::TooNew { got: 2 });
    assert_eq!(problem("#/integrate?n=1"), LinkError::NotAVersion(String::new()));
    assert_eq!(problem("#/integrate?v=0&n=1"), LinkError::NotAVersion("0".to_owned()));
    assert_eq!(problem("#/integrate?v=1&f=%FF"), LinkError::NotText("f".to_owned()));
    assert_eq!(problem("#/integ"), LinkError::UnknownExperiment("integ".to_owned()));
    assert_eq!(problem("integrate"), LinkError::NotALink("integrate".to_owned()));
    let garbage = "x".repeat(1 << 20);
    assert_eq!(problem(&format!("#{garbage}")), LinkError::TooLong { got: (1 << 20) + 1 });
}

#[test]
fn every_refused_value_names_its_field_its_limit_and_itself() {
    let cases = [
        ("threads=65", "threads must be between 1 and 64, got \"65\""),
        ("threads=0", "threads must be between 1 and 64, got \"0\""),
        ("n=0", "n must be between 1 and 10000000000, got \"0\""),
        ("n=10000000001", "n must be between 1 and 10000000000, got \"10000000001\""),
        ("n=1.5", "n must be a whole number between 1 and 10000000000, got \"1.5\""),
        ("n=7&rule=simpson", "n must be even for rule simpson, got \"7\""),
        ("a=NaN", "a must be a finite number, got \"NaN\""),
        ("b=inf", "b must be a finite number, got \"inf\""),
        ("b=1e10", "b must be between -1000000000 and 1000000000, got \"1e10\""),
        ("f=cos", "f must be one of x2, pi, sin, circle, gauss, uneven, got \"cos\""),
        ("f=circle&b=2", "b must lie between -1 and 1, where circle is defined, got \"2\""),
        (
            "method=slide&rule=midpoint",
            "rule must be left for method slide, which is run as written, got \"midpoint\"",
        ),
        (
            "method=slide&n=3&threads=4",
            "n must be at least the thread count (4) for method slide, which divides by \
             n / threads, got \"3\"",
        ),
        (
            "method=slide&f=circle&a=-1",
            "b is refused for method slide: its chunks run from 0 to b − a = 2, and circle is \
             defined between -1 and 1, got \"1\"",
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(param_error(&format!("#/integrate?v=1&{query}")), expected);
    }
}

/// Links that were published once must open for ever; a line is added with every release and none
/// is changed. Left the link, right its canonical form today.
#[test]
fn links_ever_published_open_as_they_did() {
    for line in include_str!("published_links.txt").lines().filter(|l| !l.starts_with("//")) {
        let (link, today) = line.split_once(" => ").expect("a line reads: link => link");
        assert_eq!(canonical(link), today, "{link}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic_and_errors_stay_short(link in "\\PC{0,300}") {
        for text in [link.clone(), format!("#/integrate?{link}"), format!("#/integrate?v=1&{link}")] {
            let Opened { draft, problems } = open(&text);
            for problem in &problems {
                prop_assert!(problem.to_string().chars().count() < 400);
            }
            if let Some(Err(errors)) = draft.map(|draft| draft.check(MACHINE)) {
                for error in errors {
                    prop_assert!(error.to_string().chars().count() < 400);
                }
            }
        }
    }

    #[test]
    fn a_canonical_link_opens_to_the_same_plan(
        threads in 1_u32..=64,
        n in 1_u64..=10_000_000_000,
        a in -1e9_f64..1e9,
        b in -1e9_f64..1e9,
        method in prop::sample::select(vec!["sequential", "threads", "pool", "processes"]),
        repeats in 1_u32..=100,
    ) {
        let mut draft = Draft::new(Subject::find("integrate").expect("it is in the catalogue"));
        let texts = [
            ("threads", threads.to_string()), ("n", n.to_string()), ("a", a.to_string()),
            ("b", b.to_string()), ("method", method.to_owned()), ("repeats", repeats.to_string()),
        ];
        for (name, text) in texts {
            prop_assert!(draft.set(name, text));
        }
        let plan = draft.check(MACHINE).expect("every value is within its limits");
        prop_assert_eq!(canonical(plan.link()), plan.link());
    }
}
