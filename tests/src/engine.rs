//! The browser engines, and how each is started under its WebDriver.

use crate::process::{Supervised, find, not_found};
use serde_json::{Value, json};
use std::fmt;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

/// How long a driver or a display may take to answer after its start.
const START_LIMIT: Duration = Duration::from_secs(30);

/// A browser as a person would meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, which is also Chrome and Edge.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK with `SharedArrayBuffer`, the nearest to Safari.
    WebKit,
    /// WebKitGTK as it comes, without `SharedArrayBuffer`: isolated, yet without threads.
    WebKitNoSab,
}

impl Engine {
    /// The three engines that can run threads.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Starts the driver of this engine.
    ///
    /// # Errors
    ///
    /// A program is missing, ends, or does not answer within 30 s; names the program.
    pub(crate) async fn start_driver(self) -> Result<Driver, String> {
        let port = free_port()?;
        let mut args = vec![format!("--port={port}")];
        let mut display = None;
        let process = match self {
            Self::Chromium => Supervised::start(&find(&["chromedriver"])?, &args, &[])?,
            Self::Firefox => Supervised::start(&find(&["geckodriver"])?, &args, &[])?,
            Self::WebKit | Self::WebKitNoSab => {
                args.insert(0, path_text(&find(&["WebKitWebDriver"])?));
                args.insert(0, "--".to_owned());
                let (xvfb, name) = start_display().await?;
                display = Some(xvfb);
                let env = [
                    ("DISPLAY", name.as_str()),
                    ("GDK_BACKEND", "x11"),
                    ("LIBGL_ALWAYS_SOFTWARE", "1"),
                    ("JSC_useSharedArrayBuffer", if self == Self::WebKit { "1" } else { "0" }),
                ];
                Supervised::start(&find(&["dbus-run-session"])?, &args, &env)?
            }
        };
        wait_until_ready(&process, port).await?;
        Ok(Driver { url: format!("http://127.0.0.1:{port}"), process, display })
    }

    /// What to ask of the driver for a new session: a fresh profile, no screen, no traffic of the
    /// browser's own.
    ///
    /// # Errors
    ///
    /// The browser's program is missing; names it.
    pub(crate) fn capabilities(self) -> Result<Value, String> {
        let timeouts = json!({ "script": 120_000, "pageLoad": 60_000, "implicit": 0 });
        Ok(match self {
            Self::Chromium => json!({
                "browserName": "chrome",
                "timeouts": timeouts,
                "goog:loggingPrefs": { "browser": "ALL" },
                "goog:chromeOptions": {
                    "binary": path_text(&find(&["chromium", "chromium-browser", "google-chrome"])?),
                    "args": [
                        "--headless=new",
                        "--no-sandbox", // refuses to start as root otherwise
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--disable-quic",
                        "--hide-scrollbars",
                    ],
                },
            }),
            Self::Firefox => json!({
                "browserName": "firefox",
                "timeouts": timeouts,
                "moz:firefoxOptions": {
                    "binary": path_text(&find(&["firefox-esr", "firefox"])?),
                    "args": ["-headless"],
                },
            }),
            Self::WebKit | Self::WebKitNoSab => json!({
                "browserName": "MiniBrowser",
                "timeouts": timeouts,
                "webkitgtk:browserOptions": {
                    "binary": path_text(&find_mini_browser()?),
                    "args": ["--automation"],
                },
            }),
        })
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
            Self::WebKitNoSab => "WebKit without SharedArrayBuffer",
        })
    }
}

/// A driver that answers. Dropping it ends the driver, its browser and its display.
#[derive(Debug)]
pub(crate) struct Driver {
    /// Where it listens.
    pub(crate) url: String,
    /// The driver itself, for its log.
    pub(crate) process: Supervised,
    display: Option<Supervised>,
}

impl Driver {
    /// The sessions of all processes of the browser, its display included.
    pub(crate) fn sessions(&self) -> Vec<u32> {
        let programs = [Some(&self.process), self.display.as_ref()];
        programs.into_iter().flatten().map(Supervised::session).collect()
    }
}

/// A screen in memory on the first free display number, which the server itself picks and prints.
async fn start_display() -> Result<(Supervised, String), String> {
    let args = ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
    let xvfb = Supervised::start(&find(&["Xvfb"])?, &args.map(str::to_owned), &[])?;
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let log = xvfb.log();
        if let Some(number) = log.lines().find_map(|line| line.trim().parse::<u32>().ok()) {
            return Ok((xvfb, format!(":{number}")));
        }
        pause(&xvfb, deadline).await?;
    }
}

/// Returns once the driver answers `GET /status` with success.
async fn wait_until_ready(process: &Supervised, port: u16) -> Result<(), String> {
    let deadline = Instant::now() + START_LIMIT;
    let answers = async || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!("GET /status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).await?;
        Ok(&head == b"HTTP/1.1 200")
    };
    while !matches!(timeout(Duration::from_secs(2), answers()).await, Ok(Ok(true))) {
        pause(process, deadline).await?;
    }
    Ok(())
}

/// Waits a little for `process`, unless it has ended or the deadline has passed.
async fn pause(process: &Supervised, deadline: Instant) -> Result<(), String> {
    process.still_runs()?;
    if Instant::now() > deadline {
        let limit = START_LIMIT.as_secs();
        return Err(process.describe(&format!("did not answer within {limit} s")));
    }
    sleep(Duration::from_millis(50)).await;
    Ok(())
}

/// A port nobody listens on at this moment.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr());
    listener.map(|addr| addr.port()).map_err(|error| format!("no free port: {error}"))
}

/// The browser that comes with WebKitGTK, which stands outside `PATH`, in a folder named after the
/// API version.
fn find_mini_browser() -> Result<PathBuf, String> {
    let entries = |dir: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let mut roots = entries(Path::new("/usr/lib"));
    roots.extend(["/usr/lib", "/usr/libexec"].map(PathBuf::from));
    roots
        .iter()
        .flat_map(|root| entries(root))
        .filter(|dir| path_text(dir).contains("/webkit"))
        .map(|dir| dir.join("MiniBrowser"))
        .find(|path| path.is_file())
        .ok_or_else(|| not_found("MiniBrowser of WebKitGTK".to_owned()))
}

/// A path as text for a driver.
fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
