/**
 * Both directions of the relay between this page and one other party, in one call.
 *
 * Outgoing bodies are numbered and kept until the server has them, and sent again after a reconnect. Numbers grow but
 * need not be dense. Incoming bodies come in order; a number that is not greater than the last is a double.
 */
import type { Stop } from "./lifetime";
import type { RelayBody } from "./types";

export interface Address {
  call: string;
  /** One's own number in the call; 0 for the kiosk. */
  own: number;
  /** The other party's. */
  other: number;
}

export interface Numbered {
  n: number;
  body: RelayBody;
}

/**
 * Numbers for all that one page sends. They begin at the page's start, in ms since 1970, so that those of a page loaded
 * anew are greater than those that it used before, which the server would take for doubles.
 */
export function pageNumbers(start: number = performance.timeOrigin): () => number {
  let last = Math.floor(start);
  return () => ++last;
}

export class Mailbox {
  readonly address: Address;
  readonly #nextNumber: () => number;
  #lastIn = 0;
  readonly #unsent = new Map<number, Numbered>();
  #early: RelayBody[] = [];
  #listener: ((body: RelayBody) => void) | null = null;

  constructor(address: Address, nextNumber: () => number) {
    this.address = address;
    this.#nextNumber = nextNumber;
  }

  /** Number a body. Send it next, if the server is reachable. */
  post(body: RelayBody): Numbered {
    const numbered = { n: this.#nextNumber(), body };
    this.#unsent.set(numbered.n, numbered);
    return numbered;
  }

  /** The server has it, or will never take it. */
  settled(n: number): void {
    this.#unsent.delete(n);
  }

  /** Whether `n` still has to be sent. */
  holds(n: number): boolean {
    return this.#unsent.has(n);
  }

  /** In order: send these again after a reconnect. */
  unsent(): Numbered[] {
    return [...this.#unsent.values()];
  }

  /** Take in what came. Returns the number to acknowledge, or null while nobody listens. */
  take({ n, body }: Numbered): number | null {
    if (n > this.#lastIn) {
      this.#lastIn = n;
      if (this.#listener) this.#listener(body);
      else this.#early.push(body);
    }
    return this.#listener ? this.#lastIn : null;
  }

  /** Hear what comes and, first, what has come. Returns the number to acknowledge, or null where nothing has. */
  listen(listener: (body: RelayBody) => void): { stop: Stop; acknowledge: number | null } {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const body of early) listener(body);
    const stop = (): void => {
      if (this.#listener === listener) this.#listener = null;
    };
    return { stop, acknowledge: this.#lastIn > 0 ? this.#lastIn : null };
  }
}
