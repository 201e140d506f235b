/** Something fetched from the server: on its way, here, or refused. What was here before stays while it is renewed. */
import { type Signal, signal } from "@preact/signals";
import { Refused } from "./api";

export interface Remote<T> {
  value: T | null;
  loading: boolean;
  /** The id of the problem with the last attempt. */
  problem: string | null;
}

export class Fetched<T> {
  readonly state: Signal<Remote<T>> = signal({ value: null, loading: false, problem: null });
  #running = new AbortController();

  /** Fetch anew; an older fetch that still runs is dropped. */
  async load(fetch: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.state.value = { ...this.state.peek(), loading: true, problem: null };
    try {
      const value = await fetch(running.signal);
      if (!running.signal.aborted) this.state.value = { value, loading: false, problem: null };
    } catch (fault) {
      if (running.signal.aborted) return;
      const problem = fault instanceof Refused ? fault.id : "other";
      this.state.value = { ...this.state.peek(), loading: false, problem };
    }
  }

  /** Forget what was fetched. */
  clear(): void {
    this.#running.abort();
    this.state.value = { value: null, loading: false, problem: null };
  }
}
