/** A sheet photographed at a slant, laid straight: plane projective geometry on plain arrays. Pure. */
import type { Point, Quad } from "./geometry";

/** Of a projective map of the plane: eight numbers, the ninth is 1. */
export type Homography = readonly number[];

/** The map that brings the unit square's corners, from the upper left on clockwise, to those of `quad`. */
export function fromUnitSquare(quad: Quad): Homography {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const [sumX, sumY] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dx2, dy1, dy2] = [x1 - x2, x3 - x2, y1 - y2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / determinant;
  const h = (dx1 * sumY - sumX * dy1) / determinant;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

export function mapped(map: Homography, [x, y]: Point): Point {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0] = map;
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

export interface Size {
  width: number;
  height: number;
}

/** How large the sheet in `quad` is when laid straight, in the photograph's own pixels, at most `most` a side. */
export function straightSize(quad: Quad, photo: Size, most: number): Size {
  const length = ([x0, y0]: Point, [x1, y1]: Point): number =>
    Math.hypot((x1 - x0) * photo.width, (y1 - y0) * photo.height);
  const [a, b, c, d] = quad;
  const width = Math.max(length(a, b), length(d, c), 1);
  const height = Math.max(length(a, d), length(b, c), 1);
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

export interface Pixels extends Size {
  data: Uint8ClampedArray;
}

/** Fill `sheet` with what lies in `quad` of `photo`, between four pixels by their nearness. */
export function straighten(photo: Pixels, quad: Quad, sheet: Pixels): void {
  const map = fromUnitSquare(quad);
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0] = map;
  const [right, lower] = [photo.width - 2, photo.height - 2];
  let at = 0;
  for (let row = 0; row < sheet.height; row++) {
    const y = (row + 0.5) / sheet.height;
    for (let column = 0; column < sheet.width; column++) {
      const x = (column + 0.5) / sheet.width;
      const w = g * x + h * y + 1;
      const fromX = clamp(((a * x + b * y + c) / w) * photo.width - 0.5, right);
      const fromY = clamp(((d * x + e * y + f) / w) * photo.height - 0.5, lower);
      blend(photo, fromX, fromY, sheet.data, at);
      at += 4;
    }
  }
}

function blend({ data, width }: Pixels, x: number, y: number, into: Uint8ClampedArray, at: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - left, y - top];
  const upper = 4 * (top * width + left);
  const lower = upper + 4 * width;
  for (let part = 0; part < 3; part++) {
    const above = (data[upper + part] ?? 0) * (1 - u) + (data[upper + 4 + part] ?? 0) * u;
    const below = (data[lower + part] ?? 0) * (1 - u) + (data[lower + 4 + part] ?? 0) * u;
    into[at + part] = above * (1 - v) + below * v;
  }
  into[at + 3] = 255;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), Math.max(most, 0));
}

export const WHOLE: Quad = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** A quadrilateral whose corners are in order and which is no sliver: others cannot be laid straight. */
export function isSheet(quad: Quad): boolean {
  const turns = quad.map((point, place) => {
    const next = quad[(place + 1) % 4] as Point;
    const after = quad[(place + 2) % 4] as Point;
    return (next[0] - point[0]) * (after[1] - next[1]) - (next[1] - point[1]) * (after[0] - next[0]);
  });
  return turns.every((turn) => turn > 0.005);
}
