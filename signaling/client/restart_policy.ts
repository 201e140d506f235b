/**
 * When to mend a connection, and how.
 *
 * The media is the truth: a connection is judged by the bytes that come, whatever its state claims, and is mended
 * when none have come for `SILENCE`, at once when it says that it failed or when the machine's network changed. The
 * first remedy is an ICE restart, which keeps the DTLS keys and the encoder; if no byte has come `PATIENCE` after it, the
 * next is a new connection, and then another, each given twice the time of the one before up to `MOST_PATIENCE`, without
 * end: the server's deadlines end hopeless calls.
 *
 * Mending needs the relay. While signaling is down, nothing is tried and no patience is used up.
 * Where both sides see the silence, the polite one waits `COURTESY` longer, so that one restart is made and not two.
 */
import { SILENCE } from "./quality";

export type Remedy = "restart" | "replace";

export interface Signs {
  /** Milliseconds, monotonic. */
  now: number;
  /** All bytes that ever came over this connection. */
  bytes: number;
  state: RTCPeerConnectionState;
  /** The relay reaches the server. */
  signaling: boolean;
}

/** How long a remedy, or a first connection, may take before the next is tried. */
export const PATIENCE = 5_000;
export const MOST_PATIENCE = 20_000;
export const COURTESY = 1_000;

export class RestartPolicy {
  readonly #courtesy: number;
  #bytes = 0;
  /** When bytes last came; null before the first. */
  #heard: number | null = null;
  /** When the present remedy, or the first connection, was begun; null while all is well. */
  #begun: number | null;
  #networkChanged = false;
  #patience = PATIENCE;

  constructor({ polite, now }: { polite: boolean; now: number }) {
    this.#courtesy = polite ? COURTESY : 0;
    this.#begun = now;
  }

  /** The machine has another network, or its old one back: the paths known so far are suspect. */
  networkChanged(): void {
    this.#networkChanged = true;
  }

  /** The other party began anew: give the new connection its time. */
  renewed(now: number): void {
    this.#begun = now;
    this.#bytes = 0;
    this.#heard = null;
  }

  /** Call this about twice a second and when something changed; do what it returns. */
  step(signs: Signs): Remedy | null {
    if (signs.bytes > this.#bytes) {
      this.#bytes = signs.bytes;
      this.#heard = signs.now;
      this.#begun = null;
      this.#patience = PATIENCE;
    }
    if (!signs.signaling) {
      if (this.#begun !== null) this.#begun = signs.now;
      return null;
    }
    if (this.#begun !== null) return this.#nextRemedy(signs);
    if (!this.#suspect(signs)) return null;
    this.#networkChanged = false;
    this.#begun = signs.now;
    return "restart";
  }

  #nextRemedy({ now }: Signs): Remedy | null {
    if (now - (this.#begun ?? now) < this.#patience + this.#courtesy) return null;
    this.renewed(now);
    this.#patience = Math.min(2 * this.#patience, MOST_PATIENCE);
    return "replace";
  }

  #suspect({ now, state }: Signs): boolean {
    const silent = now - (this.#heard ?? now);
    return (
      this.#networkChanged ||
      silent >= SILENCE + this.#courtesy ||
      (state === "failed" && silent >= this.#courtesy)
    );
  }
}
