//! What a person does on the page, and looks at to see where it led.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Browser, By};

/// How long the page may take to show what was asked for.
const SOON: Duration = Duration::from_secs(20);

/// Adds up what moves by itself.
const WATCH_SHIFTS: &str = "(() => {
    window.shifted = 0;
    window.watchingShifts?.disconnect();
    window.watchingShifts = new PerformanceObserver((list) => list.getEntries().forEach((shift) => {
        if (!shift.hadRecentInput) window.shifted += shift.value;
    }));
    window.watchingShifts.observe({ type: 'layout-shift' });
})()";

impl Browser {
    /// The layout shift (web.dev, “Cumulative Layout Shift”, 2020) of a run of what is shown, with a hand that presses Run,
    /// to half a second after its end: what moves by itself, and not within half a second of the press. Chromium only.
    ///
    /// # Panics
    ///
    /// When the run does not end within 60 s.
    pub async fn shift_of_a_run(&self) -> f64 {
        let run = "document.querySelector('button.run:not(:disabled)')";
        self.wait_for(run, SOON).await;
        self.eval::<Value>(WATCH_SHIFTS, vec![]).await;
        let button = self.session().find(By::Css("button.run")).await.expect("it is there");
        button.click().await.expect("it can be pressed");
        tokio::time::sleep(Duration::from_millis(100)).await;
        self.wait_for(&format!("!document.querySelector('button.stop') && {run}"), 3 * SOON).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.eval("window.shifted", vec![]).await
    }

    /// Presses the first such element, once it is there.
    ///
    /// # Panics
    ///
    /// When it is not there within 20 s.
    pub async fn press(&self, selector: &str) {
        let element = format!("document.querySelector({selector:?})");
        self.wait_for(&element, SOON).await;
        self.eval::<Value>(&format!("{element}.click()"), vec![]).await;
    }

    /// Waits until the JavaScript expression `js` is true in frame number `frame` of the page, and stays in the page. The frame
    /// is entered for every look: the driver of WebKit loses one that begins to load, or is hidden, after it was entered.
    ///
    /// # Panics
    ///
    /// After `limit`.
    pub async fn wait_in_frame(&self, frame: u16, js: &str, limit: Duration) {
        let begun = Instant::now();
        loop {
            let entered = self.session().enter_frame(frame).await;
            let answer = self.try_eval::<bool>(&format!("Boolean({js})"), vec![]).await;
            self.session().enter_default_frame().await.expect("a page is around");
            if entered.is_ok() && answer == Ok(true) {
                return;
            }
            let engine = self.engine();
            assert!(
                begun.elapsed() < limit,
                "{engine}: frame {frame}: not within {limit:?}: {js}; {answer:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses keys as a person would who has clicked nothing.
    pub async fn press_keys(&self, keys: &[&str]) {
        for key in keys {
            let event = format!("new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true }})");
            self.eval::<Value>(&format!("document.dispatchEvent({event})"), vec![]).await;
        }
    }

    /// Presses the first button whose text begins so, once it can be pressed.
    ///
    /// # Panics
    ///
    /// When it cannot within 20 s.
    pub async fn press_button(&self, text: &str) {
        let script = format!(
            "(() => {{
                const button = [...document.querySelectorAll('button')]
                    .find((button) => button.textContent.trim().startsWith({text:?}) && !button.disabled);
                button?.click();
                return button !== undefined;
            }})()"
        );
        self.wait_for(&script, SOON).await;
    }

    /// Waits until the heading of the page is `text`.
    ///
    /// # Panics
    ///
    /// When it is another one after 20 s.
    pub async fn heading(&self, text: &str) {
        let there = format!("document.querySelector('h1')?.textContent === {text:?}");
        self.wait_for(&there, SOON).await;
    }
}
