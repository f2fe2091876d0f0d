// Behind the page's own loader of modules, which `cargo xtask dist` makes: downloads a module at once, and makes it part
// of the page while it arrives, or once it is there if the host calls it something else.
function fetched(name) {
    const answer = fetch(new URL(name, import.meta.url));
    answer.catch(() => {}); // told to whoever asks for the module
    return async (imports) => {
        const response = await answer;
        if (!response.ok) throw new Error(`${name} answered ${response.status}.`);
        const called = (response.headers.get("content-type") ?? "").split(";")[0].trim();
        if (called === "application/wasm") return WebAssembly.instantiateStreaming(response, imports);
        return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    };
}
