//! Promise: a lesson asks, answers, shows the moment that decides, and sets what is broken beside what is cured.

use std::time::Duration;

use experiments::{Face, of_face};
use serde_json::{Value, json};
use tests::{Browser, Engine, Served, for_each_engine};

const SOON: Duration = Duration::from_secs(20);

/// Types `text` into the field that takes the answer.
async fn say(browser: &Browser, text: &str) {
    let script = "(() => {
        const field = document.querySelector('#say');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));
    })()";
    browser.eval::<Value>(script, vec![json!(text)]).await;
}

/// Waits until the page shows `text` in an element of this kind.
async fn shows(browser: &Browser, selector: &str, text: &str) {
    let there = format!("document.querySelector({selector:?})?.textContent.includes({text:?})");
    browser.wait_for(&there, SOON).await;
}

/// A number is said before a run, what it was stands beside it; the two reads that met lead to the same schedule in
/// the explorer, where one increment is lost: 1 instead of 2.
#[tokio::test]
async fn a_prediction_meets_its_outcome_and_the_moment_leads_to_its_schedule() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/lost-update?v=1&repeats=1")).await;
        say(browser, "many").await;
        shows(browser, "#say-wrong", "“many” is no number.").await;
        say(browser, "200").await;
        browser.press("button.run").await;
        shows(browser, ".answered", "You said 200").await;
        assert_eq!(
            browser.eval::<String>("document.querySelector('#say').value", vec![]).await,
            ""
        );
        shows(browser, ".moment", "Both read ").await;
        let link = "document.querySelector('.moment a').getAttribute('href')";
        let link: String = browser.eval(link, vec![]).await;
        browser.eval::<Value>("location.hash = arguments[0]", vec![json!(link)]).await;
        shows(browser, ".over", "counter is 1, and should be 2.").await;
        let problem = "document.querySelector('.explorer [role=alert]').textContent";
        assert_eq!(browser.eval::<String>(problem, vec![]).await.trim(), "");
    })
    .await;
}

/// Broken, then cured by one button; both stand side by side, and the first is shown again with its set-up.
#[tokio::test]
async fn broken_and_cured_stand_side_by_side() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/deadlock?v=1")).await;
        browser.press("button.run").await;
        shows(browser, ".verdict .word", "Deadlock").await;
        shows(browser, ".moment", "asked last, and closed the circle").await;
        shows(browser, ".cure button", "Cure it: Same").await;
        browser.press(".cure button").await;
        shows(browser, ".verdict .word", "As it should be").await;
        shows(browser, ".cure button", "Break it: Opposite").await;
        assert_eq!(
            browser.eval::<u32>("document.querySelectorAll('.moment').length", vec![]).await,
            0
        );
        for told in ["Run 1", "Run 2", "Opposite", "Same", "Deadlock"] {
            shows(browser, ".compared", told).await;
        }
        browser.press(".compared tbody tr:last-child button").await;
        shows(browser, ".verdict .word", "Deadlock").await;
        browser.wait_for("!location.hash.includes('order=same')", SOON).await;
    })
    .await;
}

/// A choice and an exploration: the question of the two trains, whether it can go wrong, in how many schedules. Two
/// trains with four steps each block each other as soon as both have one section.
#[tokio::test]
async fn an_exploration_answers_what_was_said() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/explore/lost-update?v=1")).await;
        say(browser, "4").await;
        browser.press("button.run").await;
        // Of 4!/(2!·2!) = 6 schedules, only the two in which one thread ends before the other begins lose nothing.
        shows(browser, ".answered", "You said 4\u{a0}schedules, and so it was.").await;
        browser.open_page(&site.url("?again#/explore/peterson?v=1")).await;
        browser.press(".answer input[value=yes]").await;
        browser.press("button.run").await;
        shows(browser, ".answered", "You said “Yes, it can”; it was “No, never”.").await;
    })
    .await;
}

