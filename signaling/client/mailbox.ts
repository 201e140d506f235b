/**
 * Both directions of the relay between this page and one other party, for one epoch of one call.
 *
 * Outgoing bodies are numbered and kept until the server has them, and sent again after a reconnect. Numbers grow but
 * need not be dense: they begin at the page's start time in ms, so that those of a reloaded page are always greater
 * than those it used before. Incoming bodies come in order; a number seen before is a double.
 */
import type { Stop } from "./lifetime";
import type { PartyRole, RelayBody } from "./relay_types";

export interface Address {
  call: string;
  epoch: number;
  /** The other party. */
  party: PartyRole;
}

export interface Numbered {
  n: number;
  body: RelayBody;
}

export class Mailbox {
  readonly address: Address;
  #lastOut: number;
  #lastIn = 0;
  readonly #unsent = new Map<number, Numbered>();
  #early: RelayBody[] = [];
  #listener: ((body: RelayBody) => void) | null = null;

  /** `firstNumber` must be greater than any that this party used before in this epoch. */
  constructor(address: Address, firstNumber: number) {
    this.address = address;
    this.#lastOut = firstNumber - 1;
  }

  /** Number a body. Send it next, if the server is reachable. */
  post(body: RelayBody): Numbered {
    const numbered = { n: ++this.#lastOut, body };
    this.#unsent.set(numbered.n, numbered);
    return numbered;
  }

  /** The server has it, or will never take it. */
  settled(n: number): void {
    this.#unsent.delete(n);
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
