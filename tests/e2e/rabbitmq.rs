//! Promise: over RabbitMQ the page is a client of Celery and a worker of Celery, and nothing is lost whoever is killed,
//! restarted or unknown.

use std::time::Duration;

use serde_json::Value;
use tests::{Browser, Engine, Rabbit, Served, for_each_engine};
use xtask::serve::Site;

const PATIENCE: Duration = Duration::from_secs(120);

/// The page, whose server passes on to this broker.
async fn beside(rabbit: &Rabbit) -> Served {
    Served::start(Site { broker: Some(rabbit.broker()), ..Served::dist_site() }).await
}

fn asked(link: &str, password: &str) -> String {
    format!("window.interleave.run({link:?}, {{ user: 'guest', password: {password:?} }})")
}

async fn run(browser: &Browser, more: &str) -> Value {
    let link = format!("#/task-queue?v=1&transport=rabbitmq{more}");
    let record = browser.eval_async(&asked(&link, "guest")).await;
    record.unwrap_or_else(|error| panic!("{}: {link}: {error:?}", browser.engine()))
}

/// Begins a run, which goes on; its end is in `window.ended`.
async fn begin(browser: &Browser, more: &str) {
    let link = format!("#/task-queue?v=1&transport=rabbitmq{more}");
    let asked = asked(&link, "guest");
    let script = format!(
        "void (window.ended = null, {asked}.then((it) => window.ended = it, (it) => window.ended = String(it)))"
    );
    browser.eval::<Value>(&script, vec![]).await;
}

fn counts(record: &Value, names: &[&str]) -> Vec<u64> {
    let of = |name: &&str| {
        let count = record["outcome"].get(*name).unwrap_or_else(|| panic!("{name}: {record}"));
        count.as_u64().unwrap_or_default() // null where it cannot have happened
    };
    names.iter().map(of).collect()
}

/// Tasks of the page are done by its own workers and by Celery's, with the bits of one thread; tasks of Python are done by
/// the page, which says what it does not know, as Celery does.
#[tokio::test]
async fn the_page_is_a_client_and_a_worker_of_celery() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, _| {
        let rabbit = Rabbit::start().await; // its own: tasks go to whoever asks for them
        let site = beside(&rabbit).await;
        browser.open_page(&site.url("")).await;
        let alone = "#/integrate?v=1&threads=1&method=sequential&f=pi&n=300000&repeats=1";
        let alone: Value =
            browser.eval_async(&format!("window.interleave.run({alone:?})")).await.expect("it runs");
        let integrate = "&crash=0&job=integrate&n=300000&tasks=6";
        for more in ["&crash=0&job=add&tasks=300", integrate, "&crash=0&fault=once&retries=1&work_ms=1"] {
            let record = run(browser, more).await;
            assert_eq!(record["verdict"]["kind"], "held", "{more}: {}", record["verdict"]["text"]);
        }
        let celery = rabbit.celery().await;
        let record = run(browser, &format!("{integrate}&workers=0")).await;
        assert_eq!(record["outcome"]["value"], alone["outcome"]["value"], "{record}");
        let record = run(browser, "&crash=0&job=add&tasks=100&workers=1").await;
        assert_eq!(counts(&record, &["done", "wrong"]), [100, 0], "{record}");
        let tasks = "#/integrate?v=1&threads=2&method=tasks&transport=rabbitmq&f=pi&n=300000&repeats=1";
        let record: Value = browser.eval_async(&asked(tasks, "guest")).await.expect("Celery computes");
        assert_eq!(record["outcome"]["value"], alone["outcome"]["value"], "{record}");
        // Python has other bits of it, and says so.
        let record = run(browser, "&crash=0&job=integrate&f=sin&n=30000&tasks=2&workers=0").await;
        let text = record["verdict"]["text"].as_str().unwrap_or_default();
        assert!(text.contains("ValueError: Python does not compute the same bits of sin"), "{text}");
        drop(celery);
        begin(browser, "&crash=0&part=worker").await;
        let results = rabbit.python(
            "from tasks import app, add, sleep\n\
             print(*[r.get(timeout=60) for r in [add.delay(i, i) for i in range(20)]])\n\
             print(add.apply_async((2, 3), countdown=1).get(timeout=60))\n\
             for call in [('tasks.nothing', [1]), ('tasks.add', [1]), ('tasks.sleep', [-1])]:\n    \
                 try: print(app.send_task(*call).get(timeout=60))\n    \
                 except Exception as error: print(type(error).__name__)\n\
             try: add.apply_async((2, 3), expires=-1).get(timeout=60)\n\
             except Exception as error: print(type(error).__name__)\n",
        ).await;
        let doubles = (0..20).map(|i| (2 * i).to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(results, format!("{doubles}\n5\nNotRegistered\nTypeError\nValueError\nTaskRevokedError\n"));
        // What is no message of Celery's is taken away and harms nobody.
        let _ = rabbit.python(
            "from tasks import app\n\
             with app.connection() as c: c.default_channel.basic_publish(__import__('amqp').Message('?'), routing_key='celery')\n",
        ).await;
        assert_eq!(rabbit.python("from tasks import add; print(add.delay(1, 1).get(timeout=60))").await, "2\n");
        let stopped: Value = browser.eval_async("window.interleave.stop()").await.expect("it stops");
        assert_eq!(stopped, Value::Null);
    })
    .await;
}

