// In a SCORM 2004 package, before its frame: what the frame says by SPLICE goes to the platform, and what the platform has
// kept goes to the frame.
(() => {
  const MOST_STATE = 64_000; // characters of cmi.suspend_data that every platform keeps
  const MOST_PLACE = 1000; // of cmi.location
  const HAS_NO_VALUE = 403; // of what was never set

  const began = Date.now();
  const frame = () => document.querySelector("iframe");
  const tell = (text) => Object.assign(document.querySelector("p"), { textContent: text, hidden: false });

  // The player stands in a window around this one, or around the one that opened it.
  const seek = (from) => {
    try {
      for (let at = from, left = 500; at && left > 0; left -= 1) {
        if (at.API_1484_11) return at.API_1484_11;
        at = at.parent === at ? null : at.parent;
      }
    } catch {} // a window of another site
    return null;
  };
  const player = seek(window) ?? seek(opener) ?? seek(top.opener);
  let isOpen = false;

  // The answer of the player; what went wrong is shown.
  const call = (method, ...words) => {
    const answer = String(player[method](...words));
    const code = Number(player.GetLastError());
    if (code !== 0 && code !== HAS_NO_VALUE) {
      const why = `${player.GetErrorString(code)} ${player.GetDiagnostic(code)}`.trim();
      tell(`The platform refused ${[method, words[0]].join(" ").trim()}: ${why} (${code}). Not all is kept of what you do here.`);
    }
    return answer;
  };
  const read = (name) => (isOpen ? call("GetValue", name) : "");
  const write = (name, value) => isOpen && call("SetValue", name, String(value));

  const commit = () => {
    if (!isOpen) return;
    write("cmi.session_time", `PT${((Date.now() - began) / 1000).toFixed(2)}S`);
    write("cmi.exit", "suspend"); // so that what is kept is there the next time
    call("Commit", "");
  };

  let counts = false; // a look, or a look back, changes nothing
  const keep = (state) => {
    if (!counts) return;
    const text = JSON.stringify(state ?? null);
    if (text.length <= MOST_STATE) write("cmi.suspend_data", text);
    else tell(`state is ${text.length} characters long, at most ${MOST_STATE} are kept: you will go on from an earlier one.`);
  };

  // Only the best score counts, so that nobody loses one by trying on.
  const grade = (score) => {
    if (!counts) return;
    write("cmi.completion_status", "completed");
    if (score < Number(read("cmi.score.scaled") || -1)) return;
    write("cmi.score.min", 0);
    write("cmi.score.max", 100);
    write("cmi.score.raw", Number((100 * score).toFixed(2)));
    write("cmi.score.scaled", Number(score.toFixed(4)));
    const enough = Number(read("cmi.scaled_passing_score") || 1);
    write("cmi.success_status", score >= enough ? "passed" : "failed");
  };

  const heard = {
    "SPLICE.getState"({ message_id }, answer) {
      const words = { subject: "SPLICE.getState.response", message_id, state: null };
      try {
        words.state = JSON.parse(read("cmi.suspend_data") || "null");
      } catch {
        words.error = "cmi.suspend_data is no JSON";
        tell("What the platform has kept cannot be read: you begin anew.");
      }
      answer(words);
    },
    "SPLICE.reportScoreAndState"({ score, state }) {
      if (!(typeof score === "number" && score >= 0 && score <= 1)) {
        tell(`score must be a number from 0 to 1, got ${JSON.stringify(score)}.`);
        return;
      }
      keep(state);
      grade(score);
      commit();
    },
    // A level is complete once it has a score, an experiment once it was carried out.
    "SPLICE.sendEvent"({ location }) {
      if (typeof location === "string" && location.length <= MOST_PLACE) write("cmi.location", location);
      if (counts && !/#\/challenge\/|#.*[?&]goal=/.test(frame().src)) write("cmi.completion_status", "completed");
      commit();
    },
    "lti.frameResize"({ height }) {
      if (!(height > 0 && height < 100_000)) return;
      frame().height = Math.ceil(height);
      const { offsetHeight } = document.body;
      if (parent !== window) parent.postMessage({ subject: "lti.frameResize", height: offsetHeight }, "*");
    },
  };

  addEventListener("message", ({ data, source, origin }) => {
    if (!source || source !== frame()?.contentWindow || !Object.hasOwn(heard, data?.subject)) return;
    heard[data.subject](data, (words) => source.postMessage(words, origin === "null" ? "*" : origin));
  });
  addEventListener("pagehide", () => {
    if (!isOpen) return;
    commit();
    isOpen = false;
    player.Terminate("");
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // an end is an end

  if (!player) {
    tell("No SCORM 2004 player (API_1484_11) was found around this page: what you do here is not kept.");
    return;
  }
  isOpen = call("Initialize", "") === "true";
  if (!isOpen) {
    tell("The platform did not begin: what you do here is not kept.");
    return;
  }
  counts = !["browse", "review"].includes(read("cmi.mode"));
  const status = read("cmi.completion_status");
  if (counts && ["", "unknown", "not attempted"].includes(status)) write("cmi.completion_status", "incomplete");
})();
