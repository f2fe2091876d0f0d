// Loaded before the app, as a plain script. What ends the program is a mistake of ours (a trap of WebAssembly): it is said
// at the top. The place of the mistake is a number of a function, which the same build with names can tell. A program that
// could not be loaded says so where it would stand.
{
  const lost = () => {
    const status = document.querySelector("#app[aria-busy] [role=status]");
    // A frame without an origin has its reason already, from index.html.
    if (status && origin !== "null") status.textContent = "It could not be loaded. Is the network there? Then reload.";
  };
  const say = (error) => {
    if (error?.name !== "RuntimeError" || document.querySelector(".bug")) return;
    const place = String(error.stack ?? "").match(/wasm-function\[\d+\]:0x[0-9a-f]+|wasm-function\[\d+\]/)?.[0] ?? "";
    const note = document.createElement("p");
    note.className = "bug";
    note.setAttribute("role", "alert");
    note.textContent =
      `Interleave ${window.interleave?.version ?? ""} has stopped because of a mistake of its own. Reload the page to ` +
      `go on, and please report this: ${error.message} ${place}`;
    document.body.prepend(note);
  };
  addEventListener("error", ({ target, error }) => (target?.type === "module" ? lost() : say(error)), true);
  addEventListener("unhandledrejection", ({ reason }) => (reason?.name === "RuntimeError" ? say(reason) : lost()));
}
