// `window.interleave` exists from the first moment, so that a script need not wait for the program
// to load: calls made before that wait for `ready`. crates/app/src/automation.rs fills in the rest.
{
  const later = (name) => (...args) => interleave.ready.then(() => interleave[name](...args));
  let resolve;
  const ready = new Promise((done) => (resolve = done));
  window.interleave = {
    ready: Object.assign(ready, { resolve }),
    run: later("run"),
    explore: later("explore"),
    stop: later("stop"),
  };
}