/// At 1366 × 768 the question, the set-up with its button, the verdict and the begin of the first picture are in
/// sight, and nothing scrolls but the page.
#[tokio::test]
async fn a_lesson_fits_on_a_laptop() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.resize(1366, 768).await;
        for link in ["#/lost-update?v=1", "#/deadlock?v=1", "#/lock?v=1", "#/reentrant-lock?v=1"] {
            browser.open_page(&site.url(&format!("?{}{link}", link.len()))).await;
            browser.press("button.run").await;
            shows(browser, ".verdict", " ").await;
            browser.eval::<Value>("scrollTo(0, 0)", vec![]).await;
            let sight =
                "['.question', '.setup .run', '.verdict', '.outcome h3'].every((selector) => {
                const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
                return top >= 0 && bottom <= innerHeight;
            })";
            assert!(browser.eval::<bool>(sight, vec![]).await, "{link}");
            let scrolls = "[...document.querySelectorAll('main *')].filter((element) =>
                !element.closest('details:not([open])') && element.scrollHeight > element.clientHeight + 1
                    && getComputedStyle(element).overflowY.match(/auto|scroll/)).length";
            assert_eq!(browser.eval::<u32>(scrolls, vec![]).await, 0, "{link}");
        }
    })
    .await;
}

/// On a slide of 960 × 540 two threads count, in two steps each: the five rows of the schedule are in sight, and so are the
/// buttons and the program.
#[tokio::test]
async fn a_slide_has_room_for_a_schedule() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.resize(960, 540).await;
        browser.open_page(&site.url("?embed#/explore/lost-update?v=1")).await;
        let rows = "[...document.querySelectorAll('.schedule tbody tr')]";
        for steps in 1..=4 {
            browser.press(".mover:not([aria-disabled])").await;
            browser.wait_for(&format!("{rows}.length === {}", steps + 1), SOON).await;
        }
        let sight = format!(
            "(() => {{
                const {{ top, bottom }} = document.querySelector('.schedule').getBoundingClientRect();
                const head = document.querySelector('.schedule thead').getBoundingClientRect();
                const within = {rows}.map((row) => row.getBoundingClientRect())
                    .filter((row) => row.top >= head.bottom - 1 && row.bottom <= Math.min(bottom, innerHeight) + 1);
                const others = ['.movers', '.tools', '.source li:last-child'].every((selector) => {{
                    const seen = document.querySelector(selector).getBoundingClientRect();
                    return seen.top >= 0 && seen.bottom <= innerHeight;
                }});
                return [within.length, top > 0 && others];
            }})()"
        );
        assert_eq!(browser.eval::<(usize, bool)>(&sight, vec![]).await, (5, true));
    })
    .await;
}

/// Does what `link` says, then follows every point to look for; returns how many led somewhere, and those whose goal
/// did not get the focus in sight.
async fn follow_points(browser: &Browser, link: &str) -> (u32, Vec<String>) {
    let script = format!(
        "(async () => {{
            await window.interleave.ready;
            const link = {link:?}, pause = (ms) => new Promise((done) => setTimeout(done, ms));
            await (link.startsWith('#/explore/') ? interleave.explore(link) : interleave.run(link));
            await pause(300);
            const points = [...document.querySelectorAll('.look-for .leads')];
            const lost = [];
            for (const point of points) {{
                point.focus();
                point.click();
                await pause(50);
                const goal = document.activeElement, {{ top, bottom }} = goal.getBoundingClientRect();
                const led = goal !== point && goal !== document.body;
                if (!led || bottom < 0 || top > innerHeight) lost.push(`${{link}}: ${{point.textContent}}`);
            }}
            return [points.length, lost];
        }})()"
    );
    browser.eval_async(&script).await.expect("it ends")
}

/// A run with default parameters shows what most points speak of; where a figure is not there, its point leads
/// nowhere instead of into nothing. `deadlock` blocks itself, and all three points have their goal.
#[tokio::test]
async fn points_to_look_for_lead_to_what_they_speak_of() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        let all = of_face(Face::Run).map(|experiment| format!("#/{}?v=1", experiment.id));
        let explored = of_face(Face::Explore).map(|model| format!("#/explore/{}?v=1", model.id));
        let some = ["#/deadlock?v=1", "#/integrate?v=1", "#/explore/lost-update?v=1"];
        browser.open_page(&site.url("")).await;
        for link in all.chain(explored) {
            // Where the focus goes is the same for all lessons.
            if browser.engine() == Engine::Chromium || some.contains(&link.as_str()) {
                let (points, lost) = follow_points(browser, &link).await;
                assert!(points > 0, "{link}");
                assert_eq!(lost, Vec::<String>::new());
                if link == some[0] {
                    assert_eq!(points, 3);
                }
            }
        }
    })
    .await;
}

