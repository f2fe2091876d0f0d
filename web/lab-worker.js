// Loads the lab into a worker. The page starts one coordinator for each lab; a coordinator of a
// lab without shared memory starts its processes itself. After loading, Rust answers all messages.
//
// In:  { glue, module, memory?, threads?, processes?, process? }, see crates/app/src/lab/start.rs
// Out: { ready: address of the control block, or 0 } or { failed: text }

async function load({ glue, module, memory }) {
  const lab = await import(glue);
  await lab.default({ module_or_path: module, ...(memory && { memory }) });
  return lab;
}

function startProcess(start) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: "module" });
    worker.onmessage = ({ data }) => (data.failed ? reject(data.failed) : resolve(worker));
    worker.onerror = (event) => reject(event.message ?? "a process did not load");
    worker.postMessage({ ...start, processes: undefined, process: true });
  });
}

async function serve(start) {
  const lab = await load(start);
  if (lab.serve_explorer) return lab.serve_explorer();
  if (start.process) return lab.serve_process();
  if (start.memory) {
    await lab.initThreadPool(start.threads);
    return lab.serve_threads(start.threads);
  }
  const processes = Array.from({ length: start.processes }, () => startProcess(start));
  return lab.serve_coordinator(await Promise.all(processes));
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ ready: (await serve(data)) ?? 0 });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
