//! What Celery writes, and what it reads.

use super::*;

fn headers(pairs: &[(&str, &str)]) -> Headers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// As a message of `add.delay(2, 3)` of Celery 5.2 comes over STOMP.
#[test]
fn a_task_of_celery_is_read() {
    let headers = headers(&[
        ("task", "tasks.add"),
        ("id", "9f3c"),
        ("retries", "0"),
        ("eta", "None"),
        ("reply-to", "/reply-queue/amq.gen"),
        ("argsrepr", "(2, 3)"),
    ]);
    let body =
        r#"[[2, 3], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]"#;
    let task = Task::read(&headers, body).expect("it is one");
    assert_eq!(task.asked(), Ok(Asked::Add(json!(5))));
    assert_eq!((task.id.as_str(), task.eta_ms), ("9f3c", None));
    assert_eq!(task.reply_to.as_deref(), Some("/reply-queue/amq.gen"));
}

#[test]
fn what_we_write_we_read() {
    let task = Task {
        id: "a".to_owned(),
        name: "tasks.sleep".to_owned(),
        args: json!([0.5]),
        kwargs: json!({}),
        reply_to: Some("results".to_owned()),
        retries: 2,
        eta_ms: Some(1_764_180_000_250.0),
        expires_ms: Some(1_764_180_060_000.0),
        has_more: false,
    };
    let (written, body) = task.message();
    assert_eq!(Task::read(&written, &body), Some(task));
}

#[test]
fn a_message_without_a_task_is_not_read_and_a_body_that_is_no_call_is_an_exception() {
    let task = [("task", "tasks.add"), ("id", "1")];
    for missing in 0..task.len() {
        let others: Vec<_> = [&task[..missing], &task[missing + 1..]].concat();
        assert_eq!(Task::read(&headers(&others), "[[1, 2], {}, {}]"), None);
    }
    let huge = format!("[[1, 1{}], {{}}, {{}}]", "0".repeat(400));
    for body in ["", "2", "[]", "[1, 2, 3]", r#"{"args": [1]}"#, "[[1], [2], {}]", "pickle", &huge]
    {
        let task = Task::read(&headers(&task), body).expect("its headers are Celery's");
        assert_eq!(task.asked().unwrap_err().name, "DecodeError", "{body}");
    }
}

#[test]
fn wrong_arguments_and_unknown_tasks_are_exceptions() {
    let asked = |name: &str, args: &str| {
        let named = headers(&[("task", name), ("id", "1")]);
        Task::read(&named, &format!("[{args}, {{}}, {{}}]")).expect("it is one").asked()
    };
    for (name, args, exception) in [
        ("tasks.add", "[1]", "TypeError"),
        ("tasks.add", "[1, \"2\"]", "TypeError"),
        ("tasks.sleep", "[-1]", "ValueError"),
        ("tasks.sleep", "[1e9]", "ValueError"),
        ("tasks.add", "[1e308, 1e308]", "OverflowError"),
        ("tasks.add", "[9223372036854775807, 1]", "OverflowError"),
        ("tasks.integrate", "[\"pi\", 0, 1, 1000, 0]", "TypeError"),
        ("tasks.integrate", "[\"pi\", 0, \"1\", 1000, 0, 1]", "TypeError"),
        ("tasks.integrate", "[\"pi\", 0, 1, 1000, 0, 126]", "ValueError"), // of 125 blocks
        ("tasks.integrate", "[\"pi\", 0, 1, 1000, 2, 1]", "ValueError"),
        ("tasks.integrate", "[\"pi\", 0, 1, 0, 0, 0]", "ValueError"),
        ("tasks.integrate", "[\"pi\", 0, 1, 10000000001, 0, 1]", "ValueError"),
        ("tasks.integrate", "[\"circle\", 0, 2, 1000, 0, 1]", "ValueError"),
        ("tasks.integrate", "[\"tan\", 0, 2, 1000, 0, 1]", "ValueError"),
        ("tasks.nothing", "[]", "NotRegistered"),
    ] {
        assert_eq!(asked(name, args).unwrap_err().name, exception, "{name} {args}");
    }
    let refused = asked("tasks.integrate", "[\"pi\", 0, 1, 1000, 0, 126]").unwrap_err();
    assert_eq!(refused.text, "end must be between 0 and 125, got 126");
    assert!(matches!(
        asked("tasks.integrate", "[\"pi\", 0, 1, 1000, 0, 1]"),
        Ok(Asked::Integrate(_))
    ));
}

#[test]
fn answers_are_read_as_celery_writes_them() {
    let done =
        r#"{"task_id": "x", "status": "SUCCESS", "result": 5, "traceback": null, "children": []}"#;
    assert_eq!(read_answer(done), Some(("x".to_owned(), Answered::Done(json!(5)))));
    let raised = r#"{"task_id": "x", "status": "FAILURE", "result": {"exc_type": "ValueError", "exc_message": ["no"], "exc_module": "builtins"}}"#;
    let raised = read_answer(raised).map(|(_, answered)| answered);
    assert_eq!(raised, Some(Answered::Raised("ValueError".to_owned(), "no".to_owned())));
    let ours = answer("y", &Err(Raised::new("NotRegistered", "tasks.nothing")));
    let read = read_answer(&ours).map(|(_, answered)| answered);
    assert_eq!(
        read,
        Some(Answered::Raised("NotRegistered".to_owned(), "tasks.nothing".to_owned()))
    );
    let expired = answer("z", &Err(Raised::new(EXPIRED, "expired")));
    assert!(expired.contains("\"REVOKED\""), "{expired}");
    assert_eq!(read_answer("[]"), None);
}