/// The outcomes of 20 runs stand beside what may happen, if the model has the same parameters: two threads that add 1
/// each leave 2, or 1 if both have read before either has written.
#[tokio::test]
async fn what_threads_did_is_taken_along_to_the_model() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/lost-update?v=1&increments=1")).await;
        browser.press("button.run").await;
        shows(browser, ".chart-histogram caption, .chart-histogram p", "20 runs: ").await;
        browser.press(".may a").await;
        browser.heading("Lost update").await;
        browser.press(".views label:last-child input").await;
        shows(browser, ".outcomes thead", "Seen on threads").await;
        browser.press("button.run").await;
        shows(browser, ".verdict .word", "Can go wrong").await;
        shows(browser, ".outcomes tbody", "possible and seen").await;
    })
    .await;
}

/// The code stands in sight of the timeline. The last stretch of a train that stands for ever is the wait at the inner line;
/// of the marks of the moment, what was taken lights up the outer line, what was wanted the inner one. Of the cured program
/// another line is shown, and none is lit up.
#[tokio::test]
async fn the_line_of_an_event_lights_up() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/deadlock?v=1")).await;
        browser.press("button.run").await;
        shows(browser, ".verdict .word", "Deadlock").await;
        browser.press(".show-code").await;
        shows(browser, ".docked pre", "first, second = train").await;
        // The last stretches are the wait and perhaps its end.
        for key in ["End", "ArrowLeft"] {
            let waits = "document.querySelector('.said').textContent.includes('waiting for section')";
            if browser.eval::<bool>(waits, vec![]).await {
                break;
            }
            let press = "(() => {
                const canvas = document.querySelector('.chart-lanes canvas');
                canvas.focus();
                canvas.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true }));
            })()";
            browser.eval::<Value>(press, vec![json!(key)]).await;
            browser.wait_for("document.querySelector('.said').textContent.includes('\u{a0}ms to ')", SOON).await;
        }
        shows(browser, ".said", "waiting for section").await;
        shows(browser, ".docked mark", "with sections[second]:").await;
        for (what, line) in [("takes", "with sections[first]:"), ("wants", "with sections[second]:")] {
            let point = "[...document.querySelectorAll('.moment button')]
                .find((mark) => mark.innerText.includes(arguments[0]))
                .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";
            browser.eval::<Value>(point, vec![json!(what)]).await;
            shows(browser, ".docked mark", line).await;
        }
        browser.press(".cure button").await;
        shows(browser, ".verdict .word", "As it should be").await;
        shows(browser, ".docked pre", "first, second = sorted(").await;
        browser.wait_for("!document.querySelector('.docked mark')", SOON).await;
        browser.press(".show-code").await;
        browser.wait_for("!document.querySelector('.docked')", SOON).await;
    })
    .await;
}

/// What a field means stands at its question mark, wherever the page has been scrolled to.
#[tokio::test]
async fn help_stands_beside_what_it_is_about() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.open_page(&site.url("#/lost-update?v=1")).await;
        for field in ["increments", "gap", "fix"] {
            let far = format!(
                "(() => {{
                    const about = document.querySelector('.field-{field} .about');
                    window.scrollTo(0, {field:?} === 'fix' ? 120 : 0);
                    about.click();
                    const [from, to] = [about, document.getElementById('help-{field}')]
                        .map((of) => of.getBoundingClientRect());
                    return [Math.abs(to.top - from.bottom), to.height];
                }})()"
            );
            let (far, height): (f64, f64) = browser.eval(&far, vec![]).await;
            assert!(height > 10.0, "{}, {field}: it is not shown", browser.engine());
            assert!(far < 40.0, "{}, {field}: it stands {far} px below", browser.engine());
        }
    })
    .await;
}
