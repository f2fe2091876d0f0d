//! One request, and what all of them came to, whoever made them.

mod request;

use serde_json::{Map, Value, json};
use trace::VerdictKind;
use trace::wire::{Samples, StageRun};

pub(super) use self::request::Request;
#[cfg(feature = "processes")]
pub(super) use self::request::{Answer, Ended};
use super::{Collect, Fault, Service, WebService};
use crate::param::Choice;

/// What a run came to.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Every request that was sent.
    pub(super) requests: Vec<Request>,
    /// The numbers that were collected, in order.
    pub(super) collected: Vec<u64>,
    /// What was printed, if anything was.
    pub(super) printed: Option<String>,
    /// How often the collector waited in vain.
    pub(super) timed_out: u64,
    /// From the first request until all was collected, in milliseconds.
    pub(super) wall_ms: f64,
    /// How long the start of each thread or process took, in milliseconds; the middle one.
    pub(super) start_ms: Option<f64>,
}

impl WebService {
    /// Where the request with this index goes; `run` is a word that no other run has.
    pub(super) fn path(&self, run: f64, index: u64) -> String {
        let Self { delay_ms, server_workers, .. } = self;
        let by = self.service.word();
        // Some browsers answer two requests for the same path as one.
        let mut path = format!(
            "service/number?run={run}&request={}&by={by}&workers={server_workers}&delay_ms={delay_ms}",
            index + 1
        );
        if self.fault != Fault::None && index % 10 == 9 {
            path += "&fault=";
            path += self.fault.word();
        }
        path
    }

    /// What tells the service that a run is over. Of a run that never was, it says only that the service is there.
    pub(super) fn end_path(&self, run: f64) -> String {
        format!("service/over?run={run}&by={}", self.service.word())
    }

    /// How often somebody knocks before a run, and how long it waits for each, in milliseconds. A service that has
    /// just been started may leave the first who comes without an answer.
    pub(super) const KNOCKS: u32 = 5;
    pub(super) const KNOCK_MS: f64 = 1000.0;

    /// After how long a request is given up, in milliseconds: those before it need not have kept it for so long.
    pub(super) fn patience_ms(&self) -> f64 {
        /// Connections that a browser opens to one host over HTTP/1.1.
        const CONNECTIONS: u64 = 6;
        let workers = if self.server_workers == 0 {
            CONNECTIONS
        } else {
            self.server_workers.min(CONNECTIONS)
        };
        let rounds = u64::from(self.at_once()).div_ceil(workers);
        (2 * rounds * self.delay_ms + 20_000) as f64
    }

    /// The line that is printed for a number.
    pub(super) fn line(number: u64) -> String {
        format!("answer {number}")
    }

    /// All of it, as the outcome of a stage.
    pub(super) fn stage_run(&self, mut seen: Seen) -> StageRun {
        seen.requests.sort_by_key(|request| request.index);
        let figures = self.figures(&seen).map(|(name, value)| (name.to_owned(), value));
        let variant = self.client.word().to_owned();
        let threads = crate::experiment::Needs::threads(self);
        let wall_ms = vec![seen.wall_ms];
        StageRun {
            threads,
            samples: vec![Samples { variant, threads, wall_ms, warm_up_ms: Vec::new() }],
            figures: Map::from_iter(figures),
            lanes: Vec::new(),
        }
    }

