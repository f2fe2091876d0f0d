// Loads the lab into a worker. The page starts one coordinator for each lab, which starts its threads or
// processes itself. After loading, Rust answers all messages.
//
// In:  { glue, module, memory?, stack?, threads?, thread?, network?, sends?, processes?, process? }, see crates/app/src/lab/start.rs
// Out: { ready: address of the control block, or 0 } or { failed: text }

// A worker of a frame without an origin stands elsewhere, see crates/app/src/lab/assets.rs.
self.site = new URL("../../", import.meta.url).href;
self.another = () => new Worker(location, { type: location.protocol === "blob:" ? "classic" : "module" });

async function load({ glue, module, memory, stack }) {
  const lab = await import(glue);
  await lab.default({ module_or_path: module, ...(memory && { memory, thread_stack_size: stack }) });
  return lab;
}

// Workers of a pool that start at the same time: some browsers start each through the page's own thread, which has to
// answer in between.
const AT_ONCE = 8;

// Some browsers let the requests of a new worker past the page's service worker; then another one is tried.
const TRIES = 3;

const workers = []; // some browsers collect a worker that nobody holds
const threads = []; // those that play a part of the pool

function startWorker(start) {
  return new Promise((resolve, reject) => {
    const worker = another();
    workers.push(worker);
    worker.onmessage = ({ data }) => (data.failed ? reject(data.failed) : resolve(Object.assign(worker, data)));
    worker.onerror = (event) => reject(event.message ?? "a worker did not load");
    worker.postMessage(start);
  });
}

// How long each took, in milliseconds.
async function startThreads(start) {
  const took = [];
  let left = start.threads;
  const some = async () => {
    for (let asked; left-- > 0; took.push(performance.now() - asked)) {
      asked = performance.now();
      threads.push(await startWorker({ ...start, thread: true }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
  for (let left = TRIES; start.network && left > 0; left -= 1) {
    const sender = await startWorker({ ...start, sends: true, last: left === 1 });
    if (sender.ready) break;
    sender.terminate();
  }
  return Float64Array.from(took);
}

async function serve(start) {
  const lab = await load(start);
  if (lab.serve_explorer) return lab.serve_explorer();
  if (start.process) return lab.serve_process();
  if (start.sends) {
    const asked = fetch(`${site}service/over?by=page`, { cache: "no-store", signal: AbortSignal.timeout(1000) });
    const known = await asked.then((answer) => answer.text()).then((text) => text === "false", () => false);
    return known || start.last ? lab.serve_network(start.network) : 0;
  }
  if (start.thread) {
    self.postMessage({ ready: 0 });
    return lab.serve_thread(); // what is said after it is its last word
  }
  if (start.memory) return lab.serve_threads(start.threads, await startThreads(start));
  const process = { ...start, processes: undefined, process: true };
  const ready = Array.from({ length: start.processes }, () => startWorker(process));
  return lab.serve_coordinator(process, await Promise.all(ready));
}

// A line to a broker, see stomp.js: what it is asked for by name, once it has been loaded.
self.dial = (...args) => {
  const line = import("./stomp.js").then((stomp) => stomp.dial(...args));
  line.catch((error) => args.at(-1)("refused", String(error)));
  return (name, ...args) => void line.then((line) => line[name](...args), () => {});
};

// The end. Threads leave by themselves (crates/lab/src/threads.rs): some browsers need seconds to end one that waits.
self.addEventListener("message", async ({ data }) => {
  if (data !== "end") return;
  await Promise.all(threads.map((thread) => new Promise((resolve) => (thread.onmessage = resolve))));
  for (const worker of workers) worker.terminate();
  self.postMessage("ended");
});

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ ready: (await serve(data)) ?? 0 });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
