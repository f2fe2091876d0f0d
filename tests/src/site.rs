//! Sites under test: the finished page or a folder of a test's own, on a server that can be
//! stopped.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use xtask::serve::{HeaderSet, Page, Running, Site, start};

/// A site that is served until this is dropped or stopped.
#[derive(Debug)]
pub struct Served {
    running: Mutex<Option<Running>>,
    port: u16,
    prefix: String,
}

impl Served {
    /// The finished page with `headers`: the folder `INTERLEAVE_DIST`, or `dist` beside this
    /// package.
    ///
    /// # Panics
    ///
    /// When that folder holds no page.
    pub async fn dist(headers: HeaderSet) -> Self {
        Self::start(Site { headers, ..Self::dist_site() }).await
    }

    /// The finished page with the headers that isolate it.
    ///
    /// # Panics
    ///
    /// When its folder holds no page.
    pub async fn isolated() -> Self {
        Self::dist(HeaderSet::Isolated).await
    }

    /// The finished page on a host that sends no headers, and without the service worker that supplies them.
    ///
    /// # Panics
    ///
    /// When its folder holds no page.
    pub async fn plain() -> Self {
        let hidden = vec!["sw.js".to_owned()];
        Self::start(Site { headers: HeaderSet::None, hidden, ..Self::dist_site() }).await
    }

    /// The finished page as a site that a test may change before it is started.
    ///
    /// # Panics
    ///
    /// When its folder holds no page.
    #[must_use]
    pub fn dist_site() -> Site {
        Site { dir: dist_dir(), ..Site::default() }
    }

    /// The finished page, isolated, with a script in which `what` is something else.
    ///
    /// # Panics
    ///
    /// When the script does not say `what`.
    pub async fn changed(script: &str, what: &str, instead: &str) -> Self {
        let mut site = Self::dist_site();
        let text = fs::read_to_string(site.dir.join(script)).expect("the page has this script");
        let body = text.replace(what, instead);
        assert_ne!(body, text, "{script} says {what:?}");
        let page = Page { content_type: "text/javascript".to_owned(), body };
        site.pages.insert(format!("/{script}"), page);
        Self::start(site).await
    }

    /// Any other site, on a free port unless `site` names one.
    ///
    /// # Panics
    ///
    /// When the port is taken.
    pub async fn start(site: Site) -> Self {
        let prefix = site.prefix.clone();
        let mut used = Vec::new();
        let running = loop {
            let running = start(site.clone()).await;
            let running = running.unwrap_or_else(|error| panic!("no test server: {error}"));
            if site.port != 0 || is_new(running.addr().port()) {
                break running;
            }
            used.push(running); // keeps the port, so that another one is found
        };
        let port = running.addr().port();
        Self { running: Mutex::new(Some(running)), port, prefix }
    }

    /// The address of `rest` in this site, e.g. `?embed#/race`; empty for the page itself.
    #[must_use]
    pub fn url(&self, rest: &str) -> String {
        self.url_on("127.0.0.1", rest)
    }

    /// The same under another name of this machine: for a browser, `localhost` and `127.0.0.1` are
    /// different sites.
    #[must_use]
    pub fn url_on(&self, host: &str, rest: &str) -> String {
        format!("http://{host}:{}{}/{rest}", self.port, self.prefix)
    }

    /// Answers 404 to every path that ends with one of `names`, from now on.
    pub fn hide(&self, names: &[&str]) {
        let running = self.running.lock().expect("no holder of this lock panics");
        let running = running.as_ref().expect("a stopped site hides nothing");
        running.set_hidden(names.iter().map(|name| (*name).to_owned()).collect());
    }

    /// Stops the server and waits until it refuses connections: the browser is offline then.
    ///
    /// # Panics
    ///
    /// When it still answers after 20 s.
    pub async fn stop(&self) {
        drop(self.running.lock().expect("no holder of this lock panics").take());
        let refused = async {
            while TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        let stopped = timeout(Duration::from_secs(20), refused).await;
        stopped.expect("the server drops its listeners when it is dropped");
    }
}

/// Whether no site of this process has had this port: browsers do more than one test, and what they stored for a
/// site must not be found by another.
fn is_new(port: u16) -> bool {
    static PORTS: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    PORTS.lock().expect("no holder of this lock panics").insert(port)
}

/// The folder with the finished page.
fn dist_dir() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let dir = root.join(env::var_os("INTERLEAVE_DIST").unwrap_or_else(|| "dist".into()));
    let there = dir.join("index.html").is_file();
    assert!(there, "{} holds no page: run `cargo xtask dist` first", dir.display());
    dir
}

/// The path of the file called `name` somewhere below `dir`, relative to `dir`.
///
/// # Panics
///
/// When there is none.
#[must_use]
pub fn find_file(dir: &Path, name: &str) -> String {
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|file| file == name) {
                let relative = path.strip_prefix(dir).expect("the file stands below the folder");
                return relative.display().to_string();
            }
        }
    }
    panic!("{} holds no {name}", dir.display());
}
