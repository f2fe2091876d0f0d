// Loaded before the app, as a plain script: registers sw.js (beside this file) and, where the host sends no isolation
// headers, reloads once so that the page comes through it. The outcome is in <html data-isolation>: "server", "worker"
// or "none"; while it is absent a reload may be near.
//
// Never a second reload: the browser remembers that a load is a reload (navigation timing). This needs no storage, which
// throws in some frames, and leaves history.state and the address alone.
(async () => {
    const PATIENCE_MS = 10_000; // later than this, a reload would destroy what a person has begun
    const address = new URL("sw.js", document.currentScript.src).href;
    const outcome = document.documentElement.dataset;
    const load = performance.getEntriesByType("navigation")[0];
    if (window.crossOriginIsolated) {
        const byWorker = load?.serverTiming?.some(({ name }) => name === "isolated-by-worker");
        outcome.isolation = byWorker ? "worker" : "server";
    }
    try {
        const workers = navigator.serviceWorker; // throws in sandboxed frames, absent without https
        const ours = () => workers.controller?.scriptURL === address;
        // It may be there for another frame or tab: active by now, though this page has not come through it.
        if (!ours() || (!window.crossOriginIsolated && load?.workerStart === 0)) {
            const taken = new Promise((resolve) => workers.addEventListener("controllerchange", resolve));
            const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
            const there = workers.register(address).then(({ active }) => active || ours() || taken);
            if ((await Promise.race([there, late])) && !window.crossOriginIsolated && load && load.type !== "reload") {
                location.reload(); // query and fragment stay
                return;
            }
            workers.controller?.postMessage("fill");
        }
    } catch (error) {
        console.info(`no service worker, so no threads without isolation headers and no offline use: ${error}`);
    }
    outcome.isolation ??= "none";
})();
