//! The task queue: tasks in a second by each way, beside Celery's; and an integral over two tabs.

use std::time::Duration;

use tests::{Browser, Rabbit, Served};
use xtask::Outcome;
use xtask::serve::Site;

use crate::Effort;
use crate::figure::Figure;
use crate::runs::run;

/// Tasks that are sent for each figure; those kept on disk are fewer.
const MANY: u32 = 10_000;
const FEWER: u32 = 2000;
/// Points of the integral that tabs compute together, in so many tasks: a second for each of two cores.
const POINTS: u64 = 800_000_000;
const PARTS: u32 = 32;

/// A client and a worker of Celery, for the same tasks: the time in seconds.
const CELERY: &str = "import time\nfrom tasks import add\n\
    start = time.time()\n\
    for result in [add.delay(i, i) for i in range(2000)]: result.get(timeout=120)\n\
    print(time.time() - start)\n";

/// Every figure; the browser is left at `site`.
///
/// # Errors
///
/// What the page said; or RabbitMQ or Celery is not installed.
pub(crate) async fn figures(
    browser: &Browser,
    site: &Served,
    effort: Effort,
) -> Outcome<Vec<Figure>> {
    browser.open_page(&site.url("")).await;
    let rounds = effort.rounds.div_ceil(3);
    let add = "#/task-queue?v=1&job=add&crash=0";
    let ways = [
        (MANY, "store=memory", "in memory", 2000.0),
        (FEWER, "store=indexeddb", "kept in IndexedDB", 2000.0),
    ];
    let mut figures = Vec::new();
    for (tasks, way, name, most_ms) in ways {
        let link = format!("{add}&tasks={tasks}&{way}");
        let total_ms = totals(browser, &link, "{ record: false }", rounds).await?;
        let name = format!("{tasks} tasks by 2 workers of the page, {name}");
        figures.push(Figure::median(name, &total_ms)?.at_most(most_ms));
    }
    figures.push(tabs(browser, site, rounds).await?.at_least(1.8));

    let rabbit = Rabbit::start().await;
    let broker = Some(rabbit.broker());
    let beside = Served::start(Site { broker, ..Served::dist_site() }).await;
    browser.open_page(&beside.url("")).await;
    let login = "{ record: false, user: 'guest', password: 'guest' }";
    let link = format!("{add}&tasks={FEWER}&transport=rabbitmq");
    let total_ms = totals(browser, &link, login, rounds).await?;
    let name = format!("{FEWER} tasks there and back over RabbitMQ by one page");
    figures.push(Figure::median(name, &total_ms)?.at_most(2000.0));
    let celery = rabbit.celery().await;
    let seconds: f64 = rabbit.python(CELERY).await.trim().parse()?;
    drop(celery);
    let name = "the same by a client and 2 workers of Celery, CPython";
    figures.push(Figure::median(name, &[seconds * 1000.0])?);
    browser.open_page(&site.url("")).await;
    Ok(figures)
}

async fn totals(browser: &Browser, link: &str, options: &str, rounds: usize) -> Outcome<Vec<f64>> {
    let mut total_ms = Vec::new();
    for _ in 0..rounds {
        let outcome = run(browser, link, options).await?.outcome;
        total_ms.extend(outcome["total_ms"].as_f64());
    }
    Ok(total_ms)
}

/// How many times as fast two tabs are as one.
async fn tabs(browser: &Browser, site: &Served, rounds: usize) -> Outcome<Figure> {
    let worker = "?start#/task-queue?v=1&transport=tabs&part=worker&workers=1&crash=0";
    let link = format!(
        "#/task-queue?v=1&transport=tabs&workers=0&job=integrate&n={POINTS}&tasks={PARTS}&crash=0&store=memory"
    );
    let mut open = Vec::new();
    let mut times = Vec::new();
    for _ in 0..2 {
        open.push(browser.open_tab(&site.url(worker)).await);
        tokio::time::sleep(Duration::from_secs(2)).await; // until its worker is there
        times.push(totals(browser, &link, "{ record: false }", rounds).await?);
    }
    for tab in open {
        browser.close_tab(tab).await;
    }
    Figure::ratio("an integral in tasks, 2 tabs against one", &times[0], &times[1])
}
