import type { Stop } from "./lifetime";

/** A value that changes and tells: the one way in which this folder informs a page. */
export interface Readable<T> {
  readonly value: T;
  /** Call `listener` with the present value at once and with every later one. */
  subscribe(listener: (value: T) => void): Stop;
}

export class Cell<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Setting the same value again tells nobody. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  subscribe(listener: (value: T) => void): Stop {
    this.#listeners.add(listener);
    listener(this.#value);
    return () => this.#listeners.delete(listener);
  }
}
