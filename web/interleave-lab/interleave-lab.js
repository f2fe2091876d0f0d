// <interleave-lab link="#/lost-update?v=1">: an experiment in a page, a deck or a course. README.md has what it takes, and
// docs/embedding.md in the project what its frame says and hears.
//
// What stands in the element is for search engines, for browsers without scripts, and for the time before the frame is
// there. The frame is a child of the element, where decks look for frames; a shadow draws the rest, without inline styles.

const HOME = new URL(".", import.meta.url).href;
const HEIGHT = 540;
const NEAR = { rootMargin: "200px" };
const PATIENCE_MS = 10_000; // so long after it was loaded, a page that says nothing is shown all the same

// What a value looks like; another one counts as none.
const RULES = {
  link: [/^#\//, 'begin with "#/"'],
  height: [/^(auto|[1-9]\d{0,4})$/, 'be "auto" or a whole number from 1 to 99999'],
  theme: [/^(light|dark|system)$/, 'be "light", "dark" or "system"'],
  layout: [/^(picture|step)$/, 'be "picture" or "step"'],
  load: [/^(visible|click|now)$/, 'be "visible", "click" or "now"'],
};

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
  :host { display: block }
  :host([hidden]), [hidden], .shown .poster, .link { display: none !important }
  .box { display: grid }
  ::slotted(iframe), .poster { grid-area: 1 / 1; box-sizing: border-box; width: 100% !important; min-width: 0 }
  ::slotted(iframe) { height: var(--interleave-height) !important; max-width: none !important; max-height: none !important;
    margin: 0 !important; border: 0; opacity: 0 }
  .shown ::slotted(iframe) { opacity: 1 }
  .poster { position: relative; min-height: var(--interleave-height); outline: 1px solid #8884; outline-offset: -1px;
    display: grid; place-content: center; justify-items: center; gap: 1em }
  img { max-width: 100%; max-height: var(--interleave-height) }
  button { padding: 0.6em 1.2em; font: inherit; cursor: pointer }
  img:not([hidden]) ~ button { position: absolute; inset: 0; margin: auto; width: max-content; height: max-content }
  @media print {
    ::slotted(iframe) { display: none !important }
    .box .poster { display: block !important; min-height: 0; outline: 0 }
    .link { display: block !important; overflow-wrap: anywhere }
    button { display: none }
  }
`);

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

export class InterleaveLab extends HTMLElement {
  static observedAttributes = ["link", "src", "poster", "height", "title", "theme", "layout", "start", "load"];

  #frame = null;
  #isHere = false; // in a document, with all the attributes that it has there
  #isReady = false;
  #link = null; // what was shown last, for a frame that is loaded again
  #title = "Interleave";
  #height = HEIGHT; // of what is in the frame
  #waiting = []; // what is to be said once the frame hears
  #isAsked = false; // by the button, so that the frame gets the focus that the button had
  #own = new CSSStyleSheet();
  #picture = make("img");
  #children = make("slot");
  #button = make("button", { type: "button", onclick: () => this.#press() });
  #poster = make("div", { className: "poster" }, this.#picture, this.#children, this.#button);
  #anchor = make("a");
  #box = make("div", { className: "box" }, make("slot", { name: "frame" }), this.#poster);
  #near = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#load(), NEAR);

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [SHEET, this.#own];
    shadow.append(this.#box, make("p", { className: "link" }, this.#anchor));
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#isHere = true;
    this.#draw();
    this.#arm();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#near.disconnect();
    this.#isHere = false;
    this.#rest();
  }

  attributeChangedCallback(name, old, value) {
    const [form, must] = RULES[name] ?? [];
    if (value !== null && form && !form.test(value)) {
      const message = `${name} must ${must}, got ${JSON.stringify(value)}`;
      console.error(`<interleave-lab>: ${message}`);
      this.#tell("error", { about: name, message });
    }
    if (!this.#isHere || old === value) return;
    if (name === "link") this.#link = null;
    this.#draw();
    if (!this.#frame) this.#arm();
    else if (name === "link" && this.#value(name)) this.#say("open", { link: value });
    else if (name === "theme") this.#say("theme", { theme: this.#value("theme") ?? "system" });
    else if (["src", "layout", "start"].includes(name)) {
      this.#frame.remove(); // a new one leaves no step in the history
      this.#frame = null;
      this.#rest();
      this.#load();
    }
  }

  start() { this.#say("start"); }
  stop() { this.#say("stop"); }
  step(by = 1) { this.#say("step", { by }); }
  open(link) { this.#say("open", { link }); }
  reset() { this.#say("reset"); }
  theme(theme) { this.setAttribute("theme", theme); }

  #value(name) {
    const value = this.getAttribute(name);
    return value !== null && (RULES[name]?.[0].test(value) ?? true) ? value : null;
  }

  // The address of the page, in a frame or by itself.
  #address(inFrame) {
    const address = new URL(this.getAttribute("src") ?? HOME, this.baseURI);
    if (inFrame) {
      const [layout, theme] = [this.#value("layout"), this.#value("theme")];
      const query = [layout ? `embed=${layout}` : "embed"];
      if (theme && theme !== "system") query.push(`theme=${theme}`);
      if (this.hasAttribute("start")) query.push("start");
      address.search = query.join("&");
    }
    address.hash = (!inFrame && this.#link) || (this.#value("link") ?? "");
    return address.href;
  }

  #draw() {
    const [poster, height] = [this.getAttribute("poster"), this.#value("height") ?? HEIGHT];
    const title = this.getAttribute("title") ?? this.#title;
    this.#own.replaceSync(`:host { --interleave-height: ${height === "auto" ? this.#height : height}px }`);
    if (poster && poster !== this.#picture.getAttribute("src")) this.#picture.src = poster;
    this.#picture.alt = title;
    this.#picture.hidden = !poster;
    this.#children.hidden = Boolean(poster);
    this.#button.hidden = this.#value("load") !== "click" && !this.#isAsked;
    this.#button.textContent = this.#isAsked ? "Loading…" : `▶ ${title}`;
    this.#anchor.href = this.#anchor.textContent = this.#address(false);
    if (this.#frame) this.#frame.title = title;
  }

  // Waits for the moment to load.
  #arm() {
    this.#near.disconnect();
    const load = this.#value("load") ?? "visible";
    if (this.#frame || load === "now" || this.#waiting.length) this.#load();
    else if (load === "visible") this.#near.observe(this);
  }

  #load() {
    if (this.#frame || !this.#isHere) return;
    this.#near.disconnect();
    this.querySelector(":scope > iframe[slot=frame]")?.remove(); // of an element that this one is a copy of
    const loading = ["click", "now"].includes(this.#value("load")) ? "eager" : "lazy";
    const allow = "cross-origin-isolated; fullscreen; clipboard-write";
    const frame = make("iframe", { slot: "frame", allow, loading, src: this.#address(true) });
    frame.toggleAttribute("data-autoplay", this.hasAttribute("start")); // reveal.js then begins it
    frame.onload = () => setTimeout(() => frame === this.#frame && this.#show(), PATIENCE_MS);
    this.#frame = frame;
    this.#draw();
    this.append(frame);
  }

  #press() {
    this.#isAsked = true;
    this.#load();
    this.#draw();
  }

  #show() {
    this.#box.classList.add("shown");
    if (this.#isAsked) this.#frame.focus();
    this.#isAsked = false;
  }

  // The frame is gone, or about to be loaded again.
  #rest() {
    this.#isReady = false;
    this.#box.classList.remove("shown");
  }

  #say(type, fields) {
    if (this.#isReady) this.#frame.contentWindow?.postMessage({ source: "interleave", v: 1, type, ...fields }, "*");
    else this.#waiting.push([type, fields]) && this.#load();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(`interleave-${type}`, { bubbles: true, composed: true, detail }));
  }

  #hear = ({ data, source }) => {
    if (!source || source !== this.#frame?.contentWindow) return;
    if (data?.source !== "interleave" || data.v !== 1) return;
    if (data.type === "key") this.#hand(data);
    if (data.type === "height" && data.height > 0) this.#height = Number(data.height);
    if (data.type === "state") this.#link = data.link ?? this.#link;
    if (data.type === "ready") this.#greet(data);
    if (data.type === "height" || data.type === "state") this.#draw();
    if (["ready", "state", "result", "error"].includes(data.type)) this.#tell(data.type, data);
  };

  // The frame has been loaded, for the first time or again.
  #greet({ link, title }) {
    this.#isReady = true;
    this.#title = title ?? this.#title;
    this.#draw();
    this.#show();
    const theme = this.#value("theme") ?? "system";
    if (theme !== (new URL(this.#frame.src).searchParams.get("theme") ?? "system")) this.#say("theme", { theme });
    if (this.#link && link && this.#link !== link) this.#say("open", { link: this.#link });
    for (const words of this.#waiting.splice(0)) this.#say(...words);
  }

  // A key that means nothing in the frame, pressed in the page; old decks read it by its number.
  #hand({ key, code, which, altKey, ctrlKey, metaKey, shiftKey }) {
    if (key === "Escape") {
      this.tabIndex = -1;
      this.focus({ preventScroll: true });
    }
    // The frame tells reveal.js by itself; a deck that heard both would go two steps.
    if (this.closest(".reveal") && globalThis.Reveal?.getConfig?.().postMessage !== false) return;
    const options = { key, code, altKey, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true, composed: true };
    const event = new KeyboardEvent("keydown", options);
    Object.defineProperties(event, { keyCode: { value: which }, which: { value: which } });
    this.ownerDocument.body.dispatchEvent(event);
  }
}

if (!customElements.get("interleave-lab")) customElements.define("interleave-lab", InterleaveLab);
