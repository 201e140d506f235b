/** Everything here that holds a resource has a lifetime, which its owner ends once. */

export type Stop = () => void;

/**
 * A scope. What is hung on it stops when it ends, the newest first.
 *
 * Ending twice does nothing; what is hung on an ended lifetime stops at once.
 */
export class Lifetime {
  #stops: Stop[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  add(stop: Stop): void {
    if (this.#ended) stop();
    else this.#stops.push(stop);
  }

  /** Listen to `target` until the end. */
  listen(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.add(() => target.removeEventListener(type, listener));
  }

  end(): void {
    this.#ended = true;
    const stops = this.#stops.reverse();
    this.#stops = [];
    for (const stop of stops) stop();
  }
}
