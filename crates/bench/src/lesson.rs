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

/// A laptop and a phone.
const SCREENS: [(u32, u32); 2] = [(1366, 768), (390, 844)];

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
    let (mut most, mut of) = (0.0, "none".to_owned());
    for (width, height) in SCREENS {
        // A new page, on which nothing has run: where a result replaces one, its sentences may take other lines.
        let browser = Browser::open(Engine::Chromium).await;
        browser.resize(width, height).await;
        for id in &ids {
            browser.open_page(&site.url(&format!("#/{id}?v=1"))).await;
            let shifted = browser.shift_of_a_run().await;
            if shifted > most {
                (most, of) = (shifted, format!("{id} at {width} × {height}"));
            }
        }
    }
    let spread = format!("first runs, most of {} lessons on a laptop and a phone: {of}", ids.len());
    let shift = Figure::new("layout shift of a run", Unit::Score, most, spread);
    Ok([chosen.at_most(100.0), shift.at_most(0.02)])
}
