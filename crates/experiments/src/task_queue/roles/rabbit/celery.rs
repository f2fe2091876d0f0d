//! Messages as Celery has them: protocol 2, in JSON. Over STOMP every header is a text, which Celery takes.
//!
//! Source: "Message Protocol", Celery 5.2 documentation, 2022.

use processes::Headers;
use quadrature::{Integrand, Kernel, Problem, Rule};
use serde_json::{Value, json};

use super::time::{iso, read_iso};
use crate::chunk::{Chunk, Reduction};
use crate::param::Choice;
use crate::task_queue::{Job, TaskQueue};

/// The queue of all tasks, as Celery has it by default.
pub(super) const QUEUE: &str = "/queue/celery";
/// Most blocks of an integral in one task: as many numbers are 20 MB of text.
const MOST_BLOCKS: u64 = 1_000_000;
/// Most points of an integral.
const MOST_POINTS: u64 = 10_000_000_000;
/// The exception of a task that nobody took in time.
pub(super) const EXPIRED: &str = "TaskRevokedError";
/// The longest that a task may be asked to wait, in seconds.
const MOST_SECONDS: f64 = 3600.0;

/// What a task asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// `tasks.add(x, y)`: the sum, whole if both are.
    Add(Value),
    /// `tasks.sleep(seconds)`
    Sleep(f64),
    /// `tasks.integrate(f, a, b, n, first, end)`: the sums of some blocks.
    Integrate(Chunk),
}

/// An exception, by its name and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) name: &'static str,
    pub(super) text: String,
}

impl Raised {
    pub(super) fn new(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, text: text.into() }
    }
}

/// A task on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) name: String,
    /// Null if the body could not be read.
    pub(super) args: Value,
    pub(super) kwargs: Value,
    pub(super) reply_to: Option<String>,
    pub(super) retries: u32,
    /// Not before this time, in milliseconds since 1970.
    pub(super) eta_ms: Option<f64>,
    /// Not after this time, in milliseconds since 1970.
    pub(super) expires_ms: Option<f64>,
    /// Whether others are to follow: chains, chords, callbacks.
    pub(super) has_more: bool,
}

impl Task {
    /// Task number `index` of a run, which nobody is to begin after a time.
    pub(super) fn of(
        params: &TaskQueue,
        index: u32,
        (id, reply_to): (String, String),
        expires_ms: f64,
    ) -> Self {
        let (name, args) = match params.job {
            Job::Add => ("tasks.add", json!([index, index])),
            Job::Sleep => ("tasks.sleep", json!([params.work_ms as f64 / 1000.0])),
            Job::Integrate => {
                let Chunk { problem, blocks, .. } =
                    params.whole().part(index.into(), params.tasks.into());
                let Problem { f, a, b, n, .. } = problem;
                ("tasks.integrate", json!([f.name(), a, b, n, blocks.start, blocks.end]))
            }
        };
        let (name, reply_to) = (name.to_owned(), Some(reply_to));
        Self {
            id,
            name,
            args,
            kwargs: json!({}),
            reply_to,
            retries: 0,
            eta_ms: None,
            expires_ms: Some(expires_ms),
            has_more: false,
        }
    }

    /// Its headers and its body.
    pub(super) fn message(&self) -> (Headers, String) {
        let mut headers = vec![
            ("task", self.name.clone()),
            ("id", self.id.clone()),
            ("root_id", self.id.clone()),
            ("lang", "py".to_owned()),
            ("correlation-id", self.id.clone()),
            ("content-type", "application/json".to_owned()),
            ("content-encoding", "utf-8".to_owned()),
            ("persistent", "true".to_owned()),
            ("retries", self.retries.to_string()),
        ];
        headers.extend(self.reply_to.clone().map(|to| ("reply-to", to)));
        headers.extend(self.eta_ms.map(|at_ms| ("eta", iso(at_ms))));
        headers.extend(self.expires_ms.map(|at_ms| ("expires", iso(at_ms))));
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let embed = json!({ "callbacks": null, "errbacks": null, "chain": null, "chord": null });
        (headers, json!([self.args, self.kwargs, embed]).to_string())
    }

    /// Reads a message; nothing if it is none of Celery's. A body that cannot be read leaves arguments that are none,
    /// so that whoever waits for a result hears of it.
    pub(super) fn read(headers: &Headers, body: &str) -> Option<Self> {
        let header = |name: &str| header(headers, name).map(str::to_owned);
        let call = serde_json::from_str(body)
            .ok()
            .filter(|[args, kwargs, _]: &[Value; 3]| args.is_array() && kwargs.is_object());
        let [args, kwargs, embed] = call.unwrap_or([Value::Null, json!({}), Value::Null]);
        let is_nothing =
            |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        let has_more = ["callbacks", "errbacks", "chain", "chord"]
            .iter()
            .any(|more| !is_nothing(&embed[*more]));
        Some(Self {
            id: header("id")?,
            name: header("task")?,
            args,
            kwargs,
            reply_to: header("reply-to"),
            retries: header("retries").and_then(|text| text.parse().ok()).unwrap_or_default(),
            eta_ms: header("eta").and_then(|text| read_iso(&text)),
            expires_ms: header("expires").and_then(|text| read_iso(&text)),
            has_more,
        })
    }