    fn figures(&self, seen: &Seen) -> [(&'static str, Value); 18] {
        let Seen { requests, collected, timed_out, .. } = seen;
        let mut distinct = collected.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let lost = u64::from(self.requests) - distinct.len() as u64;
        let repeated = collected.len() - distinct.len();
        let failed = requests.iter().filter(|request| request.answer().is_none()).count();
        let failure = requests.iter().find_map(Request::failure);
        let began_ms = requests.iter().map(|request| request.sent_ms).fold(f64::INFINITY, f64::min);
        let data: Vec<Value> = requests.iter().map(|request| request.data(began_ms)).collect();
        let middle = |of: &dyn Fn(&Request) -> Option<f64>| {
            json!(crate::sampling::middle(&requests.iter().filter_map(of).collect::<Vec<_>>()))
        };
        let answers = || requests.iter().filter_map(Request::answer);
        let by_server = answers().next().map(|answer| answer.by_server);
        let by = by_server.map(|it| if it { Service::Server.word() } else { Service::Page.word() });
        let lines = seen.printed.as_deref().map(lines);
        let jumbled =
            lines.as_ref().map(|lines| lines.iter().filter(|line| line["ok"] == false).count());
        let kind = match () {
            () if *timed_out > 0 => VerdictKind::TimedOut,
            () if jumbled.is_some_and(|some| some > 0) => VerdictKind::Jumbled,
            () if lost > 0 || repeated > 0 => VerdictKind::WrongValue,
            () => VerdictKind::Held,
        };
        let value = match kind {
            VerdictKind::Held => "all came once".to_owned(),
            _ => format!("{} of {} came", distinct.len(), self.requests),
        };
        let outcome = json!([{ "value": value, "kind": kind.name(), "count": 1 }]);
        [
            ("distribution", outcome),
            ("total_ms", json!(seen.wall_ms)),
            (
                "request_ms",
                middle(&|request| request.answer().map(|_| request.ended_ms - request.sent_ms)),
            ),
            ("queued_ms", middle(&|request| request.answer().map(|answer| answer.queued_ms))),
            ("beside_ms", middle(&Request::beside_ms)),
            ("most_in_flight", json!(most_in_flight(requests))),
            ("bottleneck", json!(self.bottleneck(seen))),
            ("numbers", json!(collected)),
            ("lost", json!(lost)),
            ("repeated", json!(repeated)),
            ("failed", json!(failed)),
            ("failure", json!(failure)),
            ("requests", json!(data)),
            ("timed_out", json!(timed_out)),
            ("answered_by", json!(by)),
            ("lines", json!(lines)),
            ("jumbled_lines", json!(jumbled)),
            ("start_ms", json!(seen.start_ms)),
        ]
    }

    /// What made the whole take longer than one answer does. Who waits in front of a bottleneck makes others wait before
    /// it, so it is looked for from the inside: the service's workers, the way there, or else the client, which did not
    /// ask for more at once.
    fn bottleneck(&self, seen: &Seen) -> Option<&'static str> {
        /// So much of the time in which requests are served is worth a word.
        const NOTICED: f64 = 0.25;
        let answers = || seen.requests.iter().filter_map(Request::answer);
        if answers().count() < 2 || seen.wall_ms < 2.0 * self.delay_ms as f64 {
            return None;
        }
        let noticed_ms = NOTICED * answers().map(|answer| answer.served_ms).sum::<f64>();
        let queued_ms: f64 = answers().map(|answer| answer.queued_ms).sum();
        let beside_ms: f64 = seen.requests.iter().filter_map(Request::beside_ms).sum();
        Some(match () {
            () if queued_ms > noticed_ms => "server",
            () if beside_ms > noticed_ms && self.at_once() > 1 => "browser",
            () => "client",
        })
    }
}

/// Each line that was printed, and whether one client wrote it alone.
fn lines(printed: &str) -> Vec<Value> {
    let is_whole = |line: &str| {
        let number = line.strip_prefix("answer ").and_then(|number| number.parse().ok());
        number.is_some_and(|number| WebService::line(number) == line)
    };
    printed.lines().map(|line| json!({ "text": line, "ok": is_whole(line) })).collect()
}

/// The most requests that were under way at the same time.
fn most_in_flight(requests: &[Request]) -> u32 {
    let ends = requests.iter().flat_map(|one| [(one.sent_ms, 1), (one.ended_ms, -1)]);
    let mut ends: Vec<(f64, i32)> = ends.collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut count = 0;
    let counts = ends.into_iter().map(|(_, change)| {
        count += change;
        count
    });
    counts.max().unwrap_or(0).unsigned_abs()
}

/// Whether answers are printed by whoever gets them.
pub(super) fn prints(service: &WebService) -> bool {
    service.collect == Collect::Printed
}
