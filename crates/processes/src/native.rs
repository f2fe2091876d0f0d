//! Processes as threads of this machine: for tests, and for what runs natively beside a browser.
//!
//! Each has a host of its own, which no other thread touches; what crosses is moved, or copied as a browser
//! would.

#![allow(clippy::disallowed_methods, reason = "it is not for browsers")]

mod host;
mod locks;
mod pipe;
mod site;
mod things;

use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use trace::{Event, Lane};

use self::host::NativeHost;
use self::pipe::{Bell, End};
pub use self::site::Site;
use crate::ended::Ended;
use crate::host::Fetched;
use crate::process::Process;

/// A role on its way.
pub type Playing = Pin<Box<dyn Future<Output = Result<(), Ended>>>>;
/// Makes the role of a child, by its number.
pub type Children = dyn Fn(u32, Rc<Process>) -> Playing + Send + Sync;

/// One run: all that its processes have in common.
#[derive(Clone)]
pub struct Run(Arc<Shared>);

pub(crate) struct Shared {
    began: Instant,
    speed: f64,
    stopped: AtomicBool,
    children: Option<Arc<Children>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    bells: Mutex<Vec<Arc<Bell>>>,
    lanes: Mutex<Vec<Vec<Event>>>,
    site: Arc<Site>,
    /// Stands before the names of its locks.
    name: u64,
    /// What answers requests, on a thread for each.
    service: Service,
}

/// What answers a request for a path; it takes its time.
pub type Service = fn(&str) -> Fetched;

impl Run {
    /// A run whose children play `children`.
    #[must_use]
    pub fn new(children: Arc<Children>) -> Self {
        Self::with(Some(children), 1.0, |_| None, Arc::default())
    }

    /// The same, whose requests `service` answers.
    #[must_use]
    pub fn with_service(children: Arc<Children>, service: Service) -> Self {
        Self::with(Some(children), 1.0, service, Arc::default())
    }

    /// The same on a page of `site`, which other runs may share.
    #[must_use]
    pub fn on(site: Arc<Site>, children: Arc<Children>) -> Self {
        Self::with(Some(children), 1.0, |_| None, site)
    }

    /// A run that starts no child, as a browser with too many workers: nothing is ever heard of them. Its clock
    /// is so many times as fast, for who waits long.
    #[must_use]
    pub fn without_children(speed: f64) -> Self {
        Self::with(None, speed, |_| None, Arc::default())
    }

    fn with(
        children: Option<Arc<Children>>,
        speed: f64,
        service: Service,
        site: Arc<Site>,
    ) -> Self {
        Self(Arc::new(Shared {
            began: Instant::now(),
            speed,
            stopped: AtomicBool::new(false),
            children,
            threads: Mutex::default(),
            bells: Mutex::default(),
            lanes: Mutex::default(),
            name: site.number(),
            site,
            service,
        }))
    }

    /// Asks all processes to stop.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::SeqCst);
        self.0.bells.lock().expect(WHOLE).iter().for_each(|bell| bell.ring());
    }

    /// Plays the role of the first process on this thread, and waits until all others are gone; what they
    /// recorded, and the value.
    ///
    /// # Errors
    ///
    /// Those of the role.
    pub fn play<T, F: Future<Output = Result<T, Ended>>>(
        &self,
        main: impl FnOnce(Rc<Process>) -> F,
    ) -> Result<(T, Vec<Lane>), Ended> {
        let whose = Whose { rank: 0, recorded: true, number: self.0.site.number() };
        let host = Rc::new(NativeHost::new(self.0.clone(), whose, None));
        let played = host.drive(main(Rc::new(Process::new(host.clone()))));
        host.terminate_all();
        self.0.site.leave(whose.number);
        let threads = std::mem::take(&mut *self.0.threads.lock().expect(WHOLE));
        threads.into_iter().for_each(|thread| thread.join().expect("it catches what panics"));
        let lanes = std::mem::take(&mut *self.0.lanes.lock().expect(WHOLE));
        let name = |rank: usize| match rank {
            0 => "parent".to_owned(),
            rank => format!("process {rank}"),
        };
        let lane = |(rank, mut events): (usize, Vec<Event>)| {
            events.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms)); // a parent notes the end of a child
            Lane::new(name(rank), events, 0)
        };
        Ok((
            played.unwrap_or(Err(Ended::Stopped))?,
            lanes.into_iter().enumerate().map(lane).collect(),
        ))
    }
}

