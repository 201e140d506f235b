/**
 * Sound first: whether this side sends its picture at all. Pure.
 *
 * Where the network does not carry both for a while, the picture rests and the sound goes on. Nobody can know what a path
 * would carry without sending over it, so the picture is tried again after a rest, which grows with each trial that fails.
 */

export interface NetworkSigns {
  /** Milliseconds, monotonic. */
  now: number;
  /** The sender's own estimate of what the path carries, in bits per second; null before the first. */
  available: number | null;
  /** Of what is sent, the share that the other side says was lost lately. */
  lost: number;
}

/**
 * Less carries no picture in which a face can be read beside the sound, which takes 54,400 of it, headers included.
 *
 * Chromium's estimate never falls below the least that it sends of both: 84,400 over UDP and IPv4, by the same count
 * 97,200 over TCP and IPv6. It says so on a line that lets nothing of the picture through: this must be above it.
 */
export const LEAST = 100_000;
/** Where more is lost, what is spared on the picture saves the sound. */
export const TOO_LOST = 0.3;
/** Bad for so many ms before the picture rests: a gust is not the weather. */
export const PATIENCE = 6_000;
/** A picture that begins is not judged for so long: the estimate has to grow with it. */
export const GRACE = 3_000;
export const FIRST_REST = 10_000;
export const LONGEST_REST = 60_000;
/** Well for so long, and the next rest is short again. */
export const FORGIVEN = 30_000;

export class PicturePolicy {
  #begun: number | null = null;
  #badSince: number | null = null;
  /** Until when the picture rests; null while it is sent. */
  #until: number | null = null;
  #rest = FIRST_REST;

  /** Call this about twice a second while the picture may be sent. Answers whether it is. */
  step(signs: NetworkSigns): boolean {
    const { now } = signs;
    this.#begun ??= now;
    if (this.#until !== null) return this.#resume(now);
    if (now - this.#begun < GRACE || !isBad(signs)) {
      this.#badSince = null;
      if (now - this.#begun >= FORGIVEN) this.#rest = FIRST_REST;
      return true;
    }
    this.#badSince ??= now;
    if (now - this.#badSince < PATIENCE) return true;
    this.#until = now + this.#rest;
    this.#rest = Math.min(2 * this.#rest, LONGEST_REST);
    return false;
  }

  #resume(now: number): boolean {
    if (this.#until === null || now < this.#until) return false;
    this.#until = this.#badSince = null;
    this.#begun = now;
    return true;
  }
}

function isBad({ available, lost }: NetworkSigns): boolean {
  return (available !== null && available < LEAST) || lost > TOO_LOST;
}
