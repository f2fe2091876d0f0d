//! A small static server: chosen headers, chosen sub-path, chosen failures; for people and for tests.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::services::ServeDir;

use crate::broker::{self, Broker};
use crate::connection::{self, Patience};
use crate::service::{self, Service};

/// What to serve, and how.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The folder with the files. A path that names no file is answered 404; `/` is `index.html`. A
    /// file of the same name with `.br` or `.gz` behind it is sent in its place to who takes it.
    pub dir: PathBuf,
    /// The headers on every response.
    pub headers: HeaderSet,
    /// The path the files appear under, for example `/some/path`; empty for the root.
    pub prefix: String,
    /// A request whose path ends with one of these is answered 404, whatever the folder holds.
    pub hidden: Vec<String>,
    /// The port on the loopback addresses; 0 takes any free one.
    pub port: u16,
    /// The address to listen on in place of 127.0.0.1.
    pub host: Option<IpAddr>,
    /// What WebSockets to `broker` are passed on to.
    pub broker: Option<Broker>,
    /// Extra pages by path, for example `/host.html`; the prefix does not apply to them.
    pub pages: BTreeMap<String, Page>,
}

/// A page that is in no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// For example `text/html`.
    pub content_type: String,
    /// The text of the page.
    pub body: String,
}

/// The headers that decide what a browser lets a page do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeaderSet {
    /// What the `_headers` file in the folder asks for; without one, COOP, COEP, CORP and DIP.
    #[default]
    Isolated,
    /// None at all: a host that knows nothing of isolation.
    None,
    /// COOP, COEP and CORP: isolates a page of its own, not one in a foreign frame.
    CoopCoep,
    /// COOP and COEP only, as most instructions have it: no isolated page may have it in a frame.
    NoCorp,
    /// Nothing but leave for other origins to read, as GitHub Pages.
    AnyOrigin,
    /// DIP and CORP: isolates also in a foreign frame, where the browser knows it.
    Dip,
}

const COOP: (&str, &str) = ("cross-origin-opener-policy", "same-origin");
const COEP: (&str, &str) = ("cross-origin-embedder-policy", "require-corp");
const CORP: (&str, &str) = ("cross-origin-resource-policy", "cross-origin");
const ANY_ORIGIN: (&str, &str) = ("access-control-allow-origin", "*");
const DIP: (&str, &str) = ("document-isolation-policy", "isolate-and-require-corp");

impl HeaderSet {
    /// Name and value of each header, names in lower case.
    #[must_use]
    pub fn pairs(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Isolated => &[COOP, COEP, CORP, DIP],
            Self::None => &[],
            Self::CoopCoep => &[COOP, COEP, CORP],
            Self::NoCorp => &[COOP, COEP],
            Self::AnyOrigin => &[ANY_ORIGIN],
            Self::Dip => &[CORP, DIP],
        }
    }
}

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    hidden: Arc<RwLock<Vec<String>>>,
    _stop: watch::Sender<()>,
}

impl Running {
    /// The IPv4 address it listens on. `localhost` reaches it too.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Replaces [`Site::hidden`] from the next request on.
    pub fn set_hidden(&self, hidden: Vec<String>) {
        *self.hidden.write().expect("no holder of this lock panics") = hidden;
    }
}

/// Starts serving `site` on its host, or 127.0.0.1, and, where the machine has it, on ::1.
///
/// # Errors
///
/// The port is taken, or the `_headers` file cannot be read.
pub async fn start(site: Site) -> io::Result<Running> {
    start_with(site, Patience::default()).await
}

async fn start_with(site: Site, patience: Patience) -> io::Result<Running> {
    let host = site.host.unwrap_or(Ipv4Addr::LOCALHOST.into());
    let v4 = TcpListener::bind((host, site.port)).await?;
    let addr = v4.local_addr()?;
    let v6 = match TcpListener::bind((Ipv6Addr::LOCALHOST, addr.port())).await {
        Ok(listener) => Some(listener),
        Err(_) if site.host.is_some() => None, // it may be the same
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        Err(_) => None, // a machine without IPv6
    };

    let hidden = Arc::new(RwLock::new(site.hidden.clone()));
    let mut named = named_headers(&site)?;
    let fixed = || site.headers.pairs().iter().map(|pair| header_pair(*pair)).collect();
    let shared = Shared {
        page_headers: fixed(),
        file_headers: named.remove("/*").unwrap_or_else(fixed),
        named_headers: named,
        files: ServeDir::new(&site.dir)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip(),
        hidden: Arc::clone(&hidden),
        service: Service::default(),
        site,
    };
    let router = Router::new().fallback(answer).with_state(Arc::new(shared));
    let (stop, stopped) = watch::channel(());
    for listener in [Some(v4), v6].into_iter().flatten() {
        tokio::spawn(connection::serve(listener, router.clone(), patience, stopped.clone()));
    }
    Ok(Running { addr, hidden, _stop: stop })
}

