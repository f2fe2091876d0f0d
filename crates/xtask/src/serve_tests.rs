//! Tests of the static server, over real sockets.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::*;

/// A folder with a page, a script, a module, a hashed file and a manifest.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-serve-{name}-{}", std::process::id()));
    let hashed = folder.join("lab/0123456789abcdef");
    std::fs::create_dir_all(&hashed).unwrap();
    std::fs::write(folder.join("index.html"), "<p>page").unwrap();
    std::fs::write(folder.join("a.js"), "1").unwrap();
    std::fs::write(folder.join("m.webmanifest"), "{}").unwrap();
    std::fs::write(hashed.join("lab_bg.wasm"), "\0asm").unwrap();
    folder
}

/// The whole response to GET `path`, header names in lower case as hyper writes them.
async fn get(server: &Running, path: &str) -> String {
    get_encoded(server, path, "").await
}

/// The same from a browser that takes these encodings.
async fn get_encoded(server: &Running, path: &str, encodings: &str) -> String {
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         accept-encoding: {encodings}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.unwrap();
    String::from_utf8(response).unwrap()
}

#[tokio::test]
async fn every_response_carries_the_isolation_headers_and_missing_files_are_404() {
    let server = start(Site { dir: folder("isolated"), ..Site::default() }).await.unwrap();
    for (path, status) in
        [("/", "200"), ("/a.js", "200"), ("/nothing", "404"), ("/lab", "404"), ("/a.js/b", "404")]
    {
        let response = get(&server, path).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {response}");
        for (name, value) in HeaderSet::Isolated.pairs() {
            assert!(response.contains(&format!("\r\n{name}: {value}\r\n")), "{path}: {response}");
        }
    }
}

#[tokio::test]
async fn types_and_caching_are_those_a_browser_needs() {
    let server = start(Site { dir: folder("types"), ..Site::default() }).await.unwrap();
    for (path, kind, caching) in [
        ("/", "text/html", "no-cache"),
        ("/a.js", "text/javascript", "no-cache"),
        ("/m.webmanifest", "application/manifest+json", "no-cache"),
        ("/lab/0123456789abcdef/lab_bg.wasm", "application/wasm", "public, max-age=31536000"),
    ] {
        let response = get(&server, path).await;
        assert!(response.contains(&format!("\r\ncontent-type: {kind}")), "{path}: {response}");
        assert!(response.contains(&format!("\r\ncache-control: {caching}")), "{path}: {response}");
    }
}

/// The compressed files hold other texts here, so that one sees which was sent.
#[tokio::test]
async fn what_was_compressed_beforehand_is_sent_to_who_takes_it() {
    let dir = folder("compressed");
    std::fs::write(dir.join("a.js.br"), "brotli").unwrap();
    std::fs::write(dir.join("a.js.gz"), "gzip").unwrap();
    let server = start(Site { dir, ..Site::default() }).await.unwrap();
    for (path, encodings, encoding, body) in [
        ("/a.js", "gzip, deflate, br", "br", "brotli"),
        ("/a.js", "gzip", "gzip", "gzip"),
        ("/a.js", "gzip, br;q=0", "gzip", "gzip"),
        ("/a.js", "", "", "1"),
        ("/m.webmanifest", "gzip, br", "", "{}"),
    ] {
        let response = get_encoded(&server, path, encodings).await;
        assert!(response.ends_with(&format!("\r\n\r\n{body}")), "{encodings}: {response}");
        assert!(response.contains("\r\nvary: accept-encoding\r\n"), "{encodings}: {response}");
        let encoded = response.contains(&format!("\r\ncontent-encoding: {encoding}\r\n"));
        assert_eq!(encoded, !encoding.is_empty(), "{encodings}: {response}");
        assert_eq!(response.contains("content-type: text/javascript"), path == "/a.js");
    }
}

/// Half a request each; the server gives them a fifth of a second, and the test a minute to be told.
#[tokio::test]
async fn requests_that_never_end_are_closed_while_others_are_answered() {
    let head = Duration::from_millis(200);
    let patience = Patience { head, ..Patience::default() };
    let site = Site { dir: folder("half"), ..Site::default() };
    let server = start_with(site, patience).await.unwrap();
    let mut half_open = Vec::new();
    for _ in 0..300 {
        let mut stream = TcpStream::connect(server.addr()).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: local").await.unwrap();
        half_open.push(stream);
    }
    assert!(get(&server, "/").await.starts_with("HTTP/1.1 200"));
    assert_all_close(half_open).await;
    assert!(get(&server, "/").await.starts_with("HTTP/1.1 200"));
}

