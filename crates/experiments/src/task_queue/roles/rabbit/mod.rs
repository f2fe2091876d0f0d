//! Transport `rabbitmq`: this page is a client of Celery, and its workers are workers of Celery. The broker is RabbitMQ,
//! which others may use as well.

mod celery;
mod client;
mod time;
mod worker;

use std::collections::VecDeque;

pub(super) use self::client::serve;
pub(super) use self::worker::work;

use processes::{Ended, Headers, Heard, Line, Process};

/// How long a broker may be out of reach, in milliseconds.
const OUT_OF_REACH_MS: f64 = 120_000.0;

/// Messages that are on their way at most: some brokers lose a connection over which many come at once.
const MOST_UNSENT: usize = 100;

/// A connection, once the broker has let this process in.
pub(super) async fn knock(me: &Process) -> Result<Connection<'_>, Ended> {
    let mut connection = Connection::new(me, true);
    while !connection.is_there {
        connection.hear(None).await?;
    }
    Ok(connection)
}

/// A line to the broker, and since when it is out of reach.
pub(super) struct Connection<'a> {
    me: &'a Process,
    line: Line,
    /// When it was last seen to be there.
    seen_ms: f64,
    is_there: bool,
    was_there: bool,
    /// Whether it asks why, if there is no broker at the beginning: once is enough for a page.
    asks: bool,
    /// Messages that the broker may not have yet, and those that wait until it has.
    n_unsent: usize,
    waiting: VecDeque<(String, Headers, String)>,
}

impl<'a> Connection<'a> {
    fn new(me: &'a Process, asks: bool) -> Self {
        let (line, seen_ms) = (me.dial(), me.now_ms());
        Self {
            me,
            line,
            seen_ms,
            is_there: false,
            was_there: false,
            asks,
            n_unsent: 0,
            waiting: VecDeque::new(),
        }
    }

    /// Waits until something was heard, or until a time has come.
    async fn hear(&mut self, until_ms: Option<f64>) -> Result<Option<Heard>, Ended> {
        let given_up_ms = (!self.is_there).then_some(self.seen_ms + OUT_OF_REACH_MS);
        let until_ms = [until_ms, given_up_ms].into_iter().flatten().min_by(f64::total_cmp);
        let (me, line) = (self.me, &self.line);
        let heard = me.until(until_ms, || {
            let heard = line.hear();
            (heard.is_some() || me.has_message()).then_some(heard)
        });
        let heard = heard.await?.flatten();
        match &heard {
            Some(Heard::Connected) => (self.is_there, self.was_there) = (true, true),
            Some(Heard::Closed) => {
                if self.is_there {
                    self.seen_ms = me.now_ms();
                }
                self.is_there = false;
                if !self.was_there && self.asks {
                    self.ask_why().await?;
                }
            }
            Some(Heard::Receipt) => {
                self.n_unsent = self.n_unsent.saturating_sub(1);
                self.send();
            }
            Some(Heard::Refused(why)) if !self.was_there => {
                return Err(Ended::Refused(refused(why)));
            }
            _ => {}
        }
        if !self.is_there && me.now_ms() - self.seen_ms >= OUT_OF_REACH_MS {
            let seconds = OUT_OF_REACH_MS / 1000.0;
            let why = format!("The broker was out of reach for {seconds} s.");
            return Err(Ended::Refused(why));
        }
        Ok(heard)
    }

    fn publish(&mut self, to: &str, headers: Headers, body: String) {
        self.waiting.push_back((to.to_owned(), headers, body));
        self.send();
    }

    /// Whether the broker has all that was published.
    fn is_sent(&self) -> bool {
        self.n_unsent == 0 && self.waiting.is_empty()
    }

    fn send(&mut self) {
        while self.n_unsent < MOST_UNSENT
            && let Some((to, headers, body)) = self.waiting.pop_front()
        {
            self.n_unsent += 1;
            self.line.publish(&to, &headers, &body);
        }
    }

    /// Whether there is a broker at all: who serves the page knows.
    async fn ask_why(&self) -> Result<(), Ended> {
        match self.me.fetch("broker", 5000.0).await?.flatten() {
            Some((426, _)) => Ok(()), // it is there, and will answer
            Some((502, _)) => {
                let why = "The broker behind this page does not answer. Is RabbitMQ running, with rabbitmq_web_stomp?";
                Err(Ended::Refused(why.to_owned()))
            }
            _ => Err(Ended::Refused(
                "The server of this page passes nothing on to a broker. Start it with one: ./run --broker ws://localhost:15674/ws"
                    .to_owned(),
            )),
        }
    }
}

/// What a broker means that refuses.
fn refused(why: &str) -> String {
    let is_login =
        ["Access refused", "Bad CONNECT", "not allowed"].iter().any(|it| why.contains(it));
    if is_login {
        "The broker does not let this user in: check user and password.".to_owned()
    } else {
        format!("The broker refuses: {}.", why.trim().trim_end_matches('.'))
    }
}
