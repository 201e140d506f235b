import type { Stop } from "./lifetime";
import type { Timers } from "./timers";

/**
 * Timers that keep time in a hidden tab, where the page's own are throttled to one a minute.
 *
 * The caller makes the Worker, so that its bundler and its content security policy see it:
 * `workerTimers(new Worker(new URL("…/signaling/client/ticker.ts", import.meta.url), { type: "module" }))`.
 */
export function workerTimers(worker: Worker): Timers {
  const actions = new Map<number, () => void>();
  let last = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<number>) => {
    const action = actions.get(data);
    actions.delete(data);
    action?.();
  });
  const after = (delay: number, action: () => void): Stop => {
    const id = ++last;
    actions.set(id, action);
    worker.postMessage({ id, after: delay });
    return () => {
      if (actions.delete(id)) worker.postMessage({ id });
    };
  };
  const every = (period: number, action: () => void): Stop => {
    let stop: Stop = () => {};
    const again = (): void => {
      stop = after(period, again);
      action();
    };
    stop = after(period, again);
    return () => stop();
  };
  return { now: () => performance.now(), after, every };
}