impl Shared {
    fn now_ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0 * self.speed
    }

    fn record(&self, rank: u8, event: Event) {
        let (mut lanes, rank) = (self.lanes.lock().expect(WHOLE), usize::from(rank));
        if lanes.len() <= rank {
            lanes.resize(rank + 1, Vec::new());
        }
        lanes[rank].push(event);
    }

    /// Starts a process; `life` is where its parent hears of it.
    fn start(self: &Arc<Self>, role: u32, end: End, life: Life) {
        let Some(children) = self.children.clone() else { return };
        let this = self.clone();
        let thread = thread::spawn(move || {
            let over = life.over.clone();
            let host = Rc::new(NativeHost::new(this.clone(), life.whose, Some((end, over))));
            life.say(Said::Started(this.now_ms()));
            let playing = children(role, Rc::new(Process::new(host.clone())));
            let played = catch_unwind(AssertUnwindSafe(|| host.drive(playing)));
            this.site.leave(life.whose.number);
            match played {
                Ok(Some(Ok(()))) => life.say(Said::Returned),
                Ok(Some(Err(Ended::Failed(text) | Ended::Refused(text)))) => {
                    life.say(Said::Failed(text))
                }
                Ok(Some(Err(Ended::Stopped)) | None) => {}
                Err(panic) => {
                    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
                    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
                    life.say(Said::Failed(text.unwrap_or_default()));
                }
            }
        });
        self.threads.lock().expect(WHOLE).push(thread);
    }
}

/// What a parent hears of a child.
enum Said {
    Started(f64),
    Returned,
    Failed(String),
}

/// Where a parent hears of a child, and how it ends it.
#[derive(Clone)]
struct Life {
    said: Arc<Mutex<Vec<Said>>>,
    bell: Arc<Bell>,
    over: Arc<AtomicBool>,
    is_done: Arc<AtomicBool>,
    whose: Whose,
}

/// A process of a run: its place in the picture, whether it is recorded there, and what no other one is called.
#[derive(Clone, Copy)]
struct Whose {
    rank: u8,
    recorded: bool,
    number: u64,
}

impl Life {
    /// Whether it has neither returned nor been ended.
    fn lives(&self) -> bool {
        !self.is_done.load(Ordering::SeqCst) && !self.over.load(Ordering::SeqCst)
    }

    fn say(&self, said: Said) {
        if !matches!(said, Said::Started(_)) {
            self.is_done.store(true, Ordering::SeqCst);
        }
        self.said.lock().expect(WHOLE).push(said);
        self.bell.ring();
    }
}

/// Why a lock of ours is never poisoned.
const WHOLE: &str = "nothing panics while it is held";

impl NativeHost {
    /// Polls `role` until it is done; nothing if it was ended from outside.
    fn drive<F: Future>(self: &Rc<Self>, role: F) -> Option<F::Output> {
        let mut role = pin!(role);
        loop {
            if let Poll::Ready(value) = role.as_mut().poll(&mut Context::from_waker(Waker::noop()))
            {
                return Some(value);
            }
            if self.is_over() {
                return None;
            }
            let at_most = self.wake_at.take().map(|at_ms| {
                let left_ms = (at_ms - self.shared.now_ms()).max(0.0);
                Duration::from_secs_f64(left_ms / 1000.0 / self.shared.speed)
            });
            self.bell.wait(at_most);
        }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("run")
    }
}
