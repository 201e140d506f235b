/**
 * Whether this desk could be reached all the time: a page that is asleep cannot say so, but it notices on waking.
 *
 * The heartbeat comes from a Worker, whose clock a hidden tab does not slow. A gap in it means that the page was frozen
 * or the machine slept; the server has then long taken the guide out of the queue. Pure.
 */

export interface Sleep {
  from: number;
  to: number;
}

/** Longer than a busy page is ever held up, shorter than the server waits for a sign of life. In ms. */
export const ASLEEP = 10_000;

export class Heartbeat {
  #last: number | null = null;

  /** The heart beats at `now`, a wall clock's ms. Returns the sleep that it ends, if it does. */
  beat(now: number): Sleep | null {
    const last = this.#last;
    this.#last = now;
    return last !== null && now - last > ASLEEP ? { from: last, to: now } : null;
  }
}
