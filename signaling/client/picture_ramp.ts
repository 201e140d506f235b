/**
 * Small first, then full: the shape of the picture that is sent, from the ring on.
 *
 * The first frame of real texture is large. At full size it is paced out over 100 ms and more; and after seconds of black
 * an encoder that has saved up its budget would spend all of it on that one frame. So the picture begins small, which is
 * felt as instant, and grows once it is there and the network is known to carry more. Growing costs a key frame, again a
 * large one: it is held down by a bit rate, which is lifted when that frame is through.
 */

export interface PictureShape {
  /** The picture is scaled down to so many lines; null sends it as the camera gives it. */
  readonly lines: number | null;
  /** At most so many bits per second; null leaves it to the browser. */
  readonly bitrate: number | null;
}

/** QVGA, the least that EN 301 549 §6.5 allows. The bit rate bounds a key frame to about ten kilobytes. */
export const SMALL: PictureShape = { lines: 240, bitrate: 300_000 };
export const GROWING: PictureShape = { lines: null, bitrate: 600_000 };
export const FULL: PictureShape = { lines: null, bitrate: null };

/** After so many ms from the take the other side has its first pictures. */
export const SETTLED = 400;
/** Bits per second with which the key frame of the full picture comes through at once. */
const ENOUGH = 800_000;
/** Grow even where less is known to come through: the browser then adapts the picture by itself. */
const PATIENCE = 2_500;
/** How long the picture grows. */
const GROWTH = 900;

export interface RampSigns {
  /** Milliseconds since the take; null while it rings. */
  open: number | null;
  /** The sender's own estimate of what the path carries, in bits per second; null before the first. */
  available: number | null;
}

export class PictureRamp {
  #shape = SMALL;
  #grownAt = 0;

  /** Send what it returns from here on; null changes nothing. */
  step({ open, available }: RampSigns): PictureShape | null {
    const next = this.#next(open ?? 0, available ?? 0);
    if (open === null || next === this.#shape) return null;
    if (next === GROWING) this.#grownAt = open;
    this.#shape = next;
    return next;
  }

  #next(open: number, available: number): PictureShape {
    if (this.#shape === SMALL) {
      return open >= (available >= ENOUGH ? SETTLED : PATIENCE) ? GROWING : SMALL;
    }
    return open - this.#grownAt >= GROWTH ? FULL : GROWING;
  }
}
