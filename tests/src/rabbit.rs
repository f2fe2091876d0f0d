//! RabbitMQ with the plug-in that speaks STOMP over WebSocket, and Celery beside it: the real ones, for tests.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use xtask::broker::Broker;

use crate::process::Supervised;

/// Where Debian and others put its programs; what stands on the path wants to be root.
const PROGRAMS: &str = "/usr/lib/rabbitmq/bin";
/// The longest that it may take to start, or Celery.
const START: Duration = Duration::from_secs(90);

/// A broker of its own, which ends when this is dropped.
#[derive(Debug)]
pub struct Rabbit {
    server: Option<Supervised>,
    folder: PathBuf,
    name: String,
    amqp: u16,
    web: u16,
}

/// Workers of Celery, which end when this is dropped.
#[derive(Debug)]
pub struct Celery {
    _workers: Supervised,
}

impl Rabbit {
    /// Starts one, and waits until it takes WebSockets.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub async fn start() -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("interleave-rabbit-{}-{}", std::process::id(), STARTED.fetch_add(1, Relaxed));
        let folder = env::temp_dir().join(&name);
        fs::create_dir_all(&folder).expect("there is a place for temporary files");
        let [amqp, web, other] = free_ports();
        let config = format!(
            "listeners.tcp.1 = 127.0.0.1:{amqp}\nstomp.listeners.tcp = none\nweb_stomp.tcp.ip = 127.0.0.1\n\
             web_stomp.tcp.port = {web}\n"
        );
        write(&folder.join("rabbitmq.conf"), &config);
        write(&folder.join("plugins"), "[rabbitmq_web_stomp].\n");
        let node = format!("{name}@localhost");
        let path = |file: &str| folder.join(file).display().to_string();
        let (files, dist) =
            (["rabbitmq", "plugins", "data", "log", "pid"].map(path), other.to_string());
        let [config, plugins, data, log, pid] = &files;
        let home = folder.display().to_string();
        let settings = [
            ("HOME", home.as_str()),
            ("RABBITMQ_NODENAME", &node),
            ("RABBITMQ_CONFIG_FILE", config),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", plugins),
            ("RABBITMQ_MNESIA_BASE", data),
            ("RABBITMQ_LOG_BASE", log),
            ("RABBITMQ_PID_FILE", pid),
            ("RABBITMQ_DIST_PORT", &dist),
        ];
        let program = Path::new(PROGRAMS).join("rabbitmq-server");
        let server =
            Supervised::start(&program, &[], &settings).unwrap_or_else(|why| panic!("{why}"));
        let deadline = Instant::now() + START;
        while TcpStream::connect(("127.0.0.1", web)).await.is_err() {
            assert!(Instant::now() < deadline, "{}", server.describe("does not listen"));
            sleep(Duration::from_millis(100)).await;
        }
        Self { server: Some(server), folder, name: node, amqp, web }
    }

    /// Where the page's server finds it.
    ///
    /// # Panics
    ///
    /// Never: it is the address of a WebSocket.
    #[must_use]
    pub fn broker(&self) -> Broker {
        Broker::read(&format!("ws://127.0.0.1:{}/ws", self.web)).expect("it is such an address")
    }

    /// Asks the broker for something, by `rabbitmqctl`.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub async fn control(&self, words: &[&str]) {
        let mut command = Command::new(Path::new(PROGRAMS).join("rabbitmqctl"));
        command.args(words).env("HOME", &self.folder).env("RABBITMQ_NODENAME", &self.name);
        let done = output(command).await;
        assert!(done.status.success(), "{words:?}: {}", complaint(&done));
    }

    /// Starts two workers of Celery with the tasks in `docs/celery`, and waits until they are there.
    ///
    /// # Panics
    ///
    /// When they do not start.
    pub async fn celery(&self) -> Celery {
        let words =
            ["-m", "celery", "-A", "tasks", "worker", "--concurrency", "2", "--without-mingle"];
        let words = words.map(str::to_owned);
        let address = self.address();
        let tasks = tasks().display().to_string();
        let settings = [
            ("BROKER", address.as_str()),
            ("PYTHONPATH", &tasks),
            ("PYTHONDONTWRITEBYTECODE", "1"),
        ];
        let started = Supervised::start(&python(), &words, &settings);
        let workers = started.unwrap_or_else(|why| panic!("{why}"));
        let deadline = Instant::now() + START;
        loop {
            let code = "from tasks import app; print(len(app.control.ping(timeout=1)))";
            if self.python(code).await.trim() == "1" {
                return Celery { _workers: workers };
            }
            assert!(Instant::now() < deadline, "{}", workers.describe("does not answer"));
        }
    }

    /// What Python prints that has the tasks in `docs/celery`.
    ///
    /// # Panics
    ///
    /// When it ends with an error.
    pub async fn python(&self, code: &str) -> String {
        let mut command = Command::new(python());
        command
            .args(["-c", code])
            .current_dir(tasks())
            .env("BROKER", self.address())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::null());
        let done = output(command).await;
        assert!(done.status.success(), "{code}: {}", complaint(&done));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    fn address(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}", self.amqp)
    }
}

impl Drop for Rabbit {
    fn drop(&mut self) {
        drop(self.server.take());
        // What is left of it is in a place for temporary files.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The Python for which Celery is installed: Debian's, where there is another one as well.
fn python() -> PathBuf {
    let known = ["/usr/bin/python3", "python3"].map(PathBuf::from);
    let has_celery = |python: &PathBuf| {
        let asked = Command::new(python).args(["-c", "import celery"]).output();
        asked.is_ok_and(|asked| asked.status.success())
    };
    known.into_iter().find(has_celery).expect("Celery is installed")
}

/// The folder of `tasks.py`.
fn tasks() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/celery")
}

/// Three ports that nobody has.
fn free_ports() -> [u16; 3] {
    let bind = |_| TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    let held = [0, 1, 2].map(bind); // until all are known
    held.map(|listener| listener.local_addr().expect("it has an address").port())
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file of our own can be written");
}

/// What a program prints. The test goes on meanwhile, for it serves the page.
async fn output(mut command: Command) -> Output {
    let done = tokio::task::spawn_blocking(move || command.output());
    done.await.expect("nothing panics there").expect("the program is installed")
}

fn complaint(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}
