import type { Stop } from "./lifetime";

/** Time as an argument. All in milliseconds. */
export interface Timers {
  /** Monotonic; only differences mean anything. */
  now(): number;
  after(delay: number, action: () => void): Stop;
  every(period: number, action: () => void): Stop;
}

export const pageTimers: Timers = {
  now: () => performance.now(),
  after(delay, action) {
    const id = setTimeout(action, delay);
    return () => clearTimeout(id);
  },
  every(period, action) {
    const id = setInterval(action, period);
    return () => clearInterval(id);
  },
};
