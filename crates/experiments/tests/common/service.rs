//! The service of `web-service`, natively: as `web/service.js` and the server have it.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, LazyLock, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use experiments::kernel::{Fetched, Network};
use primitives::Reply;

const WHOLE: &str = "nobody panics while holding it";

/// One run of it.
#[derive(Default)]
struct Run {
    /// The number given last, and the workers that serve.
    state: Mutex<(u64, u64)>,
    is_free: Condvar,
}

static RUNS: LazyLock<Mutex<HashMap<String, Arc<Run>>>> = LazyLock::new(Mutex::default);

/// What comes back from a path; it takes its time.
pub(crate) fn answer(path: &str) -> Fetched {
    let (what, query) = path.split_once('?').expect("it is asked with a query");
    let of = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.clone().find(|(key, _)| *key == name).map_or("", |(_, value)| value).to_owned()
    };
    if what == "service/over" {
        return Some((200, RUNS.lock().expect(WHOLE).remove(&of("run")).is_some().to_string()));
    }
    let [workers, delay_ms] =
        ["workers", "delay_ms"].map(|name| of(name).parse().expect("a whole number"));
    let run = Arc::clone(RUNS.lock().expect(WHOLE).entry(of("run")).or_default());
    let came = Instant::now();
    let free = |state: &mut (u64, u64)| workers > 0 && state.1 >= workers;
    let mut state = run.is_free.wait_while(run.state.lock().expect(WHOLE), free).expect(WHOLE);
    *state = (state.0 + 1, state.1 + 1);
    let number = state.0;
    drop(state);
    let began = Instant::now();
    let never = of("fault") == "never";
    sleep(Duration::from_millis(if never { 60_000 } else { delay_ms }));
    run.state.lock().expect(WHOLE).1 -= 1;
    run.is_free.notify_one();
    let (queued_us, served_us) = ((began - came).as_micros(), began.elapsed().as_micros());
    match &*of("fault") {
        "error" => Some((500, String::new())),
        "close" => None,
        _ => Some((200, format!("{number} {} {queued_us} {served_us}", of("by")))),
    }
}

/// Asks it on a thread for each request.
pub(crate) struct Threads;

impl Network for Threads {
    fn send(&self, path: String, reply: Arc<Reply<Fetched>>) {
        std::thread::spawn(move || reply.put(answer(&path)));
    }

    fn end(&self, path: String) {
        answer(&path);
    }
}
