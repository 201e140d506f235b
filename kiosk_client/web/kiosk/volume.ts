import { LOUDEST } from "./state";

/** Each step of the volume is about 6 dB: perceived as evenly louder. Five steps span 24 dB (EN 301 549 §5.1.3.13). */
const STEP_DB = 6;

/** The gain of a step of the volume, 1 being the loudest. */
export function gainOf(volume: number): number {
  return volume === 0 ? 0 : 10 ** (((volume - LOUDEST) * STEP_DB) / 20);
}
