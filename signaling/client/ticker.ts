/** A Worker's clock: `{id, after}` asks for one `id` back after so many milliseconds, `{id}` cancels. */

const waiting = new Map<number, ReturnType<typeof setTimeout>>();

self.addEventListener("message", ({ data }: MessageEvent<{ id: number; after?: number }>) => {
  clearTimeout(waiting.get(data.id));
  waiting.delete(data.id);
  if (data.after === undefined) return;
  const ring = (): void => {
    waiting.delete(data.id);
    self.postMessage(data.id);
  };
  waiting.set(data.id, setTimeout(ring, data.after));
});
