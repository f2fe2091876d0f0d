/** What a frame says of itself as soon as it hears; `why` is a sentence unless threads share a memory. */
export interface InterleaveReady {
  link: string | null;
  title: string;
  version: string;
  threads: "shared" | "separate" | "none";
  why: string | null;
}

/** What a frame shows and does. `link` is null while a field is wrong. */
export interface InterleaveState {
  link: string | null;
  doing: "idle" | "running" | "exploring" | "stopping";
  failure: { name: string; message: string } | null;
}

/** A run, an exploration or a level has ended; `record` is null for a level, `score` 1 or 0 if something was to be answered. */
export interface InterleaveResult {
  link: string;
  record: object | null;
  score: 0 | 1 | null;
}

/** Something that was asked for could not be done. */
export interface InterleaveError {
  about: string;
  message: string;
}

/**
 * `<interleave-lab>`, with the attributes `link`, `src`, `poster`, `height`, `title`, `theme`, `layout`, `start` and `load`.
 * What is asked of a frame that is not there yet loads it, and is done once it hears.
 */
export class InterleaveLab extends HTMLElement {
  /** Runs or explores. */
  start(): void;
  stop(): void;
  /** Goes so many steps along the schedule, back if negative; from -1000 to 1000. */
  step(by?: number): void;
  /** Shows a link, such as `#/lost-update?v=1`. */
  open(link: string): void;
  /** Shows what the frame was opened with. */
  reset(): void;
  theme(theme: "light" | "dark" | "system"): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "interleave-lab": InterleaveLab;
  }
  interface HTMLElementEventMap {
    "interleave-ready": CustomEvent<InterleaveReady>;
    "interleave-state": CustomEvent<InterleaveState>;
    "interleave-result": CustomEvent<InterleaveResult>;
    "interleave-error": CustomEvent<InterleaveError>;
  }
}
