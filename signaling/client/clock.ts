/** The server's clock as seen from here: countdowns must not depend on how this machine's clock is set. */

/** A reading is trusted for so many ms; a drifting clock is followed through newer ones. */
const TRUSTED = 5 * 60_000;

export class ServerClock {
  #offset = 0;
  #roundTrip = Number.POSITIVE_INFINITY;
  #readAt = Number.NEGATIVE_INFINITY;

  /**
   * The server said that it was `at` (ms since 1970 UTC) between our `sent` and `received` (local wall clock, ms).
   *
   * The reading with the shortest round trip wins, since its error is at most half of it (RFC 5905 §8).
   */
  read({ sent, at, received }: { sent: number; at: number; received: number }): void {
    const roundTrip = received - sent;
    if (roundTrip < 0) return;
    if (roundTrip > this.#roundTrip && received - this.#readAt < TRUSTED) return;
    this.#roundTrip = roundTrip;
    this.#readAt = received;
    this.#offset = at - (sent + received) / 2;
  }

  /** Milliseconds since 1970 UTC, as the server would say. */
  now(local: number = Date.now()): number {
    return local + this.#offset;
  }
}