/// It announces a body of ten bytes, sends one, and goes on sending nothing: the answer comes, and
/// the connection ends with its time.
#[tokio::test]
async fn a_connection_ends_with_its_time_whatever_is_still_to_come() {
    let short = Duration::from_millis(200);
    let patience = Patience { connection: short, last_answer: short, ..Patience::default() };
    let site = Site { dir: folder("endless"), ..Site::default() };
    let server = start_with(site, patience).await.unwrap();
    let mut idle = Vec::new();
    for request in ["GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nx", "GET /"] {
        let mut stream = TcpStream::connect(server.addr()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        idle.push(stream);
    }
    assert_all_close(idle).await;
}

/// Reads each to its end; one that is reset has ended as well.
async fn assert_all_close(streams: Vec<TcpStream>) {
    for mut stream in streams {
        let mut rest = Vec::new();
        let end = timeout(Duration::from_secs(60), stream.read_to_end(&mut rest)).await;
        assert!(end.is_ok(), "still open");
    }
}

#[tokio::test]
async fn the_prefix_moves_the_files_and_not_the_pages() {
    let host = Page { content_type: "text/html".to_owned(), body: "<p>host".to_owned() };
    let pages = BTreeMap::from([("/host.html".to_owned(), host)]);
    let prefix = "/some/path".to_owned();
    let site = Site { dir: folder("prefix"), prefix, pages, ..Site::default() };
    let server = start(site).await.unwrap();
    assert!(get(&server, "/some/path/").await.ends_with("<p>page"));
    assert!(get(&server, "/host.html").await.ends_with("<p>host"));
    for path in ["/", "/index.html", "/some/pathology/", "/some/path/../a.js"] {
        assert!(get(&server, path).await.starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[tokio::test]
async fn a_hidden_file_is_404_until_it_is_shown_again() {
    let hidden = vec!["_bg.wasm".to_owned()];
    let site = Site { dir: folder("hidden"), hidden, ..Site::default() };
    let server = start(site).await.unwrap();
    let path = "/lab/0123456789abcdef/lab_bg.wasm";
    let response = get(&server, path).await;
    assert!(response.starts_with("HTTP/1.1 404") && response.contains("cache-control: no-cache"));
    server.set_hidden(Vec::new());
    assert!(get(&server, path).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn without_headers_nothing_isolates_the_page() {
    let site = Site { dir: folder("none"), headers: HeaderSet::None, ..Site::default() };
    let server = start(site).await.unwrap();
    let response = get(&server, "/").await;
    assert!(!response.contains("cross-origin") && !response.contains("isolation"), "{response}");
}

#[tokio::test]
async fn a_headers_file_adds_its_policy_to_the_files_and_to_one_file_its_own() {
    let dir = folder("file");
    let text = "/*\n  Content-Security-Policy: default-src 'none'; a b\n/lab/*\n  X-Lab: 1\n\
                /a.js\n  X-Script: 2\n";
    std::fs::write(dir.join("_headers"), text).unwrap();
    let server = start(Site { dir, prefix: "/b".to_owned(), ..Site::default() }).await.unwrap();
    for (path, has_own) in [("/b/a.js", true), ("/b/", false)] {
        let response = get(&server, path).await;
        assert!(response.contains("\r\ncontent-security-policy: default-src 'none'; a b\r\n"));
        assert_eq!(response.contains("\r\nx-script: 2\r\n"), has_own, "{response}");
        assert!(!response.contains("x-lab"), "{response}");
    }
}

#[tokio::test]
async fn dropping_the_server_frees_its_port() {
    let server = start(Site { dir: folder("drop"), ..Site::default() }).await.unwrap();
    let addr = server.addr();
    drop(server);
    while TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await; // the server closes its sockets in its own task
    }
}

#[test]
fn a_name_is_hashed_if_a_part_of_it_is_a_long_hexadecimal_number() {
    assert!(is_hashed("/app/3f2a9c81d0e4b567/app_bg.wasm"));
    assert!(is_hashed("/lab/0123456789abcdef/worker.js"));
    assert!(!is_hashed("/lab-manifest.json"));
    assert!(is_hashed("/styles-3f2a9c81d0e4b567.css") && !is_hashed("/sw.js"));
}

#[test]
fn the_headers_file_asks_for_the_isolation_headers() {
    let dir = crate::workspace::root().join("web");
    let named = named_headers(&Site { dir, ..Site::default() }).unwrap();
    for pair in HeaderSet::Isolated.pairs() {
        assert!(named["/*"].contains(&header_pair(*pair)), "{} in _headers", pair.0);
    }
    assert!(named["/*"].contains(&header_pair(("access-control-allow-origin", "*"))));
}

/// What the service says to a request of `run`.
async fn ask(server: &Running, run: &str, more: &str) -> String {
    get(server, &format!("/service/number?run={run}&by=server{more}")).await
}

/// Three requests of 60 ms to one worker, at the same time: the numbers 1 to 3, and the last one waits for two others,
/// 120 ms. Another run has numbers of its own, and so has one that was forgotten.
#[tokio::test]
async fn the_service_gives_each_number_once_and_its_workers_serve_one_request_each() {
    let server = start(Site { dir: folder("service"), ..Site::default() }).await.unwrap();
    let one = || ask(&server, "a", "&workers=1&delay_ms=60");
    let (first, second, third) = tokio::join!(one(), one(), one());
    let mut numbers = Vec::new();
    let mut waited_us = 0;
    for answer in [first, second, third] {
        let text = answer.rsplit("\r\n").next().unwrap().to_owned();
        let words: Vec<&str> = text.split(' ').collect();
        assert_eq!((words.len(), words[1]), (4, "server"), "{answer}");
        numbers.push(words[0].to_owned());
        waited_us = waited_us.max(words[2].parse::<u64>().unwrap());
        assert!(words[3].parse::<u64>().unwrap() >= 60_000, "{answer}");
    }
    numbers.sort();
    assert_eq!(numbers, ["1", "2", "3"]);
    assert!(waited_us >= 120_000, "{waited_us} µs");
    assert!(ask(&server, "b", "").await.contains("\r\n1 server "));
    assert!(get(&server, "/service/over?run=b&by=server").await.ends_with("true"));
    assert!(ask(&server, "b", "").await.contains("\r\n1 server "));
}

#[tokio::test]
async fn the_service_fails_as_it_is_asked_to_and_says_what_it_cannot_read() {
    let server = start(Site { dir: folder("faults"), ..Site::default() }).await.unwrap();
    assert!(ask(&server, "a", "&fault=error").await.starts_with("HTTP/1.1 500"));
    let cut = ask(&server, "a", "&fault=close").await;
    assert!(!cut.contains("server "), "{cut}");
    for (path, status, said) in [
        ("/service/number?by=page&run=a", "404", "service worker"),
        ("/service/number?delay_ms=soon", "400", "delay_ms must be a whole number"),
        ("/service/number?speed=3", "400", "knows no \"speed\""),
        ("/service/nothing?by=server", "404", "number and over"),
    ] {
        let answer = get(&server, path).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
        assert!(answer.contains(said), "{path}: {answer}");
    }
}

/// What `docs/hosting` has for other servers says the same as the `_headers` file, the policy aside, which stands in the
/// page too.
#[test]
fn every_way_to_host_the_site_sends_the_same_headers() {
    let root = crate::workspace::root();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let headers = read("web/_headers");
    let section = headers.lines().skip_while(|line| *line != "/*").skip(1);
    let all: Vec<(&str, &str)> = section
        .take_while(|line| line.starts_with(' '))
        .filter_map(|line| line.trim().split_once(": "))
        .filter(|(name, _)| *name != "Content-Security-Policy")
        .collect();
    assert_eq!(all.len(), 5, "{all:?}");
    for path in ["docs/hosting/nginx.conf", "docs/hosting/Caddyfile", "docs/hosting.md"] {
        let words: Vec<String> = read(path).lines().map(|line| line.replace(':', "")).collect();
        for (name, value) in &all {
            let said = format!("{name} {value}");
            assert!(words.iter().any(|line| line.contains(&said)), "{path}: {said}");
        }
    }
}
