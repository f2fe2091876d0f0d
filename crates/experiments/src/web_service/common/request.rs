//! One request, and how it ended.

use serde_json::{Value, json};

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Ended {
    /// With a number.
    Answered(Answer),
    /// With this status instead of an answer.
    Status(u16),
    /// With something that is no number: another page answered.
    Unreadable,
    /// The connection broke.
    Broken,
    /// Nobody waited any longer.
    GivenUp,
}

/// What the service says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Answer {
    /// The running number.
    pub(in super::super) number: u64,
    /// Whether it was the server that answered, and not the page's service worker.
    pub(in super::super) by_server: bool,
    /// How long the request waited for a worker of the service, and was served by it, in milliseconds.
    pub(in super::super) queued_ms: f64,
    pub(in super::super) served_ms: f64,
}

/// One request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Request {
    /// Which one it is, from 0.
    pub(in super::super) index: u64,
    /// When it was sent, and when it ended, in milliseconds.
    pub(in super::super) sent_ms: f64,
    pub(in super::super) ended_ms: f64,
    pub(in super::super) ended: Ended,
}

impl Request {
    /// What came back for it at `ended_ms`.
    pub(in super::super) fn new(
        index: u64,
        sent_ms: f64,
        ended_ms: f64,
        got: Option<(u16, String)>,
    ) -> Self {
        let ended = match got {
            None => Ended::Broken,
            Some((200, text)) => read(&text).map_or(Ended::Unreadable, Ended::Answered),
            Some((status, _)) => Ended::Status(status),
        };
        Self { index, sent_ms, ended_ms, ended }
    }

    /// It was given up at `ended_ms`.
    pub(in super::super) fn given_up(index: u64, sent_ms: f64, ended_ms: f64) -> Self {
        Self { index, sent_ms, ended_ms, ended: Ended::GivenUp }
    }

    pub(in super::super) fn answer(&self) -> Option<&Answer> {
        match &self.ended {
            Ended::Answered(answer) => Some(answer),
            Ended::Status(_) | Ended::Unreadable | Ended::Broken | Ended::GivenUp => None,
        }
    }

    /// What passed beside waiting for a worker of the service and being served: the way there and back, the wait
    /// for a connection, and for the client itself.
    pub(super) fn beside_ms(&self) -> Option<f64> {
        let Answer { queued_ms, served_ms, .. } = self.answer()?;
        Some((self.ended_ms - self.sent_ms - queued_ms - served_ms).max(0.0))
    }

    /// As plain data, times since `began_ms`.
    pub(super) fn data(&self, began_ms: f64) -> Value {
        let answer = self.answer();
        json!({
            "request": self.index + 1,
            "sent_ms": self.sent_ms - began_ms,
            "ended_ms": self.ended_ms - began_ms,
            "queued_ms": answer.map(|answer| answer.queued_ms),
            "served_ms": answer.map(|answer| answer.served_ms),
            "number": answer.map(|answer| answer.number),
            "failure": self.failure(),
        })
    }

    /// In a word, why there is no answer.
    pub(super) fn failure(&self) -> Option<String> {
        match self.ended {
            Ended::Answered(_) => None,
            Ended::Status(status) => Some(format!("status {status}")),
            Ended::Unreadable => Some("no number".to_owned()),
            Ended::Broken => Some("closed".to_owned()),
            Ended::GivenUp => Some("no answer".to_owned()),
        }
    }
}

/// Reads what the service says: the number, who answered, and for how many microseconds the request was in the line
/// and was served.
fn read(text: &str) -> Option<Answer> {
    let mut words = text.split_whitespace();
    let number = words.next()?.parse().ok()?;
    let by_server = words.next()? == "server";
    let mut ms = || Some(words.next()?.parse::<u64>().ok()? as f64 / 1e3);
    Some(Answer { number, by_server, queued_ms: ms()?, served_ms: ms()? })
}
