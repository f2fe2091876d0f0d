// The service that `web-service` asks, in the page's service worker: a running number after a while, from so many workers
// that serve one request each. Each run has numbers of its own. crates/xtask/src/service.rs answers the same.

const SERVICE = "service/";
const HALF = { start: (answer) => answer.enqueue(new Uint8Array([55, 32])), pull: (answer) => answer.error() };
const runs = new Map();

function begin() {
    const run = { number: 0, busy: 0, line: [] };
    run.over = new Promise((resolve) => (run.end = resolve));
    return run;
}

// The answer to a request for `name`, or nothing if it is not this service that is asked.
function service(name, request) {
    const ask = new URL(name, SCOPE).searchParams;
    if (!name.startsWith(SERVICE) || ask.get("by") !== "page") return undefined;
    const run = ask.get("run");
    if (name.startsWith(`${SERVICE}over?`)) {
        runs.get(run)?.end();
        return Promise.resolve(new Response(`${runs.delete(run)}`));
    }
    if (!runs.has(run)) runs.set(run, begin());
    return serve(runs.get(run), Number(ask.get("workers")), Number(ask.get("delay_ms")), ask.get("fault"), request);
}

async function serve(run, workers, delayMs, fault, { signal }) {
    const came = performance.now();
    const gone = Promise.race([run.over, new Promise((resolve) => signal.addEventListener("abort", () => resolve()))]);
    if (workers > 0 && run.busy >= workers) {
        const turn = new Promise((resolve) => run.line.push({ signal, call: () => resolve("mine") }));
        if (!(await Promise.race([turn, gone]))) return Response.error();
    } else run.busy += 1;
    const began = performance.now();
    const number = (run.number += 1);
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, fault === "never" ? 600_000 : delayMs))]);
    let next = run.line.shift();
    while (next?.signal.aborted) next = run.line.shift(); // nobody waits for it any more
    next ? next.call() : (run.busy -= 1);
    if (fault === "close") return new Response(new ReadableStream(HALF)); // ends once its beginning was read
    if (fault === "error") return new Response("the service failed, as it was asked to", { status: 500 });
    const us = (fromMs, toMs) => Math.round(1000 * (toMs - fromMs));
    return new Response(`${number} page ${us(came, began)} ${us(began, performance.now())}`, { headers: { "Cache-Control": "no-store" } });
}