    /// What it asks for; the exception if nobody here knows it, or its arguments are wrong.
    pub(super) fn asked(&self) -> Result<Asked, Raised> {
        let args = self.args.as_array().map_or(&[][..], Vec::as_slice);
        let numbers: Option<Vec<f64>> = args.iter().map(Value::as_f64).collect();
        let wrong = || {
            let text = format!("{} does not take {}", self.name, cut(&self.args.to_string()));
            Raised::new("TypeError", text)
        };
        if self.args.is_null() {
            return Err(Raised::new(
                "DecodeError",
                "its body is no call in JSON that a page can read",
            ));
        }
        if self.has_more {
            let text = "a page does not know chains, chords and callbacks";
            return Err(Raised::new("NotImplementedError", text));
        }
        if self.kwargs != json!({}) {
            return Err(Raised::new("TypeError", format!("{} takes no keywords", self.name)));
        }
        match (self.name.as_str(), numbers.as_deref(), args) {
            ("tasks.add", Some([x, y]), [a, b]) => {
                let sum = match a.as_i64().zip(b.as_i64()) {
                    Some((a, b)) => a.checked_add(b).map(Value::from),
                    None => Some(x + y).filter(|sum| sum.is_finite()).map(Value::from),
                };
                let too_large = || Raised::new("OverflowError", format!("{a} + {b} is too large"));
                sum.map(Asked::Add).ok_or_else(too_large)
            }
            ("tasks.sleep", Some([seconds]), _) if !(0.0..=MOST_SECONDS).contains(seconds) => {
                let text = format!("seconds must be between 0 and {MOST_SECONDS}, got {seconds}");
                Err(Raised::new("ValueError", text))
            }
            ("tasks.sleep", Some([seconds]), _) => Ok(Asked::Sleep(*seconds)),
            ("tasks.integrate", _, [f, a, b, n, first, end]) => {
                let [a, b] = [a, b].map(Value::as_f64);
                let [n, first, end] = [n, first, end].map(Value::as_u64);
                let numbers = a.zip(b).zip(n).zip(first.zip(end));
                let (((ends, n), blocks), f) = numbers.zip(f.as_str()).ok_or_else(wrong)?;
                part(f, ends, n, blocks).map(Asked::Integrate)
            }
            ("tasks.add" | "tasks.sleep" | "tasks.integrate", ..) => Err(wrong()),
            (name, ..) => Err(Raised::new("NotRegistered", cut(name))),
        }
    }
}

/// Some blocks of an integral; an exception if there are no such.
fn part(f: &str, (a, b): (f64, f64), n: u64, (first, end): (u64, u64)) -> Result<Chunk, Raised> {
    let within = |holds: bool, limit: String| {
        if holds { Ok(()) } else { Err(Raised::new("ValueError", limit)) }
    };
    let words = Integrand::WORDS;
    within(words.contains(&f), format!("f must be one of {}, got {}", words.join(", "), cut(f)))?;
    let f = Integrand::of(f);
    within(
        (1..=MOST_POINTS).contains(&n),
        format!("n must be between 1 and {MOST_POINTS}, got {n}"),
    )?;
    let (low, high) = f.domain();
    for (name, x) in [("a", a), ("b", b)] {
        let limit = format!("{name} must be between {low} and {high}, got {x}");
        within((low..=high).contains(&x), limit)?;
    }
    let problem = Problem { f, a, b, n, rule: Rule::Left, kernel: Kernel::Scalar };
    let whole = Chunk::whole(problem, Reduction::Blocks);
    let n_blocks = whole.n_blocks();
    within(end <= n_blocks, format!("end must be between 0 and {n_blocks}, got {end}"))?;
    within(first <= end, format!("first must be between 0 and {end}, got {first}"))?;
    let most = format!("end must be between {first} and {}, got {end}", first + MOST_BLOCKS);
    within(end - first <= MOST_BLOCKS, most)?;
    Ok(Chunk { blocks: first..end, ..whole })
}

/// What a worker says of a task.
pub(super) fn answer(id: &str, found: &Result<Value, Raised>) -> String {
    let (status, result) = match found {
        Ok(value) => ("SUCCESS", value.clone()),
        Err(Raised { name, text }) => {
            let module = match *name {
                "NotRegistered" | EXPIRED | "TimeLimitExceeded" => "celery.exceptions",
                "DecodeError" => "kombu.exceptions",
                _ => "builtins",
            };
            let status = if *name == EXPIRED { "REVOKED" } else { "FAILURE" };
            (status, json!({ "exc_type": name, "exc_message": [text], "exc_module": module }))
        }
    };
    json!({ "task_id": id, "status": status, "result": result, "traceback": null, "children": [] })
        .to_string()
}

/// What a client hears of a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answered {
    /// Its value.
    Done(Value),
    /// The name and the text of an exception.
    Raised(String, String),
}

/// Reads an answer: the id of the task, and what became of it; nothing while it is not over.
pub(super) fn read_answer(body: &str) -> Option<(String, Answered)> {
    let answer: Value = serde_json::from_str(body).ok()?;
    let id = answer["task_id"].as_str()?.to_owned();
    let result = &answer["result"];
    Some((
        id,
        match answer["status"].as_str()? {
            "SUCCESS" => Answered::Done(result.clone()),
            "FAILURE" | "REVOKED" => {
                let name = result["exc_type"].as_str().unwrap_or("Exception").to_owned();
                let text = match &result["exc_message"] {
                    Value::Array(words) => words.iter().map(said).collect::<Vec<_>>().join(", "),
                    other => said(other),
                };
                Answered::Raised(cut(&name), cut(&text))
            }
            _ => return None, // it is not over
        },
    ))
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A header by its name.
pub(super) fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The beginning of a text that may be long.
fn cut(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests;
