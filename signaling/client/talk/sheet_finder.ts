/** Where a sheet of paper lies in a photograph: the bright region in its middle, by its outermost points. Pure. */

import type { Point, Quad } from "./geometry";
import { isSheet, type Pixels, WHOLE } from "./perspective";

/** Of the photograph's area: a smaller bright region is something else. */
const SMALLEST = 0.12;

/**
 * The corners of the sheet in `photo`, which is best scaled down to some hundreds of pixels; the whole photograph where
 * none stands out. The guide can move them.
 */
export function findSheet(photo: Pixels): Quad {
  const bright = brightPixels(photo);
  const region = largestRegion(bright, photo.width);
  if (region.length < SMALLEST * bright.length) return WHOLE;
  const corners = cornersOf(region, photo);
  return isSheet(corners) ? corners : WHOLE;
}

/** Otsu's threshold: the split of brightness into two groups that differ most. */
function brightPixels({ data, width, height }: Pixels): Uint8Array {
  const light = new Uint8Array(width * height);
  const counts = new Array<number>(256).fill(0);
  for (let place = 0; place < light.length; place++) {
    const [red = 0, green = 0, blue = 0] = data.subarray(4 * place, 4 * place + 3);
    const value = (red * 54 + green * 183 + blue * 19) >> 8;
    light[place] = value;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const threshold = otsu(counts, light.length);
  return light.map((value) => (value > threshold ? 1 : 0));
}

function otsu(counts: readonly number[], all: number): number {
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [best, threshold, below, sumBelow] = [-1, 255, 0, 0];
  counts.forEach((count, value) => {
    below += count;
    sumBelow += count * value;
    const above = all - below;
    if (below === 0 || above === 0) return;
    const apart = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (apart > best) [best, threshold] = [apart, value];
  });
  return threshold;
}

/** The places of the largest connected region of ones. */
function largestRegion(ones: Uint8Array, width: number): readonly number[] {
  const seen = new Uint8Array(ones.length);
  let largest: number[] = [];
  for (let start = 0; start < ones.length; start++) {
    if (ones[start] === 0 || seen[start] === 1) continue;
    const region = [start];
    seen[start] = 1;
    for (let at = 0; at < region.length; at++) {
      const place = region[at] ?? 0;
      const column = place % width;
      for (const near of [
        column > 0 ? place - 1 : -1,
        column < width - 1 ? place + 1 : -1,
        place - width,
        place + width,
      ]) {
        if (near < 0 || near >= ones.length || ones[near] === 0 || seen[near] === 1) continue;
        seen[near] = 1;
        region.push(near);
      }
    }
    if (region.length > largest.length) largest = region;
  }
  return largest;
}

/** Of a convex region a corner is what lies furthest along its diagonal. */
function cornersOf(region: readonly number[], { width, height }: Pixels): Quad {
  const furthest = (alongX: number, alongY: number): Point => {
    let [most, found] = [Number.NEGATIVE_INFINITY, 0];
    for (const place of region) {
      const reach = alongX * (place % width) + alongY * Math.floor(place / width);
      if (reach > most) [most, found] = [reach, place];
    }
    const [x, y] = [found % width, Math.floor(found / width)];
    return [(x + (alongX > 0 ? 1 : 0)) / width, (y + (alongY > 0 ? 1 : 0)) / height];
  };
  return [furthest(-1, -1), furthest(1, -1), furthest(1, 1), furthest(-1, 1)];
}
