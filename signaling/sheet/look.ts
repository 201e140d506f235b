/** How close all look at a sheet, and at which place of it. Pure. */
import { CLOSEST, type Framing, WHOLE_PICTURE } from "../client";

export type Direction = 1 | -1;

export const CLOSER = CLOSEST;
const STEP = 1.25;

/** One step closer, or one back. */
export function zoomed(look: Framing, direction: Direction): Framing {
  const zoom = Math.min(CLOSER, look.zoom * STEP ** direction);
  return zoom < 1.01 ? WHOLE_PICTURE : { ...look, zoom };
}

/** Look elsewhere, by shares of what can be reached. Of the whole there is nothing beside. */
export function moved(look: Framing, x: number, y: number): Framing {
  if (look.zoom === 1) return look;
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { ...look, at: [within(look.at[0] + x), within(look.at[1] + y)] };
}
