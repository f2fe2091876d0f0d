//! One browser under test, driven through WebDriver.

use crate::engine::{Driver, Engine};
use crate::idle;
use crate::machine;
use crate::room::Room;
use reqwest::Client;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::{
    Capabilities, TypingData, WebDriver, WebDriverBuilder, WindowHandle, error::WebDriverResult,
};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

/// How long the browser itself may take to start.
const SESSION_LIMIT: Duration = Duration::from_secs(60);
/// How long one command may take: longer than the script limit of 120 s, so that the driver reports
/// first.
const COMMAND_LIMIT: Duration = Duration::from_secs(150);
/// How long a browser may take to change its tab between two tests.
const TAB_LIMIT: Duration = Duration::from_secs(10);

/// A browser with a fresh profile. Dropping it ends every process it started.
///
/// Methods panic, naming the engine, when the browser or the driver fails or a limit passes: a test
/// cannot go on then. What the page itself answers is returned.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    session: Option<WebDriver>,
    driver: Driver,
    /// How many tests it has done, if it may do another one.
    n_tests: Option<u32>,
    /// Something is left in it that a new tab would have as well.
    is_spent: AtomicBool,
    // Last, so that its place is free only when its processes have ended.
    room: Option<Arc<Room>>,
}

/// A rejected promise in the page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PageError {
    /// `name` of the JavaScript error, e.g. `TypeError`; empty when the value thrown has none.
    pub name: String,
    /// `message` of the JavaScript error, or the value thrown as text.
    pub message: String,
}

impl Browser {
    /// Waits until fewer browsers are open than this machine has cores, then starts the driver and
    /// the browser. A start that fails is tried once more, which is said on stderr.
    ///
    /// A test must not wait for a second browser while it holds one: on one core it would wait for
    /// ever.
    ///
    /// # Panics
    ///
    /// When the second start fails too or a program is missing; names the program.
    pub async fn open(engine: Engine) -> Self {
        Self::open_in(engine, Room::for_one().await.into()).await
    }

    /// The same, but waits until no other browser is open, and none is opened beside it.
    ///
    /// # Panics
    ///
    /// As [`Browser::open`].
    pub async fn open_alone(engine: Engine) -> Self {
        Self::open_in(engine, Self::room_alone().await).await
    }

    /// As [`Browser::open`], but goes on with one that has done another test, if one waits.
    pub(crate) async fn open_or_go_on(engine: Engine) -> Self {
        let room = Arc::new(Room::for_one().await);
        if let Some((mut browser, n_tests)) = idle::take_one(engine) {
            browser.n_tests = Some(n_tests);
            browser.room = Some(room);
            return browser;
        }
        let mut browser = Self::open_in(engine, room).await;
        browser.n_tests = Some(0);
        browser
    }

    /// What a test leaves: the browser with a fresh tab waits for the next test if it may do one, or is closed.
    pub(crate) async fn finish(mut self) {
        let n_tests = self.n_tests.filter(|_| !self.is_spent.load(Relaxed));
        let goes_on = match n_tests {
            Some(n_tests) => {
                let changed = timeout(TAB_LIMIT, self.change_tab()).await;
                changed.is_ok_and(|done| done.is_ok()).then_some(n_tests + 1)
            }
            None => None,
        };
        let closed = match goes_on {
            Some(n_tests) => {
                self.room = None;
                idle::keep(self, n_tests)
            }
            None => Some(self),
        };
        if let Some(browser) = closed {
            browser.close().await;
        }
    }

    /// Says that no other test may go on with this browser, because of what this one leaves in it: another size of
    /// its window, or hundreds of workers, which Firefox counts until the last of them has ended.
    pub fn spend(&self) {
        self.is_spent.store(true, Relaxed);
    }

    /// Ends it; that waits for its processes, which others of this thread must not.
    pub(crate) async fn close(self) {
        spawn_blocking(move || drop(self)).await.expect("nothing panics while a browser ends");
    }

