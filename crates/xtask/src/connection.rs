//! Connections of the static server: each ends, whatever the other side does.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How long the server waits for the other side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// For the head of a request, from the end of the one before.
    pub(crate) head: Duration,
    /// From its first moment until a connection takes no request more.
    pub(crate) connection: Duration,
    /// For the answer that is on its way then.
    pub(crate) last_answer: Duration,
}

impl Default for Patience {
    /// Generous for a person on a slow line; a browser that lost its connection opens another.
    fn default() -> Self {
        Self {
            head: Duration::from_secs(20),
            connection: Duration::from_secs(300),
            last_answer: Duration::from_secs(60),
        }
    }
}

/// Answers what comes to `listener` until the sender of `stopped` is gone. Connections without a
/// request end then, too.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    mut stopped: watch::Receiver<()>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                // It fails only for what is no connection any more.
                let _ = stream.set_nodelay(true);
                tokio::spawn(answer(stream, router.clone(), patience, stopped.clone()));
            }
            // Too many open files, or a connection that is gone already: no matter of the others.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn answer(
    stream: TcpStream,
    router: Router,
    patience: Patience,
    mut stopped: watch::Receiver<()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = connection.with_upgrades();
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return, // how it ended is a matter of the other side
        () = sleep(patience.connection) => {}
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = timeout(patience.last_answer, connection).await;
}
