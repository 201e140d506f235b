/**
 * Whether bytes are a JPEG as a canvas writes it, and how large the picture in it is, before any decoder sees them. Pure.
 *
 * Only what a plain picture needs is let through (ITU-T T.81 Annex B): no EXIF, XMP or comment, in which a place, a name
 * or a second file could travel.
 */
import type { Size } from "./perspective";

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Baseline and progressive frames. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Tables, restart interval, JFIF's own head, and the colour profile (ICC.1 Annex B.4). */
const HARMLESS: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd, 0xe0, 0xe2]);

/** The size that the picture says it has; null where it is anything but a plain JPEG. */
export function plainJpegSize(bytes: Uint8Array): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length;
  if (length < 4 || view.getUint16(0) !== (0xff00 | START) || view.getUint16(length - 2) !== (0xff00 | END)) {
    return null;
  }
  let size: Size | null = null;
  for (let at = 2; at + 9 < length; ) {
    const [lead, marker] = [view.getUint8(at), view.getUint8(at + 1)];
    if (lead !== 0xff) return null;
    if (marker === SCAN) return size;
    if (FRAMES.has(marker)) {
      if (size !== null) return null;
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    } else if (!HARMLESS.has(marker)) {
      return null;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