    /// A new tab instead of all that a test had open. What the console said goes with them.
    async fn change_tab(&self) -> WebDriverResult<()> {
        let session = self.session();
        let old = session.windows().await?;
        let fresh = session.new_tab().await?;
        for window in old {
            session.switch_to_window(window).await?;
            session.close_window().await?;
        }
        session.switch_to_window(fresh).await?;
        if self.engine == Engine::Chromium {
            session.browser_log().await?;
        }
        Ok(())
    }

    /// A room on a machine without any other browser, not even one that waits.
    pub(crate) async fn room_alone() -> Arc<Room> {
        let room = Room::alone().await;
        for browser in idle::take_all() {
            browser.close().await;
        }
        room.into()
    }

    /// The same, in a room that this browser may share with others.
    pub(crate) async fn open_in(engine: Engine, room: Arc<Room>) -> Self {
        let started = match Self::try_open(engine).await {
            Ok(started) => Ok(started),
            Err(error) => {
                eprintln!("{engine} did not start, trying once more: {error}");
                Self::try_open(engine).await
            }
        };
        let (session, driver) = started.unwrap_or_else(|error| panic!("{engine}: {error}"));
        Self {
            engine,
            session: Some(session),
            driver,
            n_tests: None,
            is_spent: AtomicBool::new(false),
            room: Some(room),
        }
    }

