/** How the resident's picture lies in its frame: whole or filling it, and how close. Pure. */

export interface Framing {
  /** Whether all of the picture is seen, or the frame is filled and the edges are cut. */
  whole: boolean;
  /** 1 is as it comes. */
  zoom: number;
  /** Where the middle of what is seen lies, from -1 to 1 of what can be reached. */
  x: number;
  y: number;
}

export const AS_IT_COMES: Framing = { whole: true, zoom: 1, x: 0, y: 0 };
export const CLOSEST = 4;
const STEP = 1.25;
const MOVE = 0.2;

/** The whole picture; pressed again, a filled frame. */
export function fitted(framing: Framing): Framing {
  const asItComes = framing.zoom === 1;
  return { ...AS_IT_COMES, whole: asItComes ? !framing.whole : true };
}

/** One step closer, or one back. */
export function zoomed(framing: Framing, direction: 1 | -1): Framing {
  const zoom = Math.min(CLOSEST, Math.max(1, framing.zoom * (direction === 1 ? STEP : 1 / STEP)));
  if (zoom < 1.01) return { ...framing, zoom: 1, x: 0, y: 0 };
  return { ...framing, zoom };
}

/** Look elsewhere, by shares of what can be reached. Without zoom there is nothing beside. */
export function moved(framing: Framing, x: number, y: number): Framing {
  if (framing.zoom === 1) return framing;
  const within = (value: number): number => Math.min(1, Math.max(-1, value));
  return { ...framing, x: within(framing.x + x), y: within(framing.y + y) };
}

/** What an arrow key does to the picture; null for another key. */
export function movedByKey(framing: Framing, key: string): Framing | null {
  switch (key) {
    case "ArrowLeft":
      return moved(framing, -MOVE, 0);
    case "ArrowRight":
      return moved(framing, MOVE, 0);
    case "ArrowUp":
      return moved(framing, 0, -MOVE);
    case "ArrowDown":
      return moved(framing, 0, MOVE);
    default:
      return null;
  }
}

/** For the video's style: how the frame is filled, and what of it is seen. */
export function styleOf({ whole, zoom, x, y }: Framing): Record<string, string> {
  const beside = (zoom - 1) / 2;
  const by = (share: number): string => `${(-share * beside * 100).toFixed(1)}%`;
  return {
    objectFit: whole ? "contain" : "cover",
    transform: zoom === 1 ? "none" : `translate(${by(x)}, ${by(y)}) scale(${zoom.toFixed(3)})`,
  };
}
