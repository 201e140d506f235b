/** Which part of the kiosk's picture the guide asks for, so that someone who sits or is small is seen. Pure. */
import { CLOSEST, type Framing, WHOLE_PICTURE } from "../../../signaling/client";

export type Move = "closer" | "lower" | "higher" | "whole";
export const MOVES: readonly Move[] = ["closer", "lower", "higher", "whole"];

const STEP = 1.4;
/** Of the height that is seen. */
const SHIFT = 0.25;

/** `framing` after one press. Of the whole picture nothing is lower: it comes closer with the same press. */
export function moved({ zoom, at: [x, y] }: Framing, move: Move): Framing {
  switch (move) {
    case "whole":
      return WHOLE_PICTURE;
    case "closer":
      return { zoom: Math.min(zoom * STEP, CLOSEST), at: [x, y] };
    case "lower":
    case "higher": {
      const near = Math.max(zoom, STEP);
      const margin = 0.5 / near;
      const shifted = y + ((move === "lower" ? 1 : -1) * SHIFT) / near;
      return { zoom: near, at: [x, Math.min(Math.max(shifted, margin), 1 - margin)] };
    }
  }
}
