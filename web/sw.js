// The service worker of the page. It adds the isolation headers where the host sends none (so that threads work on any
// static host), and keeps the page for use without network. It serves the folder it stands in, at any path.
// Whatever fails in here, the browser's own fetch answers instead.

const HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin", // others may embed the page
    "Document-Isolation-Policy": "isolate-and-require-corp", // isolates inside frames too, where it is known
};
const SCOPE = new URL(self.registration.scope);
const CACHE = `interleave:${SCOPE.pathname}`; // one origin may host several of these pages

// A store that is slower, as some are while `fill` is at work, is not waited for but where there is no network.
const BUSY_MS = 500;
// Documents that name all other files. They are asked of the server every time.
const ENTRIES = ["", "lab-manifest.json"];
// What the entries said in the version before this one, as the store keeps it.
const BEFORE = "before";
// Files whose path changes with their content, those of older builds among them. Asked for once.
const HASHED = /^(app|lab)\/[0-9a-f]+\/|-[0-9a-f]{12,16}(\.|_bg\.wasm$)/;

importScripts("service.js");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
    // Sent by a page that was loaded before this worker could see its files.
    if (event.data === "fill") event.waitUntil(fill().catch(ignore));
});
self.addEventListener("fetch", (event) => {
    const { request } = event;
    const name = nameOf(request.url);
    const served = name !== null && service(name, request);
    if (served) event.respondWith(served);
    if (name?.startsWith(SERVICE)) return; // or the server is asked
    const plain = request.method === "GET" && !request.headers.has("range");
    if (plain && name !== null && request.cache !== "only-if-cached") {
        event.respondWith(answer(event).then(isolated).catch(() => fetch(request)));
    }
});

// Hashed files from the cache first; everything else from the network first.
async function answer(event) {
    const { request } = event;
    const document = request.mode === "navigate"; // the same for every query, which only the page reads
    const full = nameOf(request.url);
    const name = document ? full.split("?")[0].replace(/index\.html$/, "") : full;
    const kept = await Promise.race([recall(name), new Promise((resolve) => setTimeout(resolve, BUSY_MS))]);
    if (kept && HASHED.test(name)) return kept;
    try {
        // "no-cache" asks the server whether the browser's own copy is still the newest.
        const fresh = document || ENTRIES.includes(name);
        const response = await fetch(request, fresh ? { cache: "no-cache" } : {});
        if (response.status >= 500 && kept) return kept;
        const work = ENTRIES.includes(name) ? document && fill() : keep(name, response.clone());
        event.waitUntil(Promise.resolve(work).catch(ignore));
        return response;
    } catch (offline) {
        const late = kept ?? (await recall(name));
        if (late) return late;
        throw offline;
    }
}

// Stores a whole, direct answer of our own server.
async function keep(name, response) {
    if (response.status !== 200 || response.type !== "basic" || response.redirected) return;
    await (await caches.open(CACHE)).put(SCOPE.href + name, response);
}

// Brings the store to the newest version: first the files that the entries name, then the entries, so that offline the
// page is always whole; last goes what neither they nor the version before them name: a tab that is open loads the rest of
// its own version, whatever the host has by now. A failure on the way leaves the old version in place.
async function fill() {
    const entries = await Promise.all(ENTRIES.map((name) => fetch(SCOPE.href + name, { cache: "no-cache" })));
    if (!entries[0].ok || entries.some(({ status }) => status >= 500)) return;
    const text = (await Promise.all(entries.map((entry) => (entry.ok ? entry.clone().text() : "")))).join("\n");
    // Quoted text that ends like a file name; what is none answers 404 and is not stored.
    for (const [, file] of text.matchAll(/["']([^"'\s]+\.[a-z]\w{1,11})["']/g)) {
        const name = nameOf(new URL(file, SCOPE).href);
        if (name === null || ENTRIES.includes(name) || (await recall(name))) continue;
        await keep(name, await fetch(SCOPE.href + name));
    }
    const cache = await caches.open(CACHE);
    const texts = (kept) => Promise.all(kept.map((entry) => entry?.text() ?? ""));
    const before = (await texts(await Promise.all(ENTRIES.map(recall)))).join("\n");
    if (before !== text) await cache.put(SCOPE.href + BEFORE, new Response(before));
    const old = await (await recall(BEFORE))?.text();
    await Promise.all(ENTRIES.map((name, i) => keep(name, entries[i])));
    for (const name of (await cache.keys()).map(({ url }) => nameOf(url))) {
        const mark = /^(app|lab)\//.test(name) ? name.split("/")[1] : name; // named by their folder
        if (HASHED.test(name) && !text.includes(mark) && !old?.includes(mark)) await cache.delete(SCOPE.href + name);
    }
}

// A fresh copy of what is stored under `name`; nothing when there is no storage.
const stored = async (name) => (await caches.open(CACHE)).match(SCOPE.href + name, { ignoreVary: true });
const recall = (name) => stored(name).catch(ignore);

// The response with the headers it lacks. A timing mark tells the page when it is isolated by this worker only.
function isolated(response) {
    const missing = Object.keys(HEADERS).filter((name) => !response.headers.has(name));
    if (response.status === 0 || missing.length === 0) return response; // status 0: a redirect, not ours to read
    const headers = new Headers(response.headers);
    for (const name of missing) headers.set(name, HEADERS[name]);
    if (missing.includes("Cross-Origin-Embedder-Policy")) headers.append("Server-Timing", "isolated-by-worker");
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

// The path of an absolute `url` inside the scope, with its query; null outside.
function nameOf(url) {
    return url.startsWith(SCOPE.href) ? url.slice(SCOPE.href.length).split("#")[0] : null;
}

function ignore() {} // storage is full or forbidden: the page works without
