// The page's loader of modules: downloads one at once, and makes it part of the page while it arrives, or once it is there
// if the host calls it something else. An answer that has not begun after 5 s may be lost, and is asked for again.
function fetched(name) {
    const ask = () => fetch(new URL(name, import.meta.url));
    const answer = new Promise((resolve, reject) => {
        const again = setTimeout(() => ask().then(resolve, reject), 5000);
        ask().then(resolve, reject).finally(() => clearTimeout(again)); // a failure is told to whoever asks for it
    });
    answer.catch(() => {});
    return async (imports) => {
        const response = await answer;
        if (!response.ok) throw new Error(`${name} answered ${response.status}.`);
        const called = (response.headers.get("content-type") ?? "").split(";")[0].trim();
        if (called === "application/wasm") return WebAssembly.instantiateStreaming(response, imports);
        return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    };
}