type Headers = Vec<(HeaderName, HeaderValue)>;

struct Shared {
    site: Site,
    page_headers: Headers,
    file_headers: Headers,
    /// Those of one file more, by its path.
    named_headers: BTreeMap<String, Headers>,
    files: ServeDir,
    hidden: Arc<RwLock<Vec<String>>>,
    service: Service,
}

async fn answer(State(shared): State<Arc<Shared>>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(page) = shared.site.pages.get(&path) {
        let response = ([(header::CONTENT_TYPE, &page.content_type)], page.body.clone());
        return with_headers(response.into_response(), &shared.page_headers, false);
    }
    let file = path.strip_prefix(&shared.site.prefix).filter(|file| file.starts_with('/'));
    if let Some(what) = file.and_then(|file| file[1..].strip_prefix(service::PATH)) {
        let answered = shared.service.answer(what, request.uri().query().unwrap_or_default());
        return with_headers(answered.await, &shared.file_headers, false);
    }
    if let Some(broker) = shared.site.broker.as_ref().filter(|_| file == Some(broker::PATH)) {
        return with_headers(broker.answer(request).await, &shared.file_headers, false);
    }
    let is_hidden = |file: &&str| {
        let hidden = shared.hidden.read().expect("no holder of this lock panics");
        !hidden.iter().any(|end| file.ends_with(end.as_str()))
    };
    let response = match file.filter(is_hidden).and_then(file_uri) {
        Some(uri) => {
            *request.uri_mut() = uri;
            let file = shared.files.clone().try_call(request).await;
            file.map_or_else(|_| StatusCode::NOT_FOUND.into_response(), |file| file.map(Body::new))
        }
        None => StatusCode::NOT_FOUND.into_response(),
    };
    let immutable = response.status().is_success() && file.is_some_and(is_hashed);
    let mut response = with_headers(response, &shared.file_headers, immutable);
    let named = file.and_then(|file| shared.named_headers.get(file));
    response.headers_mut().extend(named.cloned().unwrap_or_default());
    response
}

fn file_uri(file: &str) -> Option<Uri> {
    let index = if file.ends_with('/') { "index.html" } else { "" };
    format!("{file}{index}").parse().ok()
}

/// Whether the name changes with the content: a part of it is a long hexadecimal number.
fn is_hashed(file: &str) -> bool {
    let mut parts = file.split(|letter: char| !letter.is_ascii_alphanumeric());
    let is_hash = |part: &str| part.len() >= 14 && part.chars().all(|c| c.is_ascii_hexdigit());
    parts.any(is_hash)
}

fn with_headers(mut response: Response, headers: &Headers, immutable: bool) -> Response {
    let caching = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let all = response.headers_mut();
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    all.extend(headers.iter().cloned());
    response
}

/// The headers of the folder's `_headers` file by path, `/*` for every path, where the site asks for them.
fn named_headers(site: &Site) -> io::Result<BTreeMap<String, Headers>> {
    let path = site.dir.join("_headers");
    let mut named = BTreeMap::new();
    if site.headers != HeaderSet::Isolated || !path.exists() {
        return Ok(named);
    }
    let text = std::fs::read_to_string(path)?;
    let mut section = String::new();
    for line in text.lines() {
        match line.strip_prefix(' ') {
            None => line.clone_into(&mut section),
            Some(line) => {
                let Some((name, value)) = line.split_once(':') else { continue };
                let pair = parse_pair(&name.trim().to_ascii_lowercase(), value.trim())?;
                named.entry(section.clone()).or_insert_with(Headers::new).push(pair);
            }
        }
    }
    Ok(named)
}

fn header_pair((name, value): (&'static str, &'static str)) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}

fn parse_pair(name: &str, value: &str) -> io::Result<(HeaderName, HeaderValue)> {
    Ok((
        HeaderName::try_from(name).map_err(io::Error::other)?,
        HeaderValue::try_from(value).map_err(io::Error::other)?,
    ))
}

#[cfg(test)]
#[path = "serve_tests.rs"]
mod tests;
