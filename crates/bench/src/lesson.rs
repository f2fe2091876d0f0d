//! Lessons as a person goes through them: how soon one that is chosen is there, and whether a run shifts what is read.

use experiments::{Face, of_face};
use tests::{Browser, Engine, Served};
use xtask::Outcome;

use crate::figure::{Figure, Unit};
use crate::runs::ask;

/// Time from the choice of each lesson, until it has been drawn.
const CHOOSE: &str = "(async (lessons) => {
    await interleave.ready;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const choose = async (hash) => {
        const before = document.title, start = performance.now();
        location.hash = hash;
        while (document.title === before) await frame();
        await frame();
        return performance.now() - start;
    };
    const tookMs = [];
    for (const lesson of lessons) {
        tookMs.push(await choose(`#/${lesson}?v=1`));
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return tookMs;
})";

/// How far things shift while a lesson runs and shows what came of it.
const SHIFT: &str = "(async (lesson) => {
    await interleave.ready;
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    let shifted = 0;
    const note = (list) => list.getEntries().forEach(({ value }) => (shifted += value));
    new PerformanceObserver(note).observe({ type: 'layout-shift' });
    location.hash = `#/${lesson}?v=1`;
    await pause(500);
    shifted = 0;
    document.querySelector('button.run').click();
    await pause(50);
    while (document.querySelector('button.stop')) await pause(50);
    await pause(500);
    return shifted;
})";

/// The slowest choice of a lesson, and the run that shifts most of the page (layout shift, web.dev).
///
/// # Errors
///
/// The page did not answer.
pub(crate) async fn figures(site: &Served) -> Outcome<[Figure; 2]> {
    let browser = Browser::open(Engine::Chromium).await;
    browser.open_page(&site.url("")).await;
    let ids: Vec<&str> = of_face(Face::Run).map(|experiment| experiment.id).collect();
    let took_ms: Vec<f64> = ask(&browser, &format!("{CHOOSE}({ids:?})")).await?;
    let chosen = Figure::median("a lesson is chosen, until it is drawn", &took_ms)?;
    let (mut most, mut of) = (0.0, "none");
    for id in &ids {
        let shifted: f64 = ask(&browser, &format!("{SHIFT}({id:?})")).await?;
        if shifted > most {
            (most, of) = (shifted, id);
        }
    }
    let spread = format!("most of {} lessons: {of}", ids.len());
    let shift = Figure::new("layout shift of a run", Unit::Score, most, spread);
    Ok([chosen.at_most(100.0), shift.at_most(0.02)])
}