    async fn try_open(engine: Engine) -> Result<(WebDriver, Driver), String> {
        let Value::Object(wanted) = engine.capabilities()? else {
            unreachable!("capabilities are an object")
        };
        let driver = engine.start_driver().await?;
        // No connection is kept: each test has a runtime of its own, and a connection ends with it.
        let client = Client::builder().timeout(COMMAND_LIMIT).pool_max_idle_per_host(0).build();
        let client = client.map_err(|error| error.to_string())?;
        let session = WebDriverBuilder::connect(
            WebDriver::builder(&driver.url, Capabilities::from(wanted))
                .request_timeout(COMMAND_LIMIT)
                .client(client),
        );
        match timeout(SESSION_LIMIT, session).await {
            Ok(Ok(session)) => Ok((session, driver)),
            Ok(Err(error)) => Err(driver.process.describe(&format!("opened no browser ({error})"))),
            Err(_) => {
                let limit = SESSION_LIMIT.as_secs();
                Err(driver.process.describe(&format!("opened no browser within {limit} s")))
            }
        }
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The WebDriver session, for what has no method here: elements, keys, frames, windows.
    #[must_use]
    pub fn session(&self) -> &WebDriver {
        self.session.as_ref().expect("taken on drop only")
    }

    /// Opens `url` and waits for its load event.
    pub async fn goto(&self, url: &str) {
        self.command(&format!("opening {url}"), self.session().goto(url)).await;
    }

    /// Opens our page at `url` and waits until it can run.
    ///
    /// # Panics
    ///
    /// When it is not ready within 120 s.
    pub async fn open_page(&self, url: &str) {
        self.goto(url).await;
        let ready = self.eval_async::<Value>("window.interleave.ready").await;
        ready.expect("the page is ready");
    }

    /// Opens another tab at `url`, waits until the page there can run, and goes back to this one; its name.
    ///
    /// # Panics
    ///
    /// As [`Browser::open_page`].
    pub async fn open_tab(&self, url: &str) -> WindowHandle {
        let session = self.session();
        let here = self.command("asking for this tab", session.window()).await;
        let tab = self.command("opening a tab", session.new_tab()).await;
        self.command("going there", session.switch_to_window(tab.clone())).await;
        self.open_page(url).await;
        self.command("coming back", session.switch_to_window(here)).await;
        tab
    }

    /// Waits in another tab until the JavaScript expression `js` is true there.
    ///
    /// # Panics
    ///
    /// As [`Browser::wait_for`].
    pub async fn wait_in(&self, tab: &WindowHandle, js: &str, limit: Duration) {
        let session = self.session();
        let here = self.command("asking for this tab", session.window()).await;
        self.command("going there", session.switch_to_window(tab.clone())).await;
        self.wait_for(js, limit).await;
        self.command("coming back", session.switch_to_window(here)).await;
    }

    /// Closes another tab.
    pub async fn close_tab(&self, tab: WindowHandle) {
        let session = self.session();
        let here = self.command("asking for this tab", session.window()).await;
        self.command("going there", session.switch_to_window(tab)).await;
        self.command("closing it", session.close_window()).await;
        self.command("coming back", session.switch_to_window(here)).await;
    }

    /// Reloads the page and waits for its load event.
    pub async fn reload(&self) {
        self.command("reloading", self.session().refresh()).await;
    }

    /// The value of the JavaScript expression `js`, in which `arguments` are `args`; `undefined`
    /// reads as `null`.
    pub async fn eval<T: DeserializeOwned>(&self, js: &str, args: Vec<Value>) -> T {
        match self.try_eval(js, args).await {
            Ok(value) => value,
            Err(error) => panic!("{}: {js}: {error}", self.engine),
        }
    }

    /// Awaits the JavaScript expression `js` in the page, up to 120 s.
    ///
    /// # Errors
    ///
    /// What the promise was rejected with, or the expression threw.
    pub async fn eval_async<T: DeserializeOwned>(&self, js: &str) -> Result<T, PageError> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async () => ({js}))().then(
                (value) => done(JSON.stringify({{ Ok: value ?? null }})),
                (error) => done(JSON.stringify({{ Err: {{
                    name: String(error?.name ?? ''),
                    message: String(error?.message ?? error),
                }} }})));"
        );
        let answer = self.command(js, self.session().execute_async(script, Vec::new())).await;
        let text: String =
            answer.convert().unwrap_or_else(|e| panic!("{}: {js}: {e}", self.engine));
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {js}: {error} in {text}", self.engine))
    }

    /// Waits, across reloads of the page, until the JavaScript expression `js` is true.
    ///
    /// # Panics
    ///
    /// After `limit`, with the last answer.
    pub async fn wait_for(&self, js: &str, limit: Duration) {
        let deadline = Instant::now() + limit;
        loop {
            let answer = self.try_eval::<Value>(&format!("Boolean({js})"), Vec::new()).await;
            if answer == Ok(Value::Bool(true)) {
                return;
            }
            if Instant::now() > deadline {
                panic!("{}: not within {limit:?}: {js}; last answer {answer:?}", self.engine);
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Gives the page a viewport of `width` × `height` CSS pixels, or the nearest the engine can
    /// do; returns what it is then. Only Chromium goes below the narrowest window of a desktop
    /// (about 500).
    pub async fn resize(&self, width: u32, height: u32) -> (u32, u32) {
        if self.engine == Engine::Chromium {
            let mut size = json!({ "width": width, "height": height });
            size["deviceScaleFactor"] = json!(1);
            size["mobile"] = json!(false);
            self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        } else {
            let frame = "[outerWidth - innerWidth, outerHeight - innerHeight]";
            let (dw, dh): (u32, u32) = self.eval(frame, Vec::new()).await;
            self.spend();
            let rect = self.session().set_window_rect(0, 0, width + dw, height + dh);
            self.command("resizing", rect).await;
        }
        let deadline = Instant::now() + Duration::from_secs(2); // the window follows the command
        loop {
            let size = self.eval("[innerWidth, innerHeight]", Vec::new()).await;
            if size == (width, height) || Instant::now() > deadline {
                return size;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Writes a PNG picture of the viewport to `path`.
    pub async fn screenshot(&self, path: &Path) {
        self.command("taking a screenshot", self.session().screenshot(path)).await;
    }

    /// Makes a media feature hold, e.g. `prefers-color-scheme` `dark`; an empty value undoes it.
    /// Chromium only.
    ///
    /// # Panics
    ///
    /// In the other engines, whose drivers cannot do it.
    pub async fn emulate_media(&self, feature: &str, value: &str) {
        assert_eq!(self.engine, Engine::Chromium, "media features are emulated in Chromium only");
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Shows the page as it would be printed, or on the screen again. Chromium only.
    ///
    /// # Panics
    ///
    /// In the other engines, whose drivers cannot do it.
    pub async fn emulate_paper(&self, is_paper: bool) {
        assert_eq!(self.engine, Engine::Chromium, "paper is emulated in Chromium only");
        let medium = json!({ "media": if is_paper { "print" } else { "" } });
        self.devtools("Emulation.setEmulatedMedia", medium).await;
    }

    /// On how many sheets the page is printed.
    pub async fn sheets(&self) -> usize {
        let pdf =
            self.command("printing", self.session().print_page(PrintParameters::default())).await;
        let count = |what: &[u8]| pdf.windows(what.len()).filter(|part| *part == what).count();
        count(b"/Type /Page") - count(b"/Type /Pages")
    }

    /// Presses these keys, wherever the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let typing = self.session().action_chain().send_keys(keys);
        self.command("pressing keys", typing.perform()).await;
    }

    /// Lets a site keep so many bytes only. Chromium only.
    ///
    /// # Panics
    ///
    /// In the other engines, whose drivers cannot do it.
    pub async fn limit_storage(&self, origin: &str, bytes: u32) {
        assert_eq!(self.engine, Engine::Chromium, "storage is limited in Chromium only");
        let limit = json!({ "origin": origin, "quotaSize": bytes });
        self.devtools("Storage.overrideQuotaForOrigin", limit).await;
    }

    /// What the page has written to the console since the last call, errors included; empty but for
    /// Chromium, the only engine whose driver keeps it.
    pub async fn console(&self) -> Vec<String> {
        if self.engine != Engine::Chromium {
            return Vec::new();
        }
        let log = self.command("reading the console", self.session().browser_log()).await;
        log.into_iter().map(|entry| format!("{:?}: {}", entry.level, entry.message)).collect()
    }

    /// How many dedicated workers this browser runs, by the names of their threads; Chromium only,
    /// 0 in others.
    #[must_use]
    pub fn n_workers(&self) -> usize {
        machine::n_workers(&self.driver.sessions())
    }

    /// Resident memory of the pages of this browser in MiB; Chromium only, 0 in others. A page's
    /// own measure of its memory waits for all of its workers, and a pool thread that sleeps never
    /// answers.
    #[must_use]
    pub fn page_mebibytes(&self) -> u64 {
        machine::page_mebibytes(&self.driver.sessions())
    }

    /// Waits until this browser uses less than a quarter of one core, and returns how long that
    /// took; `limit` if it still uses more then.
    pub async fn time_until_idle(&self, limit: Duration) -> Duration {
        machine::time_until_idle(&self.driver.sessions(), limit).await
    }

    /// Runs `link` in the page, stops it after `after_ms`, and returns how it ended: `finished`, or the name of
    /// the error.
    ///
    /// # Errors
    ///
    /// Stop was refused.
    pub async fn run_and_stop(&self, link: &str, after_ms: u32) -> Result<Value, PageError> {
        let script = format!(
            "(async () => {{
                const ended = window.interleave.run({link:?}).then(() => 'finished', (error) => error.name);
                await new Promise((resolve) => setTimeout(resolve, {after_ms}));
                await window.interleave.stop();
                return ended;
            }})()"
        );
        self.eval_async(&script).await
    }

    async fn devtools(&self, method: &str, params: Value) {
        let cdp = self.session().cdp();
        self.command(method, cdp.send_raw(method, params)).await;
    }

    pub(crate) async fn try_eval<T: DeserializeOwned>(
        &self,
        js: &str,
        args: Vec<Value>,
    ) -> Result<T, String> {
        let script = format!("return JSON.stringify({js}) ?? 'null';");
        let answer = timeout(COMMAND_LIMIT, self.session().execute(script, args)).await;
        let answer = answer.map_err(|_| format!("no answer within {COMMAND_LIMIT:?}"))?;
        let text: String = answer.and_then(|a| a.convert()).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| format!("{error} in {text}"))
    }

    /// The result of a command, or a panic that names the engine and what was being done.
    async fn command<T>(&self, what: &str, run: impl Future<Output = WebDriverResult<T>>) -> T {
        match timeout(COMMAND_LIMIT, run).await {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => {
                let driver = self.driver.process.still_runs().err().unwrap_or_default();
                panic!("{}: {what}: {error} {driver}", self.engine)
            }
            Err(_) => panic!("{}: {what}: no answer within {COMMAND_LIMIT:?}", self.engine),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Saying goodbye could wait for a page that never answers; the processes are killed right
        // after this.
        if let Some(session) = self.session.take() {
            session.leak().expect("a session is left once");
        }
    }
}
