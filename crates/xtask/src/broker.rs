//! A broker behind the page's own origin: WebSockets to one path are passed on to it, byte by byte.
//!
//! So the page's security policy stays as it is, and no browser asks whether the page may reach the local network. Only
//! pages of this site are let through: any page may open WebSockets to any server.

use std::io::ErrorKind;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The path of the page's site under which the broker is.
pub(crate) const PATH: &str = "/broker";

/// What makes a request one for a WebSocket; nothing else of it is the broker's business.
const PASSED_ON: [HeaderName; 6] = [
    header::CONNECTION,
    header::UPGRADE,
    header::SEC_WEBSOCKET_KEY,
    header::SEC_WEBSOCKET_VERSION,
    header::SEC_WEBSOCKET_PROTOCOL,
    header::SEC_WEBSOCKET_EXTENSIONS,
];
/// The longest that a broker may take to take a connection.
const CONNECT: Duration = Duration::from_secs(3);

/// Port of RabbitMQ's plug-in `rabbitmq_web_stomp`.
const PORT: u16 = 15674;

/// Where a broker takes WebSockets: `ws://host:15674/ws`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broker(Uri);

impl Broker {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// A sentence about what is wrong with it.
    pub fn read(address: &str) -> Result<Self, String> {
        let wrong =
            |why: &str| format!("broker {address:?} {why}; an example: ws://localhost:{PORT}/ws");
        let uri: Uri = address.parse().map_err(|_| wrong("is no address"))?;
        match (uri.scheme_str(), uri.authority()) {
            (Some("ws"), Some(_)) => Ok(Self(uri)),
            (Some("wss"), _) => Err(wrong("is encrypted, which this server does not speak")),
            _ => Err(wrong("does not begin with ws://")),
        }
    }

    /// Passes a request on, and what both sides say from then on.
    pub(crate) async fn answer(&self, mut request: Request) -> Response {
        if request.headers().get(header::UPGRADE).is_none_or(|to| to != "websocket") {
            // Whoever asks wants to know whether there is a broker.
            let reached = self.connect().await.is_ok();
            let said = if reached { "a broker is here" } else { "the broker does not answer" };
            // What is no success nobody keeps.
            let status =
                if reached { StatusCode::UPGRADE_REQUIRED } else { StatusCode::BAD_GATEWAY };
            return (status, said).into_response();
        }
        if !is_from_here(&request) {
            return (StatusCode::FORBIDDEN, "only pages of this site reach the broker")
                .into_response();
        }
        let ours = hyper::upgrade::on(&mut request);
        let answered = match self.pass_on(request).await {
            Ok(answered) => answered,
            Err(_) => {
                return (StatusCode::BAD_GATEWAY, "the broker does not answer").into_response();
            }
        };
        let (mut head, theirs) = answered.into_parts();
        if head.status != StatusCode::SWITCHING_PROTOCOLS {
            return (head.status, "the broker takes no WebSocket there").into_response();
        }
        let theirs = Response::from_parts(head.clone(), theirs);
        tokio::spawn(async move {
            if let (Ok(ours), Ok(theirs)) = (ours.await, hyper::upgrade::on(theirs).await) {
                // How it ends is a matter of the two.
                let _ =
                    copy_bidirectional(&mut TokioIo::new(ours), &mut TokioIo::new(theirs)).await;
            }
        });
        head.extensions.clear();
        Response::from_parts(head, Body::empty())
    }

    async fn connect(&self) -> std::io::Result<TcpStream> {
        let at = self.authority();
        let host = at.host().trim_start_matches('[').trim_end_matches(']');
        let connecting = TcpStream::connect((host, at.port_u16().unwrap_or(80)));
        let stream = timeout(CONNECT, connecting).await.map_err(|_| ErrorKind::TimedOut)??;
        stream.set_nodelay(true)?; // each message is small, and somebody waits for it
        Ok(stream)
    }

    fn authority(&self) -> &Authority {
        self.0.authority().expect("an address that was read has one")
    }

    async fn pass_on(
        &self,
        request: Request,
    ) -> Result<hyper::Response<hyper::body::Incoming>, Box<dyn std::error::Error + Send + Sync>>
    {
        let path = self.0.path_and_query().map_or("/", |path| path.as_str());
        let at = self.authority();
        let host = at.as_str().rsplit('@').next().unwrap_or_default();
        let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_str(host)?)]);
        for name in PASSED_ON {
            if let Some(value) = request.headers().get(&name) {
                headers.insert(name, value.clone());
            }
        }
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(self.connect().await?)).await?;
        tokio::spawn(connection.with_upgrades());
        let mut passed_on = hyper::Request::new(Body::empty());
        *passed_on.uri_mut() = path.parse()?;
        *passed_on.headers_mut() = headers;
        Ok(sender.send_request(passed_on).await?)
    }
}

/// Whether a page of this site asks: its origin is the host that was asked.
fn is_from_here(request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.zip(text(header::HOST)).is_some_and(|((_, origin), host)| origin == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_same_host_are_let_through() {
        let asked = |origin: Option<&str>| {
            let request = Request::builder().header(header::HOST, "localhost:8080");
            let request =
                origin.into_iter().fold(request, |it, origin| it.header(header::ORIGIN, origin));
            is_from_here(&request.body(Body::empty()).expect("it is a request"))
        };
        assert!(asked(Some("http://localhost:8080")) && asked(Some("https://localhost:8080")));
        for origin in
            [None, Some("http://localhost:8081"), Some("https://evil.example"), Some("null")]
        {
            assert!(!asked(origin), "{origin:?}");
        }
    }

    #[test]
    fn an_address_is_one_of_a_websocket() {
        assert!(Broker::read("ws://localhost:15674/ws").is_ok());
        for (address, why) in [
            ("amqp://localhost", "does not begin with ws://"),
            ("wss://example.org/ws", "is encrypted"),
            ("localhost", "does not begin with ws://"),
            ("ws:// /", "is no address"),
        ] {
            let error = Broker::read(address).unwrap_err();
            assert!(error.contains(why) && error.contains(address), "{error}");
        }
    }
}