/// A thousand tasks, and whoever has begun 50 is killed; and a broker that is restarted in the middle.
#[tokio::test]
async fn whoever_is_killed_or_restarted_loses_nothing_that_is_acknowledged_late() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, _| {
        let rabbit = Rabbit::start().await; // its own: tasks go to whoever asks for them
        let site = beside(&rabbit).await;
        browser.open_page(&site.url("")).await;
        let record = run(browser, "&tasks=1000&job=add&ack=late&crash=50").await;
        assert_eq!(counts(&record, &["done", "lost"]), [1000, 0], "{record}");
        assert!(counts(&record, &["killed"])[0] >= 19, "{record}");
        let record = run(browser, "&work_ms=5&tasks=3&workers=1").await;
        assert_eq!(counts(&record, &["done", "lost", "killed"]), [2, 1, 1], "{record}");
        let record = run(browser, "&work_ms=5&tasks=3&workers=1&ack=late&crash_at=after").await;
        assert_eq!(counts(&record, &["done", "done_twice", "effects"]), [3, 1, 4], "{record}");
        begin(browser, "&crash=0&tasks=400&ack=late&work_ms=100").await;
        browser.wait_for("document.querySelector('progress')?.value > 0.1", PATIENCE).await;
        rabbit.control(&["stop_app"]).await;
        assert!(browser.eval::<bool>("window.ended === null", vec![]).await, "it was still on");
        rabbit.control(&["start_app"]).await;
        browser.wait_for("window.ended", PATIENCE).await;
        let record: Value = browser.eval("window.ended", vec![]).await;
        assert_eq!(counts(&record, &["done", "lost"]), [400, 0], "{record}");
    })
    .await;
}

/// What keeps a page from its broker is said, each in words of its own.
#[tokio::test]
async fn a_broker_that_cannot_be_reached_or_refuses_is_named() {
    let link = "#/task-queue?v=1&transport=rabbitmq&crash=0";
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, gone| {
        let rabbit = Rabbit::start().await; // its own: tasks go to whoever asks for them
        let site = beside(&rabbit).await;
        browser.open_page(&site.url("")).await;
        for part in ["client", "worker"] {
            let asked = asked(&format!("{link}&part={part}"), "wrong");
            let refused = browser.eval_async::<Value>(&asked).await.unwrap_err();
            assert!(refused.message.contains("check user and password"), "{refused:?}");
            let page: String = browser.eval("document.body.innerText", vec![]).await;
            assert!(
                page.contains("check user and password") && !page.contains("broke down"),
                "{page}"
            );
        }
        let password = "document.querySelector('#broker-password').value";
        assert_eq!(
            browser.eval::<String>(password, vec![]).await,
            "wrong",
            "nothing typed is lost"
        );
        // Whoever keeps passwords fills in both at once.
        let filled = "(() => {
            const [user, password] = ['user', 'password'].map((name) => document.querySelector(`#broker-${name}`));
            for (const [field, text] of [[user, 'somebody'], [password, 'something']]) {
                field.value = text;
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            }
            return new Promise((resolve) => setTimeout(() => resolve(`${user.value} ${password.value}`), 300));
        })()";
        assert_eq!(browser.eval_async::<String>(filled).await.unwrap(), "somebody something");
        // In no link and no record.
        let record = run(browser, "&crash=0&job=add&tasks=3").await.to_string();
        let address: String = browser.eval("location.href", vec![]).await;
        assert!(!record.contains("guest") && !address.contains("guest"), "{address}");
        browser.open_page(&gone.url("")).await;
        let refused = browser.eval_async::<Value>(&asked(link, "guest")).await.unwrap_err();
        assert!(refused.message.contains("passes nothing on to a broker"), "{refused:?}");
        let nowhere = xtask::broker::Broker::read("ws://127.0.0.1:9/ws").expect("an address");
        let silent = Served::start(Site { broker: Some(nowhere), ..Served::dist_site() }).await;
        browser.open_page(&silent.url("")).await;
        let refused = browser.eval_async::<Value>(&asked(link, "guest")).await.unwrap_err();
        assert!(refused.message.contains("does not answer"), "{refused:?}");
    })
    .await;
}
