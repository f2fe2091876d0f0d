//! Experiment `web-service`: many requests to a service that takes its time, by clients of six kinds.
//!
//! * **Claim:** whoever waits for an answer can wait for many at once: the whole takes as long as the slowest of
//!   client, browser and server makes it. A server with one worker makes every client as slow as the first.
//! * **Source:** the lecture's server of running numbers and its clients.
//! * **Smallest failure:** two requests to a server with one worker take as long as one after the other.
//! * **Look at:** the lanes of the requests, and what each waits for.

files! { run, roles, common, words }

use crate::declare::{choice, files, only_runs, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{run, whole, word};
use crate::{Computer, Stage};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<WebService>("web-service", Group::Services);

params! {
    /// Checked parameters.
    WebService {
        /// Requests.
        requests: u32 = run(whole(1, 200, "100"));
        /// Who makes them.
        client: Client = run(word::<Client>("threads"));
        /// Threads of the pool.
        pool: u32 = run(whole(1, 64, "10"));
        /// How long the service takes for an answer, in milliseconds.
        delay_ms: u64 = run(whole(0, 1000, "500"));
        /// Workers of the service, each of which serves one request; 0 is any number.
        server_workers: u64 = run(whole(0, 64, "0"));
        /// How long the collector waits for each answer, in milliseconds; 0 is without end.
        timeout_ms: u64 = run(whole(0, 60_000, "2000"));
        /// Who answers.
        service: Service = run(word::<Service>("page"));
        /// What becomes of the answers.
        collect: Collect = run(word::<Collect>("queue"));
        /// What the service does to every tenth request.
        fault: Fault = run(word::<Fault>("none"));
    }
}

choice! {
    /// Who makes the requests.
    Client {
        /// One after the other.
        Sequential = "sequential";
        /// A thread for each.
        Threads = "threads";
        /// A process for each.
        Processes = "processes";
        /// A few threads, each of which takes the next one.
        Pool = "pool";
        /// Coroutines on one thread.
        Coroutines = "coroutines";
        /// Coroutines that block, so that each waits for the one before.
        AsyncioAsWritten = "asyncio-as-written";
    }
}

choice! {
    /// Who answers.
    Service {
        /// The page's own service worker.
        Page = "page";
        /// The server that the page came from.
        Server = "server";
    }
}

choice! {
    /// What becomes of the answers.
    Collect {
        /// Whoever gets one puts it into a queue, and one takes them out.
        Queue = "queue";
        /// Whoever gets one prints it.
        Printed = "printed";
    }
}

choice! {
    /// What the service does to every tenth request.
    Fault {
        /// It answers.
        None = "none";
        /// It answers that it failed.
        Error = "error";
        /// It closes the connection.
        Close = "close";
        /// It never answers.
        Never = "never";
    }
}

only_runs!(WebService);

impl WebService {
    /// How many requests can be under way at once.
    fn at_once(&self) -> u32 {
        match self.client {
            Client::Sequential | Client::AsyncioAsWritten => 1,
            Client::Threads | Client::Processes | Client::Coroutines => self.requests,
            Client::Pool => self.pool.min(self.requests),
        }
    }
}

/// Processes that a browser has room for: Chromium sets addresses of 10 GB aside for the memory of each, of a terabyte
/// that it has for all.
const MOST_PROCESSES: u32 = 100;

impl Needs for WebService {
    fn check(&mut self, fields: &mut Fields<'_>) {
        if self.client == Client::Processes && self.requests > MOST_PROCESSES {
            let problem = Problem::TooManyProcesses { max: MOST_PROCESSES };
            fields.refuse(ParamError::new("requests", self.requests, problem));
        }
    }

    fn threads(&self) -> u32 {
        match self.client {
            Client::Sequential | Client::Coroutines | Client::AsyncioAsWritten => 1,
            Client::Threads | Client::Processes | Client::Pool => self.at_once(),
        }
    }

    fn stages(&self, _: Computer) -> Vec<Stage> {
        vec![match self.client {
            Client::Threads | Client::Pool => Stage::threads(self.threads()).with_network(),
            Client::Processes => Stage::processes(self.threads()).started_by_the_run(),
            Client::Sequential | Client::Coroutines | Client::AsyncioAsWritten => Stage::single(),
        }]
    }

    fn resources(&self) -> Vec<String> {
        ["a connection", "a worker of the service"].map(str::to_owned).to_vec()
    }
}
